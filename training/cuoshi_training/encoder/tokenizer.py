"""The tokenizer that goes with an encoder."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

from cuoshi.tagging.tagger import read_tokenizer
from cuoshi_training.encoder.bases import tokenizer_file
from cuoshi_training.errors import TrainingError

UNKNOWN = "[UNK]"
#: BERT's names, by which ``cuoshi`` knows them, in the order of their ids.
SPECIAL_TOKENS = ["[PAD]", UNKNOWN, "[CLS]", "[SEP]", "[MASK]"]


def load(path: Path) -> Tokenizer:
    """Read a ``tokenizer.json``.

    Raises:
        CuoshiError: there is none, or it is damaged.
    """
    if not path.is_file():
        raise TrainingError(f"{path}: no tokenizer there; make one with `cuoshi-train trim`, or name another")
    return read_tokenizer(path)


def of_base(base: str | Path, other: Path | None = None) -> Tokenizer:
    """The tokenizer of a folder, or of a model on a hub.

    Args:
        base: the folder or hub name.
        other: a file that is read in its place.

    Raises:
        CuoshiError: there is none, or a damaged one.
    """
    return load(other or tokenizer_file(base))
