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
from cuoshi_training.encoder.vocabulary import load as load_tokenizer
from cuoshi_training.errors import TrainingError

CONTINUES = np.uint16(1 << 15)
TOKEN_MASK = np.uint16(CONTINUES - 1)
_DOCUMENTS_PER_TASK = 64


def documents(shards: Iterable[Path], kinds: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the documents of corpus shards, in order, one at a time.

    Shards are read here and not by ``datasets``, in whose Arrow files labelled reports lie (``store.py``). They are
    gone through once, so that a copy on disk, several times the size of the packed shard, would serve nobody; and of
    a line that is not JSON its stream says the row of a block, where whoever made the shard needs the line of the file.

    Args:
        shards: ``.jsonl`` or ``.jsonl.xz``, on each line a JSON object with at least ``id``, ``kind`` and ``text``.
        kinds: keep only documents whose ``kind`` is listed; all of them when ``None``.

    Raises:
        TrainingError: a line is no such object, a shard is damaged, or no document is of a kind listed.
    """
    seen = set()
    for shard in shards:
        for document in _read(shard):
            seen.add(document["kind"])
            if not kinds or document["kind"] in kinds:
                yield document
    if kinds and not seen & set(kinds):
        raise TrainingError(f"no document of kind {', '.join(kinds)}; there are {', '.join(sorted(seen)) or 'none'}")


def _read(shard: Path) -> Iterator[dict[str, Any]]:
    opener = lzma.open if shard.suffix == ".xz" else open
    place = f"{shard}"
    try:
        with opener(shard, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                place = f"{shard}, line {number}"
                document = json.loads(line)
                if missing := [key for key in ("id", "kind", "text") if key not in document]:
                    raise ValueError(f"no {', '.join(missing)}")
                yield document
    except (lzma.LZMAError, OSError, EOFError, TypeError, ValueError) as error:
        raise TrainingError(f"{place}: not a corpus document ({error})") from error


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

    Raises:
        TrainingError: the vocabulary is too large for a shard, or the corpus is damaged or empty.
    """
    if (entries := load_tokenizer(tokenizer_file).get_vocab_size()) > TOKEN_MASK + 1:
        raise TrainingError(f"{tokenizer_file} has {entries:,} entries; a token shard holds ids of at most 32,768")
    texts = (document["text"] for document in documents(shards, kinds))
    pieces: list[np.ndarray] = []
    with multiprocessing.Pool(initializer=_load, initargs=(str(tokenizer_file),)) as pool:
        batches = iter(lambda: list(islice(texts, _DOCUMENTS_PER_TASK)), [])
        for tokens in progress.track(pool.imap(_encode, batches), "packing"):
            pieces.append(tokens)
            if most and sum(map(len, pieces)) >= most:
                break
    if not pieces:
        raise TrainingError("no documents to pack")
    flat = np.concatenate(pieces)[:most]
    out.parent.mkdir(parents=True, exist_ok=True)
    np.save(out, flat)
    return len(flat)


def load_shard(path: Path, entries: int) -> np.ndarray:
    """Map a token shard into memory.

    Raises:
        TrainingError: it holds tokens that a vocabulary of so many entries does not have.
    """
    tokens: np.ndarray = np.load(path, mmap_mode="r")
    if len(tokens) and (highest := int((tokens & TOKEN_MASK).max())) >= entries:
        raise TrainingError(
            f"{path} holds token {highest}, the tokenizer only {entries}; pack again with this tokenizer"
        )
    return tokens


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
