"""Workbooks of other kinds than .xlsx: Excel 97 to 2003 and WPS (.xls, .et), binary (.xlsb), OpenDocument (.ods)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from cuoshi.documents import Document, Unreadable
from cuoshi.errors import UnsupportedFormatError
from cuoshi.readers.archive import MAX_OFFICE, open_zip
from cuoshi.readers.formats import BY_NAME
from cuoshi.readers.source import Source
from cuoshi.readers.tables import web_table
from cuoshi.readers.tables.table import Sheet, read_sheets
from cuoshi.readers.tables.workbook import filled


def read(source: Source) -> Iterator[Document | Unreadable]:
    """Read every sheet that has a column of texts, as those of .xlsx are read; a page that is called .xls too.

    Raises:
        UnsupportedFormatError: python-calamine is not installed.
        ReadError: it is damaged, protected by a password, or no sheet has such a column.
    """
    if BY_NAME["html"].accepts(source.head()):
        yield from web_table.read(source)
        return
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum
    except ImportError as error:
        message = "a workbook other than .xlsx; run pip install 'cuoshi[xls]', or save it as .xlsx"
        raise UnsupportedFormatError(f"{source.name}: {message}") from error
    if source.head(2) == b"PK":
        open_zip(source, MAX_OFFICE).close()
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(source.read()))
        sheets = (
            _sheet(book.get_sheet_by_name(about.name), about.visible != SheetVisibleEnum.Visible)
            for about in book.sheets_metadata
        )
        yield from read_sheets(source, sheets)
    except PasswordError as error:
        raise source.error("protected by a password; save it without one") from error
    except CalamineError as error:
        raise source.error("the workbook is damaged; open it in Excel and save it anew") from error


def _sheet(sheet: Any, hidden: bool) -> Sheet:
    """Name of a sheet, its rows with their numbers, empty cells ``None``, and whether it is hidden."""
    rows = [[None if value == "" else value for value in row] for row in sheet.to_python(skip_empty_area=False)]
    merged: dict[int, dict[int, int]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            merged.setdefault(top + 1, {})[left] = bottom + 1
    return sheet.name, filled(rows, merged), hidden
