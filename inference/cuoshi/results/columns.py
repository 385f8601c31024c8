"""The columns of the sentences and coverage tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from cuoshi.columns import sentence_columns
from cuoshi.errors import CuoshiError
from cuoshi.schema import Evidence, Report, Tags
from cuoshi.scheme import Scheme

PLACE_COLUMNS = ["province", "city", "county", "county_code"]
REPORT_COLUMNS = [*PLACE_COLUMNS, "county_id", "level", "county_candidates", "year", "genre", "title", "path"]
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
        probabilities={name: row[f"p_{name}"] for name in scheme.category_ids},
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


def elsewhere(scheme: Scheme) -> list[str]:
    """The columns that only the panel or ``sentences.csv`` has, beside those whose names end with a measure."""
    return ["sentence_id", "unit", "characters", *scheme.category_ids]


def require_free(carried: Sequence[str], taken: Sequence[str]) -> None:
    """Check that a manifest's own columns are called unlike those of the tables.

    Raises:
        CuoshiError: one is not.
    """
    if named := [name for name in carried if name in taken]:
        raise CuoshiError(
            f"the manifest's column {named[0]!r} is called like one of the tables; give it another name, or one that "
            "begins with _ if it is not to be carried into them"
        )


def require_groups(columns: Sequence[str], scheme: Scheme, carried: Sequence[str] = ()) -> None:
    """Check that groups can be made by these columns.

    Args:
        columns: names of columns.
        scheme: categories and statuses of the sentences table.
        carried: columns that the table has beside its own.

    Raises:
        CuoshiError: one of them is no column of the sentences table, or holds lists.
    """
    possible = [field.name for field in sentences_schema(scheme, carried) if not pa.types.is_list(field.type)]
    for name in columns:
        if name not in possible:
            raise CuoshiError(f"cannot tally by {name!r}; choose from {', '.join(possible)}")


#: what a hand-coded sample adds to the coverage table
CORRECTED = [(name, pa.float64()) for name in ("corrected", "corrected_low", "corrected_high")] + [
    ("method", pa.string()),
    ("share_dsl", pa.float64()),
]


def coverage_schema(columns: Sequence[str], scheme: Scheme, corrected: bool = False) -> pa.Schema:
    """The columns of a coverage table.

    Args:
        columns: the columns that make a group.
        scheme: the statuses that are counted.
        corrected: whether the table has the columns of a hand-coded sample.
    """
    types = {field.name: field.type for field in sentences_schema(scheme)}
    return pa.schema(
        [(name, types.get(name, pa.string())) for name in columns]
        + [("category", pa.string()), ("reports", pa.int64()), ("sentences", pa.int64()), ("tagged", pa.int64())]
        + [("share", pa.float64()), ("present", pa.bool_())]
        + [(name, pa.int64()) for name in scheme.counted_ids]
        + [(name, pa.float64()) for name in ("expected", "low", "high")]
        + (CORRECTED if corrected else [])
    )
