"""Rows of tables, whose cells are parted by tabs, and those that only lay out a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cuoshi.notation.marks import ALONE, WIDE_ENDS
from cuoshi.notation.numbering import opens_item

#: a cell of a form holds a report from so many paragraphs and characters; what it is called beside it is this short
PARAGRAPHS, CHARACTERS, LONGEST_LABEL, LONGEST_CATEGORY = 3, 100, 12, 40
#: a table of one column is no page's layout from so many rows that are no longer than this
LEAST_ROWS, LONGEST_CELL = 3, 60
#: what the title of a form has, or the head of a document, which may stand in its first row
REPORT = re.compile(r"\d{4}|\w{2}[县市区旗州]|(?:总结|报告|汇报|材料|案例|方案|情况|文件)$")
#: what a form calls the title of what is written in it
TITLE = re.compile(
    r"[\s　]*(?:标[\s　]*题|题[\s　]*目|(?:文件|材料|报告|案例|总结)(?:标题|题目|名称))[\s　]*[：:]?[\s　]*"
)


def table_lines(rows: Iterable[Sequence[list[str]]]) -> list[str]:
    """Return the lines of a table, as :func:`table_rows` gives those of its rows."""
    return [line for lines in table_rows(rows) for line in lines]


def table_rows(rows: Iterable[Sequence[list[str]]]) -> list[list[str]]:
    """Return the lines of each row of a table, as :func:`row_lines` gives them; rows without text have none.

    A short cell alone in its row is a cell and no heading: a category merged over all columns above rows of several
    cells, or below them at the table's end; one among empty cells beside such rows; one of a table of one column.

    Args:
        rows: their cells, those of a row the lines of each.
    """
    given = [list(row) for row in rows]
    found = [row_lines(row) for row in given]
    filled = [index for index, lines in enumerate(found) if lines]
    texts = [found[index] for index in filled]
    listed = _is_list(texts)
    beside = zip(_several_next(texts[::-1])[::-1], _several_next(texts), strict=True)
    for place, (index, (before, behind)) in enumerate(zip(filled, beside, strict=True)):
        among = len(given[index]) > 1
        if _is_alone(found[index]) and (listed or _is_of_several(found[index][0], place, before, behind, among)):
            found[index] = [f"{found[index][0]}{ALONE}"]
    return found


def row_lines(cells: Sequence[list[str]]) -> list[str]:
    """Return a table row as one line, its cells parted by tabs; the paragraphs of one that lays out a page as lines.

    So does a row of a form that has a report, or a part of one, beside what it is called: that is its heading. Beside
    the word 标题 stands the title.

    Args:
        cells: the lines of each cell; a line with tabs is the row of a table inside.
    """
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any(map(_is_row, filled)) or _is_form(filled):
        return _with_labels([line for cell in filled for line in cell])
    if len(filled) == 2 and TITLE.fullmatch(" ".join(filled[0])):
        return [f"标题：{''.join(filled[1])}"]
    return ["\t".join(" ".join(cell) for cell in filled)]


def _with_labels(lines: Sequence[str]) -> list[str]:
    """Put what a table inside is called, and short cells before it, into its first row: they are no headings."""
    found: list[str] = []
    for line in reversed(lines):
        if found and "\t" in found[-1] and "\t" not in line and _is_label(line):
            found[-1] = f"{line}\t{found[-1]}"
        else:
            found.append(line)
    return found[::-1]


def _is_alone(lines: Sequence[str]) -> bool:
    """Say whether a row has a single short cell, which may name what the rows behind it are of."""
    return len(lines) == 1 and len(lines[0]) <= LONGEST_CATEGORY and not _is_row(lines) and not _has_end(lines[0])


def _is_row(lines: Sequence[str]) -> bool:
    return any("\t" in line for line in lines)


def _has_end(line: str) -> bool:
    return line.rstrip()[-1:] in tuple(WIDE_ENDS)


def _several_next(rows: Sequence[Sequence[str]]) -> list[bool | None]:
    """For each row whether the next one that is no short cell alone has several cells; ``None`` where there is none."""
    found: list[bool | None] = []
    several: bool | None = None
    for lines in reversed(rows):
        found.append(several)
        if not _is_alone(lines):
            several = _is_row(lines)
    return found[::-1]


def _is_of_several(line: str, place: int, before: bool | None, behind: bool | None, among: bool) -> bool:
    """Say whether a short cell is of a row of several cells: the next but for others like it, or the one before.

    Args:
        line: the cell.
        place: of its row among those with text.
        before: whether the row before has several cells, but for others like it.
        behind: the same of the row behind.
        among: whether empty cells are beside it.
    """
    titled = REPORT.search(line) is not None
    if behind:
        return place > 0 or not titled
    return before is True and (behind is None or (among and not titled and not opens_item(line)))


def _is_list(found: Sequence[Sequence[str]]) -> bool:
    """Say whether rows of one cell each are a table rather than what lays out a page: short, and not below a title."""
    lines = [line for row in found for line in row]
    if len(lines) != len(found) or len(found) < LEAST_ROWS or any(map(_is_row, found)):
        return False
    told = max(map(len, lines)) <= LONGEST_CELL and not REPORT.search(lines[0])
    return told and not (any(map(_has_end, lines)) and any(map(opens_item, lines)))


def _is_label(line: str) -> bool:
    return len(line) <= LONGEST_LABEL and not opens_item(line) and not _has_end(line)


def holds_report(cell: Sequence[str]) -> bool:
    """Say whether the paragraphs of a cell may be a report or a part of one."""
    ended = sum(map(_has_end, cell))
    return len(cell) >= PARAGRAPHS and ended > 1 and sum(map(len, cell)) > CHARACTERS


def _is_form(filled: Sequence[list[str]]) -> bool:
    label = "".join(filled[0])
    return len(filled) == 2 and len(label) <= LONGEST_LABEL and holds_report(filled[1])


class Rows:
    """Puts the rows of a table together as its cells are read; those of a table in a cell are lines of that."""

    def __init__(self) -> None:
        self._rows: list[list[list[str]]] = []
        self._cells: list[list[str]] = []
        self._cell: list[str] = []
        self._inner_rows: list[list[list[str]]] = []
        self._inner: list[list[str]] = []

    def add(self, lines: list[str]) -> None:
        """Take in a paragraph of a cell that goes on."""
        self._end_inner()
        self._cell += lines

    def end_cell(self, lines: list[str]) -> None:
        """Take in the last paragraph of a cell."""
        self.add(lines)
        self._cells.append(self._cell)
        self._cell = []

    def end_row(self) -> None:
        """End a row."""
        self._rows.append(self._cells)
        self._cells = []

    def end_inner_cell(self, lines: list[str]) -> None:
        """Take in a cell of a table in a cell."""
        self._inner.append(lines)

    def end_inner_row(self) -> None:
        """End a row of a table in a cell."""
        self._inner_rows.append(self._inner)
        self._inner = []

    def rest(self) -> list[str]:
        """The lines of the table, which ends, those of a row that has no end among them."""
        self._end_inner()
        lines = table_lines(self._rows)
        lines += [line for cell in [*self._cells, self._cell, *self._inner] for line in cell]
        self._rows, self._cells, self._cell, self._inner = [], [], [], []
        return lines

    def _end_inner(self) -> None:
        self._cell += table_lines(self._inner_rows)
        self._inner_rows = []
