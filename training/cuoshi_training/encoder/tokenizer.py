"""The tokenizer that goes with an encoder."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

from cuoshi_training.encoder.bases import read_tokenizer
from cuoshi_training.errors import TrainingError

UNKNOWN = "[UNK]"
#: BERT's names, by which ``cuoshi`` knows them, in the order of their ids.
SPECIAL_TOKENS = ["[PAD]", UNKNOWN, "[CLS]", "[SEP]", "[MASK]"]


def load(path: Path) -> Tokenizer:
    """Read a ``tokenizer.json``.

    Raises:
        TrainingError: there is none, or it is damaged.
    """
    if not path.is_file():
        raise TrainingError(f"{path}: no tokenizer there; make one with `cuoshi-train trim`, or name another")
    return _parsed(path.read_bytes(), path)


def of_base(base: str | Path) -> Tokenizer:
    """The tokenizer of a folder, or of a model on a hub.

    Raises:
        TrainingError: it has none, or a damaged one.
    """
    return _parsed(read_tokenizer(base).encode(), base)


def _parsed(content: bytes, source: str | Path) -> Tokenizer:
    try:
        return Tokenizer.from_buffer(content)
    except Exception as error:  # the library raises nothing more specific
        raise TrainingError(f"{source}: not a tokenizer ({error})") from error
