"""The rows of the sentences table: what a report becomes there, and what of it is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from cuoshi.columns import probability, sentence_columns
from cuoshi.schema import Evidence, Report, Tags
from cuoshi.scheme import Scheme

TYPES = {
    **{"string": pa.string(), "int32": pa.int32(), "float32": pa.float32(), "strings": pa.list_(pa.string())},
    "evidence": pa.list_(pa.struct([("category", pa.string()), ("start", pa.int32()), ("end", pa.int32())])),
}


def sentences_schema(scheme: Scheme, carried: Sequence[str] = ()) -> pa.Schema:
    """The columns of the sentences table, those carried from a manifest last."""
    own = [(column.name, TYPES[column.type]) for column in sentence_columns(scheme.category_ids)]
    return pa.schema([*own, *((name, pa.string()) for name in carried)])


def sentence_table(report: Report, scheme: Scheme) -> pa.Table:
    """Lay a tagged report out as rows of the sentences table.

    Args:
        report: the report; a sentence that is not tagged yet is an error of the caller.
        scheme: what it was tagged with.

    Returns:
        One row a sentence with the columns of :func:`sentences_schema`.
    """
    return pa.Table.from_pylist(report.records(), sentences_schema(scheme))


def retagged(report: Report, rows: pa.Table, scheme: Scheme) -> pa.Table:
    """Lay a report out whose sentences were tagged before: in another file, or with another county or year.

    Args:
        report: the report, not tagged.
        rows: the rows of a report with the same title, headings and sentences.
        scheme: what they were tagged with.
    """
    names = [column.name for column in sentence_columns(scheme.category_ids) if column.of == "tags"]
    return sentence_table(report.with_tags(_tags(row, scheme) for row in rows.select(names).to_pylist()), scheme)


def _tags(row: Mapping[str, Any], scheme: Scheme) -> Tags:
    """The tags that a row shows, which of the statuses' probabilities has only that of the status given."""
    return Tags(
        categories=tuple(row["categories"]),
        status=row["status"],
        probabilities={name: row[probability(name)] for name in scheme.category_ids},
        status_probabilities={row["status"]: row["status_p"]} if row["status"] else {},
        evidence=tuple(Evidence(**piece) for piece in row["evidence"]),
    )


def as_copy(rows: pa.Table, report_id: str, original: str) -> pa.Table:
    """The rows of a report that repeats another.

    Args:
        rows: of the report.
        report_id: its id beside that of the original.
        original: id of the original.
    """
    for name, value in (("report_id", report_id), ("duplicate_of", original)):
        column = pa.array([value] * len(rows), pa.string())
        rows = rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), column)
    return rows


def with_carried(rows: pa.Table, carried: Mapping[str, str]) -> pa.Table:
    """The rows of a report with what a manifest states of it in columns of its own."""
    for name, value in carried.items():
        rows = rows.append_column(name, pa.array([value] * len(rows), pa.string()))
    return rows
