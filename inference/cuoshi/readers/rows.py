"""Rows of tables, whose cells are parted by tabs, and those that only lay out a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cuoshi.notation.marks import ALONE, WIDE_ENDS
from cuoshi.notation.numbering import opens_item

#: a cell of a form holds a report from so many paragraphs and characters; what it is called beside it is this short
PARAGRAPHS, CHARACTERS, LONGEST_LABEL, LONGEST_CATEGORY = 3, 100, 12, 20
#: what the title of a form has, which may stand in its first row
REPORT = re.compile(r"\d{4}|[县市区旗州]|(?:总结|报告|汇报|材料|案例|方案|情况)$")
#: what a form calls the title of what is written in it
TITLE = re.compile(
    r"[\s　]*(?:标[\s　]*题|题[\s　]*目|(?:文件|材料|报告|案例|总结)(?:标题|题目|名称))[\s　]*[：:]?[\s　]*"
)


def table_lines(rows: Iterable[Sequence[list[str]]]) -> list[str]:
    """Return the lines of a table, as :func:`row_lines` gives those of its rows.

    A short cell alone in its row (a category merged over all columns, what is left of cells merged downwards) is a cell
    of the row of several cells behind it, or before it at the table's end, and no heading.

    Args:
        rows: their cells, those of a row the lines of each.
    """
    given = [lines for row in rows if (lines := row_lines(row))]
    found: list[str] = []
    for index, lines in enumerate(given):
        behind = given[index + 1] if index + 1 < len(given) else None
        beside = behind or (given[index - 1] if index else [""])
        titled = not index and REPORT.search(lines[0])
        if len(lines) == 1 and _is_category(lines[0]) and not titled and all("\t" in line for line in beside):
            lines = [f"{lines[0]}{ALONE}"]
        found += lines
    return found


def row_lines(cells: Sequence[list[str]]) -> list[str]:
    """Return a table row as one line, its cells parted by tabs; the paragraphs of one that lays out a page as lines.

    So does a row of a form that has a report, or a part of one, beside what it is called: that is its heading. Beside
    the word 标题 stands the title.

    Args:
        cells: the lines of each cell; a line with tabs is the row of a table inside.
    """
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any("\t" in line for cell in filled for line in cell) or _is_form(filled):
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


def _is_category(line: str) -> bool:
    """Say whether a row's only cell may name what the rows behind it are of."""
    return len(line) <= LONGEST_CATEGORY and "\t" not in line and line[-1:] not in tuple(WIDE_ENDS)


def _is_label(line: str) -> bool:
    return len(line) <= LONGEST_LABEL and not opens_item(line) and line.rstrip()[-1:] not in tuple(WIDE_ENDS)


def holds_report(cell: Sequence[str]) -> bool:
    """Say whether the paragraphs of a cell may be a report or a part of one."""
    ended = sum(line.rstrip()[-1:] in tuple(WIDE_ENDS) for line in cell)
    return len(cell) >= PARAGRAPHS and ended > 1 and sum(map(len, cell)) > CHARACTERS


def _is_form(filled: Sequence[list[str]]) -> bool:
    label = "".join(filled[0])
    return len(filled) == 2 and len(label) <= LONGEST_LABEL and holds_report(filled[1])


class Rows:
    """Puts the cells of a table's row together as they are read; a row of a table in a cell is a line of that."""

    def __init__(self) -> None:
        self._cells: list[list[str]] = []
        self._cell: list[str] = []
        self._inner: list[list[str]] = []

    def add(self, lines: list[str]) -> None:
        """Take in a paragraph of a cell that goes on."""
        self._cell += lines

    def end_cell(self, lines: list[str]) -> None:
        """Take in the last paragraph of a cell."""
        self._cells.append([*self._cell, *lines])
        self._cell = []

    def end_row(self) -> list[str]:
        """Return the lines of the row that ends."""
        cells, self._cells, self._cell = self._cells, [], []
        return row_lines(cells)

    def end_inner_cell(self, lines: list[str]) -> None:
        """Take in a cell of a table in a cell."""
        self._inner.append(lines)

    def end_inner_row(self) -> None:
        """End a row of a table in a cell."""
        self._cell += row_lines(self._inner)
        self._inner = []

    def rest(self) -> list[str]:
        """The lines of a row that has no end."""
        lines = [line for cell in [*self._cells, self._cell, *self._inner] for line in cell]
        self._cells, self._cell, self._inner = [], [], []
        return lines
