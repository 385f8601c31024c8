"""Baselines that see one sentence at a time: a keyword dictionary and TF-IDF with a linear SVM."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from cuoshi.scheme import Scheme
from cuoshi_training.data.labelled import LabelledReport, gold
from cuoshi_training.evaluation.evaluate import beside_gold, summary

Predict = Callable[[Sequence[str]], NDArray[np.bool_]]


def texts_and_labels(reports: Sequence[LabelledReport]) -> tuple[list[str], NDArray[np.bool_]]:
    """All sentences and their categories (sentences × categories)."""
    texts = [sentence.text for labelled in reports for sentence in labelled.report.sentences]
    return texts, gold(reports)


def keyword_dictionary(texts: Sequence[str], scheme: Scheme) -> NDArray[np.bool_]:
    """A category is present when one of its keywords (``keywords.toml``) is in the sentence."""
    words = tomllib.loads(files("cuoshi_training.evaluation").joinpath("keywords.toml").read_text(encoding="utf-8"))
    return np.array([[any(word in text for word in words.get(c, ())) for c in scheme.category_ids] for text in texts])


def jieba_words(text: str) -> list[str]:
    """Words of a text by jieba."""
    import jieba

    jieba.setLogLevel("WARNING")
    return list(jieba.cut(text))


def character_svm() -> Pipeline:
    """TF-IDF of character 1- to 4-grams with one linear SVM a category."""
    features = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True)
    return make_pipeline(features, OneVsRestClassifier(LinearSVC(C=1.0, class_weight="balanced")))


def jieba_svm() -> Pipeline:
    """TF-IDF of jieba words and word pairs with one linear SVM a category."""
    features = TfidfVectorizer(analyzer="word", tokenizer=jieba_words, token_pattern=None, ngram_range=(1, 2))
    features.set_params(min_df=2, sublinear_tf=True, lowercase=False)
    return make_pipeline(features, OneVsRestClassifier(LinearSVC(C=1.0, class_weight="balanced")))


def fitted(train: Sequence[LabelledReport], scheme: Scheme) -> dict[str, Predict]:
    """All baselines, trained where there is something to train."""
    texts, labels = texts_and_labels(train)
    predictors: dict[str, Predict] = {"keyword dictionary": partial(keyword_dictionary, scheme=scheme)}
    for name, pipeline in (
        ("jieba TF-IDF + LinearSVC", jieba_svm()),
        ("character TF-IDF + LinearSVC", character_svm()),
    ):
        pipeline.fit(texts, labels.astype(int))
        predictors[name] = partial(_predict, pipeline)
    return predictors


def _predict(pipeline: Pipeline, texts: Sequence[str]) -> NDArray[np.bool_]:
    return np.asarray(pipeline.predict(texts)).astype(bool)


def measure(
    train: Sequence[LabelledReport], reports: Sequence[LabelledReport], data: Sequence[Path], scheme: Scheme
) -> dict[str, dict[str, Any]]:
    """Figures of every baseline (see :func:`cuoshi_training.evaluate.summary`); they give no status."""
    texts, _ = texts_and_labels(reports)
    figures = {}
    for name, predict in fitted(train, scheme).items():
        predicted = predict(texts)
        nothing = np.full(len(texts), -1)
        figures[name] = summary(beside_gold(reports, predicted, predicted.astype(float), nothing), data, scheme)
        for meaningless in ("status_accuracy", "ece"):
            del figures[name][meaningless], figures[name]["intervals"][meaningless]
    return figures
