import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_recall_fscore_support

from cuoshi.learning.judging import best_threshold, calibrate, macro_f1, temperature, with_intervals


def drawn(n: int = 400, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Logits and labels that follow them."""
    generator = np.random.default_rng(seed)
    logits = generator.normal(-1, 2, size=(n, 2)).astype(np.float32)
    return logits, generator.random((n, 2)) < 1 / (1 + np.exp(-logits))


def test_measures_are_the_usual_ones() -> None:
    logits, labels = drawn()
    given = logits > 0
    macro, each = with_intervals(labels, given, np.arange(400) % 40)
    usual = precision_recall_fscore_support(labels, given)
    for c in range(2):
        assert [figure.value for figure in each[c]] == pytest.approx([usual[m][c] for m in range(3)])
        assert all(figure.low < figure.value < figure.high for figure in each[c])
    assert macro.value == pytest.approx(f1_score(labels, given, average="macro")) == macro_f1(labels, given)


def test_a_category_that_is_never_given_has_no_precision() -> None:
    labels = np.array([[True], [False], [True]])
    _, ((precision, recall, f1),) = with_intervals(labels, np.zeros_like(labels), np.arange(3))
    assert np.isnan(precision.value) and recall.value == 0 and f1.value == 0


def test_probabilities_are_calibrated_for_what_the_sample_stands_for() -> None:
    logits, labels = drawn(4000)
    equal = calibrate(logits * 3, labels, np.ones(4000))
    assert equal.slopes == pytest.approx((1 / 3, 1 / 3), abs=0.05)
    weights = np.where(labels[:, 0], 0.25, 1.0)  # drawn four times as often as others
    p = calibrate(logits, labels, weights).probabilities(logits)[:, 0]
    assert np.average(p, weights=weights) == pytest.approx(np.average(labels[:, 0], weights=weights), abs=0.01)


def test_the_threshold_is_that_of_the_best_f1() -> None:
    p = np.array([0.9, 0.8, 0.3, 0.28, 0.1])
    labels = np.array([True, True, True, False, False])
    assert best_threshold(labels, p, np.ones(5)) == pytest.approx(0.29)
    ties = np.array([0.9, 0.5, 0.5, 0.5, 0.1])
    assert best_threshold(np.array([True, True, False, False, False]), ties, np.ones(5)) == pytest.approx(0.7)


def test_a_temperature_sharpens_or_softens() -> None:
    generator = np.random.default_rng(0)
    logits = generator.normal(size=(3000, 3))
    status = np.array([generator.choice(3, p=np.exp(row) / np.exp(row).sum()) for row in logits])
    assert temperature((logits * 2).astype(np.float32), status) == pytest.approx(2, rel=0.15)
    assert temperature(np.zeros((2, 0), np.float32), np.array([-1, -1])) == 1.0
