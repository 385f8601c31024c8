"""Cut the vocabulary of a pre-trained BERT to the pieces that a corpus uses.

A multilingual vocabulary spends nine tenths of its weights on other languages. What is cut here is only what the
corpus never, or hardly ever, asks for: the rest keeps its vectors, so the trimmed encoder computes what the whole one
does (Abdaoui, Pradel & Sigel 2020, *Load What You Need*).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import AutoModel, PreTrainedModel

from cuoshi.tagging.folder import TOKENIZER_FILE
from cuoshi_training.encoder.bases import read_from
from cuoshi_training.encoder.tokenizer import SPECIAL_TOKENS, of_base
from cuoshi_training.errors import TrainingError

LINES_AT_ONCE = 4096
#: What the special tokens of BERT's family and of RoBERTa's are called, in the order of ``SPECIAL_TOKENS``.
NAMES = (("[PAD]", "<pad>"), ("[UNK]", "<unk>"), ("[CLS]", "<s>"), ("[SEP]", "</s>"), ("[MASK]", "<mask>"))
#: CJK ideographs of the basic block and of extension A; the digits, letters and signs of a keyboard.
CHARACTERS = {*map(chr, range(0x4E00, 0xA000)), *map(chr, range(0x3400, 0x4DC0)), *map(chr, range(0x20, 0x7F))}


def trim(base: str | Path, texts: Iterable[str], out: Path, size: int = 16_000) -> int:
    """Write a checkpoint whose vocabulary holds what the texts use.

    Args:
        base: folder or hub name of a BERT or XLM-R checkpoint with a ``tokenizer.json``.
        texts: the corpus, a document each.
        out: the folder to write: ``config.json``, ``model.safetensors``, ``tokenizer.json``.
        size: how many of the most frequent pieces are kept. Every Chinese character, every printable ASCII character
            and the special tokens are kept besides, where the base knows them.

    Returns:
        Number of entries of the new vocabulary.

    Raises:
        CuoshiError: there is no tokenizer, it is damaged or of a kind that cannot be trimmed, or it lacks a special
            token.
    """
    spec = json.loads(of_base(base).to_str())
    specials = _specials(spec)
    whole = Tokenizer.from_str(json.dumps(_without_prefix(spec)))
    counts = count(whole, texts)
    pieces = _pieces(spec)
    kept = choose(pieces, counts, specials, size)
    with read_from(base):
        model = AutoModel.from_pretrained(base, add_pooling_layer=False, dtype=torch.float32)
    shrink(model, kept)
    model.save_pretrained(out)
    (out / TOKENIZER_FILE).write_text(json.dumps(_rebuilt(spec, kept), ensure_ascii=False), encoding="utf-8")
    return len(kept)


def count(tokenizer: Tokenizer, texts: Iterable[str]) -> NDArray[np.int64]:
    """How often each piece occurs in the lines of the texts."""
    counts = np.zeros(tokenizer.get_vocab_size(), np.int64)
    lines = (line for text in texts for line in text.splitlines() if line.strip())
    while batch := list(islice(lines, LINES_AT_ONCE)):
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            np.add.at(counts, encoding.ids, 1)
    return counts


def choose(pieces: Sequence[str], counts: NDArray[np.int64], specials: Sequence[int], size: int) -> list[int]:
    """Ids to keep: the special tokens first, then the rest in the order of the old vocabulary.

    Args:
        pieces: the old vocabulary.
        counts: how often the corpus has each.
        specials: ids of the special tokens.
        size: how many of the most frequent pieces are kept; single characters are kept besides.
    """
    frequent = [int(i) for i in np.argsort(-counts, kind="stable")[:size] if counts[i]]
    single = [i for i, piece in enumerate(pieces) if piece in CHARACTERS or piece == "▁"]
    return [*specials, *sorted({*frequent, *single} - {*specials})]


def shrink(model: PreTrainedModel, kept: Sequence[int]) -> None:
    """Keep the word embeddings of some ids, in the order given; the network itself stays as it is."""
    old = model.get_input_embeddings().weight.data
    new = torch.nn.Embedding(len(kept), old.shape[1], padding_idx=0)
    new.weight.data.copy_(old[torch.tensor(kept)])
    model.set_input_embeddings(new)
    model.config.vocab_size, model.config.pad_token_id = len(kept), 0


def _pieces(spec: dict[str, Any]) -> list[str]:
    vocabulary = spec["model"]["vocab"]
    if spec["model"]["type"] == "Unigram":
        pieces = [piece for piece, _ in vocabulary]
    elif spec["model"]["type"] == "WordPiece":
        pieces = sorted(vocabulary, key=vocabulary.get)
    else:
        raise TrainingError(
            f"a vocabulary of type {spec['model']['type']} cannot be trimmed; Unigram and WordPiece can"
        )
    added = {token["id"]: token["content"] for token in spec["added_tokens"] if token["id"] >= len(pieces)}
    return pieces + [added[i] for i in sorted(added)]


def _specials(spec: dict[str, Any]) -> list[int]:
    """Ids of the special tokens, in BERT's order."""
    known = {piece: i for i, piece in enumerate(_pieces(spec))}
    found = [next((known[name] for name in names if name in known), None) for names in NAMES]
    if missing := [names[0] for names, i in zip(NAMES, found, strict=True) if i is None]:
        raise TrainingError(f"the base's tokenizer has no {', '.join(missing)}")
    return [i for i in found if i is not None]


def _without_prefix(spec: dict[str, Any]) -> dict[str, Any]:
    """The same tokenizer without the word mark that SentencePiece puts before a text."""
    spec = {**spec, "post_processor": None, "truncation": None, "padding": None}
    if (spec["pre_tokenizer"] or {}).get("type") == "Metaspace":
        spec["pre_tokenizer"] = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "never", "split": True}
        spec["decoder"] = spec["pre_tokenizer"]
    return spec


def _rebuilt(spec: dict[str, Any], kept: Sequence[int]) -> dict[str, Any]:
    """The tokenizer with the kept pieces under new ids, the special tokens under BERT's names."""
    vocabulary = spec["model"]["vocab"]
    names = dict(zip(kept, SPECIAL_TOKENS, strict=False))
    pieces = _pieces(spec)
    if spec["model"]["type"] == "Unigram":
        scores = [score for _, score in vocabulary] + [0.0] * (len(pieces) - len(vocabulary))
        model = {**spec["model"], "unk_id": 1, "vocab": [[names.get(i, pieces[i]), scores[i]] for i in kept]}
    else:
        model = {
            **spec["model"],
            "unk_token": "[UNK]",
            "vocab": {names.get(i, pieces[i]): n for n, i in enumerate(kept)},
        }
    marks = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    added = [{"id": i, "content": name} | marks for i, name in enumerate(SPECIAL_TOKENS)]
    return _without_prefix(spec) | {"model": model, "added_tokens": added}
