import numpy as np

from cuoshi.validity.cells import corrected_cells


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
