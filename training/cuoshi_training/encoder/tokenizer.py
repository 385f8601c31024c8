"""The tokenizer that goes with an encoder."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

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
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing more specific
        raise TrainingError(f"{path}: not a tokenizer ({error})") from error
