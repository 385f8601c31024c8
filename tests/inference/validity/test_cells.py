import numpy as np
import pytest

from cuoshi.validity import cells as area
from cuoshi.validity.cells import corrected_cells
from cuoshi.validity.shares import corrected


def draw(generator: np.random.Generator, spread: float, n: int) -> tuple[np.ndarray, ...]:
    """Thirty cells of 200 sentences whose errors differ by ``spread``, and a simple sample."""
    cells = np.repeat(np.arange(30), 200)
    predicted = generator.beta(0.5, 4, 6000)
    truth = generator.random(6000) < np.clip(predicted + generator.normal(0.02, spread, 30)[cells], 0, 1)
    drawn = generator.choice(6000, n, replace=False)
    return predicted, cells, drawn, truth.astype(float)


def test_most_intervals_of_cells_hold_the_truth_and_corrections_help() -> None:
    generator = np.random.default_rng(0)
    inside, better = [], []
    for _ in range(40):
        predicted, cells, drawn, truth = draw(generator, 0.03, 1500)
        found = corrected_cells(predicted, cells, drawn, truth[drawn], np.full(1500, 0.25))
        shares = np.bincount(cells, truth) / 200
        assert (found.method == "composite").mean() > 0.9
        inside.append(((found.low <= shares) & (shares <= found.high)).mean())
        naive = np.bincount(cells, predicted) / 200
        better.append(np.abs(found.share - shares).mean() / np.abs(naive - shares).mean())
    assert 0.90 < np.mean(inside) < 0.99
    assert np.mean(better) < 0.8


def test_a_cell_with_few_coded_sentences_is_synthetic_and_one_coded_through_is_known() -> None:
    predicted, cells, _, truth = draw(np.random.default_rng(1), 0.02, 1)
    drawn = np.concatenate([np.arange(200), 200 + np.arange(40), 5000 + np.arange(5)])
    inclusion = np.concatenate([np.ones(200), np.full(40, 0.2), np.full(5, 0.025)])
    found = corrected_cells(predicted, cells, drawn, truth[drawn], inclusion)
    assert found.method[[0, 1, 25, 29]].tolist() == ["design", "composite", "synthetic", "synthetic"]
    np.testing.assert_allclose([found.share[0], found.low[0], found.high[0]], truth[:200].mean())
    assert found.high[29] - found.low[29] > 0


def test_errors_alike_in_all_cells_are_told_from_errors_that_differ() -> None:
    generator = np.random.default_rng(2)
    between = []
    for spread in (0.0, 0.05):
        found = []
        for _ in range(20):
            predicted, cells, drawn, truth = draw(generator, spread, 1500)
            found.append(corrected_cells(predicted, cells, drawn, truth[drawn], np.full(1500, 0.25)).between)
        between.append(np.mean(found))
    assert between[0] < 0.012 and 0.03 < between[1] < 0.06


def test_moments_of_the_variance_between_cells_are_those_of_the_formulas() -> None:
    generator = np.random.default_rng(3)
    variances, between = np.array([0.5, 1.0, 1.0, 2.0, 8.0, 0.3, 4.0, 1.5]), 3.0
    drawn = generator.normal(0, np.sqrt(between + variances), (20_000, len(variances)))
    found = np.array([area._between(errors, variances) for errors in drawn])
    # few of these are cut off at 0, so mean and variance are nearly those of the uncut estimate
    assert abs(found.mean() - between) < 0.15
    assert 0.85 < found.var() / area._variance_of_between(between, variances) < 1.0


def test_equal_variances_give_the_formulas_of_the_textbook() -> None:
    errors, variances = np.array([1.0, 4.0, 7.0, 0.0]), np.full(4, 2.0)
    assert area._between(errors, variances) == pytest.approx(errors.var(ddof=1) - 2.0)
    assert area._variance_of_between(3.0, variances) == pytest.approx(2 * (3 + 2) ** 2 / 3)


def test_three_cells_are_not_less_certain_for_being_drawn_together() -> None:
    generator = np.random.default_rng(4)
    inside, widths, errors = [], [], []
    for _ in range(300):
        cells = np.repeat(np.arange(3), 1000)
        predicted = generator.beta(0.5, 4, 3000)
        truth = (generator.random(3000) < np.minimum(predicted + 0.02, 1)).astype(float)
        drawn = generator.choice(3000, 300, replace=False)
        found = corrected_cells(predicted, cells, drawn, truth[drawn], np.full(300, 0.1))
        shares = np.bincount(cells, truth) / 1000
        own = np.bincount(cells[drawn], (truth - predicted)[drawn]) / np.bincount(cells[drawn])
        inside += ((found.low <= shares) & (shares <= found.high)).tolist()
        widths += (found.high - found.low).tolist()
        errors += (np.bincount(cells, predicted) / 1000 + own - shares).tolist()
    assert 0.95 < np.mean(inside) < 0.995
    assert np.mean(widths) < 1.05 * 2 * 1.96 * np.std(errors)


def test_cells_are_not_known_more_exactly_than_the_total() -> None:
    generator = np.random.default_rng(6)
    predicted, cells = np.clip(generator.beta(0.5, 4, 6000), 0.001, 0.999), np.repeat(np.arange(30), 200)
    drawn = generator.choice(6000, 120, replace=False)
    coded = (predicted[drawn] > 0.5).astype(float)  # a coder who sees no error
    total = corrected(predicted, drawn, coded, np.full(120, 0.02))
    for effect in (1.0, 2.0):
        found = corrected_cells(predicted, cells, drawn, coded, np.full(120, 0.02), effect, total.reach)
        assert (found.method == "synthetic").all()
        assert (found.high - found.share >= total.reach).all()
    alone = corrected_cells(predicted, cells, drawn, coded, np.full(120, 0.02))
    assert (alone.high - alone.low).mean() < (found.high - found.low).mean()


def test_a_cell_of_which_only_sure_sentences_were_coded_does_not_draw_the_others_to_it() -> None:
    predicted, cells, drawn, truth = draw(np.random.default_rng(5), 0.02, 1500)
    predicted[0], truth[0] = 1e-4, 1.0
    drawn = np.append(drawn[cells[drawn] > 0], 0)
    inclusion = np.full(len(drawn), 0.25)
    found = corrected_cells(predicted, cells, drawn, truth[drawn], inclusion)
    without = corrected_cells(predicted, cells, drawn[:-1], truth[drawn[:-1]], inclusion[:-1])
    assert abs(found.share[0] - without.share[0]) < 0.02
