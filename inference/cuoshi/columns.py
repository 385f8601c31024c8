"""The columns of the sentences table, a line each: schemas, frames, checks and reserved names are read off it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

#: what the names of the columns of probabilities begin with
PROBABILITY = "p_"
#: what parts the headings of a path
BETWEEN_HEADINGS = " / "


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sentences table.

    Attributes:
        name: its name; :data:`PROBABILITY` stands for one a category.
        type: ``string``, ``int32`` or ``float32``; ``strings``, a list of them; ``evidence``, a list of pieces.
        of: what it tells of: the ``report``, its ``place``, the ``sentence``, or its ``tags``.
        missing: whether a number may be missing, which a frame needs another type for.
    """

    name: str
    type: str
    of: str
    missing: bool = False


COLUMNS = (
    Column("report_id", "string", "report"),
    Column("duplicate_of", "string", "report"),
    Column("path", "string", "report"),
    Column("title", "string", "report"),
    Column("genre", "string", "report"),
    Column("county", "string", "place"),
    Column("county_code", "string", "place"),
    Column("county_id", "string", "place"),
    Column("level", "string", "place"),
    Column("province", "string", "place"),
    Column("city", "string", "place"),
    Column("county_candidates", "string", "report"),
    Column("year", "int32", "report", missing=True),
    Column("heading_path", "string", "sentence"),
    Column("section_kind", "string", "sentence"),
    Column("covered_year", "int32", "sentence", missing=True),
    Column("paragraph", "int32", "sentence"),
    Column("position", "int32", "sentence"),
    Column("page", "int32", "sentence", missing=True),
    Column("page_confidence", "float32", "sentence", missing=True),
    Column("text", "string", "sentence"),
    Column("categories", "strings", "tags"),
    Column("status", "string", "tags"),
    Column(PROBABILITY, "float32", "tags"),
    Column("status_p", "float32", "tags"),
    Column("evidence", "evidence", "tags"),
)
#: what is known of where a report is from
PLACE = tuple(column.name for column in COLUMNS if column.of == "place")
#: what is known of a report
REPORT = tuple(column.name for column in COLUMNS if column.of in ("report", "place"))
#: what is known of a sentence beside its tags, attributes of :class:`cuoshi.schema.Sentence`
SENTENCE = tuple(column.name for column in COLUMNS if column.of == "sentence")
#: types of the columns of a frame in which a number may be missing
NULLABLE = {column.name: {"int32": "Int32", "float32": "float32"}[column.type] for column in COLUMNS if column.missing}


def sentence_id(report: str, position: int) -> str:
    """The name of a sentence in samples, hand codes and ``sentences.csv``.

    Args:
        report: id of its report.
        position: its place there, from 0.
    """
    return f"{report}-{position}"


def probability(category: str) -> str:
    """The column of a category's probability."""
    return PROBABILITY + category


def sentence_columns(categories: Sequence[str]) -> list[Column]:
    """The columns of a table of sentences tagged with these categories.

    Args:
        categories: their ids in order.
    """
    spread = [
        [replace(column, name=probability(name)) for name in categories] if column.name == PROBABILITY else [column]
        for column in COLUMNS
    ]
    return [column for columns in spread for column in columns]
