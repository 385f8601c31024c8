"""Tables with a column of texts, one report a row: CSV, TSV, Excel, JSON lines and Parquet, read piece by piece."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from io import TextIOWrapper
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from cuoshi.errors import ReadError
from cuoshi.labelled import text_of
from cuoshi.readers import columns
from cuoshi.readers.archive import DAMAGE, MAX_OFFICE, open_zip
from cuoshi.readers.source import MAX_CHARACTERS, Source
from cuoshi.readers.text import decode, encoding_of
from cuoshi.schema import Document, Unreadable

Row = Mapping[str | None, Any]
HEAD = 1_000_000
ROWS = 16  # a row is a report, so this many are held at once
LONGEST_LINE = 8 * MAX_CHARACTERS
LONGEST_CELL = MAX_CHARACTERS + 1
DELIMITERS = ",\t;|，"
WANTED = f"name the column of the reports' text {' or '.join(columns.ALIASES['text'][:4])}"


def read_csv(source: Source) -> Iterator[Document | Unreadable]:
    """Read a CSV or TSV table with a header line; rows are numbered as Excel does, the first after it is 2.

    Yields:
        A document a row, :class:`Unreadable` for a row without text.

    Raises:
        ReadError: it is empty, no table, or has no column of texts.
    """
    head = source.head(HEAD)
    if not head.strip():
        raise source.error("the file is empty; check where it came from")
    try:
        encoding = encoding_of(head)
    except ReadError as error:
        raise source.error(str(error)) from error
    first, end, _ = head.decode(encoding, "replace").lstrip("\ufeff").partition("\n")
    if not end and source.size > HEAD:
        raise source.error(f"its first line is no header of a table; {WANTED}")
    stream = TextIOWrapper(source.stream, encoding, "replace", newline="")
    csv.field_size_limit(LONGEST_CELL)
    table = csv.reader(iter(lambda: stream.readline(LONGEST_LINE), ""), delimiter=max(DELIMITERS, key=first.count))
    try:
        header = [name.removeprefix("\ufeff") for name in next(table)]
        yield from _documents(source, header, (_row(header, cells) for cells in table), 2)
    except csv.Error as error:
        raise source.error(f"line {table.line_num}: {error}; save the table as CSV UTF-8") from error
    finally:
        stream.detach()


def read_xlsx(source: Source) -> Iterator[Document | Unreadable]:
    """Read every sheet of an Excel workbook that has a column of texts.

    Yields:
        A document a row, named by its row and, behind the first sheet, by its sheet.

    Raises:
        ReadError: it is damaged, or no sheet has such a column.
    """
    open_zip(source, MAX_OFFICE).close()
    try:
        book = openpyxl.load_workbook(source.stream, read_only=True, data_only=True)
        found = False
        for number, sheet in enumerate(book.worksheets):
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True)
            header = [columns.cell(value) for value in next(rows, ())]
            if columns.find(header, "text") is not None:
                found = True
                prefix = f"{sheet.title}!" if number else ""
                yield from _documents(source, header, (dict(zip(header, row, strict=False)) for row in rows), 2, prefix)
    except (*DAMAGE, KeyError, TypeError, AttributeError, IndexError, SyntaxError, ParseError) as error:
        raise source.error("the workbook is damaged; open it in Excel and save it anew") from error
    if not found:
        raise source.error(f"no sheet has a column of texts in its first row; {WANTED}")


def read_parquet(source: Source) -> Iterator[Document | Unreadable]:
    """Read a Parquet table; rows are numbered from 1.

    Raises:
        ReadError: it is damaged, or has no column of texts.
    """
    try:
        table = pq.ParquetFile(source.stream)
        names = [field.name for field in table.schema_arrow if not pa.types.is_nested(field.type)]
        rows = (row for batch in table.iter_batches(ROWS, columns=names) for row in batch.to_pylist())
        yield from _documents(source, names, rows, 1)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise source.error("the Parquet file is damaged or was cut off; get it once more") from error


def read_jsonl(source: Source) -> Iterator[Document | Unreadable]:
    """Read JSON lines: objects with a text, or labelled reports with ``units``; numbered by line.

    Yields:
        A document a line, :class:`Unreadable` for a line that is none.

    Raises:
        ReadError: no line holds a report, or a line is too long.
    """
    problems: list[Unreadable] = []
    found = False
    for number, line in enumerate(_lines(source), start=1):
        if not line.strip():
            continue
        document = _parse_line(f"{source.name}#{number}", line)
        if isinstance(document, Document):
            found = True
            yield from problems
            problems.clear()
            yield document
        elif found:
            yield document
        elif len(problems) < ROWS:
            problems.append(document)
    if not found:
        where = problems[0] if problems else None
        raise source.error(
            f"line {where.path.rpartition('#')[2]}: {where.reason}" if where else "the file is empty; check its origin"
        )


def _documents(
    source: Source, header: list[str], rows: Iterable[Row], first: int, prefix: str = ""
) -> Iterator[Document | Unreadable]:
    column = columns.find(header, "text")
    if column is None:
        raise source.error(f"no column of texts among {', '.join(header[:12]) or 'none'}; {WANTED}")
    filled = 0
    for number, row in enumerate(rows, start=first):
        if any(columns.cell(value) for value in row.values()):
            filled += 1
            yield _document(f"{source.name}#{prefix}{number}", row, column)
    if not filled:
        raise source.error("the table has no rows; check where it came from")


def _document(name: str, row: Row, column: str) -> Document | Unreadable:
    if row.get(None):
        return Unreadable(name, "has more cells than the header; put texts with commas into quotes")
    text = row.get(column)
    if not isinstance(text, str) or not text.strip():
        return Unreadable(name, f"no text in column {column}; fill it or delete the row")
    if len(text) > MAX_CHARACTERS:
        return Unreadable(name, f"{len(text):,} characters are too many for one report; split it")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    cells = {
        columns.field(key): columns.cell(value)
        for key, value in row.items()
        if key is not None and key != column and not isinstance(value, list | dict)
    }
    metadata = {key: value for key, value in cells.items() if key and value}
    return Document(name, text, metadata.get("title", ""), metadata)


def _row(header: list[str], cells: list[str]) -> Row:
    """Name the cells of a row; those that the header has no name for go under ``None``."""
    beyond = sum(bool(cell.strip()) for cell in cells[len(header) :])
    return {**dict(zip(header, cells, strict=False)), None: beyond or None}


def _lines(source: Source) -> Iterator[str]:
    source.stream.seek(0)
    while raw := source.stream.readline(LONGEST_LINE):
        if len(raw) == LONGEST_LINE:
            raise source.error("a line is too long for one report; split it")
        try:
            yield decode(raw)
        except ReadError as error:
            raise source.error(str(error)) from error


def _parse_line(name: str, line: str) -> Document | Unreadable:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return Unreadable(name, "not JSON; every line must be one object")
    if not isinstance(row, dict):
        return Unreadable(name, "not a JSON object; every line must be one")
    if isinstance(row.get("units"), list):
        row = {**{key: value for key, value in row.items() if key != "units"}, "text": text_of(row["units"])}
    column = columns.find(list(row), "text")
    if column is None:
        return Unreadable(name, f"no text among {', '.join(list(row)[:12]) or 'no keys'}; {WANTED}")
    return _document(name, row, column)
