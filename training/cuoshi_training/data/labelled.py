"""Labelled reports (DESIGN: one JSON object a line) as the trainer and the evaluation see them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuoshi.labelled import LabelledReport, read
from cuoshi.schema import Report
from cuoshi.scheme import Scheme, bundled
from cuoshi.text.outline import with_paths
from cuoshi_training.errors import TrainingError


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


def load(paths: Sequence[Path], scheme: Scheme | None = None) -> list[TrainingReport]:
    """Read labelled reports.

    Args:
        paths: files of them.
        scheme: the labels that are allowed, in the order of the arrays; the county scheme when ``None``.

    Raises:
        CuoshiError: a line is not JSON, or a label is none of the codebook's (says file and line); or there is no
            sentence at all.
    """
    scheme = scheme or bundled()
    reports = [_arrays(labelled, scheme) for path in paths for labelled in read(path, scheme)]
    if not any(len(labelled.categories) for labelled in reports):
        raise TrainingError(f"no labelled sentence in {', '.join(map(str, paths))}")
    return reports


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


def _arrays(labelled: LabelledReport, scheme: Scheme) -> TrainingReport:
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
