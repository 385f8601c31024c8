"""How good the model is on what it was used for, by the sentences coded by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuoshi.coverage import bootstrap
from cuoshi.coverage.bootstrap import percentile_interval
from cuoshi.validity.arrays import Flags, Floats

BINS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95% interval; missing where nothing bears on it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision, recall and F1 of one category, or means over categories."""

    precision: Figure
    recall: Figure
    f1: Figure


def measure(tagged: Flags, coded: Flags, weights: Floats) -> tuple[list[Quality], Figure]:
    """Estimate precision, recall and F1 in all sentences from those that were coded.

    Every coded sentence stands for as many as its weight says (Horvitz & Thompson 1952). Intervals are percentiles of
    a bootstrap that draws coded sentences again with their weights.

    Args:
        tagged: what the model said, coded sentences × categories.
        coded: what the coders said, likewise.
        weights: inverse probabilities of selection.

    Returns:
        One quality a category, and the macro mean of F1.
    """
    n = len(weights)
    drawn = bootstrap.weights(n) if n else ()
    weighted = np.asarray(np.vstack([np.ones(n), *drawn]) * weights, np.float64)
    hits, said, true = (weighted @ flags.astype(float) for flags in (tagged & coded, tagged, coded))
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall, f1 = hits / said, hits / true, 2 * hits / (said + true)
    qualities = [
        Quality(_figure(precision[:, c]), _figure(recall[:, c]), _figure(f1[:, c])) for c in range(tagged.shape[1])
    ]
    with np.errstate(invalid="ignore"):
        macro = np.array([row[~np.isnan(row)].mean() if (~np.isnan(row)).any() else np.nan for row in f1])
    return qualities, _figure(macro)


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


def _figure(values: Floats) -> Figure:
    """The first value with the percentiles of the others."""
    low, high = percentile_interval(values[1:])
    return Figure(float(values[0]), low, high)
