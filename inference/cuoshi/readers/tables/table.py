"""Tables with a column of texts, one report a row: CSV, TSV, Excel and Parquet, read piece by piece."""

from __future__ import annotations

import csv
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import TextIOWrapper
from itertools import chain, islice
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from cuoshi import aliases
from cuoshi.documents import Document, Unreadable
from cuoshi.errors import ReadError
from cuoshi.readers.archive import MAX_OFFICE, open_zip
from cuoshi.readers.source import MAX_CHARACTERS, Source
from cuoshi.readers.tables import delimited
from cuoshi.readers.tables.workbook import DAMAGED, workbook_rows
from cuoshi.readers.text import HEAD, encoding_of

Row = Mapping[str | None, Any]
#: name of a sheet, its rows, and whether it is hidden
Sheet = tuple[str, Iterator[tuple[int, Sequence[Any]]], bool]
#: rows of cells with their numbers, as Excel numbers them
Rows = Iterable[tuple[int, Sequence[Any] | Unreadable]]
LOG = logging.getLogger("cuoshi")
ROWS = 16  # a row is a report, so this many are held at once
LONGEST_LINE = 8 * MAX_CHARACTERS
#: characters of a row's text that is a sentence or paragraph of a report, and rows by which a table of such is known
SHORT, SEVERAL = 150, 5
#: what stands in place of a county in a row that sums up others
TOTALS = re.compile(r"[合总小共] ?计|平均(?:值|数)?|汇 ?总|(?:sub)?total", re.I)
#: names that sheets have when nobody named them
UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.I)
NAMES = " or ".join(f'"{name}"' for name in aliases.ALIASES["text"][:4])
WANTED = f"name the column of the reports' text {NAMES}; a row is a report, so one cell holds all its sentences"


def read_csv(source: Source) -> Iterator[Document | Unreadable]:
    """Read a CSV or TSV table with a header line; rows are numbered as Excel does, the first after it is 2.

    Yields:
        A document a row, :class:`Unreadable` for a row without text or with a quotation mark that is not closed.

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
    start = head.decode(encoding, "replace").lstrip("\ufeff")
    if "\n" not in start and source.size > HEAD:
        raise source.error(f"its first line is no header of a table; {WANTED}")
    stream = TextIOWrapper(source.stream, encoding, "replace", newline="")
    lines = iter(lambda: stream.readline(LONGEST_LINE), "")
    table = delimited.records(lines, delimited.delimiter_of(start, "text"))
    try:
        yield from _documents(source, _numbered(source, table))
    except csv.Error as error:
        raise source.error(f"{error}; save the table as CSV UTF-8") from error
    finally:
        stream.detach()


def _numbered(source: Source, table: Iterable[delimited.Record]) -> Rows:
    number = 0
    for record in table:
        if record.line == 1 and not record.problem and delimited.STATED.match(",".join(record.cells)):
            continue
        number += 1
        name = f"{source.name}#{number}"
        yield number, Unreadable(name, f"line {record.line}: {record.problem}") if record.problem else record.cells


def read_xlsx(source: Source) -> Iterator[Document | Unreadable]:
    """Read every sheet of an Excel workbook that has a column of texts; merged cells fill the rows that they cover.

    Yields:
        A document a row, named by its row and, where the sheet has a name or is not the first, by its sheet.

    Raises:
        ReadError: it is damaged, or no sheet has such a column.
    """
    open_zip(source, MAX_OFFICE).close()
    try:
        book = openpyxl.load_workbook(source.stream, read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
        yield from read_sheets(source, map(_xlsx_sheet, book.worksheets))
    except DAMAGED as error:
        raise source.error("the workbook is damaged; open it in Excel and save it anew") from error


def _xlsx_sheet(sheet: Any) -> Sheet:
    return sheet.title, workbook_rows(sheet), sheet.sheet_state != "visible"


def read_sheets(source: Source, sheets: Iterable[Sheet]) -> Iterator[Document | Unreadable]:
    """Read the sheets of a workbook that have a column of texts.

    Args:
        source: the workbook.
        sheets: name of each, its rows with their numbers from 1, and whether it is hidden.

    Yields:
        A document a row, named by its row and, where the sheet has a name or is not the first, by its sheet; an
        :class:`Unreadable` for a hidden sheet, which nobody sees and which may hold a former state of another.

    Raises:
        ReadError: none has such a column.
    """
    found = False
    for number, (title, rows, hidden) in enumerate(sheets):
        opening = list(islice(rows, delimited.HEADER_ROWS))
        names = [[aliases.cell(value) for value in cells] for _, cells in opening]
        if delimited.find_header(names, "text") is not None:
            found = True
            if hidden:
                name = f"{source.name}#{title}"
                yield Unreadable(name, "a hidden sheet; unhide it if it holds reports, else delete it")
                continue
            prefix = "" if number == 0 and UNNAMED.fullmatch(title) else f"{title}!"
            yield from _documents(source, chain(opening, rows), prefix)
    if not found:
        raise source.error(f"no sheet has a column of texts in its first {delimited.HEADER_ROWS} rows; {WANTED}")


def read_parquet(source: Source) -> Iterator[Document | Unreadable]:
    """Read a Parquet table; rows are numbered from 1.

    Raises:
        ReadError: it is damaged, or has no column of texts.
    """
    try:
        table = pq.ParquetFile(source.stream)
        names = [field.name for field in table.schema_arrow if not pa.types.is_nested(field.type)]
        rows = (row for batch in table.iter_batches(ROWS, columns=names) for row in batch.to_pylist())
        yield from _read_rows(source, names, enumerate(rows, start=1))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise source.error("the Parquet file is damaged or was cut off; get it once more") from error


def _documents(source: Source, rows: Rows, prefix: str = "") -> Iterator[Document | Unreadable]:
    """Find the header of a table among its first rows and read the rows behind it."""
    stream = iter(rows)
    opening = list(islice(stream, delimited.HEADER_ROWS))
    names = [[] if isinstance(row, Unreadable) else [aliases.cell(value) for value in row] for _, row in opening]
    index = delimited.find_header(names, "text")
    if index is None:
        first = next((row for row in names if row), [])
        raise source.error(f"no column of texts among {', '.join(first[:12]) or 'none'}; {WANTED}")
    header = [name.removeprefix("\ufeff") for name in names[index]]
    behind = chain(opening[index + 1 :], stream)
    named = ((number, row if isinstance(row, Unreadable) else _row(header, row)) for number, row in behind)
    yield from _read_rows(source, header, named, prefix)


def _read_rows(
    source: Source, header: Sequence[str], rows: Iterable[tuple[int, Row | Unreadable]], prefix: str = ""
) -> Iterator[Document | Unreadable]:
    column = aliases.find(header, "text")
    if column is None:
        raise source.error(f"no column of texts among {', '.join(header[:12]) or 'none'}; {WANTED}")
    for doubt in aliases.doubts(header):
        LOG.warning("%s: %s", source.name, doubt)
    filled, sizes = Counter[str](), list[int]()
    for number, row in rows:
        if isinstance(row, Unreadable):
            yield row
        elif any(aliases.cell(value) for value in row.values()):
            document = document_of_row(f"{source.name}#{prefix}{number}", row, column)
            filled["row"] += 1
            if isinstance(document, Document):
                filled.update(["text", *document.metadata])
                sizes.append(len(document.text))
            yield document
    if not filled:
        raise source.error("the table has no rows; check where it came from")
    _warn_of_gaps(source, filled)
    _warn_of_pieces(source, sizes)


def _warn_of_gaps(source: Source, filled: Mapping[str, int]) -> None:
    """Say which columns are filled in some rows only, as they are where merged cells were parted."""
    for name in ("county", "county_code", "year"):
        if 0 < filled[name] < filled["text"]:
            empty = f"{filled['text'] - filled[name]} of {filled['text']} rows"
            LOG.warning("%s: %s is empty in %s; if a cell stood for several rows, fill each", source.name, name, empty)


def _warn_of_pieces(source: Source, sizes: Sequence[int]) -> None:
    """Say that the rows of a table are sentences or paragraphs, by the characters of each, and would be reports."""
    if len(sizes) >= SEVERAL and (size := sorted(sizes)[len(sizes) // 2]) < SHORT:
        counted = f"each of {len(sizes)} rows counts as a report, and half of them have no more than {size} characters"
        LOG.warning("%s: %s; put the sentences of one report into one cell", source.name, counted)


def document_of_row(name: str, row: Row, column: str) -> Document | Unreadable:
    """Make a document of a table's row.

    Args:
        name: what it is called.
        row: its cells by the name of their column; under ``None`` how many more there are than columns.
        column: the one that holds the text.
    """
    if row.get(None):
        return Unreadable(name, "has more cells than the header; put texts with commas into quotes")
    text = row.get(column)
    if isinstance(text, list) and all(isinstance(one, str) for one in text):
        text = "\n".join(text)  # paragraphs, as programs that fetch pages keep them
    if not isinstance(text, str) or not text.strip():
        return Unreadable(name, f"no text in column {column}; fill it or delete the row")
    if len(text) > MAX_CHARACTERS:
        return Unreadable(name, f"{len(text):,} characters are too many for one report; split it")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    metadata = aliases.by_field({key: value for key, value in row.items() if key is not None and key != column})
    if TOTALS.fullmatch(metadata.get("county", "")):
        return Unreadable(name, "a row of totals and no report; delete it")
    return Document(name, text, metadata.get("title", ""), metadata)


def _row(header: Sequence[str], cells: Sequence[Any]) -> Row:
    """Name the cells of a row; whether there are some that the header has no name for goes under ``None``."""
    beyond = sum(bool(aliases.cell(cell)) for cell in cells[len(header) :])
    return {**dict(zip(header, cells, strict=False)), None: beyond or None}
