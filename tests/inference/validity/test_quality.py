import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from cuoshi.validity.quality import measure, reliability


def test_figures_are_scikit_learns_with_the_same_weights() -> None:
    generator = np.random.default_rng(0)
    coded = generator.random((300, 2)) < 0.3
    tagged = coded ^ (generator.random((300, 2)) < 0.1)
    weights = generator.random(300) * 5 + 1
    qualities, macro = measure(tagged, coded, weights)
    for c, quality in enumerate(qualities):
        given = {"y_true": coded[:, c], "y_pred": tagged[:, c], "sample_weight": weights}
        assert quality.precision.value == pytest.approx(precision_score(**given))
        assert quality.recall.value == pytest.approx(recall_score(**given))
        assert quality.f1.value == pytest.approx(f1_score(**given))
        assert quality.recall.low < quality.recall.value < quality.recall.high
    assert macro.value == pytest.approx(np.mean([q.f1.value for q in qualities]))


def test_what_nothing_bears_on_is_missing() -> None:
    (quality,), macro = measure(np.zeros((5, 1), bool), np.zeros((5, 1), bool), np.ones(5))
    assert np.isnan([quality.precision.value, quality.recall.value, quality.f1.value, macro.value]).all()


def test_a_calibrated_model_lies_on_the_diagonal() -> None:
    generator = np.random.default_rng(1)
    probabilities = generator.random(20_000)
    points = reliability(probabilities, generator.random(20_000) < probabilities, np.ones(20_000))
    assert len(points) == 10
    assert max(abs(mean - share) for mean, share, _ in points) < 0.04
    assert sum(part for *_, part in points) == pytest.approx(1)


def test_six_of_six_right_are_not_known_to_be_all() -> None:
    """Clopper & Pearson's interval of 6 in 6, as tables have it: 0.541 to 1."""
    tagged = np.zeros((40, 1), bool)
    tagged[:6] = True
    (quality,), macro = measure(tagged, tagged, np.ones(40))
    assert (macro.value, macro.low, macro.high) == (1, quality.f1.low, 1)
    for figure in (quality.precision, quality.recall):
        assert (figure.value, figure.high) == (1, 1)
        assert figure.low == pytest.approx(0.5407, abs=1e-4)
    assert quality.f1.low == pytest.approx(0.5407, abs=1e-4)
    (uneven,), _ = measure(tagged, tagged, np.r_[30.0, np.ones(39)])
    assert uneven.precision.low < 0.1, "one sentence carries nearly all of the weight"


def test_none_of_six_right_may_be_some() -> None:
    tagged = np.zeros((40, 1), bool)
    tagged[:6] = True
    (quality,), _ = measure(tagged, ~tagged, np.ones(40))
    assert (quality.precision.value, quality.precision.low) == (0, 0)
    assert quality.precision.high == pytest.approx(0.4593, abs=1e-4)
    assert 0 == quality.f1.value < quality.f1.high < 1


def test_sentences_of_one_report_are_resampled_together() -> None:
    reports = np.repeat(np.arange(10), 20)
    tagged = np.ones((200, 1), bool)
    coded = (reports % 2 == 0)[:, None]
    (alone,), _ = measure(tagged, coded, np.ones(200))
    (together,), _ = measure(tagged, coded, np.ones(200), reports * 7)
    assert alone.precision.value == together.precision.value == 0.5
    assert together.precision.high - together.precision.low > 3 * (alone.precision.high - alone.precision.low)
