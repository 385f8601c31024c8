from dataclasses import replace

import numpy as np
import pytest

from cuoshi.learning.judging import held_out_probabilities, macro_f1
from cuoshi.tagging.windows import Reading
from cuoshi_training.classifier.calibrate import Gold, fit, fit_status
from cuoshi_training.evaluation.metrics import calibration_error


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
    return logits, Gold(categories, status.astype(np.float32), np.arange(n) // 10, np.array([""] * n))


def test_scaling_undoes_overconfidence_out_of_fold() -> None:
    logits, gold = overconfident()
    raw = 1 / (1 + np.exp(-logits[:, :7].astype(float)))
    held_out, _ = held_out_probabilities(logits, gold.categories, gold.report, np.ones(len(logits)))
    before, after = (calibration_error(gold.categories, p) for p in (raw, held_out))
    assert before > 0.05
    assert after < before / 3
    decision = fit(logits, gold, Reading(), "1.2")
    assert decision.slopes == pytest.approx([1 / 3] * 7, abs=0.06)
    assert decision.status_temperature == pytest.approx(3.0, rel=0.1)
    assert decision.status_offsets == {}


def test_the_thresholds_serve_f1() -> None:
    logits, gold = overconfident()
    decision = fit(logits, gold, Reading(), "1.2")
    probabilities = decision.probabilities(logits)
    chosen = macro_f1(gold.categories, probabilities >= np.array(decision.thresholds))
    assert chosen >= macro_f1(gold.categories, probabilities >= 0.5)


def test_what_a_section_says_of_the_status_is_found() -> None:
    random = np.random.default_rng(1)
    added = np.array([[0.0, 0.0], [-1.5, 1.5], [1.0, -1.0]])
    section = random.integers(3, size=4000)
    truth = random.normal(0, 1.0, size=(4000, 2))
    powers = np.exp(truth + added[section])
    drawn = (random.random(4000) < powers[:, 1] / powers.sum(axis=1)).astype(int)
    status = np.eye(2, dtype=np.float32)[drawn]
    gold = Gold(status > 0, status, np.arange(4000) // 10, np.array(["", "plan", "review"])[section])
    temperature, offsets = fit_status((2 * truth).astype(np.float32), gold)
    assert temperature == pytest.approx(2.0, rel=0.1)
    assert offsets["plan"] == pytest.approx(added[1], abs=0.25)
    assert offsets["review"] == pytest.approx(added[2], abs=0.25)
    none = fit_status(truth.astype(np.float32), replace(gold, status=np.zeros_like(status)))
    assert none == (1.0, {})


def test_a_kind_with_few_sentences_adds_little() -> None:
    status = np.eye(2, dtype=np.float32)[[1, 0] * 50]
    section = np.array(["plan"] + [""] * 99)
    gold = Gold(status > 0, status, np.arange(100), section)
    _, offsets = fit_status(np.zeros((100, 2), np.float32), gold)
    assert 0 < offsets["plan"][1] < 0.7  # one planned sentence; without the prior it would grow without end
