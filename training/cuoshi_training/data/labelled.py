"""Labelled reports (DESIGN: one JSON object a line) as the trainer and the evaluation see them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuoshi.schema import Heading, Report, Sentence
from cuoshi.scheme import bundled
from cuoshi.text.outline import with_paths
from cuoshi_training.errors import TrainingError

SCHEME = bundled()
CATEGORY_IDS, STATUS_IDS = SCHEME.category_ids, SCHEME.status_ids


@dataclass(slots=True)
class LabelledReport:
    """A report with what coders, or a teacher, said of its sentences.

    Attributes:
        report: headings and sentences.
        categories: probability of each category (sentences × 7); 0 or 1 when a coder gave it.
        status: probability of each status (sentences × 4); rows of zeros where there is none to learn.
        source: ``authored``, ``real``, ``annotated`` or ``teacher``.
        draw: how a real passage was drawn, else empty.
    """

    report: Report
    categories: NDArray[np.float32]
    status: NDArray[np.float32]
    source: str = ""
    draw: str = ""


def load(paths: Sequence[Path]) -> list[LabelledReport]:
    """Read labelled reports.

    Raises:
        TrainingError: a line is not JSON, or a label is none of the codebook's (says file and line); or there is no
            sentence at all.
    """
    reports = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                reports.append(_parse(json.loads(line)))
            except (KeyError, TypeError, ValueError) as error:
                raise TrainingError(f"{path}, line {number}: not a labelled report ({error!r})") from error
    if not any(len(labelled.categories) for labelled in reports):
        raise TrainingError(f"no labelled sentence in {', '.join(map(str, paths))}")
    return reports


def gold(reports: Sequence[LabelledReport]) -> NDArray[np.bool_]:
    """Categories of all sentences (sentences × 7)."""
    result: NDArray[np.bool_] = np.concatenate([labelled.categories for labelled in reports]) > 0.5
    return result


def report_index(reports: Sequence[LabelledReport]) -> NDArray[np.int64]:
    """For each sentence the index of its report."""
    return np.repeat(np.arange(len(reports)), [len(labelled.categories) for labelled in reports])


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over the files' bytes, in the order given."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _parse(entry: dict[str, object]) -> LabelledReport:
    units: list[Heading | Sentence] = []
    labels: list[tuple[list[str], str | None]] = []
    for unit in entry["units"]:  # type: ignore[attr-defined]
        if unit["kind"] == "heading":
            units.append(Heading(unit["level"], unit["text"]))
        else:
            units.append(Sentence(unit["text"], unit["paragraph"], len(labels)))
            labels.append((unit["categories"], unit["status"]))
    categories = np.zeros((len(labels), len(CATEGORY_IDS)), np.float32)
    status = np.zeros((len(labels), len(STATUS_IDS)), np.float32)
    for row, (given, state) in enumerate(labels):
        categories[row, [_place(category, CATEGORY_IDS) for category in given]] = 1
        if state is not None:
            status[row, _place(state, STATUS_IDS)] = 1
    title, genre = str(entry.get("title", "")), str(entry.get("genre", ""))
    report = Report(id=str(entry["id"]), units=with_paths(units), title=title, genre=genre)
    return LabelledReport(report, categories, status, str(entry.get("source", "")), str(entry.get("draw") or ""))


def _place(label: str, known: tuple[str, ...]) -> int:
    if label not in known:
        raise ValueError(f"unknown label {label!r}; known are {', '.join(known)}")
    return known.index(label)
