"""Sentences tables as they come back: written before their columns had the names of now, or again by pandas."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from cuoshi.columns import COLUMNS, sentence_columns
from cuoshi.errors import CuoshiError
from cuoshi.results.tables.checks import require_single
from cuoshi.results.tables.rows import TYPES

#: what columns were called before commit 82fb71e
OLD_NAMES = {"section": "heading_path"}
#: columns that came with it or later, empty where a table lacks them
LATER = ("duplicate_of", "county_candidates", "county_id", "level", "covered_year")
NAMES_OF_TYPES = {"string": "a text", "int32": "a whole number", "float32": "a number"}
LONGEST = 40  # characters of a value that a message shows


def as_now(table: pa.Table, where: object = "the sentences table", categories: Sequence[str] = ()) -> pa.Table:
    """Give a sentences table, or a piece of one, the columns of now.

    Args:
        table: as it is read.
        where: the table, for messages.
        categories: ids of the categories whose probabilities it may have.

    Returns:
        The table with today's names and types, and with the columns that it lacks: empty text, or no figure. All other
        texts are of one type, whatever pandas has kept them as; what is a list is left alone.

    Raises:
        CuoshiError: a column cannot have its type, two have one name, or a sentence has no text.
    """
    require_single(table.column_names, where)
    table = table.rename_columns([now_called(name, table.column_names) for name in table.column_names])
    types = {column.name: column.type for column in sentence_columns(categories)}
    for index, field in enumerate(table.schema):
        kind = types.get(field.name, "string" if _is_text(field.type) else "")
        if kind in NAMES_OF_TYPES and field.type != TYPES[kind]:
            values = _cast(table.column(index), kind, f"{where}: column {field.name}")
            table = table.set_column(index, pa.field(field.name, TYPES[kind]), values)
    if "text" in table.column_names and table["text"].null_count:
        raise CuoshiError(f"{where}: {table['text'].null_count} sentences have no text; leave their rows out")
    for column in COLUMNS:
        if column.name in LATER and column.name not in table.column_names:
            empty = [None if column.missing else ""] * len(table)
            table = table.append_column(column.name, pa.array(empty, TYPES[column.type]))
    return table


def _cast(values: pa.ChunkedArray, kind: str, where: str) -> pa.ChunkedArray:
    """Values as the type that their column has; texts of figures are read, empty ones are none."""
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if _is_text(values.type):
        values = values.cast(pa.string())
        if kind == "string":
            return values
        values = pc.utf8_trim_whitespace(values)
        values = pc.if_else(pc.equal(values, ""), None, values)
    try:
        return _numbers(values).cast(TYPES[kind])
    except pa.ArrowException as error:
        said = str(_first_wrong(values, kind))[:LONGEST]
        raise CuoshiError(f"{where} holds {said!r}, which is not {NAMES_OF_TYPES[kind]}; correct it there") from error


def _numbers(values: pa.Array) -> pa.Array:
    return values.cast(pa.float64()) if _is_text(values.type) else values


def _first_wrong(values: pa.ChunkedArray, kind: str) -> object:
    for value in values.unique():
        try:
            _numbers(pa.array([value.as_py()], values.type)).cast(TYPES[kind])
        except pa.ArrowException:
            return value.as_py()
    return values.type


def _is_text(kind: pa.DataType) -> bool:
    """Whether it is a type of texts, those of a categorical among them."""
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def now_called(name: str, names: list[str]) -> str:
    """What a column is called now, its own name where another of the ``names`` has that one already."""
    new = OLD_NAMES.get(name, name)
    return name if new in names else new
