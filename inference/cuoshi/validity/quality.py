"""How good the model is on what it was used for, by the sentences coded by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuoshi.arrays import Flags, Floats, Integers
from cuoshi.coverage import bootstrap
from cuoshi.coverage.bootstrap import LEVELS, percentile_interval
from cuoshi.results.measured.coded import Measured

BINS = 10


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision, recall and F1 of one category, or means over categories."""

    precision: Measured
    recall: Measured
    f1: Measured


def measure(
    tagged: Flags, coded: Flags, weights: Floats, units: Integers | None = None
) -> tuple[list[Quality], Measured]:
    """Estimate precision, recall and F1 in all sentences from those that were coded.

    Every coded sentence stands for as many as its weight says (Horvitz & Thompson 1952). Intervals are percentiles of
    a bootstrap that draws coded sentences, or the reports that were drawn first, again with their weights. Where all of
    them are right, or none, every resampling says the same; there the interval is the exact one for as many sentences
    as the weights leave.

    Args:
        tagged: what the model said, coded sentences × categories.
        coded: what the coders said, likewise.
        weights: inverse probabilities of selection.
        units: number of each sentence's report where reports were drawn first.

    Returns:
        One quality a category, and the macro mean of F1.
    """
    number, n = (np.arange(len(weights)), len(weights)) if units is None else _numbered(units)
    drawn = bootstrap.weights(n) if n else ()
    weighted = np.asarray(np.vstack([np.ones(n), *drawn])[:, number] * weights, np.float64)
    hits, said, true = (weighted @ flags.astype(float) for flags in (tagged & coded, tagged, coded))
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall, f1 = hits / said, hits / true, 2 * hits / (said + true)
    qualities = []
    for c in range(tagged.shape[1]):
        right = _figure(precision[:, c], weights[tagged[:, c]])
        found = _figure(recall[:, c], weights[coded[:, c]])
        qualities.append(Quality(right, found, _harmonic(_figure(f1[:, c]), right, found)))
    with np.errstate(invalid="ignore"):
        macro = np.array([row[~np.isnan(row)].mean() if (~np.isnan(row)).any() else np.nan for row in f1])
    mean = _figure(macro)
    if mean.low == mean.high and not np.isnan(mean.value):  # all right: as uncertain as its categories in the mean
        mean = Measured(
            mean.value, *(float(np.nanmean([getattr(q.f1, end) for q in qualities])) for end in ("low", "high"))
        )
    return qualities, mean


def reliability(probabilities: Floats, coded: Flags, weights: Floats) -> list[tuple[float, float, float]]:
    """Points of a reliability diagram: mean probability, share coded, and share of sentences, of each filled bin.

    Args:
        probabilities: of one category, one a coded sentence.
        coded: whether it was given the category.
        weights: inverse probabilities of selection.
    """
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    points = []
    for number in np.unique(bins):
        inside = bins == number
        total = weights[inside].sum()
        mean = (weights * probabilities)[inside].sum() / total
        points.append((float(mean), float((weights * coded)[inside].sum() / total), float(total / weights.sum())))
    return points


def _numbered(units: Integers) -> tuple[Integers, int]:
    """The same units numbered from 0, and how many there are."""
    names, number = np.unique(units, return_inverse=True)
    return number, len(names)


def _figure(values: Floats, weights: Floats | None = None) -> Measured:
    """The first value with the percentiles of the others.

    Args:
        values: the estimate, then that of each resampling.
        weights: of the sentences that a share is of, for one of 0 or 1.
    """
    value, (low, high) = float(values[0]), percentile_interval(values[1:])
    if weights is not None and low == high and value in (0, 1):
        low, high = extreme(value, weights)
    return Measured(value, low, high)


def extreme(share: float, weights: Floats) -> tuple[float, float]:
    """95% interval of a share of 0 or 1: exact (Clopper & Pearson 1934) for the effective number of sentences.

    That number is ``(Σw)² / Σw²`` (Kish 1965, section 11.7), as Korn & Graubard (1998) take it for weighted samples.

    Args:
        share: 0 or 1.
        weights: inverse probabilities of selection of the sentences.
    """
    size = weights.sum() ** 2 / (weights**2).sum()
    left = float(LEVELS[0] ** (1 / size))
    return (left, 1.0) if share else (0.0, 1 - left)


def _harmonic(f1: Measured, precision: Measured, recall: Measured) -> Measured:
    """F1 with the interval that those of precision and recall give where its own has no width."""
    if f1.low != f1.high or f1.value not in (0, 1):
        return f1
    ends = ((precision.low, recall.low), (precision.high, recall.high))
    low, high = (2 * one * other / (one + other) if one + other else 0.0 for one, other in ends)
    return Measured(f1.value, min(low, f1.value), max(high, f1.value))
