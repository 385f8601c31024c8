"""Sentences tables as they come back: written before their columns had the names of now, or again by pandas."""

from __future__ import annotations

import pyarrow as pa

from cuoshi.columns import COLUMNS
from cuoshi.results.rows import TYPES

#: what columns were called before commit 82fb71e
OLD_NAMES = {"section": "heading_path"}
#: columns that came with it or later, empty where a table lacks them
LATER = ("duplicate_of", "county_candidates", "county_id", "level", "covered_year")


def as_now(table: pa.Table) -> pa.Table:
    """Give a sentences table, or a piece of one, the columns of now.

    Args:
        table: as it is read.

    Returns:
        The table with today's names, and with the columns that it lacks: empty text, or no figure. Texts are of one
        type, whatever pandas has kept them as.
    """
    fields = [one.with_type(pa.string()) if _is_text(one.type) else one for one in table.schema]
    table = table.cast(pa.schema(fields, table.schema.metadata))
    table = table.rename_columns([now_called(name, table.column_names) for name in table.column_names])
    for column in COLUMNS:
        if column.name in LATER and column.name not in table.column_names:
            empty = [None if column.missing else ""] * len(table)
            table = table.append_column(column.name, pa.array(empty, TYPES[column.type]))
    return table


def _is_text(kind: pa.DataType) -> bool:
    """Whether it is a type of texts, those of a categorical among them."""
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def now_called(name: str, names: list[str]) -> str:
    """What a column is called now, its own name where another of the ``names`` has that one already."""
    new = OLD_NAMES.get(name, name)
    return name if new in names else new
