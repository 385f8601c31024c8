"""Rows of an Excel sheet, read one by one, with what merged cells say of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string
from openpyxl.utils.escape import unescape

from cuoshi.errors import ReadError
from cuoshi.readers.archive import DAMAGE

#: what openpyxl raises of a workbook that is damaged; what its XML parser does is a SyntaxError
DAMAGED = (*DAMAGE, KeyError, TypeError, AttributeError, IndexError, SyntaxError)
BLOCK = 1_000_000
#: a range of merged cells; they stand behind the cells of a sheet, so a sheet that is read row by row lacks them
MERGED = re.compile(rb'<(?:\w{1,9}:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
LONGEST_MATCH = 100


def workbook_rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows of a sheet with their numbers, from 1.

    A cell that is merged over several rows is filled into the rows that it covers and that hold something of their
    own.

    Args:
        sheet: worksheet of a workbook that openpyxl opened to be read row by row.
    """
    rows = (
        [unescape(cell) if isinstance(cell, str) and "_x" in cell else cell for cell in cells]
        for cells in sheet.iter_rows(values_only=True)
    )
    yield from filled(rows, _merged_rows(sheet))


def filled(rows: Iterable[list[Any]], merged: Mapping[int, Mapping[int, int]]) -> Iterator[tuple[int, list[Any]]]:
    """Fill merged cells into the rows that they cover and that hold something of their own.

    Args:
        rows: cells, ``None`` where empty.
        merged: by the first row of a range, from 1, its first column, from 0, and its last row.

    Yields:
        Number of each row, from 1, and its cells.
    """
    values: dict[int, Any] = {}
    for number, row in enumerate(rows, start=1):
        ends = merged.get(number, {})
        values = {column: pair for column, pair in values.items() if pair[1] >= number}
        if any(value is not None for value in row):
            for column, (value, _) in values.items():
                row += [None] * (column + 1 - len(row))
                row[column] = value if row[column] is None else row[column]
        values |= {column: (row[column], end) for column, end in ends.items() if column < len(row)}
        yield number, row


def _merged_rows(sheet: Any) -> Mapping[int, dict[int, int]]:
    """Map first row and column (from 0) of each range that is merged over several rows to its last row."""
    found: dict[int, dict[int, int]] = {}
    with sheet._get_source() as stream:
        rest = b""
        while block := stream.read(BLOCK):
            seen = rest + block
            for left, top, _, bottom in MERGED.findall(seen):
                if int(bottom) > int(top):
                    found.setdefault(int(top), {})[column_index_from_string(left.decode()) - 1] = int(bottom)
            rest = seen[-LONGEST_MATCH:]
    return found


def first_sheet(raw: bytes) -> list[tuple[int, list[Any]]]:
    """Read the rows of a workbook's first sheet that is not hidden, a small table as a whole.

    Args:
        raw: the workbook.

    Raises:
        ReadError: it is none.
    """
    try:
        book = openpyxl.load_workbook(BytesIO(raw), read_only=True, data_only=True)
        sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), book.worksheets[0])
        sheet.reset_dimensions()
        return list(workbook_rows(sheet))
    except DAMAGED as error:
        raise ReadError("the workbook is damaged") from error
