from dataclasses import replace

import numpy as np
import pytest

from cuoshi.learning.judging import macro_f1
from cuoshi_training.evaluation.metrics import (
    Predictions,
    best_thresholds,
    calibration_error,
    coverage_mae,
    coverage_spearman,
    intervals,
    micro_f1,
    per_category,
    status_accuracy,
)


def example() -> Predictions:
    """Six sentences in three reports, two categories."""
    gold = np.array([[1, 0], [1, 0], [0, 1], [0, 0], [1, 1], [0, 0]], dtype=bool)
    predicted = np.array([[1, 0], [0, 0], [0, 1], [1, 0], [1, 0], [0, 0]], dtype=bool)
    return Predictions(
        gold,
        predicted,
        predicted.astype(float),
        np.array([0, 1, 1, -1, 2, -1]),
        np.array([0, 1, 0, 3, 2, 0]),
        np.array([0, 0, 1, 1, 2, 2]),
    )


def test_f1_worked_by_hand() -> None:
    p = example()
    # first category: 2 right, 1 too many, 1 missed; second: 1 right, 1 missed
    assert macro_f1(p.gold, p.predicted) == pytest.approx((2 / 3 + 2 / 3) / 2)
    assert micro_f1(p) == pytest.approx(2 * 3 / (2 * 3 + 1 + 2))
    table = per_category(p, ("a", "b"))
    assert table["a"] == pytest.approx({"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3, "support": 3, "ece": 1 / 3})
    assert table["b"]["precision"] == 1.0
    one = replace(p, gold=p.gold[:, :1], predicted=p.predicted[:, :1])
    assert per_category(one, ("a",))["a"]["f1"] == table["a"]["f1"] == micro_f1(one), (
        "of those with it, if it is the only one"
    )


def test_status_is_judged_only_where_gold_has_one() -> None:
    assert status_accuracy(example()) == pytest.approx(3 / 4)


def test_coverage_error_is_in_percentage_points_per_report() -> None:
    # shares of the first category: gold 1, 0, .5, predicted .5, .5, .5; of the second: .0, .5, .5 against 0, .5, 0
    assert coverage_mae(example()) == pytest.approx(100 * (0.5 + 0.5 + 0 + 0 + 0 + 0.5) / 6)
    assert coverage_spearman(example()) == pytest.approx(0.5)  # the first category does not vary in what is predicted


def test_perfect_predictions_have_perfect_figures() -> None:
    p = example()
    perfect = Predictions(p.gold, p.gold, p.gold.astype(float), p.gold_status, p.gold_status, p.report)
    assert macro_f1(p.gold, p.gold) == 1.0
    assert coverage_mae(perfect) == 0.0
    assert coverage_spearman(perfect) == pytest.approx(1.0)
    assert status_accuracy(perfect) == 1.0
    assert calibration_error(p.gold, p.gold.astype(float)) == 0.0


def test_calibration_error_of_a_constant_guess() -> None:
    gold = np.array([[True], [False], [False], [False]])
    assert calibration_error(gold, np.full((4, 1), 0.25)) == pytest.approx(0.0)
    assert calibration_error(gold, np.full((4, 1), 0.95)) == pytest.approx(0.7)


def test_best_thresholds_find_the_best_f1_and_never_split_ties() -> None:
    gold = np.array([[1], [1], [0], [1], [0], [0]], dtype=bool)
    scores = np.array([[0.9], [0.8], [0.7], [0.7], [0.2], [0.1]])
    (threshold,) = best_thresholds(gold, scores)
    assert 0.2 < threshold < 0.7
    twice = np.repeat(gold, 2, axis=1)  # scikit-learn reads a single column as two classes
    assert macro_f1(twice, np.repeat(scores > threshold, 2, axis=1)) == pytest.approx(6 / 7)


def test_intervals_hold_the_figure_and_come_from_reports() -> None:
    p = example()
    low, high = intervals(p)["micro_f1"]
    assert low <= micro_f1(p) <= high
    one = Predictions(p.gold, p.predicted, p.probabilities, p.gold_status, p.predicted_status, np.zeros(6, dtype=int))
    low, high = intervals(one)["micro_f1"]
    assert low == high  # a single report can only be drawn whole
