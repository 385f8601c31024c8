"""How much a few coded sentences bring: ``cuoshi learn`` beside character TF-IDF with a linear SVM.

Some categories of a labelled set are taken for new ones. A few sentences are drawn from its training reports as if
somebody had coded them, models learn from them, and are measured on other reports. The encoder must not have been
trained on these categories, else the figures are kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from cuoshi.arrays import Singles
from cuoshi.learning import judging
from cuoshi.learning.fitting import Examples, heads
from cuoshi.learning.learn import choose
from cuoshi.notation.script import simplified
from cuoshi.tagging.heads import pooled_states
from cuoshi.tagging.pooling import in_windows
from cuoshi.tagging.tagger import Tagger, known_characters
from cuoshi_training.data.features import characters
from cuoshi_training.data.labelled import TrainingReport, gold, report_index
from cuoshi_training.errors import TrainingError

#: attempts to draw sentences of every category
ATTEMPTS = 100


@dataclass(frozen=True)
class Pool:
    """Labelled sentences with what the encoder says of them.

    Attributes:
        pooled: their states.
        texts: the sentences.
        labels: sentences × categories of the scheme.
        groups: number of each one's report.
    """

    pooled: Singles
    texts: list[str]
    labels: NDArray[np.bool_]
    groups: NDArray[np.int64]

    @classmethod
    def of(cls, reports: Sequence[TrainingReport], tagger: Tagger) -> Pool:
        """Read labelled reports.

        Args:
            reports: the reports.
            tagger: the encoder.
        """
        seen = [known_characters(labelled.report) for labelled in reports]
        read = in_windows(tagger.encoder.states, tagger.tokenizer, seen, tagger.decision.reading)
        texts = [simplified(s.text) for labelled in reports for s in labelled.report.sentences]
        return cls(np.concatenate([pooled_states(one) for one in read]), texts, gold(reports), report_index(reports))

    def examples(self, rows: NDArray[np.int64], categories: Sequence[int]) -> Examples:
        """Some sentences as examples of some categories."""
        texts = [self.texts[i] for i in rows.tolist()]
        groups = np.unique(self.groups[rows], return_inverse=True)[1].astype(np.int64)
        none = np.full(len(rows), -1, np.int64)
        return Examples(self.pooled[rows], texts, self.labels[rows][:, categories], none, 0, groups)


def measure(
    train: Pool,
    test: Pool,
    pairs: Sequence[Sequence[int]],
    sizes: Sequence[int],
    *,
    draws: int = 5,
    enriched: float = 0.3,
) -> pd.DataFrame:
    """Learn from a few sentences and measure.

    Args:
        train: sentences to draw from.
        test: sentences to measure on.
        pairs: categories that are taken for new ones together, by their index.
        sizes: how many sentences are coded.
        draws: how many draws of each size.
        enriched: share of a draw that is taken among the sentences of these categories, as keywords would find them;
            the rest is drawn at random.

    Returns:
        One row a draw: ``categories`` (indices), ``coded``, ``draw``, and the macro-F1 of ``learn`` and of ``tfidf``.
    """
    return pd.DataFrame(_rows(train, test, pairs, sizes, draws, enriched))


def _rows(
    train: Pool, test: Pool, pairs: Sequence[Sequence[int]], sizes: Sequence[int], draws: int, enriched: float
) -> Iterator[dict[str, object]]:
    for pair in pairs:
        true = test.labels[:, pair]
        for size in sizes:
            for draw in range(draws):
                examples = train.examples(_drawn(train.labels[:, pair], size, enriched, draw), pair)
                yield {
                    "categories": tuple(pair),
                    "coded": size,
                    "draw": draw,
                    "learn": judging.macro_f1(true, learnt(examples, test)),
                    "tfidf": judging.macro_f1(true, tfidf(examples, test)),
                }


def learnt(examples: Examples, test: Pool) -> NDArray[np.bool_]:
    """What ``cuoshi learn`` gives the sentences of ``test`` (sentences × categories)."""
    weights = np.ones(len(examples.texts))
    setting, logits = choose(examples, weights)
    fitted = judging.calibrate(logits, examples.labels, weights)
    found = heads(examples, setting).logits(test.pooled, test.texts)
    return np.asarray(fitted.probabilities(found) >= np.array(fitted.thresholds), np.bool_)


def tfidf(examples: Examples, test: Pool) -> NDArray[np.bool_]:
    """What character TF-IDF with a linear SVM gives the sentences of ``test`` (sentences × categories)."""
    svms = OneVsRestClassifier(LinearSVC(C=1.0, class_weight="balanced"))
    model = make_pipeline(characters(), svms).fit(examples.texts, examples.labels.astype(int))
    return np.asarray(model.predict(test.texts)).astype(bool).reshape(len(test.texts), -1)  # of one category a flat one


def _drawn(labels: NDArray[np.bool_], size: int, enriched: float, seed: int) -> NDArray[np.int64]:
    """Rows of a draw that has each category at least three times."""
    generator = np.random.default_rng([seed, size])
    found = np.flatnonzero(labels.any(axis=1))
    if size > len(labels):
        raise TrainingError(f"{size} sentences to draw and {len(labels)} labelled; give more labelled reports")
    for _ in range(ATTEMPTS):
        some = generator.choice(found, min(round(enriched * size), len(found)), replace=False)
        rest = np.setdiff1d(np.arange(len(labels)), some)
        rows = np.concatenate([some, generator.choice(rest, size - len(some), replace=False)])
        if labels[rows].sum(axis=0).min() > 2:
            return np.asarray(np.sort(rows), np.int64)
    raise TrainingError(f"no draw of {size} sentences has every category three times; leave rare ones out")
