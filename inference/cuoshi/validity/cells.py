"""The share of a category in a county, a year or any other cell, corrected by an area-level model.

The model's error in a cell is estimated where enough of its sentences were coded and drawn towards the error that all
cells share, the more the less was coded (Fay & Herriot 1979). A cell without coded sentences gets the shared error,
with the whole variance between cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuoshi.arrays import Floats, Integers
from cuoshi.coverage.bootstrap import NORMAL

#: coded sentences from which a cell has an error estimate of its own
LEAST_CODED = 30
#: coded sentences from which a cell tells something of the variance between cells
LEAST_TOLD = 2
#: Coded sentences in all from which cells are corrected. Below, corrected shares of cells are further from the truth
#: than the model's own in every scenario of the simulation, up to five times, and where the model is confidently wrong
#: 0.5 to 0.8 of their 95% intervals hold it (docs/en/intervals.md).
LEAST_IN_ALL = 100


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


def corrected_cells(
    predicted: Floats,
    cells: Integers,
    drawn: Integers,
    coded: Floats,
    inclusion: Floats,
    effect: float = 1.0,
    reach: float = 0.0,
) -> Cells:
    """Correct the shares of cells.

    What the cells together say of the error that they share is not believed to be more exact than the total's error is
    known to be: few coded sentences of which none shows an error say little, but would seem to say it of every cell.

    Args:
        predicted: probability of the category (f), one a sentence of the population.
        cells: index of each sentence's cell, from 0, none empty.
        drawn: indices of the coded sentences.
        coded: their labels (y).
        inclusion: their probabilities of selection (π).
        effect: how many times as large variances of sampling are as if sentences had been drawn one by one.
        reach: how far the total's interval reaches (:attr:`cuoshi.validity.shares.Estimate.reach`).

    Returns:
        One share a cell with its interval.
    """
    sums = _sums(predicted, cells, drawn, coded, inclusion, effect)
    told = sums.coded >= LEAST_TOLD
    known = (sums.sampling + sums.finite)[told]
    between = _between(sums.error[told], known)
    own = sums.coded >= LEAST_CODED
    model = between + sums.finite
    precision = np.where(sums.coded > 0, 1 / np.maximum(model + sums.sampling, 1e-12), 0.0)
    pooled_variance = 1 / precision.sum() if precision.sum() > 0 else 0.0
    pooled = float((precision * sums.error).sum() * pooled_variance)
    pooled_variance = max(pooled_variance, (reach / NORMAL) ** 2)
    # the weight of a cell's own error, 0 where it has none (Rao & Molina 2015, eq. 6.1.12)
    weight = np.where(own, model / np.maximum(model + sums.sampling, 1e-12), 0.0)
    share = sums.predicted + weight * sums.error + (1 - weight) * pooled
    g3 = sums.sampling**2 / np.maximum(model + sums.sampling, 1e-12) ** 3 * _variance_of_between(between, known)
    error = np.where(own, _composite_error(sums, weight, pooled_variance, g3), model + pooled_variance)
    complete = sums.coded == sums.sentences
    share = np.where(complete, sums.predicted + sums.error, share)
    half = NORMAL * np.sqrt(np.where(complete, 0.0, error))
    method = np.where(complete, "design", np.where(own, "composite", "synthetic"))
    return Cells(share, np.clip(share - half, 0, 1), np.clip(share + half, 0, 1), method, float(between**0.5))


def _sums(
    predicted: Floats, cells: Integers, drawn: Integers, coded: Floats, inclusion: Floats, effect: float
) -> _Sums:
    """Add sentences and coded sentences up to cells.

    Variances are those that errors have if the predictions are right but for one factor, at least its mean with one, as
    in :func:`cuoshi.validity.variances.spread`, and are smoothed (Rao & Molina 2015, section 6.4.1): a coded sentence
    counts in all cells with the mean of all, times what the cell's own sentences are more doubtful than all. A cell's
    own few would tell too little: one whose coded sentences are all sure ones would seem to be known exactly, and would
    draw the error that cells share towards its own.
    """
    count = int(cells.max()) + 1

    def total(index: Integers, values: Floats) -> Floats:
        return np.bincount(index, values, count).astype(float)

    f, place = predicted[drawn], cells[drawn]
    sentences, number = total(cells, np.ones(len(cells))), total(place, np.ones(len(place)))
    expected = predicted * (1 - predicted)
    errors = coded - f
    scale = (errors**2 / inclusion).sum() / max((expected[drawn] / inclusion).sum(), 1e-12)
    scale = max(scale, (1 + scale) / 2)
    reached = np.maximum(total(place, 1 / inclusion), 1e-12)
    doubt = total(cells, expected) / sentences
    each = (scale * expected[drawn] * (1 - inclusion) / inclusion**2).mean() / max(expected.mean(), 1e-12)
    return _Sums(
        sentences=sentences,
        coded=number,
        predicted=total(cells, predicted) / sentences,
        error=np.where(number > 0, total(place, errors / inclusion) / reached, 0.0),
        sampling=effect * number * each * doubt / reached**2,
        finite=scale * doubt / sentences,
    )


def _between(errors: Floats, variances: Floats) -> float:
    """Variance between cells by weighted moments (DerSimonian & Laird 1986), at least 0.

    Prasad & Rao (1990, eq. 2.8) take the moments without weights, which tells less where some cells have two coded
    sentences and others forty.
    """
    if len(errors) < 2:
        return 0.0
    weights, scale = _weights(variances)
    mean = (weights * errors).sum() / weights.sum()
    square = (weights * (errors - mean) ** 2).sum()
    return float(max(0.0, (square - (len(errors) - 1)) / scale))


def _variance_of_between(between: float, variances: Floats) -> float:
    """Variance of that estimate where errors are normal: ``2 tr(M Σ M Σ) / c²``, as of every quadratic form.

    ``M`` centres by the weights and ``Σ`` has between plus ``variances`` on its diagonal (Searle 1971, chapter 2).
    """
    if len(variances) < 2:
        return 0.0
    weights, scale = _weights(variances)
    spread, total = between + variances, weights.sum()
    trace = ((weights**2 - 2 * weights**3 / total) * spread**2).sum() + ((weights**2 * spread).sum() / total) ** 2
    return float(2 * trace / scale**2)


def _weights(variances: Floats) -> tuple[Floats, float]:
    """Weights of the moments, and by how much their square grows with the variance between cells (c)."""
    weights = 1 / np.maximum(variances, 1e-9)
    return weights, float(weights.sum() - (weights**2).sum() / weights.sum())


def _composite_error(sums: _Sums, weight: Floats, pooled_variance: float, g3: Floats) -> Floats:
    """Mean squared error of composites: ``g₁ + g₂ + 2 g₃`` (Prasad & Rao 1990, eq. 5.15), no more than that of δ_d.

    The three terms are the first of an expansion in the number of cells. With three years it says that drawing a
    year's error towards the others makes it less certain than leaving it as it is, which it does not
    (docs/en/intervals.md).
    """
    g1, g2 = weight * sums.sampling, (1 - weight) ** 2 * pooled_variance
    result: Floats = np.minimum(g1 + g2 + 2 * g3, sums.sampling)
    return result
