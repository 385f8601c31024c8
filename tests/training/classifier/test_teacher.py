from pathlib import Path

import numpy as np
import pytest

from cuoshi.scheme import bundled
from cuoshi.tagging.tagger import load as load_tagger
from cuoshi_training.classifier.doubtful import rank
from cuoshi_training.classifier.teacher import TfidfTeacher, label_with_tagger, mean_labels
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.data.store import load

CATEGORY_IDS = bundled().category_ids
DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def train() -> list[TrainingReport]:
    return load([DATA / "train.jsonl"], bundled())[:40]


@pytest.fixture(scope="module")
def dev() -> list[TrainingReport]:
    return load([DATA / "dev.jsonl"], bundled())


def test_soft_labels_are_probabilities_that_know_something(
    train: list[TrainingReport], dev: list[TrainingReport]
) -> None:
    labelled = TfidfTeacher(train).label([d.report for d in dev])
    soft = np.concatenate([r.categories for r in labelled])
    gold = np.concatenate([d.categories for d in dev]) > 0.5
    assert soft.shape == gold.shape
    assert soft.min() >= 0 and soft.max() <= 1
    assert soft[gold].mean() > soft[~gold].mean() + 0.3
    weights = np.concatenate([r.status for r in labelled]).sum(axis=1)
    np.testing.assert_allclose(weights, soft.max(axis=1), rtol=1e-4)


def test_teachers_mean_labels(dev: list[TrainingReport]) -> None:
    reports = [d.report for d in dev[:2]]
    one = label_with_tagger(load_tagger(), reports)
    (mean, _) = mean_labels([one, [TrainingReport(r.report, r.categories * 0, r.status * 0) for r in one]])
    np.testing.assert_allclose(mean.categories, one[0].categories / 2, rtol=1e-5)


def test_a_flipped_label_is_among_the_most_doubtful(train: list[TrainingReport]) -> None:
    flipped = [TrainingReport(r.report, r.categories.copy(), r.status) for r in train]
    finance = CATEGORY_IDS.index("finance")
    texts = [s.text for s in flipped[5].report.sentences]
    certain = next(i for i, text in enumerate(texts) if flipped[5].categories[i, finance])
    flipped[5].categories[certain, finance] = 0
    table = rank(flipped, bundled())
    own = (table["id"] == flipped[5].report.id) & (table["position"] == certain) & (table["category"] == "finance")
    assert table.index[own][0] < len(table) * 0.05
    assert "text" not in table.columns
