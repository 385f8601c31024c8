"""A model folder: where it is, what is in it, its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cuoshi import scheme
from cuoshi.errors import ModelError, SchemeError
from cuoshi.scheme import Scheme
from cuoshi.tagging.learnt import LearntFrom

MODELS = Path(__file__).parent / "models"
BUNDLED_MODEL = MODELS / "base"
DECISION_FILE = "cuoshi.json"
ENCODER_FILE = "encoder.json"
HEADS_FILE = "heads.npz"
LEARNT_FILE = "learnt.json"
MODEL_FILE = "model.onnx"
SCHEME_FILE = scheme.FILE
TOKENIZER_FILE = "tokenizer.json"


def locate(model: Path | str | None = None) -> Path:
    """Find a model folder.

    Args:
        model: name of a bundled model, or a folder; the default model when ``None``. The name of the default model's
            scheme is a name of it, too. Names are those of bundled models wherever one stands, so that a command
            takes the same model in every folder.

    Raises:
        ModelError: there is no such folder, or a model lies here in a folder that is called like a bundled one.
    """
    if model is None:
        return BUNDLED_MODEL
    names = {path.name: path for path in bundled_models()}
    names.setdefault(read_scheme(BUNDLED_MODEL).name, BUNDLED_MODEL)
    folder = Path(model)
    if named := names.get(str(model)):
        if (folder / SCHEME_FILE).exists() and not folder.samefile(named):
            raise ModelError(
                f"{model}: the name of a bundled model, and a model lies here in a folder of that name; for that give "
                f"its full path, {folder.resolve()}"
            )
        return named
    if not str(model) or not folder.is_dir():
        raise ModelError(
            f"{str(model) or repr(model)}: no such model; name a folder or one of those bundled: {', '.join(names)}"
        )
    return folder


def bundled_models() -> list[Path]:
    """Folders of the models that the package brings, by name."""
    return sorted(path.parent for path in MODELS.glob(f"*/{MODEL_FILE}"))


def read_scheme(folder: Path) -> Scheme:
    """Read the scheme of a model.

    Raises:
        ModelError: the folder has none, or one that is not allowed.
    """
    if not (folder / SCHEME_FILE).exists():
        raise ModelError(f"{folder}: no model there, it has no {SCHEME_FILE}; give a folder that `cuoshi learn` wrote")
    try:
        return Scheme.read(folder / SCHEME_FILE)
    except SchemeError as error:
        raise ModelError(str(error)) from error


def read_learnt(folder: Path, scheme: Scheme) -> Mapping[str, Any]:
    """What ``cuoshi learn`` found of the model that it wrote: of how many sentences it is, and how good; else nothing.

    Args:
        folder: the model folder.
        scheme: its scheme.

    Raises:
        ModelError: the file is damaged, lacks something, or is of other categories.
    """
    path = folder / LEARNT_FILE
    if not path.is_file():
        return {}
    try:
        found: Mapping[str, Any] = {**json.loads(path.read_text("utf-8"))}
        known = LearntFrom.of(found)
        if strange := {*(known.shares if known else ())} - {*scheme.category_ids}:
            raise ValueError(f"{min(strange)} is no category of the scheme")
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise ModelError(f"{path}: damaged ({error!r}); run `cuoshi learn` anew, or delete it") from error
    return found


def written(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Name, inode, time and size of a model's files, which differ once one of them is written anew."""
    found = ((path.name, path.stat()) for path in sorted(folder.iterdir()))
    return tuple((name, stat.st_ino, stat.st_mtime_ns, stat.st_size) for name, stat in found)


def hash_model(folder: Path) -> str:
    """SHA-256 over all that decides a tag: weights, tokenizer, thresholds; of heads also which encoder they go with."""
    own = (HEADS_FILE, ENCODER_FILE) if (folder / HEADS_FILE).is_file() else (MODEL_FILE, TOKENIZER_FILE)
    return _hash(folder, (*own, DECISION_FILE))


def hash_encoder(folder: Path) -> str:
    """SHA-256 over what decides the states of tokens: weights and tokenizer.

    Raises:
        ModelError: one of them is missing.
    """
    try:
        return _hash(folder, (MODEL_FILE, TOKENIZER_FILE))
    except OSError as error:
        raise ModelError(
            f"{folder}: no encoder there ({error.strerror}); name a model that has {MODEL_FILE}"
        ) from error


def _hash(folder: Path, names: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
