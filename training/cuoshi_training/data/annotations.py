"""Labels of corpus sentences, kept without their text, and put back together with it.

The corpus must not be distributed, its labels may. So ``annotations.csv`` names a sentence by its document and the
digest of its text, and :func:`rebuild` finds it in the corpus again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cuoshi.schema import Heading, Sentence
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
            ``categories`` (ids joined by spaces) and ``status``.
        shards: corpus files that hold the documents.
        out: the ``.jsonl`` to write.

    Returns:
        How many different sentences were found, and how many were not.

    Raises:
        TrainingError: the table lacks a column.
    """
    labels = pd.read_csv(table, dtype=str, keep_default_na=False)
    if missing := [column for column in COLUMNS if column not in labels.columns]:
        raise TrainingError(f"{table}: columns {missing} are missing; it needs {COLUMNS}")
    wanted = {str(name): rows for name, rows in labels.groupby("document", sort=False)}
    found: set[tuple[str, str]] = set()
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as lines:
        for document in documents(shards):
            if document["id"] not in wanted:
                continue
            for passage in _passages(document, wanted[document["id"]]):
                texts = (unit["text"] for unit in passage["units"] if unit["kind"] == "sentence")
                found |= {(document["id"], digest(text)) for text in texts}
                lines.write(json.dumps(passage, ensure_ascii=False) + "\n")
    return len(found), len(labels.drop_duplicates(["document", "digest"])) - len(found)


def _passages(document: dict[str, Any], labels: pd.DataFrame) -> list[dict[str, Any]]:
    """The annotated runs of a document's units, each with the headings in force before it."""
    units = outline(document["text"].splitlines()).units
    passages = []
    for name, rows in labels.groupby("passage", sort=False):
        given = dict(zip(rows["digest"], zip(rows["categories"], rows["status"], strict=True), strict=True))
        inside = [i for i, unit in enumerate(units) if isinstance(unit, Sentence) and digest(unit.text) in given]
        if inside:
            kept = [unit for unit in units[: inside[0]] if isinstance(unit, Heading)] + units[
                inside[0] : inside[-1] + 1
            ]
            written = [_unit(unit, given) for unit in kept]
            head = {"id": f"{document['id']}-{name}", "title": document["title"], "genre": "", "source": "annotated"}
            passages.append(head | {"units": [unit for unit in written if unit]})
    return passages


def _unit(unit: Heading | Sentence, given: dict[str, tuple[str, str]]) -> dict[str, Any] | None:
    if isinstance(unit, Heading):
        return {"kind": "heading", "level": unit.level, "text": unit.text}
    if digest(unit.text) not in given:
        return None
    categories, status = given[digest(unit.text)]
    labels = {"categories": categories.split(), "status": status or None}
    return {"kind": "sentence", "paragraph": unit.paragraph, "text": unit.text} | labels
