"""Labels of corpus sentences, kept without their text, and put back together with it.

The corpus must not be distributed, its labels may. So ``annotations.csv`` names a sentence by its document and the
digest of its text, and :func:`rebuild` finds it in the corpus again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cuoshi.errors import first_line
from cuoshi.labelled import LabelledReport, Labels, write
from cuoshi.schema import Heading, Report, Sentence
from cuoshi.text.outline import outline
from cuoshi_training.data.corpus import documents
from cuoshi_training.errors import TrainingError

COLUMNS = ["document", "passage", "digest", "categories", "status"]


def digest(text: str) -> str:
    """Twelve hexadecimal digits that stand for a sentence."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def rebuild(table: Path, shards: Sequence[Path], out: Path) -> tuple[int, int]:
    """Write annotated passages as labelled reports, one JSON object a line.

    Args:
        table: CSV with the columns ``document``, ``passage`` (number within the document), ``digest``,
            ``categories`` (ids joined by spaces) and ``status``; others are left alone.
        shards: corpus files that hold the documents.
        out: the ``.jsonl`` to write.

    Returns:
        How many different sentences were found, and how many were not.

    Raises:
        TrainingError: the table cannot be read, or lacks a column.
    """
    try:
        labels = pd.read_csv(table, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise TrainingError(f"{table}: no table of labels ({first_line(error)}); give a CSV file in UTF-8") from error
    if missing := [column for column in COLUMNS if column not in labels.columns]:
        raise TrainingError(f"{table}: columns {missing} are missing; it needs {COLUMNS}")
    wanted = {str(name): rows for name, rows in labels.groupby("document", sort=False)}
    found: set[tuple[str, str]] = set()

    def passages() -> Iterator[LabelledReport]:
        for document in documents(shards):
            for passage in _passages(document, wanted[document["id"]]) if document["id"] in wanted else ():
                found.update((document["id"], digest(sentence.text)) for sentence in passage.report)
                yield passage

    write(out, passages())
    return len(found), len(labels.drop_duplicates(["document", "digest"])) - len(found)


def _passages(document: dict[str, Any], labels: pd.DataFrame) -> Iterator[LabelledReport]:
    """The annotated runs of a document's units, each with the headings in force before it."""
    units = outline(document["text"].splitlines()).units
    for name, rows in labels.groupby("passage", sort=False):
        said = zip(rows["categories"], rows["status"], strict=True)
        given = {
            key: Labels(tuple(c.split()), status or None) for key, (c, status) in zip(rows["digest"], said, strict=True)
        }
        inside = [i for i, unit in enumerate(units) if isinstance(unit, Sentence) and digest(unit.text) in given]
        if inside:
            above = [unit for unit in units[: inside[0]] if isinstance(unit, Heading)]
            kept = [*above, *(u for u in units[inside[0] : inside[-1] + 1] if _is_kept(u, given))]
            report = Report(f"{document['id']}-{name}", kept, title=document["title"])
            yield LabelledReport(report, tuple(given[digest(s.text)] for s in report), {"source": "annotated"})


def _is_kept(unit: Heading | Sentence, given: Mapping[str, Labels]) -> bool:
    return isinstance(unit, Heading) or digest(unit.text) in given
