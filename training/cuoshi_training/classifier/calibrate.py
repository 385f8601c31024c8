"""Fit probabilities on the dev split and thresholds on their out-of-fold values; store both with the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from transformers import AutoModelForTokenClassification

from cuoshi.tagging.decision import Decision
from cuoshi.tagging.folder import DECISION_FILE, TOKENIZER_FILE, read_scheme
from cuoshi.tagging.windows import Reading
from cuoshi_training.classifier.modelling import forward, predict
from cuoshi_training.data import labelled as data
from cuoshi_training.data.labelled import LabelledReport
from cuoshi_training.encoder.vocabulary import load as load_tokenizer
from cuoshi_training.evaluation.metrics import best_thresholds, calibration_error

FOLDS = 5
#: A threshold is drawn this far towards 0.5, the calibrated optimum of accuracy, so that a category with few
#: dev sentences does not get a threshold that fits their noise.
SHRINK = 0.5


@dataclass(frozen=True)
class Gold:
    """Labels of a split.

    Attributes:
        categories: sentences × categories.
        status: sentences × statuses, zeros where there is none.
        report: index of each sentence's report.
    """

    categories: NDArray[np.bool_]
    status: NDArray[np.float32]
    report: NDArray[np.int64]

    @classmethod
    def of(cls, reports: Sequence[LabelledReport]) -> Gold:
        """Stack the labels of all reports."""
        return cls(data.gold(reports), np.concatenate([r.status for r in reports]), data.report_index(reports))


def fit(logits: NDArray[np.float32], gold: Gold, reading: Reading, codebook: str) -> Decision:
    """Fit Platt scaling and a threshold for every category, and a temperature for the status.

    Args:
        logits: sentences × labels.
        gold: their labels.
        reading: how the logits were made.
        codebook: version of the codebook that the labels follow.

    Returns:
        A decision rule whose thresholds were chosen on out-of-fold probabilities.
    """
    slopes, offsets = platt(logits, gold.categories)
    held_out = out_of_fold(logits, gold)
    thresholds = (1 - SHRINK) * best_thresholds(gold.categories, held_out) + SHRINK * 0.5
    return Decision(
        reading,
        tuple(np.round(slopes, 5)),
        tuple(np.round(offsets, 5)),
        tuple(np.round(thresholds, 4)),
        round(temperature(logits[:, gold.categories.shape[1] :], gold.status), 4),
        codebook,
    )


def calibrate_folder(folder: Path, dev: Sequence[LabelledReport], reading: Reading) -> tuple[float, float]:
    """Fit on a folder that ``finetune`` wrote, and write ``cuoshi.json`` into it.

    Args:
        folder: the model.
        dev: labelled reports that it was not trained on.
        reading: how reports are read, here and whenever the model is used.

    Returns:
        Expected calibration error of the raw sigmoid, and out of fold after scaling.
    """
    tokenizer = load_tokenizer(folder / TOKENIZER_FILE)
    model = AutoModelForTokenClassification.from_pretrained(folder)
    logits = predict(forward(model), tokenizer, dev, reading)
    gold = Gold.of(dev)
    scheme = read_scheme(folder)
    fit(logits, gold, reading, scheme.version).write(folder / DECISION_FILE, scheme)
    raw = expit(logits[:, : gold.categories.shape[1]].astype(float))
    after = out_of_fold(logits, gold)
    return calibration_error(gold.categories, raw), calibration_error(gold.categories, after)


def platt(logits: NDArray[np.float32], gold: NDArray[np.bool_]) -> tuple[list[float], list[float]]:
    """Slope and offset of each category (Platt 1999), lightly regularised."""
    slopes, offsets = [], []
    for category in range(gold.shape[1]):
        fit = LogisticRegression(C=10.0).fit(logits[:, [category]], gold[:, category])
        slopes.append(float(fit.coef_[0, 0]))
        offsets.append(float(fit.intercept_[0]))
    return slopes, offsets


def out_of_fold(logits: NDArray[np.float32], gold: Gold) -> NDArray[np.float64]:
    """Calibrated probabilities (sentences × categories), each from a fit that did not see its report."""
    count = gold.categories.shape[1]
    result = np.empty((len(logits), count))
    for train, test in GroupKFold(FOLDS).split(logits, groups=gold.report):
        slopes, offsets = platt(logits[train], gold.categories[train])
        scaled = logits[test, :count] * np.array(slopes) + np.array(offsets)
        result[test] = expit(scaled)
    return result


def temperature(logits: NDArray[np.float32], status: NDArray[np.float32]) -> float:
    """Temperature of the status softmax with the least cross-entropy (Guo et al. 2017)."""
    has = status.sum(axis=1) > 0
    if not has.any():
        return 1.0
    kept, gold = logits[has].astype(float), status[has].argmax(axis=1)

    def loss(log_temperature: float) -> float:
        scaled = kept / np.exp(log_temperature)
        scaled -= scaled.max(axis=1, keepdims=True)
        normalised = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return float(-normalised[np.arange(len(gold)), gold].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 2), method="bounded").x))
