"""Train the vocabulary: byte-pair merges that hold frequent words beside single characters.

An encoder that learns on two cores has no time to build words out of characters: in about a minute, a vocabulary
of words reached a macro-F1 of 0.63 to 0.73 where one of characters reached 0.60 to 0.62 (``RESULTS.md``), and a text
has half as many tokens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

from cuoshi.tagging.windows import token_id
from cuoshi_training.errors import TrainingError

UNKNOWN = "[UNK]"
SPECIAL_TOKENS = ["[PAD]", UNKNOWN, "[CLS]", "[SEP]", "[MASK]"]
MIN_CHARACTER_COUNT = 20
MIN_WORD_COUNT = 15
LONGEST_WORD = 6
#: Characters that join words and never belong to one.
CONJUNCTIONS = "[的和与及]"


def train(texts: Sequence[str], size: int = 20_000, documents: int = 600, seed: int = 1) -> Tokenizer:
    """Train a tokenizer whose offsets map every token back to its characters.

    Full-width forms are folded (NFKC), letters lower-cased, and every digit becomes ``0``: a category never
    hangs on the value of a number.

    Args:
        texts: the documents; characters are counted in all of them.
        size: the most entries that the vocabulary may have.
        documents: how many documents, drawn at random, the words are learned from.
        seed: of the draw.

    Returns:
        A tokenizer that splits text into words and word parts of at most six characters.

    Raises:
        TrainingError: there are no texts.
    """
    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex("[0-9]"), "0")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Split(Regex(CONJUNCTIONS), behavior="isolated")]
    )
    if not texts:
        raise TrainingError("no documents to learn a vocabulary from")
    counts = Counter(chain.from_iterable(tokenizer.normalizer.normalize_str(text) for text in texts))
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=MIN_WORD_COUNT,
        special_tokens=SPECIAL_TOKENS,
        initial_alphabet=sorted(c for c, n in counts.items() if n >= MIN_CHARACTER_COUNT and not c.isspace()),
        max_token_length=LONGEST_WORD,
    )
    drawn = np.random.default_rng(seed).permutation(len(texts))[:documents]
    tokenizer.train_from_iterator([texts[i] for i in drawn], trainer)
    sep, cls = ((token, token_id(tokenizer, token)) for token in ("[SEP]", "[CLS]"))
    tokenizer.post_processor = processors.BertProcessing(sep, cls)
    return tokenizer


def load(path: Path) -> Tokenizer:
    """Read a ``tokenizer.json``.

    Raises:
        TrainingError: there is none, or it is damaged.
    """
    if not path.is_file():
        raise TrainingError(f"{path}: no tokenizer there; make one with `cuoshi-train vocabulary`, or name another")
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing more specific
        raise TrainingError(f"{path}: not a tokenizer ({error})") from error


def save(tokenizer: Tokenizer, path: Path) -> None:
    """Write ``tokenizer.json``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(path))
