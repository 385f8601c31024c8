from collections.abc import Callable
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from cuoshi.validity import cells as cells_module
from cuoshi.validity import shares as shares_module
from cuoshi.validity import variances
from cuoshi_training.evaluation import simulation


@pytest.fixture(scope="module")
def probabilities() -> np.ndarray:
    """Much like those of a category that one sentence in twelve has."""
    generator = np.random.default_rng(0)
    has = generator.random(4000) < 0.08
    return np.where(has, generator.beta(4, 0.8, 4000), generator.beta(0.12, 6, 4000))


def run(probabilities: np.ndarray, scenario: str, replications: int = 120) -> pd.DataFrame:
    table = simulation.simulate(probabilities, (300,), replications=replications, scenarios=(scenario,))
    return table.set_index("estimand")


@pytest.mark.parametrize("scenario", ["calibrated", "by county", "drift"])
def test_intervals_hold_and_are_a_third_as_wide_as_those_of_hand_coding(
    probabilities: np.ndarray, scenario: str
) -> None:
    found = run(probabilities, scenario)
    assert 0.90 <= found.loc["total, corrected", "coverage"] <= 0.99
    assert found.loc["total, corrected", "width"] < 0.5 * found.loc["total, hand coding alone", "width"]
    least = found.loc["total, true chances", "width"]
    assert least < found.loc["total, corrected", "width"] < 1.5 * least
    assert abs(found.loc["total, corrected", "bias"]) < 0.003
    assert found.loc["county-years, synthetic", "coverage"] >= 0.87
    assert 0.93 <= found.loc["years, composite", "coverage"] <= 0.995
    assert found.loc["years, composite", "width"] < 2 * found.loc["total, corrected", "width"]
    assert found.loc["slope, share_dsl", "coverage"] >= 0.90
    assert found.loc["total, naive", "coverage"] < 0.7


def unweighted(f: np.ndarray, drawn: np.ndarray, y: np.ndarray, pi: np.ndarray) -> shares_module.Estimate:
    return shares_module.corrected(f, drawn, y, np.full(len(pi), len(pi) / len(f)))


def simple(errors: np.ndarray, inclusion: np.ndarray, population: float) -> tuple[float, float]:
    return float(errors.var(ddof=1) / len(errors)), len(errors) - 1.0


@pytest.mark.parametrize(
    ("module", "name", "wrong"), [(simulation, "corrected", unweighted), (variances, "hajek_variance", simple)]
)
def test_without_the_weights_nothing_is_gained(
    probabilities: np.ndarray,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    name: str,
    wrong: Callable[..., object],
) -> None:
    monkeypatch.setattr(module, name, wrong)
    found = run(probabilities, "by county", 60)
    assert found.loc["total, corrected", "width"] > 0.8 * found.loc["total, hand coding alone", "width"]


def test_cells_without_the_variance_between_them_are_too_sure(
    probabilities: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run(probabilities, "by county", 40).loc["county-years, synthetic", "coverage"]
    monkeypatch.setattr(cells_module, "_between", lambda errors, variances: 0.0)
    assert run(probabilities, "by county", 40).loc["county-years, synthetic", "coverage"] < before - 0.03


def test_samples_drawn_again_of_labelled_sentences_hold_their_shares(probabilities: np.ndarray) -> None:
    given = probabilities[:1200, None]
    truth = np.random.default_rng(2).random(given.shape) < given
    reports = np.arange(1200) // 40
    (found,) = simulation.redraw(given, truth, reports, n=200, replications=60)
    assert found["corrected"]["coverage"] >= 0.88 and found["corrected"]["intervals"] == 60
    assert abs(found["corrected"]["bias"]) < 0.005
    assert found["corrected"]["width"] < 0.6 * found["hand coding alone"]["width"]
    (blind,) = simulation.redraw(np.full_like(given, 0.5), truth, reports, n=200, replications=30)
    assert blind["corrected"]["width"] > 0.8 * blind["hand coding alone"]["width"], "such a model brings nothing"
