import numpy as np
import pytest

from cuoshi.tagging.windows import Reading
from cuoshi_training.classifier.calibrate import Gold, fit, out_of_fold, temperature
from cuoshi_training.evaluation.metrics import calibration_error, macro_f1


def overconfident(n: int = 3000) -> tuple[np.ndarray, Gold]:
    """Logits three times too large for the labels drawn from them."""
    random = np.random.default_rng(0)
    truth = random.normal(-1.5, 2.0, size=(n, 7))
    categories = random.random((n, 7)) < 1 / (1 + np.exp(-truth))
    states = random.normal(0, 2.0, size=(n, 4))
    powers = np.exp(states) / np.exp(states).sum(axis=1, keepdims=True)
    drawn = np.array([random.choice(4, p=row) for row in powers])
    status = np.eye(4, dtype=np.float32)[drawn] * categories.any(axis=1, keepdims=True)
    logits = np.concatenate([3 * truth, 3 * states], axis=1).astype(np.float32)
    return logits, Gold(categories, status.astype(np.float32), np.arange(n) // 10)


def test_scaling_undoes_overconfidence_out_of_fold() -> None:
    logits, gold = overconfident()
    raw = 1 / (1 + np.exp(-logits[:, :7].astype(float)))
    before, after = (
        calibration_error(gold.categories, raw),
        calibration_error(gold.categories, out_of_fold(logits, gold)),
    )
    assert before > 0.05
    assert after < before / 3
    decision = fit(logits, gold, Reading(), "1.2")
    assert decision.slopes == pytest.approx([1 / 3] * 7, abs=0.06)
    assert temperature(logits[:, 7:], gold.status) == pytest.approx(3.0, rel=0.1)


def test_the_thresholds_serve_f1() -> None:
    logits, gold = overconfident()
    decision = fit(logits, gold, Reading(), "1.2")
    probabilities = decision.probabilities(logits)
    chosen = macro_f1(gold.categories, probabilities >= np.array(decision.thresholds))
    assert chosen >= macro_f1(gold.categories, probabilities >= 0.5)
