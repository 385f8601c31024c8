"""Which sentences are to be coded by hand, each with a known probability of selection.

A model's errors are where it is unsure, so hand work goes there: the probability that a sentence is drawn grows with
the uncertainty of its tags (Zrnic & Candès 2024, *Active Statistical Inference*), but none is out of reach, since a
model can be wrong where it is sure.
"""

from __future__ import annotations

import numpy as np

from cuoshi.arrays import Floats, Integers
from cuoshi.coverage.bootstrap import NORMAL

#: Least size of a sentence, as a share of the mean size. At a tenth, a model that is confidently wrong about 3% of its
#: sure sentences left 30% of the 95% intervals without the truth (n = 300); at a half, 6%, and where the
#: model is right intervals grow by a tenth only (`cuoshi-train simulate-validity`).
FLOOR = 0.5


def uncertainty(probabilities: Floats) -> Floats:
    """Standard deviation of a sentence's tags, were its probabilities right: ``sqrt(Σ_c p_c (1 − p_c))``.

    Args:
        probabilities: calibrated, sentences × categories.

    Returns:
        One value a sentence.
    """
    result: Floats = np.sqrt((probabilities * (1 - probabilities)).sum(axis=1))
    return result


def inclusion(sizes: Floats, n: int, floor: float = FLOOR) -> Floats:
    """Probabilities of selection proportional to size, none above 1, that sum to the sample's size.

    Args:
        sizes: one a sentence, not negative; all equal for a simple random sample.
        n: how many sentences are to be drawn; all of them where there are no more.
        floor: least size, as a share of the mean.

    Returns:
        Probabilities of selection, all above 0, with sum ``min(n, sentences)``.

    Raises:
        ValueError: there is no sentence, or nothing is to be drawn.
    """
    if not len(sizes) or n < 1:
        raise ValueError("a sample needs at least one sentence to draw from and to draw")
    if n >= len(sizes):
        return np.ones(len(sizes))
    mean = sizes.mean()
    grown = np.maximum(sizes, floor * mean) if mean > 0 else np.ones(len(sizes))
    certain = np.zeros(len(sizes), bool)
    while True:
        scale = (n - certain.sum()) / grown[~certain].sum()
        over = ~certain & (grown * scale >= 1)
        if not over.any():
            return np.where(certain, 1.0, grown * scale)
        certain |= over


def systematic(probabilities: Floats, strata: Integers, generator: np.random.Generator) -> Integers:
    """Draw a sample of fixed size with unequal probabilities (systematic PPS; Madow 1949).

    The sentences are laid on a line, stratum behind stratum, in random order within each, and every unit of length is
    hit once. So each stratum gets its expected number of sentences, give or take one.

    Args:
        probabilities: of selection, with a whole sum.
        strata: number of each sentence's stratum.
        generator: of the order and the start.

    Returns:
        Indices of the sentences drawn, in the order in which they were drawn from the line.
    """
    order = np.lexsort((generator.random(len(strata)), strata))
    ends = np.cumsum(probabilities[order])
    n = round(float(ends[-1]))
    hits = generator.random() + np.arange(n)
    # rounding may leave the line a hair too short for the last hit
    places = np.minimum(np.searchsorted(ends, hits, side="right"), len(order) - 1)
    drawn: Integers = order[places]
    return drawn


def clusters(
    sizes: Floats, reports: Integers, n: int, each: int, strata: Integers, generator: np.random.Generator
) -> tuple[Integers, Floats, Floats]:
    """Draw reports first, by their number of sentences, then sentences within each.

    Args:
        sizes: as for :func:`inclusion`.
        reports: index of each sentence's report, from 0.
        n: about how many sentences are to be drawn.
        each: how many of a report; all of one that has no more.
        strata: number of each sentence's stratum; a report lies in that of its first sentence.
        generator: of both draws.

    Returns:
        Indices of the sentences drawn; the probability of selection of every sentence of the population, which is that
        of its report times that within it; that of its report.
    """
    lengths = np.bincount(reports)
    members = np.split(np.argsort(reports, kind="stable"), np.cumsum(lengths)[:-1])
    first = np.array([own[0] for own in members])
    chosen = inclusion(lengths.astype(float), max(1, round(n / each)), floor=0.0)
    taken = set(systematic(chosen, strata[first], generator).tolist())
    probabilities = np.empty(len(sizes))
    drawn = []
    for report, own in enumerate(members):
        within = inclusion(sizes[own], each)
        probabilities[own] = chosen[report] * within
        if report in taken:
            drawn.append(own[systematic(within, np.zeros(len(own), np.int64), generator)])
    return np.concatenate(drawn), probabilities, chosen[reports]


def widths(probabilities: Floats, chances: Floats, n: int) -> tuple[Floats, Floats]:
    """Widths of 95% intervals to expect of corrected shares, were the model's probabilities right.

    Args:
        probabilities: calibrated, sentences × categories.
        chances: of selection, one a sentence.
        n: how many sentences are drawn.

    Returns:
        One width a category; and those if as many were coded of a simple random sample without the model.
    """
    size, share = len(chances), probabilities.mean(axis=0)
    variance = ((1 / chances - 1)[:, None] * probabilities * (1 - probabilities)).sum(axis=0) / size**2
    simple = share * (1 - share) / n * (1 - n / size)
    return 2 * NORMAL * np.sqrt(variance), 2 * NORMAL * np.sqrt(simple)
