import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from cuoshi.tagging import platt


def drawn() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logits, labels that follow them weakly, and weights."""
    generator = np.random.default_rng(0)
    logits = generator.normal(-1, 2, 500)
    labels = generator.random(500) < platt.probabilities(logits, 0.7, 0.2)
    return logits, labels, generator.uniform(0.5, 4, 500)


def test_a_probability_is_that_of_the_scaled_logit_however_far_it_lies() -> None:
    with np.errstate(all="raise", under="ignore"):
        found = platt.probabilities(np.array([[0.0, 2.0], [1e6, -1e6]]), (1.0, 2.0), (0.0, -1.0))
    np.testing.assert_allclose(found, [[0.5, 1 / (1 + np.exp(-3))], [1, 0]], atol=1e-300)


@pytest.mark.parametrize("penalty", [0.1, 5.0])
def test_the_fit_is_that_of_a_penalised_weighted_logistic_regression(penalty: float) -> None:
    logits, labels, weights = drawn()
    usual = LogisticRegression(C=1 / penalty, tol=1e-10).fit(logits[:, None], labels, sample_weight=weights)
    assert platt.fit(logits, labels, weights, penalty=penalty) == pytest.approx(
        (usual.coef_[0, 0], usual.intercept_[0]), abs=1e-4
    )


def test_of_a_slope_at_its_bound_the_offset_expects_as_many_as_there_are() -> None:
    logits, labels, weights = drawn()
    free, _ = platt.fit(logits, labels, weights)
    slope, offset = platt.fit(logits, labels, weights, steepest=free / 2)
    assert slope == pytest.approx(free / 2)
    assert weights @ platt.probabilities(logits, slope, offset) == pytest.approx(weights @ labels, rel=1e-5)
    parted = np.repeat([-3.0, 3.0], 50)
    assert platt.fit(parted, parted > 0, np.ones(100), steepest=1.5) == pytest.approx((1.5, 0), abs=1e-5)
    assert platt.fit(logits, ~labels, weights)[0] < 0, "high logits speak against it"
