"""Which characters of a sentence speak for a category."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuoshi.schema import Evidence
from cuoshi.tagging.encoder import Floats

MOST_RUNS = 3
#: tokens that a token's logit is averaged over: a word of Chinese is one to three tokens, so that the neighbours of a
#: telling character count with it and a single odd one does not stand out
SMOOTHING = 3


def evidence(category: str, logits: Floats, spans: NDArray[np.int64]) -> list[Evidence]:
    """Find the runs of characters whose tokens speak most for a category, strongest first.

    In each reading a sentence's logit is the log-sum-exp of its tokens' logits, so the highest tokens count most.
    Kept are, of the reading in its window, tokens in the upper half between the sentence's mean and its maximum,
    joined into runs: half-way is where a token is nearer to the strongest one than to an ordinary one.

    Args:
        category: the category's id.
        logits: the category's logit of each token of the sentence.
        spans: characters ``(start, end)`` of each token (tokens × 2).

    Returns:
        Three runs at most.
    """
    if not len(logits):
        return []
    padded = np.pad(logits, SMOOTHING // 2, mode="edge")
    smooth = np.convolve(padded, np.ones(SMOOTHING) / SMOOTHING, mode="valid")
    keep = smooth >= (smooth.mean() + smooth.max()) / 2
    runs: list[tuple[float, int, int]] = []
    for i in np.flatnonzero(keep):
        start, end = spans[i].tolist()
        if runs and i and keep[i - 1]:
            weight, first, _ = runs.pop()
            runs.append((max(weight, float(smooth[i])), first, end))
        else:
            runs.append((float(smooth[i]), start, end))
    strongest = sorted(runs, key=lambda run: (-run[0], run[1]))[:MOST_RUNS]
    return [Evidence(category, start, end) for _, start, end in strongest]
