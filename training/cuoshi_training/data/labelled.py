"""Labelled reports (DESIGN: one JSON object a line) as the trainer and the evaluation see them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuoshi.labelled import LabelledReport
from cuoshi.schema import Report
from cuoshi.scheme import Scheme
from cuoshi.text.outline import with_paths


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """A report with what coders, or a teacher, said of its sentences.

    Attributes:
        report: headings and sentences.
        categories: probability of each category (sentences × categories); 0 or 1 when a coder gave it.
        status: probability of each status (sentences × statuses); rows of zeros where there is none to learn.
        source: ``authored``, ``real``, ``annotated`` or ``teacher``.
        draw: how a real passage was drawn, else empty.
    """

    report: Report
    categories: NDArray[np.float32]
    status: NDArray[np.float32]
    source: str = ""
    draw: str = ""


def of(labelled: LabelledReport, scheme: Scheme) -> TrainingReport:
    """A labelled report with its labels as numbers and its sentences below their headings.

    Args:
        labelled: as it was read.
        scheme: the labels that it can have, in the order of the arrays.
    """
    ids, states = scheme.category_ids, scheme.status_ids
    categories = np.zeros((len(labelled.labels), len(ids)), np.float32)
    status = np.zeros((len(labelled.labels), len(states)), np.float32)
    for row, given in enumerate(labelled.labels):
        categories[row, [ids.index(category) for category in given.categories]] = 1
        if given.status is not None:
            status[row, states.index(given.status)] = 1
    report = replace(labelled.report, units=with_paths(labelled.report.units))
    source, draw = str(labelled.facts.get("source") or ""), str(labelled.facts.get("draw") or "")
    return TrainingReport(report, categories, status, source, draw)


def gold(reports: Sequence[TrainingReport]) -> NDArray[np.bool_]:
    """Categories of all sentences (sentences × categories)."""
    result: NDArray[np.bool_] = np.concatenate([labelled.categories for labelled in reports]) > 0.5
    return result


def report_index(reports: Sequence[TrainingReport]) -> NDArray[np.int64]:
    """For each sentence the index of its report."""
    return np.repeat(np.arange(len(reports)), [len(labelled.categories) for labelled in reports])


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over the files' bytes, in the order given."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
