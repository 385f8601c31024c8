"""Checkpoints of ``transformers`` as people hand them over: cut off, of another program, or none at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from cuoshi.errors import first_line
from cuoshi.tagging.folder import MODELS, TOKENIZER_FILE
from cuoshi_training.errors import TrainingError


def located(base: str | Path) -> str | Path:
    """The folder of a bundled model where its name is given; else what was given: a folder or a hub name."""
    return MODELS / base if str(base) == Path(base).name and (MODELS / base).is_dir() else base


def tokenizer_file(base: str | Path) -> Path:
    """A checkpoint's ``tokenizer.json``, in a folder or fetched from a hub.

    Raises:
        TrainingError: neither has it.
    """
    if (path := Path(base) / TOKENIZER_FILE).is_file():
        return path
    if Path(base).is_dir():
        raise TrainingError(f"{base}: no {TOKENIZER_FILE} there")
    from huggingface_hub import errors, hf_hub_download

    try:
        return Path(hf_hub_download(str(base), TOKENIZER_FILE))
    except (errors.HfHubHTTPError, errors.HFValidationError, errors.LocalEntryNotFoundError, OSError) as error:
        raise TrainingError(f"{base}: no such folder, and no such model on the hub ({first_line(error)})") from error


@contextmanager
def read_from(base: str | Path) -> Iterator[None]:
    """Say in one line that a checkpoint cannot be read, whatever the libraries make of it.

    Args:
        base: the folder or hub name that is read inside; nothing else should be done there, for a fault of ours is to
            end in a traceback.

    Raises:
        TrainingError: it cannot be read.
    """
    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise TrainingError(
            f"{base}: no model can be read from it ({first_line(error)}); name a bundled model, a folder that "
            "`finetune`, `distil`, `shorten` or `trim` wrote, or a BERT of the hub"
        ) from error
