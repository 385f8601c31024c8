"""Measure a tagger, or a baseline, on labelled reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from cuoshi.arrays import Flags, Floats
from cuoshi.scheme import Scheme
from cuoshi.tagging.tagger import Tagger
from cuoshi_training.data.labelled import TrainingReport, digest, gold, report_index
from cuoshi_training.evaluation.metrics import MEASURES, Predictions, intervals, per_category


def tagged(tagger: Tagger, reports: Sequence[TrainingReport]) -> Predictions:
    """What a tagger says of labelled reports, beside their labels."""
    sentences = [s for report in tagger.tag_reports(r.report for r in reports) for s in report.sentences]
    tags = [sentence.tags for sentence in sentences if sentence.tags]
    ids, states = tagger.scheme.category_ids, tagger.scheme.status_ids
    predicted = np.array([[c in tag.categories for c in ids] for tag in tags])
    probabilities = np.array([[tag.probabilities[c] for c in ids] for tag in tags])
    status = np.array([[tag.status_probabilities[s] for s in states] for tag in tags])
    chosen = status.argmax(axis=1) if states else np.full(len(tags), -1)
    return beside_gold(reports, predicted, probabilities, chosen)


def beside_gold(
    reports: Sequence[TrainingReport],
    predicted: Flags,
    probabilities: Floats,
    status: NDArray[np.int64],
) -> Predictions:
    """Put predictions beside the reports' labels.

    Args:
        reports: labelled reports.
        predicted: the decisions, all sentences × categories.
        probabilities: likewise, calibrated.
        status: index of each sentence's status.
    """
    gold_status = np.concatenate([_chosen(r.status) for r in reports])
    return Predictions(
        gold(reports),
        predicted,
        probabilities,
        gold_status,
        status,
        report_index(reports),
    )


def _chosen(status: NDArray[np.float32]) -> NDArray[np.int64]:
    """Index of each sentence's status, -1 where it has none."""
    if not status.shape[1]:
        return np.full(len(status), -1)
    return np.where(status.sum(1) > 0, status.argmax(1), -1)


def evaluate(tagger: Tagger, reports: Sequence[TrainingReport], data: Sequence[Path]) -> dict[str, Any]:
    """Measure a tagger.

    Args:
        tagger: the model.
        reports: labelled reports.
        data: the files that these are from.

    Returns:
        What :func:`summary` gives, and the model's hash.
    """
    predictions = tagged(tagger, reports)
    return summary(predictions, data, tagger.scheme) | {"model": tagger.model_hash}


def summary(predictions: Predictions, data: Sequence[Path], scheme: Scheme) -> dict[str, Any]:
    """Measure predictions.

    Args:
        predictions: beside what is right.
        data: the files that the labels are from, whose digest is stated.
        scheme: names of the categories.

    Returns:
        All :data:`MEASURES`, their intervals as ``[low, high]`` under ``intervals``, and ``per_category``.
    """
    figures: dict[str, Any] = {name: round(measure(predictions), 4) for name, measure in MEASURES.items()}
    figures["per_category"] = {
        name: {k: round(v, 4) for k, v in row.items()}
        for name, row in per_category(predictions, scheme.category_ids).items()
    }
    figures["n_sentences"] = len(predictions.gold)
    figures["n_reports"] = len(np.unique(predictions.report))
    figures["intervals"] = {k: [round(float(x), 4) for x in v] for k, v in intervals(predictions).items()}
    figures["data"] = [path.name for path in data]
    figures["data_sha256"] = digest(data)
    return figures


def show(figures: dict[str, Any], console: Console) -> None:
    """Print the figures as two tables."""
    names = ", ".join(figures["data"])
    title = f"{names}: {figures['n_sentences']} sentences, {figures['n_reports']} reports"
    overall = Table(title=title, title_justify="left")
    for column in ("measure", "value", "95% interval"):
        overall.add_column(column, justify="left" if column == "measure" else "right")
    for name in MEASURES:
        low, high = figures["intervals"][name]
        overall.add_row(name, f"{figures[name]:.3f}", f"{low:.3f} – {high:.3f}")
    console.print(overall)
    by_category = Table()
    for column in ("category", "precision", "recall", "F1", "ECE", "n"):
        by_category.add_column(column, justify="left" if column == "category" else "right")
    for name, row in figures["per_category"].items():
        by_category.add_row(
            name, *(f"{row[k]:.3f}" for k in ("precision", "recall", "f1", "ece")), f"{row['support']:.0f}"
        )
    console.print(by_category)
