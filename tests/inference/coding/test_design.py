import numpy as np
import pytest

from cuoshi.coding.design import clusters, inclusion, systematic, uncertainty, widths


def test_probabilities_of_selection_grow_with_uncertainty_and_sum_to_the_sample() -> None:
    sizes = uncertainty(np.array([[0.5, 0.5], [0.1, 0.0], [0.0, 0.0], [1.0, 1.0]] * 50))
    found = inclusion(sizes, 40)
    assert found.sum() == pytest.approx(40)
    assert found[0] > found[1] and found[2] == found[3] > 0
    assert found.max() <= 1


def test_no_probability_is_above_one_and_all_are_drawn_where_there_are_no_more() -> None:
    sizes = np.array([1000.0] * 3 + [1.0] * 97)
    found = inclusion(sizes, 10)
    assert found[:3].tolist() == [1, 1, 1]
    assert found.sum() == pytest.approx(10)
    assert inclusion(sizes, 100).tolist() == inclusion(sizes, 500).tolist() == [1] * 100
    with pytest.raises(ValueError, match="at least one"):
        inclusion(np.array([]), 3)


def test_samples_have_a_fixed_size_spread_over_strata_and_the_stated_probabilities() -> None:
    generator = np.random.default_rng(0)
    found = inclusion(generator.random(60), 12)
    strata = np.repeat(np.arange(6), 10)
    counts = np.zeros(60)
    expected = np.bincount(strata, found)
    for _ in range(4000):
        drawn = systematic(found, strata, generator)
        assert len(set(drawn)) == 12
        assert np.abs(np.bincount(strata[drawn], minlength=6) - expected).max() < 1
        counts[drawn] += 1
    np.testing.assert_allclose(counts / 4000, found, atol=0.03)


def test_clusters_have_the_probability_of_report_times_sentence() -> None:
    generator = np.random.default_rng(0)
    reports = np.repeat(np.arange(20), np.arange(5, 25))
    sizes, strata = generator.random(len(reports)), np.zeros(len(reports), int)
    counts = np.zeros(len(reports))
    for _ in range(1500):
        drawn, found, of_report = clusters(sizes, reports, 40, 8, strata, generator)
        assert len(np.unique(reports[drawn])) == 5
        assert len(drawn) == len(set(drawn))
        counts[drawn] += 1
    np.testing.assert_allclose(counts / 1500, found, atol=0.06)
    np.testing.assert_allclose(of_report, 5 * np.bincount(reports)[reports] / len(reports))


def test_widths_are_those_of_the_errors_that_right_probabilities_leave() -> None:
    generator = np.random.default_rng(4)
    p = np.column_stack([generator.beta(0.3, 2, 3000), np.full(3000, 0.5)])
    chances = inclusion(uncertainty(p[:, [0]]), 300)
    found, alone = widths(p, chances, 300)
    assert found[0] < 0.8 * alone[0] and found[1] > alone[1], "no model knows where 0.5 is wrong"
    errors = []
    for _ in range(300):
        truth = generator.random(3000) < p[:, 0]
        drawn = systematic(chances, np.zeros(3000, np.int64), generator)
        share = p[:, 0].mean() + ((truth - p[:, 0])[drawn] / chances[drawn]).sum() / 3000
        errors.append(share - truth.mean())
    assert found[0] == pytest.approx(2 * 1.96 * np.std(errors), rel=0.15)
