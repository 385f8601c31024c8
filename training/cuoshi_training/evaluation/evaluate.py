"""Measure a tagger, or a baseline, on labelled reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from cuoshi.tagging.tagger import Tagger
from cuoshi_training.data.labelled import CATEGORY_IDS, STATUS_IDS, LabelledReport, digest, gold, report_index
from cuoshi_training.evaluation.metrics import MEASURES, Predictions, bootstrap, per_category


def tagged(tagger: Tagger, reports: Sequence[LabelledReport]) -> Predictions:
    """What a tagger says of labelled reports, beside their labels."""
    sentences = [s for report in tagger.tag_reports(r.report for r in reports) for s in report.sentences]
    tags = [sentence.tags for sentence in sentences if sentence.tags]
    predicted = np.array([[c in tag.categories for c in CATEGORY_IDS] for tag in tags])
    probabilities = np.array([[tag.probabilities[c] for c in CATEGORY_IDS] for tag in tags])
    status = np.array([[tag.status_probabilities[s] for s in STATUS_IDS] for tag in tags]).argmax(axis=1)
    return beside_gold(reports, predicted, probabilities, status)


def beside_gold(
    reports: Sequence[LabelledReport],
    predicted: NDArray[np.bool_],
    probabilities: NDArray[np.floating],
    status: NDArray[np.int64],
) -> Predictions:
    """Put predictions (sentences × 7, and a status index a sentence) beside the reports' labels."""
    gold_status = np.concatenate([np.where(r.status.sum(1) > 0, r.status.argmax(1), -1) for r in reports])
    return Predictions(
        gold(reports),
        predicted,
        probabilities,
        gold_status,
        status,
        report_index(reports),
    )


def evaluate(tagger: Tagger, reports: Sequence[LabelledReport], data: Sequence[Path]) -> dict[str, Any]:
    """All measures of DESIGN section 6 with their intervals, as one JSON object."""
    predictions = tagged(tagger, reports)
    return summary(predictions, data) | {"model": tagger.model_hash}


def summary(predictions: Predictions, data: Sequence[Path]) -> dict[str, Any]:
    """Figures of a set of predictions; intervals are ``[low, high]`` under ``intervals``."""
    figures: dict[str, Any] = {name: round(measure(predictions), 4) for name, measure in MEASURES.items()}
    figures["per_category"] = {
        name: {k: round(v, 4) for k, v in row.items()} for name, row in per_category(predictions, CATEGORY_IDS).items()
    }
    figures["n_sentences"] = len(predictions.gold)
    figures["n_reports"] = len(np.unique(predictions.report))
    figures["intervals"] = {k: [round(float(x), 4) for x in v] for k, v in bootstrap(predictions).items()}
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
    for column in ("category", "precision", "recall", "F1", "n"):
        by_category.add_column(column, justify="left" if column == "category" else "right")
    for name, row in figures["per_category"].items():
        by_category.add_row(name, *(f"{row[k]:.3f}" for k in ("precision", "recall", "f1")), f"{row['support']:.0f}")
    console.print(by_category)
