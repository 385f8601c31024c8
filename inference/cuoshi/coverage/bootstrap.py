"""The one bootstrap: whole units (reports) are resampled, for the sentences of one are not independent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cuoshi.arrays import Floats

#: the ends of an interval lie in the tails and need some 1,000 resamplings (Efron & Tibshirani 1993, ch. 13)
RESAMPLES = 1000
SEED = 20_240_601
LEVELS = (0.025, 0.975)
CELLS_AT_ONCE = 1_000_000
#: quantile of the normal distribution for these levels
NORMAL = 1.959964
#: shares that differ by less do so by rounding
ALIKE = 1e-9


def weights(size: int) -> Iterator[Floats]:
    """How often each of ``size`` units is drawn (resamplings × units), in blocks; the same on every call."""
    generator = np.random.default_rng([SEED, size])
    step = max(1, CELLS_AT_ONCE // size)
    for start in range(0, RESAMPLES, step):
        drawn = generator.integers(size, size=(min(step, RESAMPLES - start), size))
        yield np.stack([np.bincount(row, minlength=size) for row in drawn]).astype(np.float64)


def resamplings(size: int) -> Iterator[NDArray[np.int64]]:
    """The units of each resampling of ``size`` units, those drawn twice twice, for a measure that no sum gives."""
    for block in weights(size):
        for drawn in block:
            yield np.repeat(np.arange(size), drawn.astype(np.int64))


def percentile_interval(resampled: ArrayLike) -> tuple[float, float]:
    """95% percentile interval of a measure (Efron & Tibshirani 1993, ch. 13).

    Args:
        resampled: its value in each resampling; where it is missing the resampling does not count.

    Returns:
        Lower and upper end; missing where every value is.
    """
    values = np.asarray(resampled, np.float64)
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, LEVELS)
    return float(low), float(high)


def share_intervals(
    values: Floats, first: NDArray[np.int64], sizes: NDArray[np.int64], copies: NDArray[np.int64] | None = None
) -> tuple[Floats, Floats]:
    """Bootstrap the shares of every group: the percentile interval of 1,000 resamplings of its reports.

    The interval's ends are the 2.5% and 97.5% quantiles of the resampled shares (Efron & Tibshirani 1993, ch. 13).
    Groups of one size are resampled together and with the same draws. Where all reports of a group have the same
    share, often 0, every resampling has it and tells nothing of what other reports would say; there the interval is
    that of as many independent sentences (Wilson 1927).

    Args:
        values: reports × (sentences, then tagged of each category).
        first: index of each group's first report.
        sizes: number of each group's reports.
        copies: how many times each report is there; once if not given.

    Returns:
        Lower and upper end, both groups × categories; missing for groups of one report.
    """
    low = np.full((len(first), values.shape[1] - 1), np.nan)
    high = low.copy()
    step = max(1, CELLS_AT_ONCE // (RESAMPLES * values.shape[1]))
    for size in np.unique(sizes[sizes > 1]):
        chosen = np.flatnonzero(sizes == size)
        for some in np.split(chosen, range(step, len(chosen), step)):
            reports = values[first[some][:, None] + np.arange(size)]
            resampled = np.concatenate([drawn @ reports for drawn in weights(int(size))], axis=1)
            shares = resampled[..., 1:] / resampled[..., :1]
            low[some], high[some] = np.quantile(shares, LEVELS, axis=1)
    once = values if copies is None else values / copies[:, None]
    sums = np.add.reduceat(once, first) if len(first) else np.empty((0, values.shape[1]))
    alike = high - low < ALIKE
    low[alike], high[alike] = (ends[alike] for ends in wilson(sums[:, 1:], sums[:, :1]))
    return low, high


def wilson(hits: Floats, size: Floats) -> tuple[Floats, Floats]:
    """95% interval of a binomial share (Wilson 1927), which has a width also where none or all are hits.

    Args:
        hits: how many of them.
        size: of how many, at least one.

    Returns:
        Lower and upper end.
    """
    share, square = hits / size, NORMAL**2 / size
    centre = (share + square / 2) / (1 + square)
    reach = np.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square)
    return np.clip(centre - reach, 0, 1), np.clip(centre + reach, 0, 1)
