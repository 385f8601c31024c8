"""Train the vocabulary: characters for Chinese, WordPiece for Latin letters and digits."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from cuoshi.windows import token_id

UNKNOWN = "[UNK]"
SPECIAL_TOKENS = ["[PAD]", UNKNOWN, "[CLS]", "[SEP]", "[MASK]"]
MIN_CHARACTER_COUNT = 20
LONGEST_WORD = 64


def train(texts: Iterable[str], size: int = 8000) -> Tokenizer:
    """Train a tokenizer whose offsets map every token back to its characters.

    Full-width forms are folded (NFKC), letters lower-cased, and every digit becomes ``0``: a category never
    hangs on the value of a number, and masked-language modelling should not spend itself on guessing it.

    Args:
        texts: any number of documents; each is read once.
        size: the most entries that the vocabulary may have.

    Returns:
        A tokenizer that splits Chinese into characters and everything else into WordPieces.
    """
    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN, max_input_chars_per_word=LONGEST_WORD))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex("[0-9]"), "0")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Split(Regex(r"\p{Han}"), behavior="isolated")]
    )
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        min_frequency=MIN_CHARACTER_COUNT,
        special_tokens=SPECIAL_TOKENS,
        limit_alphabet=size - 1000,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.model = in_fixed_order(tokenizer)
    sep, cls = ((token, token_id(tokenizer, token)) for token in ("[SEP]", "[CLS]"))
    tokenizer.post_processor = processors.BertProcessing(sep, cls)
    return tokenizer


def in_fixed_order(tokenizer: Tokenizer) -> models.WordPiece:
    """The trained model with its entries sorted: the trainer numbers them differently every time."""
    learned = sorted(set(tokenizer.get_vocab()) - set(SPECIAL_TOKENS))
    entries = {token: i for i, token in enumerate(SPECIAL_TOKENS + learned)}
    return models.WordPiece(entries, unk_token=UNKNOWN, max_input_chars_per_word=LONGEST_WORD)


def save(tokenizer: Tokenizer, path: Path) -> None:
    """Write ``tokenizer.json``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(path))
