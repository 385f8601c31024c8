"""A table that a coder filled in, read from a workbook or a CSV as Excel saves it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from unicodedata import normalize

import pandas as pd

from cuoshi.errors import CuoshiError, ReadError, first_line
from cuoshi.readers.tables.delimited import STATED, delimiter_of
from cuoshi.readers.tables.workbook import DAMAGED
from cuoshi.readers.text import decode

WORKBOOKS = (".xlsx", ".xlsm")
ENDINGS = (".csv", *WORKBOOKS)
#: the sheet of a workbook that has the answers
SHEET = "coding"
#: the head of the column that says which sentence a row is of
ID = "sentence_id"
#: characters by which it is told what parts the cells: a European Excel writes semicolons, "Unicode text" has tabs
HEAD = 4096
#: an answer as a column of decimals has it
WHOLE = re.compile(r"([01])\.0+")


def read_table(path: Path) -> pd.DataFrame:
    """Read a table that coders filled in, a workbook or a CSV in any encoding that Excel saves, all cells as text.

    Args:
        path: the file; heads of a coding sheet have the id, then on a line of its own what it is called.

    Returns:
        The sheet :data:`SHEET` or else the first one, columns by id, the number of its row in Excel as index. Rows
        without any cell or above the heads and columns without a head are left out.

    Raises:
        CuoshiError: it is none, two columns have one name, or a row has fewer or more cells than there are heads.
    """
    try:
        rows = _workbook(path) if path.suffix.lower() in WORKBOOKS else _csv(path)
    except FileNotFoundError as error:
        there = sorted(one.name for one in path.parent.glob("coded-*") if one.suffix.lower() in ENDINGS)
        named = f"{path.parent} has {', '.join(there)}" if there else "name those that coders saved"
        raise CuoshiError(f"{path}: there is no such file; {named}") from error
    except (*DAMAGED, ReadError, csv.Error) as error:
        raise CuoshiError(
            f"{path}: not a table of coded sentences ({first_line(error)}); save it as .xlsx or .csv"
        ) from error
    filled = {number: row for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)}
    if not filled:
        raise CuoshiError(f"{path}: not a table of coded sentences (it is empty)")
    first = next((number for number, row in filled.items() if ID in map(_head, row)), min(filled))  # below a title
    heads, filled = [*map(_head, filled[first])], {number: row for number, row in filled.items() if number > first}
    while not heads[-1]:
        heads.pop()
    return _framed(heads, filled, path)


def plain_answer(cell: str) -> str:
    """An answer as it is compared: ``１``, ``1.00`` and ``1`` are one, ``Y`` and ``y`` too.

    Args:
        cell: what a coder put under a category.
    """
    return WHOLE.sub(r"\1", normalize("NFKC", cell).strip().lower())


def _head(cell: str) -> str:
    return cell.strip().split("\n")[0].strip()


def _framed(heads: list[str], rows: dict[int, list[str]], path: Path) -> pd.DataFrame:
    """The rows of a table, each of which has a cell a head."""
    name, number = Counter(filter(None, heads)).most_common(1)[0]
    if number > 1:
        raise CuoshiError(f"{path}: {number} columns are called {name}; keep one, or rename the others")
    width = len(heads)
    for number, row in rows.items():
        if len(row) < width or any(cell.strip() for cell in row[width:]):
            raise CuoshiError(
                f"{path}: row {number} has {len(row)} cells, the head {width}: damaged or cut off; save the file again"
            )
    frame = pd.DataFrame([row[:width] for row in rows.values()], index=list(rows), columns=heads, dtype=str)
    return frame.loc[:, [bool(head) for head in heads]]


def _workbook(path: Path) -> Sequence[list[str]]:
    with pd.ExcelFile(path, engine="openpyxl") as book:
        sheet = SHEET if SHEET in book.sheet_names else 0
        table = pd.read_excel(book, sheet, header=None, dtype=str, keep_default_na=False)
    return [*map(list, table.fillna("").to_numpy(dtype=str).tolist())]


def _csv(path: Path) -> Sequence[list[str]]:
    text = decode(path.read_bytes())
    head, stated = text[:HEAD], STATED.match(text.split("\n", 1)[0])
    if not stated:  # a title above the heads may hold a mark that parts nothing
        head = head[head.rfind("\n", 0, max(head.find(ID), 0)) + 1 :]
    rows = [*csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(head, "text"), strict=True)]
    return [[], *rows[1:]] if stated else rows
