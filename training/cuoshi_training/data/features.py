"""TF-IDF features of sentences, for teachers and baselines."""

from __future__ import annotations

from collections.abc import Sequence

from scipy.sparse import csr_matrix, hstack
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer

from cuoshi.schema import Report, Sentence

HEADING_WEIGHT = 0.3


def characters() -> TfidfVectorizer:
    """TF-IDF of character 1- to 4-grams."""
    return TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True)


class ContextFeatures(BaseEstimator):  # type: ignore[misc]
    """TF-IDF of the characters of a sentence, and with less weight of its report's title and its heading path."""

    def __init__(self) -> None:
        self.sentences = characters()
        self.headings = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=3, sublinear_tf=True)

    def fit(self, reports: Sequence[Report], labels: object = None) -> ContextFeatures:
        """Count the grams of reports."""
        self.sentences.fit(s.text for r in reports for s in r.sentences)
        self.headings.fit(_context(r, s) for r in reports for s in r.sentences)
        return self

    def transform(self, reports: Sequence[Report]) -> csr_matrix:
        """Features of all sentences (sentences × grams)."""
        own = self.sentences.transform(s.text for r in reports for s in r.sentences)
        path = self.headings.transform(_context(r, s) for r in reports for s in r.sentences)
        return hstack([own, path * HEADING_WEIGHT]).tocsr()


def _context(report: Report, sentence: Sentence) -> str:
    return " / ".join([report.title, *sentence.headings])
