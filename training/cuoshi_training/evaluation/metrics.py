"""Measures of quality and their bootstrap intervals over reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from cuoshi.arrays import Flags, Floats, Singles
from cuoshi.coverage.bootstrap import percentile_interval, resamplings
from cuoshi.learning.judging import best_threshold, counts, macro_f1, measures

CALIBRATION_BINS = 15


def best_thresholds(gold: Flags, scores: Floats | Singles) -> Floats:
    """For each category the score above which deciding "yes" gives the best F1 on these very sentences.

    Args:
        gold: sentences × categories.
        scores: sentences × categories; any monotone score.
    """
    equal = np.ones(len(gold))
    return np.array([best_threshold(gold[:, c], scores[:, c].astype(float), equal) for c in range(gold.shape[1])])


@dataclass(frozen=True)
class Predictions:
    """Gold and predicted labels of an evaluation set.

    Attributes:
        gold, predicted: sentences × categories.
        probabilities: sentences × categories, calibrated.
        gold_status, predicted_status: status index a sentence, -1 where there is none.
        report: for each sentence the index of its report.
    """

    gold: Flags
    predicted: Flags
    probabilities: Floats
    gold_status: NDArray[np.int64]
    predicted_status: NDArray[np.int64]
    report: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64], report: NDArray[np.int64]) -> Predictions:
        """The sentences ``rows``, counted as belonging to ``report``."""
        return Predictions(
            self.gold[rows],
            self.predicted[rows],
            self.probabilities[rows],
            self.gold_status[rows],
            self.predicted_status[rows],
            report,
        )


def micro_f1(p: Predictions) -> float:
    """F1 over all sentence × category decisions."""
    whole = counts(p.gold, p.predicted).sum(axis=(0, 2), keepdims=True)[0]
    return float(np.nan_to_num(measures(whole))[2, 0])


def status_accuracy(p: Predictions) -> float:
    """Share of right statuses among sentences that have one, the status head read whatever the categories."""
    has = p.gold_status >= 0
    return float((p.gold_status[has] == p.predicted_status[has]).mean()) if has.any() else float("nan")


def calibration_errors(gold: Flags, probabilities: Floats) -> Floats:
    """Expected calibration error: |share of gold − mean probability| in equal-width bins, weighted by bin size.

    Naeini et al. 2015, for the probability of a binary decision.

    Args:
        gold: sentences × categories.
        probabilities: sentences × categories.

    Returns:
        One figure a category, between 0 and 1.
    """
    bins = np.minimum((probabilities * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    errors = []
    for category in range(gold.shape[1]):
        hits = np.bincount(bins[:, category], gold[:, category], CALIBRATION_BINS)
        mass = np.bincount(bins[:, category], probabilities[:, category], CALIBRATION_BINS)
        errors.append(np.abs(hits - mass).sum() / len(gold))
    return np.array(errors)


def calibration_error(gold: Flags, probabilities: Floats) -> float:
    """Mean of :func:`calibration_errors` over categories."""
    return float(calibration_errors(gold, probabilities).mean())


def shares(labels: Floats | Flags, report: NDArray[np.int64]) -> Floats:
    """Share of each report's sentences that carry each category (reports × categories)."""
    counts = np.bincount(report)
    present = counts > 0
    sums = np.stack([np.bincount(report, labels[:, c], len(counts)) for c in range(labels.shape[1])], axis=1)
    result: Floats = sums[present] / counts[present, None]
    return result


def coverage_mae(p: Predictions) -> float:
    """Mean |predicted − gold| share of tagged sentences per report and category, in percentage points."""
    return float(100 * np.abs(shares(p.predicted, p.report) - shares(p.gold, p.report)).mean())


def coverage_spearman(p: Predictions) -> float:
    """Rank correlation of predicted and gold shares over reports, averaged over categories that vary."""
    gold, predicted = shares(p.gold, p.report), shares(p.predicted, p.report)
    varying = (np.ptp(gold, axis=0) > 0) & (np.ptp(predicted, axis=0) > 0)
    if len(gold) < 3 or not varying.any():
        return float("nan")
    ranks = rankdata(np.stack([gold[:, varying], predicted[:, varying]]), axis=1) - (len(gold) + 1) / 2
    one, other = ranks
    return float(np.mean((one * other).sum(axis=0) / np.sqrt((one**2).sum(axis=0) * (other**2).sum(axis=0))))


MEASURES: Mapping[str, Callable[[Predictions], float]] = {
    "macro_f1": lambda p: macro_f1(p.gold, p.predicted),
    "micro_f1": micro_f1,
    "status_accuracy": status_accuracy,
    "ece": lambda p: calibration_error(p.gold, p.probabilities),
    "coverage_mae": coverage_mae,
    "coverage_spearman": coverage_spearman,
}


def per_category(p: Predictions, names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Precision, recall, F1, calibration error and number of gold sentences of each category."""
    scores = np.nan_to_num(measures(counts(p.gold, p.predicted).sum(axis=0)))
    keys = ("precision", "recall", "f1", "support", "ece")
    rows = zip(*scores, p.gold.sum(axis=0), calibration_errors(p.gold, p.probabilities), strict=True)
    return {name: dict(zip(keys, map(float, row), strict=True)) for name, row in zip(names, rows, strict=True)}


def intervals(p: Predictions) -> dict[str, tuple[float, float]]:
    """95% percentile intervals of all measures, resampling whole reports as coverage tables do."""
    rows_of = [np.flatnonzero(p.report == r) for r in np.unique(p.report)]
    drawn: dict[str, list[float]] = {name: [] for name in MEASURES}
    for chosen in resamplings(len(rows_of)):
        rows = np.concatenate([rows_of[i] for i in chosen])
        report = np.repeat(np.arange(len(chosen)), [len(rows_of[i]) for i in chosen])
        sample = p.take(rows, report)
        for name, measure in MEASURES.items():
            drawn[name].append(measure(sample))
    return {name: percentile_interval(values) for name, values in drawn.items()}
