"""What logits are worth, and how good a model is on reports that it has not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuoshi.arrays import Flags, Floats, Integers, Singles
from cuoshi.coverage import bootstrap
from cuoshi.learning.fitting import folds
from cuoshi.results.measured.coded import Measured
from cuoshi.tagging import platt

#: a threshold is drawn this far towards 0.5, so that one of few sentences does not fit their noise
SHRINK = 0.5
#: and is never below or above these before
BOUNDS = (0.05, 0.95)
#: of the slope of a calibration, so that few sentences that are parted without an error have one
PENALTY = 0.1
#: and a logit never speaks against its category
FLATTEST = 0.05


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt scaling of each category and the probability from which it is given."""

    slopes: tuple[float, ...]
    offsets: tuple[float, ...]
    thresholds: tuple[float, ...]

    def probabilities(self, logits: Singles) -> Floats:
        """Probabilities (sentences × categories) from logits."""
        return platt.probabilities(logits[:, : len(self.slopes)], self.slopes, self.offsets)


def calibrate(logits: Singles, labels: Flags, weights: Floats) -> Calibration:
    """Fit probabilities (Platt 1999, penalised) and thresholds on logits of sentences that the model had not seen.

    Args:
        logits: sentences × labels.
        labels: sentences × categories.
        weights: how many sentences of the corpus each stands for.
    """
    fitted: list[tuple[float, float, float]] = []
    for c in range(labels.shape[1]):
        y, x = labels[:, c], logits[:, c].astype(float)
        if y.all() or not y.any():
            fitted.append((1.0, 0.0, 0.5))
            continue
        slope, offset = platt.fit(x, y, weights, penalty=PENALTY)
        slope = max(slope, FLATTEST)
        best = best_threshold(y, platt.probabilities(x, slope, offset), weights)
        threshold = (1 - SHRINK) * float(np.clip(best, *BOUNDS)) + SHRINK * 0.5
        fitted.append((round(slope, 5), round(offset, 5), round(threshold, 4)))
    slopes, offsets, thresholds = zip(*fitted, strict=True)
    return Calibration(slopes, offsets, thresholds)


def best_threshold(labels: Flags, scores: Floats, weights: Floats) -> float:
    """The score above which giving a category has the highest F1 on these very sentences, midway between two of them.

    Args:
        labels: whether each sentence has it.
        scores: any number that grows with its probability.
        weights: how much each sentence counts.
    """
    order = np.argsort(-scores, kind="stable")
    ranked, there = scores[order], weights[order] * labels[order]
    f1 = 2 * np.cumsum(there) / np.maximum(np.cumsum(weights[order]) + there.sum(), 1e-9)
    f1[:-1][ranked[:-1] == ranked[1:]] = -1  # no threshold can part equal scores
    best = int(f1.argmax())
    below = ranked[best + 1] if best + 1 < len(ranked) else ranked[best] - 1
    return float((ranked[best] + below) / 2)


def held_out_probabilities(logits: Singles, labels: Flags, groups: Integers, weights: Floats) -> tuple[Floats, Flags]:
    """Probabilities and decisions whose scaling and thresholds, too, come from other reports.

    Args:
        logits: of a model that did not see the sentences, sentences × labels.
        labels: sentences × categories.
        groups: number of each sentence's report.
        weights: how many sentences of the corpus each stands for.
    """
    p = np.zeros(labels.shape)
    given = np.zeros(labels.shape, bool)
    for others, own in folds(groups):
        fitted = calibrate(logits[others], labels[others], weights[others])
        p[own] = fitted.probabilities(logits[own])
        given[own] = p[own] >= np.array(fitted.thresholds)
    return p, given


def counts(labels: Flags, given: Flags) -> Floats:
    """Given rightly, given, and there, of each sentence and category (sentences × 3 × categories)."""
    return np.stack([labels & given, given, labels], axis=1).astype(float)


def measures(totals: Floats) -> Floats:
    """Precision, recall and F1 (… × 3 × categories) of summed :func:`counts`; missing where they are of nothing."""
    right, given, there = totals[..., 0, :], totals[..., 1, :], totals[..., 2, :]
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = np.stack([right / given, right / there, 2 * right / (given + there)], axis=-2)
    return found


def macro_f1(labels: Flags, given: Flags) -> float:
    """Mean of the categories' F1; a category that is neither there nor given is left out."""
    return float(_mean(measures(counts(labels, given).sum(axis=0))[2]))


def _mean(f1: Floats) -> Floats:
    """Mean over the last axis of what is not missing."""
    known = ~np.isnan(f1)
    with np.errstate(invalid="ignore"):
        found: Floats = np.nansum(f1, axis=-1) / known.sum(axis=-1)
    return found


def with_intervals(labels: Flags, given: Flags, groups: Integers) -> tuple[Measured, list[tuple[Measured, ...]]]:
    """Macro-F1, and precision, recall and F1 of each category, with intervals.

    Args:
        labels: sentences × categories.
        given: what held-out heads gave them.
        groups: number of each sentence's report, from 0.
    """
    each = counts(labels, given)
    totals = np.zeros((int(groups.max()) + 1, *each.shape[1:]))
    np.add.at(totals, groups, each)
    drawn = [measures(np.tensordot(block, totals, axes=1)) for block in bootstrap.weights(len(totals))]
    tables, found = np.concatenate(drawn), measures(totals.sum(axis=0))
    macro = Measured(float(_mean(found[2])), *bootstrap.percentile_interval(_mean(tables[:, 2])))
    return macro, [
        tuple(Measured(float(found[m, c]), *bootstrap.percentile_interval(tables[:, m, c])) for m in range(3))
        for c in range(labels.shape[1])
    ]


def shares(labels: Flags, weights: Floats) -> list[Measured]:
    """Share of the sentences that have each category, by those that were drawn.

    Intervals are Wilson's for the effective number of sentences, ``(Σw)² / Σw²`` (Kish 1965, section 11.7).

    Args:
        labels: drawn sentences × categories.
        weights: how many sentences of the corpus each stands for.
    """
    size = weights.sum() ** 2 / (weights**2).sum()
    share = weights @ labels / weights.sum()
    low, high = bootstrap.wilson(share * size, np.full(len(share), size))
    return [Measured(*map(float, own)) for own in zip(share, low, high, strict=True)]


def temperature(logits: Singles, status: Integers) -> float:
    """Temperature of the status softmax with the least cross-entropy (Guo et al. 2017), of a few dozen tried."""
    told = status >= 0
    if not told.any() or not logits.shape[1]:
        return 1.0
    own, gold = logits[told].astype(float), status[told]

    def loss(value: float) -> float:
        scaled = own / value
        scaled -= scaled.max(axis=1, keepdims=True)
        return float((np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(gold)), gold]).mean())

    return round(float(min(np.geomspace(0.2, 5, 41), key=loss)), 4)
