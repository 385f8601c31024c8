import numpy as np
import pytest

from cuoshi.coding import design
from cuoshi.validity.shares import corrected
from cuoshi.validity.variances import (
    LEAN,
    Clusters,
    design_effect,
    design_variance,
    expected_variance,
    hajek_variance,
    spread,
)

#: 300 of 6,000 sentences, of which the model says that one in fifty has the category
N, PI, F, ALL = 6000, np.full(300, 0.05), np.full(300, 0.02), np.ones(300)


def labels(number: int) -> np.ndarray:
    return (np.arange(300) < number).astype(float)


def test_the_variance_is_the_textbook_one_in_a_simple_sample() -> None:
    sample = (np.random.default_rng(3).random(300) < 0.15).astype(float)
    variance, df = hajek_variance(sample, np.full(300, 300 / 5000), 5000)
    assert variance == pytest.approx(sample.var(ddof=1) / 300 * (1 - 300 / 5000))
    assert 1 <= df <= 299
    few = np.zeros(300)
    few[0] = 1
    assert hajek_variance(few, np.full(300, 0.06), 5000)[1] < 3, "one error tells little of the variance"


def test_right_probabilities_tell_the_variance_beforehand() -> None:
    """Held against the spread of the estimator over draws of sample and labels."""
    generator = np.random.default_rng(8)
    predicted = generator.beta(0.3, 2, 4000)
    inclusion = np.clip(0.05 + 0.3 * (predicted * (1 - predicted)) ** 0.5, 0, 1)
    estimates = []
    for _ in range(3000):
        drawn = np.flatnonzero(generator.random(4000) < inclusion)
        errors = (generator.random(len(drawn)) < predicted[drawn]) - predicted[drawn]
        estimates.append((errors / inclusion[drawn]).sum() / 4000)
    told = expected_variance(predicted[drawn], np.full(len(drawn), 1.0), inclusion[drawn], 4000)
    # the labels of the sentences that are not drawn vary too: the spread over both is (1/π)f(1 − f), not (1/π − 1)
    both = told + (predicted * (1 - predicted)).sum() / 4000**2
    assert np.var(estimates) == pytest.approx(both, rel=0.1)
    halved = expected_variance(predicted[drawn], np.full(len(drawn), 0.5), inclusion[drawn], 4000)
    assert halved > told, "the less the predictions count, the more is left to err"


def test_sentences_of_few_reports_tell_less_than_as_many_of_all() -> None:
    """Held against the spread of the estimator over draws of reports and sentences, errors of a report being alike."""
    generator = np.random.default_rng(11)
    reports = np.repeat(np.arange(80), generator.integers(20, 60, 80))
    rate = np.clip(generator.normal(0.3, 0.2, 80), 0.02, 0.98)
    truth = (generator.random(len(reports)) < rate[reports]).astype(float)
    estimates, told, alone, effects = [], [], [], []
    for _ in range(400):
        drawn, inclusion, of_report = design.clusters(np.ones(len(reports)), reports, 300, 15, reports * 0, generator)
        errors, pi = truth[drawn], inclusion[drawn]
        clusters = Clusters(reports[drawn], of_report[drawn])
        estimates.append((errors / pi).sum() / len(truth))
        told.append(design_variance(errors, pi, len(truth), clusters)[0])
        alone.append(design_variance(errors, pi, len(truth))[0])
        effects.append(design_effect(errors, pi, clusters))
    assert np.mean(told) == pytest.approx(np.var(estimates), rel=0.2)
    assert np.mean(alone) < 0.5 * np.var(estimates)
    assert np.mean(effects) > 2 and design_effect(errors, pi, None) == 1
    given = np.full(len(truth), 0.3), drawn, errors, pi
    assert corrected(*given, clusters=clusters).variance > 2 * corrected(*given).variance
    assert corrected(*given, clusters=clusters).df <= 19


def test_reports_that_are_all_drawn_are_strata() -> None:
    generator = np.random.default_rng(12)
    errors, reports = generator.random(60), np.repeat(np.arange(6), 10)
    variance, _ = design_variance(errors, np.full(60, 0.25), 240, Clusters(reports, np.ones(60)))
    textbook = sum(errors[reports == r].var(ddof=1) / 10 * 0.75 * (40 / 240) ** 2 for r in range(6))
    assert variance == pytest.approx(textbook)


def test_errors_that_the_sample_lacks_are_counted_with_what_the_probabilities_expect() -> None:
    few = spread(labels(2) - F, F, ALL, PI, N)
    hajek, df = hajek_variance(labels(2) - F, PI, N)
    expected = expected_variance(F, ALL, PI, N)
    assert expected == pytest.approx(0.95 * 0.02 * 0.98 / 300)
    assert few.variance == pytest.approx((hajek + expected) / 2)
    assert few.df == pytest.approx(df * (2 * few.variance / hajek) ** 2) and few.df > 4 * df
    many = spread(labels(30) - F, F, ALL, PI, N)
    assert (many.variance, many.df) == hajek_variance(labels(30) - F, PI, N), "what it has is not averaged away"
    none = spread(labels(0) - F, F, ALL, PI, N)
    assert none.variance == pytest.approx(expected / 2) and none.df == 299


def test_an_interval_reaches_further_to_where_the_rare_errors_are() -> None:
    missed, given = spread(labels(6) - F, F, ALL, PI, N), spread(1 - labels(6) - (1 - F), 1 - F, ALL, PI, N)
    assert missed.shift > 0.1 * LEAN * missed.variance**0.5
    assert given.shift == pytest.approx(-missed.shift)
    assert spread(labels(6) - F, F, ALL, ALL, N).shift == 0, "all are coded"
    # an estimate of six sentences is a Poisson number with skewness 6^(-1/2), a little less for a fixed size
    assert missed.shift / (LEAN * missed.variance**0.5) == pytest.approx(6**-0.5, rel=0.12)


def test_moving_the_interval_evens_out_how_often_the_truth_lies_above_and_below() -> None:
    """Means of 12 exponential numbers, their variance half known and half estimated, as that of a corrected share."""
    drawn = np.random.default_rng(4).exponential(size=(40_000, 12))
    mean = drawn.mean(axis=1)
    variance = (drawn.var(axis=1, ddof=1) + 1) / 24
    third = (((drawn - mean[:, None]) ** 3).mean(axis=1) + 2) / 288

    def uneven(shift: np.ndarray) -> float:
        z = (1 - mean - shift) / variance**0.5
        return float((z > 1.96).mean() - (z < -1.96).mean())

    assert uneven(0 * mean) > 0.01
    assert abs(uneven(LEAN * third / variance)) < 0.5 * uneven(0 * mean)


def test_reports_that_were_drawn_first_are_what_the_degrees_of_freedom_count() -> None:
    clusters = Clusters(np.arange(300) // 15, np.full(300, 0.2))
    found = spread(labels(0) - F, F, ALL, PI, N, clusters)
    assert found.df == 19
    # all of one report: one large error, not fifteen
    lumped = spread(labels(15) - F, F, ALL, PI, N, clusters)
    assert lumped.shift / lumped.variance**0.5 > 3 * spread(labels(15) - F, F, ALL, PI, N).shift / lumped.variance**0.5
