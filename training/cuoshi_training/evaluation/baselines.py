"""Baselines that see one sentence at a time: a keyword dictionary and TF-IDF with a linear SVM."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import LinearSVC

from cuoshi.schema import Report
from cuoshi.scheme import Scheme
from cuoshi_training.data.features import ContextFeatures, characters
from cuoshi_training.data.labelled import TrainingReport, gold
from cuoshi_training.evaluation.evaluate import beside_gold, summary

#: reports to their sentences' categories (sentences × categories)
Predict = Callable[[Sequence[Report]], NDArray[np.bool_]]


def keyword_dictionary(reports: Sequence[Report], scheme: Scheme) -> NDArray[np.bool_]:
    """A category is present when one of its keywords in the scheme is in the sentence."""
    return np.array(
        [[any(word in text for word in label.keywords) for label in scheme.categories] for text in texts(reports)]
    )


def texts(reports: Sequence[Report]) -> list[str]:
    """All sentences."""
    return [sentence.text for report in reports for sentence in report.sentences]


def jieba_words(text: str) -> list[str]:
    """Words of a text by jieba."""
    import jieba

    jieba.setLogLevel("WARNING")
    return list(jieba.cut(text))


def jieba_features() -> TfidfVectorizer:
    """TF-IDF of jieba words and word pairs."""
    features = TfidfVectorizer(analyzer="word", tokenizer=jieba_words, token_pattern=None, ngram_range=(1, 2))
    return features.set_params(min_df=2, sublinear_tf=True, lowercase=False)


def svm(features: Any, read: Callable[[Sequence[Report]], Any] = texts) -> Pipeline:
    """One linear SVM a category on what is read of the reports."""
    return make_pipeline(
        FunctionTransformer(read), features, OneVsRestClassifier(LinearSVC(C=1.0, class_weight="balanced"))
    )


def fitted(train: Sequence[TrainingReport], scheme: Scheme) -> dict[str, Predict]:
    """All baselines, trained where there is something to train; the last one is told what the encoder is told.

    Args:
        train: labelled reports to learn from.
        scheme: their categories; without any keyword there is no dictionary.
    """
    reports, labels = [labelled.report for labelled in train], gold(train).astype(int)
    predictors: dict[str, Predict] = {}
    if any(label.keywords for label in scheme.categories):
        predictors["keyword dictionary"] = partial(keyword_dictionary, scheme=scheme)
    for name, pipeline in (
        ("jieba TF-IDF + LinearSVC", svm(jieba_features())),
        ("character TF-IDF + LinearSVC", svm(characters())),
        ("character TF-IDF of sentence, title and headings + LinearSVC", svm(ContextFeatures(), list)),
    ):
        pipeline.fit(reports, labels)
        predictors[name] = partial(_predict, pipeline)
    return predictors


def _predict(pipeline: Pipeline, reports: Sequence[Report]) -> NDArray[np.bool_]:
    return np.asarray(pipeline.predict(reports)).astype(bool)


def measure(
    train: Sequence[TrainingReport], given: Sequence[TrainingReport], data: Sequence[Path], scheme: Scheme
) -> dict[str, dict[str, Any]]:
    """Train every baseline and measure it.

    Args:
        train: labelled reports to learn from.
        given: labelled reports to be measured on.
        data: the files that these are from.
        scheme: their categories.

    Returns:
        By baseline what :func:`cuoshi_training.evaluation.evaluate.summary` gives, without status and calibration.
    """
    reports = [labelled.report for labelled in given]
    figures = {}
    for name, predict in fitted(train, scheme).items():
        predicted = predict(reports)
        nothing = np.full(len(predicted), -1)
        figures[name] = summary(beside_gold(given, predicted, predicted.astype(float), nothing), data, scheme)
        for meaningless in ("status_accuracy", "ece"):
            del figures[name][meaningless], figures[name]["intervals"][meaningless]
    return figures
