import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from cuoshi.coverage.bootstrap import LEVELS, RESAMPLES, percentile_interval, resamplings, share_intervals, weights


def intervals(*reports: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    values = np.array(reports, float)
    low, high = share_intervals(values, np.array([0]), np.array([len(values)]))
    return low[0], high[0]


def test_each_resampling_draws_as_many_as_there_are() -> None:
    drawn = np.concatenate(list(weights(7)))
    assert drawn.shape == (RESAMPLES, 7)
    assert (drawn.sum(axis=1) == 7).all()
    assert drawn.mean() == pytest.approx(1)
    assert drawn.var() == pytest.approx(6 / 7, abs=0.05)  # of a multinomial with n = 7 and p = 1/7
    np.testing.assert_array_equal(drawn, np.concatenate(list(weights(7))))


def test_the_interval_is_that_of_resampling_one_by_one() -> None:
    reports = np.array([(40, 4, 0), (60, 30, 1), (20, 0, 0), (80, 8, 40)], float)
    shares = []
    for drawn in np.concatenate(list(weights(4))).astype(int):
        chosen = np.repeat(np.arange(4), drawn)
        shares.append(reports[chosen, 1:].sum(axis=0) / reports[chosen, 0].sum())
    expected = np.quantile(shares, LEVELS, axis=0)
    np.testing.assert_allclose(intervals(*reports), expected)


def test_reports_alike_are_known_no_better_than_their_sentences_and_one_alone_is_not() -> None:
    """Wilson's interval of 6 in 30 and of 0 in 30, as statsmodels has it."""
    low, high = intervals((10, 2, 0), (10, 2, 0), (10, 2, 0))
    for category, hits in enumerate((6, 0)):
        expected = proportion_confint(hits, 30, method="wilson")
        assert (low[category], high[category]) == pytest.approx(expected, abs=1e-6)
    assert low[1] == 0 < high[1]
    assert np.isnan(intervals((10, 2))).all()


def test_groups_do_not_disturb_one_another() -> None:
    first, second = [(10, 1), (20, 9), (30, 2)], [(5, 5), (50, 1)]
    both = np.array(first + second, float)
    low, high = share_intervals(both, np.array([0, 3]), np.array([3, 2]))
    for row, group in enumerate((first, second)):
        np.testing.assert_array_equal((low[row], high[row]), intervals(*group))


def test_the_interval_holds_the_truth_nearly_as_often_as_it_says() -> None:
    generator = np.random.default_rng(5)
    held = 0
    for _ in range(200):
        rates = generator.beta(2, 8, size=30)  # reports differ; the mean rate is 0.2
        tagged = generator.binomial(50, rates)
        low, high = intervals(*[(50.0, float(one)) for one in tagged])
        held += bool(low[0] <= 0.2 <= high[0])
    assert 0.89 <= held / 200 <= 0.99


def test_units_are_drawn_as_their_weights_say() -> None:
    counted = [np.bincount(units, minlength=5) for units in resamplings(5)]
    np.testing.assert_array_equal(counted, np.concatenate(list(weights(5))))


def test_an_interval_leaves_out_resamplings_in_which_the_measure_is_missing() -> None:
    values = np.arange(101.0)
    assert percentile_interval(values) == (2.5, 97.5)
    assert percentile_interval([*values, np.nan, np.nan]) == (2.5, 97.5)
    assert np.isnan(percentile_interval([np.nan])).all()
    assert np.isnan(percentile_interval([])).all()
