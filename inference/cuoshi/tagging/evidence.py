"""Which words of a sentence speak for a category."""

from __future__ import annotations

from functools import cache

import jieba
import numpy as np
from numpy.typing import NDArray

from cuoshi.arrays import Singles
from cuoshi.schema import Evidence

MOST_RUNS = 3
#: tokens that a token's logit is averaged over: a word of Chinese is one to three tokens, so that the neighbours of a
#: telling character count with it and a single odd one does not stand out
SMOOTHING = 3


def word_starts(text: str) -> NDArray[np.int64]:
    """Characters at which a word begins, by jieba's dictionary, and the number of characters at the end."""
    words = _dictionary().tokenize(text, HMM=False)
    return np.array([*(start for _, start, _ in words), len(text)], dtype=np.int64)


def evidence(category: str, logits: Singles, spans: NDArray[np.int64], starts: NDArray[np.int64]) -> list[Evidence]:
    """Find the runs of words whose tokens speak most for a category, strongest first.

    In each reading a sentence's logit is the log-sum-exp of its tokens' logits, so the highest tokens count most.
    Kept are, of the reading in its window, tokens in the upper half between the sentence's mean and its maximum:
    half-way is where a token is nearer to the strongest one than to an ordinary one. Each is widened to the words
    that it touches, and what then meets is one run.

    Args:
        category: the category's id.
        logits: the category's logit of each token of the sentence.
        spans: characters ``(start, end)`` of each token (tokens × 2).
        starts: where the sentence's words begin, see :func:`word_starts`.

    Returns:
        Three runs at most.
    """
    if not len(logits):
        return []
    padded = np.pad(logits, SMOOTHING // 2, mode="edge")
    smooth = np.convolve(padded, np.ones(SMOOTHING) / SMOOTHING, mode="valid")
    runs: list[tuple[float, int, int]] = []
    for i in np.flatnonzero(smooth >= (smooth.mean() + smooth.max()) / 2):
        weight = float(smooth[i])
        start = int(starts[np.searchsorted(starts, spans[i, 0], side="right") - 1])
        end = int(starts[np.searchsorted(starts, spans[i, 1])])
        if runs and start <= runs[-1][2]:
            before, start, last = runs.pop()
            weight, end = max(weight, before), max(last, end)
        runs.append((weight, start, end))
    strongest = sorted(runs, key=lambda run: (-run[0], run[1]))[:MOST_RUNS]
    return [Evidence(category, start, end) for _, start, end in strongest]


@cache
def _dictionary() -> jieba.Tokenizer:
    """A tokenizer of our own: the module's one has whatever words the process has added to it, and a user's logger.

    Its words are read from the package, not by ``initialize``, which would read a cache that lies in the folder of
    temporary files, for anybody to write, and is no faster.
    """
    words = jieba.Tokenizer()
    words.FREQ, words.total = words.gen_pfdict(words.get_dict_file())
    words.initialized = True
    return words
