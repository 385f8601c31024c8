"""Teachers that label text nobody coded: TF-IDF models, and encoders trained so far."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from cuoshi.schema import Report
from cuoshi.tagging.tagger import Tagger
from cuoshi_training.data import labelled as data
from cuoshi_training.data.features import ContextFeatures
from cuoshi_training.data.labelled import TrainingReport

FOLDS = 5


class TfidfTeacher:
    """Linear SVMs on the characters of a sentence and of its title and heading path, scaled to probabilities.

    Attributes:
        out_of_fold: probability of each category (sentences × categories) for the training sentences, each from models
            that did not see its report.
    """

    def __init__(self, train: Sequence[TrainingReport]) -> None:
        reports = [labelled.report for labelled in train]
        self._features = ContextFeatures().fit(reports)
        features = self._features.transform(reports)
        gold = data.gold(train)
        groups = data.report_index(train)
        held_out = np.empty(gold.shape)
        for seen, unseen in GroupKFold(FOLDS).split(gold, groups=groups):
            held_out[unseen] = _decide(_fit(features[seen], gold[seen]), features[unseen])
        self._scales = [LogisticRegression().fit(held_out[:, [c]], gold[:, c]) for c in range(gold.shape[1])]
        self._svms = _fit(features, gold)
        status = np.concatenate([labelled.status for labelled in train])
        has = status.sum(axis=1) > 0
        self._statuses = status.shape[1]
        told = LogisticRegression(C=10.0, max_iter=300)
        self._status = told.fit(features[has], status[has].argmax(axis=1)) if has.any() else None
        self.out_of_fold = self._scaled(held_out)

    def label(self, reports: Sequence[Report]) -> list[TrainingReport]:
        """Give reports soft labels; a sentence's status weighs as much as its likeliest category."""
        features = self._features.transform(reports)
        categories = self._scaled(_decide(self._svms, features)).astype(np.float32)
        status = np.zeros((len(categories), self._statuses), np.float32)
        if self._status:
            status[:, self._status.classes_] = self._status.predict_proba(features)
        return soft(reports, categories, status)

    def _scaled(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        columns = [scale.predict_proba(scores[:, [c]])[:, 1] for c, scale in enumerate(self._scales)]
        return np.stack(columns, axis=1)


def label_with_tagger(tagger: Tagger, reports: Sequence[Report]) -> list[TrainingReport]:
    """Give reports the probabilities of a trained tagger as soft labels."""
    categories, status = [], []
    for report in tagger.tag_reports(reports):
        tags = [sentence.tags for sentence in report.sentences if sentence.tags]
        categories += [list(tag.probabilities.values()) for tag in tags]
        status += [list(tag.status_probabilities.values()) for tag in tags]
    return soft(reports, np.array(categories, np.float32), np.array(status, np.float32))


def mean_labels(labels: Sequence[Sequence[TrainingReport]]) -> list[TrainingReport]:
    """Mean of several teachers' labels of the same reports."""
    return [
        TrainingReport(
            same[0].report,
            np.mean([labelled.categories for labelled in same], axis=0),
            np.mean([labelled.status for labelled in same], axis=0),
            same[0].source,
        )
        for same in zip(*labels, strict=True)
    ]


def soft(
    reports: Sequence[Report], categories: NDArray[np.float32], status: NDArray[np.float32]
) -> list[TrainingReport]:
    """Cut stacked labels into reports.

    Args:
        reports: in order.
        categories: probabilities, all sentences × categories.
        status: probabilities, all sentences × statuses; a sentence that has hardly a category counts little.
    """
    weighted = status * categories.max(axis=1, keepdims=True, initial=0.0)
    cuts = np.cumsum([len(report.sentences) for report in reports])[:-1]
    parts = zip(reports, np.split(categories, cuts), np.split(weighted, cuts), strict=True)
    return [TrainingReport(report, own, state, "teacher") for report, own, state in parts]


def _fit(features: csr_matrix, gold: NDArray[np.bool_]) -> list[LinearSVC]:
    return [LinearSVC(class_weight="balanced").fit(features, gold[:, c]) for c in range(gold.shape[1])]


def _decide(svms: Sequence[LinearSVC], features: csr_matrix) -> NDArray[np.float64]:
    return np.stack([svm.decision_function(features) for svm in svms], axis=1)
