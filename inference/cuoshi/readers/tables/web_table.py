"""Web pages that programs call .xls: tables of a page, read as sheets are."""

from __future__ import annotations

from collections.abc import Iterator

import trafilatura

from cuoshi.documents import Document, Unreadable
from cuoshi.readers.source import Source
from cuoshi.readers.tables.table import read_sheets
from cuoshi.readers.text import decode_file

PARTS = ("td", "th")


def read(source: Source) -> Iterator[Document | Unreadable]:
    """Read the tables of a page that have a column of texts.

    Raises:
        ReadError: it is no text, or has no such table.
    """
    tree = trafilatura.load_html(decode_file(source))
    tables = () if tree is None else tree.iter("table")
    rows = ([[cell.text_content().strip() for cell in row.iter(*PARTS)] for row in one.iter("tr")] for one in tables)
    yield from read_sheets(source, (("Sheet", enumerate(table, start=1), False) for table in rows))
