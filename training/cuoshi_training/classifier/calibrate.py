"""Fit probabilities, thresholds and the decision on a status on the dev split; store them with the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_softmax
from transformers import AutoModelForTokenClassification

from cuoshi.learning import judging
from cuoshi.tagging.decision import Decision
from cuoshi.tagging.folder import DECISION_FILE, TOKENIZER_FILE, read_scheme
from cuoshi.tagging.windows import Reading
from cuoshi_training.classifier.modelling import forward, predict
from cuoshi_training.data import labelled as data
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.encoder.bases import read_from
from cuoshi_training.encoder.tokenizer import load as load_tokenizer
from cuoshi_training.evaluation.metrics import calibration_error

#: Variance of what the kind of a section adds to a status. On authored dev, two of three statuses that were wrong in
#: plan sections come right at 1 to 10, out of fold and fitted on real dev alone.
PRIOR = 2.0


@dataclass(frozen=True)
class Gold:
    """Labels of a split.

    Attributes:
        categories: sentences × categories.
        status: sentences × statuses, zeros where there is none.
        report: index of each sentence's report.
        section: kind of each sentence's section, empty where its headings say none.
    """

    categories: NDArray[np.bool_]
    status: NDArray[np.float32]
    report: NDArray[np.int64]
    section: NDArray[np.str_]

    @classmethod
    def of(cls, reports: Sequence[TrainingReport]) -> Gold:
        """Stack the labels of all reports."""
        status = np.concatenate([labelled.status for labelled in reports])
        sections = [sentence.section_kind for labelled in reports for sentence in labelled.report.sentences]
        return cls(data.gold(reports), status, data.report_index(reports), np.array(sections))


def fit(logits: NDArray[np.float32], gold: Gold, reading: Reading, codebook: str) -> Decision:
    """Fit Platt scaling and a threshold for every category, and how the status is read off.

    Args:
        logits: sentences × labels.
        gold: their labels.
        reading: how the logits were made.
        codebook: version of the codebook that the labels follow.
    """
    scaling = judging.calibrate(logits, gold.categories, np.ones(len(logits)))
    temperature, added = fit_status(logits[:, gold.categories.shape[1] :], gold)
    return Decision(reading, scaling.slopes, scaling.offsets, scaling.thresholds, temperature, codebook, added)


def calibrate_folder(
    folder: Path, dev: Sequence[TrainingReport], reading: Reading, status: Sequence[TrainingReport] = ()
) -> tuple[float, float]:
    """Fit on a folder that ``finetune`` wrote, and write ``cuoshi.json`` into it.

    Args:
        folder: the model.
        dev: labelled reports that it was not trained on.
        reading: how reports are read, here and whenever the model is used.
        status: more labelled reports, for the status alone: passages of work reports say little of it.

    Returns:
        Expected calibration error of the raw sigmoid, and out of fold after scaling.
    """
    tokenizer = load_tokenizer(folder / TOKENIZER_FILE)
    with read_from(folder):
        model = AutoModelForTokenClassification.from_pretrained(folder, dtype=torch.float32)
    logits = predict(forward(model), tokenizer, dev, reading)
    gold = Gold.of(dev)
    scheme = read_scheme(folder)
    decision = fit(logits, gold, reading, scheme.version)
    if status:
        both, every = predict(forward(model), tokenizer, [*dev, *status], reading), Gold.of([*dev, *status])
        temperature, added = fit_status(both[:, gold.categories.shape[1] :], every)
        decision = replace(decision, status_temperature=temperature, status_offsets=added)
    decision.write(folder / DECISION_FILE, scheme)
    raw = expit(logits[:, : gold.categories.shape[1]].astype(float))
    after, _ = judging.held_out_probabilities(logits, gold.categories, gold.report, np.ones(len(logits)))
    return calibration_error(gold.categories, raw), calibration_error(gold.categories, after)


def fit_status(logits: NDArray[np.float32], gold: Gold) -> tuple[float, dict[str, tuple[float, ...]]]:
    """Temperature of the status softmax (Guo et al. 2017), and what the kind of a section adds to each status.

    Both at once, by the least cross-entropy over the sentences with a status. What is added is held to zero by a
    normal prior (:data:`PRIOR`), so that a kind with few sentences adds little.

    Args:
        logits: sentences × statuses.
        gold: their labels and kinds of section.

    Returns:
        The temperature, and for each kind one number a status.
    """
    has = gold.status.sum(axis=1) > 0
    if not has.any():
        return 1.0, {}
    kept, truth, sections = logits[has].astype(float), gold.status[has].argmax(axis=1), gold.section[has]
    kinds = sorted(set(sections.tolist()) - {""})
    of_kind = (
        np.stack([sections == kind for kind in kinds], axis=1).astype(float) if kinds else np.zeros((has.sum(), 0))
    )

    def loss(parameters: NDArray[np.float64]) -> float:
        added = parameters[1:].reshape(of_kind.shape[1], kept.shape[1])
        likelihood = log_softmax(kept / np.exp(parameters[0]) + of_kind @ added, axis=1)
        return float((added**2).sum() / 2 / PRIOR - likelihood[np.arange(len(truth)), truth].sum())

    free = len(kinds) * kept.shape[1]
    found = minimize(loss, np.zeros(1 + free), method="L-BFGS-B", bounds=[(-2, 2), *[(None, None)] * free])
    added = found.x[1:].reshape(of_kind.shape[1], kept.shape[1]).round(3).tolist()
    return round(float(np.exp(found.x[0])), 4), {kind: tuple(row) for kind, row in zip(kinds, added, strict=True)}
