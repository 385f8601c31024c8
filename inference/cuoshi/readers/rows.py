"""Rows of tables, whose cells are parted by tabs, and those that only lay out a page."""

from __future__ import annotations

from collections.abc import Sequence


def row_lines(cells: Sequence[list[str]]) -> list[str]:
    """Return a table row as one line, its cells parted by tabs; the paragraphs of one that lays out a page as lines.

    Args:
        cells: the lines of each cell; a line with tabs is the row of a table inside.
    """
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any("\t" in line for cell in filled for line in cell):
        return [line for cell in filled for line in cell]
    return ["\t".join(" ".join(cell) for cell in filled)]


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
