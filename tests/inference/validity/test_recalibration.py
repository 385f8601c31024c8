import numpy as np
import pytest

from cuoshi.validity.recalibration import STEEPEST, recalibrated
from cuoshi.validity.shares import corrected


def test_a_model_that_is_too_sure_is_made_right() -> None:
    generator = np.random.default_rng(0)
    logits = generator.normal(-1, 2, 8000)
    truth = generator.random(8000) < 1 / (1 + np.exp(-logits))
    sure = 1 / (1 + np.exp(-(2 * logits + 1)))
    drawn = generator.choice(8000, 800, replace=False)
    found = recalibrated(sure, np.arange(8000) // 40, drawn, truth[drawn], np.full(800, 10.0))
    right = 1 / (1 + np.exp(-logits))
    assert np.abs(found - right).mean() < 0.03 < np.abs(sure - right).mean()


def test_too_few_labels_change_nothing() -> None:
    given = np.linspace(0.01, 0.99, 100)
    drawn = np.arange(50)
    coded = np.arange(50) < 10
    assert recalibrated(given, np.zeros(100, int), drawn, coded, np.ones(50)) is given


def test_the_weights_count() -> None:
    generator = np.random.default_rng(2)
    given = np.full(4000, 0.3) + generator.normal(0, 0.01, 4000)
    coded = generator.random(400) < 0.5
    weights = np.where(coded, 1.0, 9.0)
    found = recalibrated(given, np.arange(4000) // 20, np.arange(400), coded, weights)
    assert abs(found.mean() - 0.1) < 0.04


def test_few_sentences_do_not_make_a_model_much_surer_than_it_is() -> None:
    generator = np.random.default_rng(1)
    coded = generator.random(400) < 0.2
    logits = np.where(coded, 2.0, -3.0) + generator.normal(0, 0.5, 400)
    probabilities = 1 / (1 + np.exp(-logits))
    found = recalibrated(probabilities, np.arange(400), np.arange(400), coded, np.ones(400))
    off = np.log(found / (1 - found))
    assert np.polyfit(logits, off, 1)[0] == pytest.approx(STEEPEST, rel=0.05)
    total = corrected(found, np.arange(100), coded[:100].astype(float), np.full(100, 0.25))
    assert total.low < coded.mean() < total.high and total.high - total.low > 0.005


@pytest.mark.filterwarnings("error")
def test_sentences_parted_without_an_error_keep_what_the_model_knows() -> None:
    """Newton's steps went to an offset of minus 6e14 here, and every probability became 0."""
    order = np.random.default_rng(3).permutation(360)
    logits = np.repeat([-9.0, -0.2, 0.1, 1.0, 2.2], [120, 60, 80, 50, 50])[order]
    coded = (np.arange(360) >= 180)[order]
    probabilities = 1 / (1 + np.exp(-logits))
    found = recalibrated(probabilities, np.arange(360), np.arange(360), coded, np.ones(360))
    assert abs(found.mean() - coded.mean()) < 0.05
    assert found[coded].min() > found[~coded].max()
