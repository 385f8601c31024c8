"""Probabilities of the model, made right on the sentences that were coded by hand."""

from __future__ import annotations

import warnings

import numpy as np

from cuoshi.arrays import Flags, Floats, Integers

FOLDS = 5
LEAST_POSITIVES = 20
EDGE = 1e-4
SEED = 20_240_603


def recalibrated(probabilities: Floats, reports: Integers, drawn: Integers, coded: Flags, weights: Floats) -> Floats:
    """Refit a category's probabilities by weighted logistic regression on their logits (Platt 1999), cross-fitted.

    The reports are parted into folds, and the probabilities of a fold's sentences come from a fit that saw none of
    its coded ones, so that a sentence's own label never enters its prediction (Chernozhukov et al. 2018).

    Args:
        probabilities: one a sentence of the population.
        reports: index of each sentence's report.
        drawn: indices of the coded sentences.
        coded: for each of these whether it was given the category.
        weights: inverse probabilities of selection of these.

    Returns:
        One probability a sentence; as they were where fewer than 20 coded sentences have the category, or lack it.
    """
    if min(coded.sum(), (~coded).sum()) < LEAST_POSITIVES:
        return probabilities
    logits = _logit(probabilities)
    fold = np.random.default_rng(SEED).integers(FOLDS, size=int(reports.max()) + 1)[reports]
    result = probabilities.copy()
    for number in range(FOLDS):
        seen = fold[drawn] != number
        if min(coded[seen].sum(), (~coded[seen]).sum()) < LEAST_POSITIVES // 2:
            return probabilities
        slope, offset = _fit(logits[drawn[seen]], coded[seen], weights[seen])
        inside = fold == number
        result[inside] = 1 / (1 + np.exp(-(slope * logits[inside] + offset)))
    return result


def _logit(probabilities: Floats) -> Floats:
    clipped = np.clip(probabilities, EDGE, 1 - EDGE)
    result: Floats = np.log(clipped / (1 - clipped))
    return result


def _fit(logits: Floats, coded: Flags, weights: Floats) -> tuple[float, float]:
    """Slope and offset of the weighted regression; the identity where the classes part perfectly."""
    import statsmodels.api as sm

    design = np.column_stack([logits, np.ones(len(logits))])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # perfect separation is looked at below
        counts = weights / weights.mean()
        model = sm.GLM(coded.astype(float), design, family=sm.families.Binomial(), freq_weights=counts)
        slope, offset = model.fit().params
    return (float(slope), float(offset)) if np.isfinite(slope) and 0 < slope < 20 else (1.0, 0.0)
