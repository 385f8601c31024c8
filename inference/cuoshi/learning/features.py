"""What linear heads see of coded sentences: states of the encoder and characters, on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cuoshi.arrays import Integers, Singles
from cuoshi.learning.coded import CodedSentences
from cuoshi.notation.script import simplified
from cuoshi.tagging.grams import Grams
from cuoshi.tagging.heads import Heads, pooled_states
from cuoshi.tagging.pooling import in_windows
from cuoshi.tagging.tagger import Tagger, known_characters


@dataclass(frozen=True, slots=True)
class Setting:
    """How much each kind of feature counts, and how freely heads may use them.

    Attributes:
        context: weight of the maxima of the last layer beside the means of the lower one.
        characters: weight of the characters' TF-IDF.
        freedom: inverse strength of the L2 penalty (C).
    """

    context: float
    characters: float
    freedom: float


#: what cross-validation chooses from
SETTINGS = tuple(Setting(context, 0.7, freedom) for context in (0.0, 0.5, 1.0) for freedom in (3.0, 30.0))


def states(coded: CodedSentences, tagger: Tagger) -> Singles:
    """Mean and maximum of each coded sentence's token states (sentences × 2 · values), read in its window.

    Args:
        coded: the sentences in their reports.
        tagger: the encoder.
    """
    wanted = [set(coded.position[coded.report == i].tolist()) for i in range(len(coded.reports))]
    seen = [known_characters(report) for report in coded.reports]
    rows: list[Singles] = []
    for tokens in in_windows(tagger.encoder.states, tagger.tokenizer, seen, tagger.decision.reading, wanted):
        rows.append(pooled_states(tokens))
    return np.stack([rows[r][p] for r, p in zip(coded.report.tolist(), coded.position.tolist(), strict=True)])


@dataclass(frozen=True)
class Features:
    """A linear map of states and characters, made from the sentences that heads learn from.

    Attributes:
        grams: the characters that are known.
        centre, scale: of the pooled states that are used.
        used: which of them are: the means of the lower layer, then the maxima of the last.
    """

    grams: Grams
    centre: Singles
    scale: Singles
    used: Integers

    @classmethod
    def of(cls, pooled: Singles, texts: list[str]) -> Features:
        """Find centre and scale: each state gets variance 1 / states, so each part a mean square norm of about 1.

        Args:
            pooled: states of the sentences to learn from.
            texts: these sentences.
        """
        width = pooled.shape[1] // 4  # means of the lower layer and of the last, then their maxima
        used = np.r_[:width, 3 * width : 4 * width]
        deviation = pooled[:, used].std(axis=0)
        least = 1e-2 * max(float(deviation.mean()), 1e-9)  # a state that hardly varies is not blown up
        return cls(Grams.of(texts), pooled[:, used].mean(axis=0), np.sqrt(width) * np.maximum(deviation, least), used)

    def __call__(self, pooled: Singles, texts: list[str]) -> Any:
        """Features of sentences, a sparse matrix (sentences × features): states, then grams.

        Args:
            pooled: their states.
            texts: the sentences.
        """
        from scipy.sparse import csr_matrix, hstack

        rows = [self.grams.row(text) for text in texts]
        ends = np.cumsum([0, *(len(numbers) for numbers, _, _ in rows)])
        numbers = np.concatenate([numbers for numbers, _, _ in rows])
        values = np.concatenate([values for _, values, _ in rows])
        sparse = csr_matrix((values, numbers, ends), shape=(len(texts), len(self.grams.known)))
        sparse.sum_duplicates()
        return hstack([csr_matrix((pooled[:, self.used] - self.centre) / self.scale), sparse]).tocsr()

    def weights(self, setting: Setting) -> Singles:
        """What a setting multiplies each feature by."""
        width = len(self.used) // 2
        parts = (1.0, width), (setting.context, width), (setting.characters, len(self.grams.known))
        return np.concatenate([np.full(number, weight, np.float32) for weight, number in parts])

    def heads(self, weights: Singles, offsets: Singles) -> Heads:
        """Fold centre and scale into heads that take plain states and grams.

        Args:
            weights: labels × features.
            offsets: of each label.
        """
        count = len(self.used)
        plain = np.zeros((len(weights), 2 * count), np.float32)
        plain[:, self.used] = weights[:, :count] / self.scale
        grams = weights[:, count:].astype(np.float16).astype(np.float32)
        return Heads(plain, grams, (offsets - plain[:, self.used] @ self.centre).astype(np.float32), self.grams)


def texts_of(coded: CodedSentences) -> list[str]:
    """The coded sentences in the characters that the encoder knows."""
    return [simplified(text) for text in coded.texts]


def groups_of(coded: CodedSentences) -> Integers:
    """For each coded sentence the number of its report; the same report drawn twice is one."""
    names = [coded.reports[i].id for i in coded.report.tolist()]
    return np.unique(names, return_inverse=True)[1].astype(np.int64)
