"""CSV and JSON: written under a temporary name and put in place in one step, so that a table is never half there."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuoshi.atomic import replaced

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 4096
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV file that opens right in Excel: UTF-8 with BOM, no cell or head that it would run as a formula.

    Args:
        path: the file.
        header: names of the columns.
        rows: cells in the order of the columns.
    """
    with replaced(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(_cell, header))
        writer.writerows([_cell(value) for value in row] for row in rows)


def rows_of(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table in Python's values, of which there are never more than some thousand at a time."""
    for batch in table.to_batches(ROWS_AT_ONCE):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def write_json(path: Path, facts: Mapping[str, Any]) -> None:
    """Write facts as JSON, a line a fact; one that is a long table would be slow to write and large if indented."""
    one = partial(json.dumps, ensure_ascii=False, default=str)
    lines = (f" {one(name)}: {one(fact)}" for name, fact in facts.items())
    with replaced(path) as temporary:
        temporary.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def unmarked(cell: str) -> str:
    """A cell that :func:`write_csv` wrote, without the mark that keeps Excel from running it as a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    if isinstance(value, float):
        return round(value, 6)
    return value
