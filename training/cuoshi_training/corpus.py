"""Read the pre-training corpus and pack it into token shards.

A token shard is one flat ``uint16`` array (``.npy``, memory-mapped when read). The low 15 bits of an
entry are the token id; the high bit says that the token continues the word of the token before, which is
all that whole-word masking needs to know.
"""

from __future__ import annotations

import json
import lzma
import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from cuoshi_training import progress

CONTINUES = np.uint16(1 << 15)
TOKEN_MASK = np.uint16(CONTINUES - 1)
_DOCUMENTS_PER_TASK = 64


def documents(shards: Iterable[Path], kinds: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of ``.jsonl.xz`` or ``.jsonl`` corpus shards, in order, where ``kind`` is listed."""
    for shard in shards:
        opener = lzma.open if shard.suffix == ".xz" else open
        with opener(shard, "rt", encoding="utf-8") as lines:
            for document in map(json.loads, lines):
                if not kinds or document["kind"] in kinds:
                    yield document


def pack(
    shards: list[Path], tokenizer_file: Path, out: Path, kinds: list[str] | None = None, most: int | None = None
) -> int:
    """Tokenise corpus shards into one token shard.

    Every line of a document ends in ``[SEP]``, as headings and paragraphs do in the windows that the
    tagger reads, so that pre-training and tagging see the same layout.

    Args:
        shards: corpus files, see :func:`documents`.
        tokenizer_file: ``tokenizer.json`` with at most 32,768 entries.
        out: the ``.npy`` file to write.
        kinds: keep only documents whose ``kind`` is listed; all of them when ``None``.
        most: stop after so many tokens, so that the shard can travel (two bytes a token); no limit when ``None``.

    Returns:
        How many tokens were written.
    """
    texts = (document["text"] for document in documents(shards, kinds))
    pieces: list[np.ndarray] = []
    with multiprocessing.Pool(initializer=_load, initargs=(str(tokenizer_file),)) as pool:
        batches = iter(lambda: list(islice(texts, _DOCUMENTS_PER_TASK)), [])
        for tokens in progress.track(pool.imap(_encode, batches), "packing"):
            pieces.append(tokens)
            if most and sum(map(len, pieces)) >= most:
                break
    flat = np.concatenate(pieces)[:most]
    out.parent.mkdir(parents=True, exist_ok=True)
    np.save(out, flat)
    return len(flat)


_tokenizer: Tokenizer


def _load(tokenizer_file: str) -> None:
    global _tokenizer  # one tokenizer a worker process; pool initialisers can hand over state no other way
    import jieba

    jieba.setLogLevel("WARNING")
    jieba.initialize()
    _tokenizer = Tokenizer.from_file(tokenizer_file)


def _encode(texts: list[str]) -> np.ndarray:
    import jieba

    end = np.array([_tokenizer.token_to_id("[SEP]")], dtype=np.uint16)
    pieces: list[np.ndarray] = []
    for text in texts:
        for line in text.splitlines():
            if not line.strip():
                continue
            starts = np.zeros(len(line) + 1, dtype=bool)
            for _, start, _ in jieba.tokenize(line, HMM=False):
                starts[start] = True
            encoding = _tokenizer.encode(line, add_special_tokens=False)
            ids = np.array(encoding.ids, dtype=np.uint16)
            continues = np.array([not starts[start] for start, _ in encoding.offsets], dtype=np.uint16)
            pieces += [ids | (continues * CONTINUES), end]
    return np.concatenate(pieces) if pieces else np.empty(0, np.uint16)
