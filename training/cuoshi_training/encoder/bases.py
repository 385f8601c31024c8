"""Checkpoints of ``transformers`` as people hand them over: cut off, of another program, or none at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from cuoshi.errors import first_line
from cuoshi_training.errors import TrainingError


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
