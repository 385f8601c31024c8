import numpy as np
import pytest

from cuoshi.coding import design
from cuoshi.validity.shares import corrected, logit_interval, pseudo_outcomes
from cuoshi.validity.variances import hajek_variance


@pytest.fixture
def population() -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(3)
    predicted = generator.beta(0.3, 2, 5000)
    return predicted, (generator.random(5000) < predicted**1.3).astype(float)


def test_the_total_is_that_of_prediction_powered_inference() -> None:
    """Held against ppi-python 0.2.3, which itself pulls numba: its estimates and 95% intervals of these very data."""
    i = np.arange(5000)
    predicted, drawn = (i * 377 % 1000 / 1000) ** 3, np.arange(300) * 1471 % 5000
    truth = (i * 7919 % 997 / 997 < predicted**1.3).astype(float)
    given = predicted, drawn, truth[drawn], np.full(300, 300 / 5000)
    plain, tuned = corrected(*given, tuned=False), corrected(*given)
    assert plain.share == pytest.approx(0.2060201883333333, abs=1e-12)
    # it takes the population for a sample of a larger one: no 1 - n/N, but the spread of the predictions added
    hajek, _ = hajek_variance(truth[drawn] - predicted[drawn], given[3], 5000)
    spread = hajek / (1 - 300 / 5000) * 299 / 300 + predicted.var() / 5000
    assert 2 * 1.959964 * spread**0.5 == pytest.approx(0.24362726715015093 - 0.16841310951651567, rel=1e-6)
    # our power is found on other folds than it is used on
    assert tuned.share == pytest.approx(0.20666617720681282, abs=0.001)
    assert 0.5 < tuned.power < 1
    assert hajek_variance(truth[drawn] - tuned.power * predicted[drawn], given[3], 5000)[0] < hajek


def test_everything_coded_is_known() -> None:
    truth = np.array([1.0, 0, 0, 1])
    found = corrected(np.array([0.2, 0.1, 0.4, 0.6]), np.arange(4), truth, np.ones(4))
    assert found.share == pytest.approx(0.5) and found.variance == 0
    assert (found.low, found.high) == pytest.approx((0.5, 0.5))


def test_a_sample_that_halves_the_interval_has_a_quarter_of_the_variance(
    population: tuple[np.ndarray, np.ndarray],
) -> None:
    predicted, truth = population
    found = corrected(predicted, np.arange(300), truth[:300], np.full(300, 0.06))
    assert 1 / (300 * found.halving) - 1 / 5000 == pytest.approx((1 / 300 - 1 / 5000) / 4)
    inclusion = design.inclusion(design.uncertainty(predicted[:, None]), 300)
    more = design.inclusion(design.uncertainty(predicted[:, None]), 1000)
    drawn = design.systematic(inclusion, np.zeros(5000, np.int64), np.random.default_rng(1))
    found = corrected(predicted, drawn, truth[drawn], inclusion[drawn])
    doubt = predicted * (1 - predicted)
    halved = ((1 - more) / more * doubt).sum() / ((1 - inclusion) / inclusion * doubt).sum()
    assert halved < 0.3 and 800 < 300 * found.halving < 1200


def test_power_falls_to_nothing_where_the_model_knows_nothing(population: tuple[np.ndarray, np.ndarray]) -> None:
    predicted, truth = population
    drawn, inclusion = np.arange(400), np.full(400, 400 / 5000)
    assert corrected(predicted, drawn, truth[drawn], inclusion).power > 0.6
    assert corrected(np.random.default_rng(0).random(5000), drawn, truth[drawn], inclusion).power < 0.3


def test_intervals_stay_within_bounds() -> None:
    low, high = logit_interval(0.02, 0.0004, 50)
    assert 0 < low < 0.02 < high < 0.2
    assert logit_interval(-0.01, 0.0001, 50)[0] == 0
    assert logit_interval(1.02, 0.0001, 50)[1] == 1
    assert logit_interval(0, 0.0001, 3)[1] == pytest.approx(0.0318245, rel=1e-5), "Student's t of three degrees"
    moved = logit_interval(0.02, 0.0004, 50, 0.005)
    assert low < moved[0] < 0.02 and high < moved[1]
    assert logit_interval(-0.01, 0.0001, 50, 0.005)[1] == pytest.approx(logit_interval(-0.005, 0.0001, 50)[1])


def test_pseudo_outcomes_average_to_the_share_over_samples(population: tuple[np.ndarray, np.ndarray]) -> None:
    predicted, truth = population
    generator = np.random.default_rng(5)
    means = []
    for _ in range(400):
        drawn = generator.choice(5000, 200, replace=False)
        outcomes = pseudo_outcomes(predicted, drawn, truth[drawn], np.full(200, 200 / 5000))
        means.append(outcomes[:1000].mean())
    assert np.mean(means) == pytest.approx(truth[:1000].mean(), abs=4 * np.std(means) / 20)
    assert outcomes.max() > 1, "they may leave the bounds"


def test_a_sample_without_errors_is_no_proof_that_there_are_none() -> None:
    predicted, drawn, inclusion = np.full(5000, 0.02), np.arange(200), np.full(200, 200 / 5000)
    found = corrected(predicted, drawn, np.zeros(200), inclusion)
    assert hajek_variance(-found.power * predicted[drawn], inclusion, 5000)[0] == pytest.approx(0, abs=1e-12)
    assert found.variance >= 0.96 / 200 * 0.02 * 0.98 / 2
    assert found.low == 0 and found.high > 0.01
