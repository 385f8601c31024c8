"""Linear heads by logistic regression, and their logits for sentences of reports that they have not seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cuoshi.arrays import Flags, Integers, Singles
from cuoshi.errors import MissingDependencyError
from cuoshi.learning.features import Features, Setting
from cuoshi.tagging.heads import Heads

FOLDS = 5
ITERATIONS = 300


@dataclass(frozen=True, slots=True)
class Examples:
    """Sentences to learn from.

    Attributes:
        pooled: their states (:func:`cuoshi.learning.features.states`).
        texts: the sentences.
        labels: sentences × categories.
        status: index of each one's status, -1 where it has none.
        statuses: how many there are.
        groups: number of each one's report.
    """

    pooled: Singles
    texts: list[str]
    labels: Flags
    status: Integers
    statuses: int
    groups: Integers

    def part(self, rows: Integers) -> Examples:
        """Some of the sentences."""
        texts = [self.texts[i] for i in rows.tolist()]
        rest = (self.labels[rows], self.status[rows], self.statuses, self.groups[rows])
        return Examples(self.pooled[rows], texts, *rest)


def require_sklearn() -> None:
    """Make sure that scikit-learn is there.

    Raises:
        MissingDependencyError: it is not.
    """
    try:
        import sklearn.linear_model  # noqa: F401
    except ImportError as error:
        raise MissingDependencyError("learning needs scikit-learn: pip install 'cuoshi[learn]'") from error


def fit(seen: Any, examples: Examples, freedom: float) -> tuple[Singles, Singles]:
    """Fit one head a category and one a status.

    Args:
        seen: features of the examples.
        examples: what to learn from.
        freedom: inverse strength of the penalty.

    Returns:
        Weights (labels × features) and offsets. A label without example, or without counterexample, gets a head that
        always says so.
    """
    count = examples.labels.shape[1]
    weights = np.zeros((count + examples.statuses, seen.shape[1]), np.float32)
    offsets = np.zeros(len(weights), np.float32)
    for c in range(count):
        weights[c], offsets[c] = _binary(seen, examples.labels[:, c], freedom)
    told = examples.status >= 0
    for s in range(examples.statuses if told.any() else 0):
        weights[count + s], offsets[count + s] = _binary(seen[told], examples.status[told] == s, freedom)
    return weights, offsets


def heads(examples: Examples, setting: Setting) -> Heads:
    """Fit heads and make them ready for use."""
    features = Features.of(examples.pooled, examples.texts)
    scale = features.weights(setting)
    seen = features(examples.pooled, examples.texts).multiply(scale).tocsr()
    weights, offsets = fit(seen, examples, setting.freedom)
    return features.heads(weights * scale, offsets)


def _binary(seen: Any, labels: Flags, freedom: float) -> tuple[Singles, float]:
    from sklearn.linear_model import LogisticRegression

    if labels.all() or not labels.any():
        return np.zeros(seen.shape[1], np.float32), 3.0 if labels.all() else -3.0
    model = LogisticRegression(C=freedom, class_weight="balanced", max_iter=ITERATIONS).fit(seen, labels)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def folds(groups: Integers, seed: int = 1) -> Iterator[tuple[Integers, Integers]]:
    """Part sentences by report into a few folds of like size.

    Args:
        groups: number of each sentence's report.
        seed: of which reports go together.

    Yields:
        Indices of the sentences to learn from and of those held out.
    """
    sizes = np.bincount(groups)
    order = np.random.default_rng(seed).permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    fold, held = np.zeros(len(sizes), np.int64), np.zeros(min(FOLDS, int((sizes > 0).sum())))
    for group in order.tolist():
        fold[group] = held.argmin()
        held[fold[group]] += sizes[group]
    for k in range(len(held)):
        yield np.flatnonzero(fold[groups] != k), np.flatnonzero(fold[groups] == k)


def out_of_fold(examples: Examples, settings: Sequence[Setting], share: float = 1.0) -> list[Singles]:
    """Logits (sentences × labels) by every setting, each of heads that did not see the sentence's report.

    Args:
        examples: the sentences.
        settings: weights of their features.
        share: of the reports that a fold learns from, the share that it is given.
    """
    shape = len(examples.texts), examples.labels.shape[1] + examples.statuses
    found = [np.zeros(shape, np.float32) for _ in settings]
    for seen, unseen in folds(examples.groups):
        groups = np.unique(examples.groups[seen])
        kept = np.random.default_rng(2).permutation(groups)[: max(1, round(share * len(groups)))]
        own, held = examples.part(seen[np.isin(examples.groups[seen], kept)]), examples.part(unseen)
        features = Features.of(own.pooled, own.texts)
        known, new = (features(part.pooled, part.texts) for part in (own, held))
        for logits, setting in zip(found, settings, strict=True):
            scale = features.weights(setting)
            weights, offsets = fit(known.multiply(scale).tocsr(), own, setting.freedom)
            logits[unseen] = new @ (weights * scale).T + offsets
    return found
