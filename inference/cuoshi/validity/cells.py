"""The share of a category in a county, a year or any other cell, corrected by an area-level model.

The model's error in a cell is estimated where enough of its sentences were coded and drawn towards the error that all
cells share, the more the less was coded (Fay & Herriot 1979). A cell without coded sentences gets the shared error,
with the whole variance between cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuoshi.validity.arrays import Flags, Floats, Integers
from cuoshi.validity.shares import NORMAL

#: coded sentences from which a cell has an error estimate of its own
LEAST_CODED = 30
#: coded sentences from which a cell tells something of the variance between cells
LEAST_TOLD = 2


@dataclass(frozen=True, slots=True)
class Cells:
    """Corrected shares of all cells, arrays of one value a cell.

    Attributes:
        share: the corrected share, not cut off at 0 or 1.
        low, high: 95% interval within 0 and 1.
        method: ``design`` where all of a cell's sentences were coded, ``composite`` where its own error was drawn
            towards that of all, ``synthetic`` where it has none.
        between: standard deviation of the error between cells (σ_u).
    """

    share: Floats
    low: Floats
    high: Floats
    method: NDArray[np.str_]
    between: float


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the area model needs of each cell."""

    sentences: Floats
    coded: Floats
    predicted: Floats
    error: Floats
    sampling: Floats
    finite: Floats


def corrected_cells(predicted: Floats, cells: Integers, drawn: Integers, coded: Floats, inclusion: Floats) -> Cells:
    """Correct the shares of cells.

    Args:
        predicted: probability of the category (f), one a sentence of the population.
        cells: index of each sentence's cell, from 0, none empty.
        drawn: indices of the coded sentences.
        coded: their labels (y).
        inclusion: their probabilities of selection (π).

    Returns:
        One share a cell with its interval.
    """
    sums = _sums(predicted, cells, drawn, coded, inclusion)
    told = sums.coded >= LEAST_TOLD
    between = _between(sums.error[told], sums.sampling[told] + sums.finite[told])
    own = sums.coded >= LEAST_CODED
    model = between + sums.finite
    precision = np.where(sums.coded > 0, 1 / np.maximum(model + sums.sampling, 1e-12), 0.0)
    pooled_variance = 1 / precision.sum() if precision.sum() > 0 else 0.0
    pooled = float((precision * sums.error).sum() * pooled_variance)
    # the weight of a cell's own error, 0 where it has none (Rao & Molina 2015, eq. 6.1.12)
    weight = np.where(own, model / np.maximum(model + sums.sampling, 1e-12), 0.0)
    share = sums.predicted + weight * sums.error + (1 - weight) * pooled
    error = _mean_squared_error(sums, model, weight, own, pooled_variance, between, told)
    complete = sums.coded == sums.sentences
    share = np.where(complete, sums.predicted + sums.error, share)
    reach = NORMAL * np.sqrt(np.where(complete, 0.0, error))
    method = np.where(complete, "design", np.where(own, "composite", "synthetic"))
    return Cells(share, np.clip(share - reach, 0, 1), np.clip(share + reach, 0, 1), method, float(between**0.5))


def _sums(predicted: Floats, cells: Integers, drawn: Integers, coded: Floats, inclusion: Floats) -> _Sums:
    """Add sentences and coded sentences up to cells.

    Variances are those that errors have if the predictions are right but for one factor: a cell's own few errors would
    tell too little of them.
    """
    count = int(cells.max()) + 1

    def total(index: Integers, values: Floats) -> Floats:
        return np.bincount(index, values, count).astype(float)

    f, place = predicted[drawn], cells[drawn]
    sentences = total(cells, np.ones(len(cells)))
    expected = predicted * (1 - predicted)
    errors = coded - f
    scale = (errors**2 / inclusion).sum() / max((expected[drawn] / inclusion).sum(), 1e-12)
    reached = np.maximum(total(place, 1 / inclusion), 1e-12)
    error = np.where(total(place, np.ones(len(place))) > 0, total(place, errors / inclusion) / reached, 0.0)
    spread = scale * expected[drawn] * (1 - inclusion) / inclusion**2
    return _Sums(
        sentences,
        total(place, np.ones(len(place))),
        total(cells, predicted) / sentences,
        error,
        total(place, spread) / reached**2,
        scale * total(cells, expected) / sentences**2,
    )


def _between(errors: Floats, variances: Floats) -> float:
    """Variance between cells by the method of moments (Prasad & Rao 1990, eq. 2.8, with a common mean), at least 0."""
    if len(errors) < 2:
        return 0.0
    weights = 1 / np.maximum(variances, 1e-9)
    mean = (weights * errors).sum() / weights.sum()
    square = (weights * (errors - mean) ** 2).sum()
    return float(max(0.0, (square - (len(errors) - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())))


def _mean_squared_error(
    sums: _Sums,
    model: Floats,
    weight: Floats,
    own: Flags,
    pooled_variance: float,
    between: float,
    told: Flags,
) -> Floats:
    """``g₁ + g₂ + 2 g₃`` of a composite (Prasad & Rao 1990, eq. 5.15); the whole variance of a synthetic one."""
    spread = between + (sums.finite + sums.sampling)[told]
    of_between = 2 / max((1 / np.maximum(spread, 1e-12) ** 2).sum(), 1e-12) if told.any() else 0.0
    g1 = np.where(own, weight * sums.sampling, model)
    g2 = (1 - weight) ** 2 * pooled_variance
    g3 = np.where(own, sums.sampling**2 / np.maximum(model + sums.sampling, 1e-12) ** 3 * of_between, 0.0)
    result: Floats = g1 + g2 + 2 * g3
    return result
