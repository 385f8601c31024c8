"""Delimited tables: what parts the cells, where the header is, and rows whose quotation marks do not close."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cuoshi import aliases
from cuoshi.readers.source import MAX_CHARACTERS

DELIMITERS = ",\t;|，；^"
#: rows among which the header is looked for: titles, dates and empty rows may stand above it
HEADER_ROWS = 20
#: a line by which Excel is told the delimiter
STATED = re.compile(r"sep=(.)\s*$", re.I)
LONGEST_CELL = MAX_CHARACTERS + 1
#: rows with an unclosed quotation mark after which the file is no table
MAX_UNCLOSED = 100
UNCLOSED = "a quotation mark is not closed, or closed before the cell ends; put the cell into quotes, inner ones twice"


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table.

    Attributes:
        line: line of the file on which it begins, from 1.
        cells: its cells, empty for an empty line.
        problem: why it cannot be read, else empty.
    """

    line: int
    cells: list[str] = field(default_factory=list)
    problem: str = ""


def delimiter_of(head: str, wanted: str) -> str:
    """Tell what parts the cells: what a ``sep=`` line states, else that by which the header is found.

    Args:
        head: the first characters of the table.
        wanted: the field that the header must have.

    Returns:
        One of :data:`DELIMITERS`, that by which the first row has most cells where none gives a header.
    """
    lines = head.lstrip("\ufeff").splitlines()
    if lines and (stated := STATED.match(lines[0])):
        return stated[1]
    known = {mark: _known_columns(lines, mark, wanted) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: known[mark])
    return best if known[best] else max(DELIMITERS, key=lambda mark: max(map(len, _rows(lines, mark)[:1]), default=0))


def find_header(rows: Sequence[Sequence[str]], wanted: str) -> int | None:
    """Find the header among the first rows of a table.

    Args:
        rows: their cells.
        wanted: the field that the header must have.

    Returns:
        Index of the row that has a column for it and most columns known by name, the first of several; ``None``
        where there is none. A title above the header (“报告”) may be named as a column is.
    """
    known = {index: aliases.known(row) for index, row in enumerate(rows) if aliases.find(row, wanted) is not None}
    return max(known, key=lambda index: known[index], default=None)


def records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """Read the rows of a delimited table.

    A quotation mark that is never closed, or after whose partner the cell goes on, would draw the rows behind it
    into its cell. Such a row is refused, and reading goes on with the next line.

    Args:
        lines: the table's lines with their ends.
        delimiter: what parts the cells.

    Raises:
        csv.Error: a cell is too long, or no end to unclosed marks.
    """
    csv.field_size_limit(LONGEST_CELL)
    source = _Lines(lines)
    refused = 0
    while True:
        source.forget()
        reader = csv.reader(source, delimiter=delimiter, strict=True, skipinitialspace=True)
        line = source.number + 1
        try:
            for cells in reader:
                yield Record(line, cells)
                source.forget()
                line = source.number + 1
            return
        except csv.Error as error:
            refused += 1
            if (len(source.taken) < 2 and "field larger" in str(error)) or refused > MAX_UNCLOSED:
                raise csv.Error(f"line {line}: {error}") from error
            yield Record(line, [], UNCLOSED)
            source.go_back()


class _Lines:
    """Lines that can be taken back as far as the beginning of a row."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        self.number += 1
        return line

    def forget(self) -> None:
        self.taken.clear()

    def go_back(self) -> None:
        """Take back all lines of a row but the first."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1


def _known_columns(lines: Sequence[str], delimiter: str, wanted: str) -> int:
    """Count the columns known by name in the header that a delimiter gives, 0 where it gives none."""
    rows = _rows(lines, delimiter)
    index = find_header(rows, wanted)
    return 0 if index is None else aliases.known(rows[index])


def _rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """The first rows by a delimiter, empty ones left out; none where it makes none."""
    try:
        text = io.StringIO("\n".join(lines[:HEADER_ROWS]))
        return [row for row in csv.reader(text, delimiter=delimiter, skipinitialspace=True) if any(map(str.strip, row))]
    except csv.Error:
        return []
