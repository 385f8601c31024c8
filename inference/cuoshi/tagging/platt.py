"""Platt scaling (Platt 1999): how a logit becomes a probability that holds, the one formula and the one fit of it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from cuoshi.arrays import Flags, Floats

#: beyond it the exponential is no number; the probability has long been 0 or 1
FARTHEST = 700.0


def probabilities(logits: Floats | ArrayLike, slope: ArrayLike, offset: ArrayLike) -> Floats:
    """Calibrated probabilities, ``sigmoid(slope × logit + offset)``.

    Args:
        logits: sentences, or sentences × categories.
        slope: one, or one a category.
        offset: likewise.

    Returns:
        As many probabilities as there are logits.
    """
    scaled = np.asarray(logits) * np.asarray(slope, np.float64) + np.asarray(offset, np.float64)
    result: Floats = 1 / (1 + np.exp(-np.clip(scaled, -FARTHEST, FARTHEST)))
    return result


def fit(
    logits: Floats, labels: Flags, weights: Floats, *, penalty: float = 0.0, steepest: float = math.inf
) -> tuple[float, float]:
    """Fit slope and offset by weighted logistic regression.

    Args:
        logits: one a sentence.
        labels: for each sentence whether it has the category; some have it, some do not.
        weights: how much each sentence counts.
        penalty: strength of the penalty of the slope, as variance of a normal prior around 0 would have it, inverted.
        steepest: bound of the slope, without which that of sentences that are parted without an error has none.

    Returns:
        Slope and offset of the least cross-entropy; the slope is negative where high logits speak against the category.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    total = weights.sum()

    def loss(fitted: Floats) -> tuple[float, Floats]:
        slope, offset = fitted
        scaled = slope * logits + offset
        off = weights * (expit(scaled) - labels)
        entropy = weights @ (np.logaddexp(0, scaled) - labels * scaled)
        gradient = np.array([off @ logits + penalty * slope, off.sum()])
        return float(entropy + penalty * slope**2 / 2) / total, gradient / total

    bounds = [(None, steepest if math.isfinite(steepest) else None), (None, None)]
    found = minimize(
        loss, (1.0, 0.0), jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13, "gtol": 1e-8}
    )
    slope, offset = map(float, found.x)
    return slope, offset
