"""The files of a results folder: their names, and how one is put in place.

Every file is written under a temporary name and put in place in one step, so that a table is never half there,
and holds no time of writing, so that the same reports give the same bytes.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING, Any

from cuoshi.atomic import replaced
from cuoshi.errors import CuoshiError

if TYPE_CHECKING:
    import pyarrow as pa
    import xlsxwriter

SENTENCES, SENTENCES_CSV = "sentences.parquet", "sentences.csv"
COVERAGE_PARQUET, COVERAGE_CSV, COVERAGE_XLSX = "coverage.parquet", "coverage.csv", "coverage.xlsx"
COVERAGE_DTA = "coverage.dta"
SKIPPED, UNRESOLVED, DUPLICATES = "skipped.csv", "unresolved.csv", "duplicates.csv"
RUN = "run.json"
VALIDITY = "validity.json"
PAGES = {"zh": "report.html", "en": "report.en.html"}
LEFT_OUT = "report-sentences.csv"
PANEL = ("panel.csv", "panel.parquet", "panel.dta")

#: a fixed date, so that the same results give the same bytes
CREATED = datetime(2000, 1, 1)

ROWS_AT_ONCE = 4096
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def workbook(path: Path, **options: bool) -> Iterator[xlsxwriter.Workbook]:
    """Give an Excel workbook that is put in place when the block ends well.

    Args:
        path: the file.
        options: XlsxWriter's.

    Raises:
        CuoshiError: it cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    # Made elsewhere first, for on a full disk the library ends in a traceback of its own.
    with TemporaryFile() as made, TemporaryDirectory() as rows:
        try:
            book = Workbook(made, {**options, "tmpdir": rows})
            book.set_properties({"created": CREATED})
            yield book
            book.close()  # but not where the block failed: what it has written so far goes with its folder
        except XlsxWriterException as error:
            raise CuoshiError(f"{path}: cannot be written ({error}); free space for temporary files") from error
        made.seek(0)
        with replaced(path) as temporary, temporary.open("wb") as file:
            shutil.copyfileobj(made, file)


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


def seen_from(folder: Path, path: str) -> str:
    """A path as seen from a folder; as it is where there is no way between them, as from C: to D:, or to an address."""
    if "://" in path:
        return path
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path


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
