"""Tables of a PDF page that are drawn with rules: which characters stand in which cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cuoshi.notation.marks import joined
from cuoshi.readers.pages.lines import Line, lines, row_text
from cuoshi.readers.pages.sheets import Glyph, Rule, Sheet
from cuoshi.readers.rows import holds_report, table_rows

#: points by which rules that meet, or lie on each other, may miss
MEET = 3.0
#: rules of a page, and rules times boxes of a grid, from which it is a drawing rather than a table
MOST_RULES, MOST_CROSSINGS = 3_000, 3_000_000

#: cells of a row of a form that a report is written into: what it is called, and the report
FORM = 2

#: row and column of a box of a grid
Box = tuple[int, int]
Paragraphs = Callable[[list[Line], float], list[str]]


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the rules of a table cross: places of its columns from the left and of its rows from the top."""

    columns: list[float]
    rows: list[float]
    upright: list[Rule]
    level: list[Rule]

    def box(self, glyph: Glyph) -> Box | None:
        """Row and column of the box of the grid that a character stands in."""
        x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
        column = bisect_right(self.columns, x) - 1
        row = bisect_right(self.rows, -y, key=lambda place: -place) - 1
        inside = 0 <= column < len(self.columns) - 1 and 0 <= row < len(self.rows) - 1
        return (row, column) if inside else None

    def cells(self) -> dict[Box, Box]:
        """The cell of each box, named by its first box; boxes without a rule between them are one cell."""
        boxes = [(row, column) for row in range(len(self.rows) - 1) for column in range(len(self.columns) - 1)]
        cell = {box: box for box in boxes}
        for row, column in boxes:
            middle = (self.rows[row] + self.rows[row + 1]) / 2, (self.columns[column] + self.columns[column + 1]) / 2
            right, below = (row, column + 1), (row + 1, column)
            if right in cell and not _parted(self.upright, 0, self.columns[column + 1], middle[0]):
                _unite(cell, (row, column), right)
            if below in cell and not _parted(self.level, 2, self.rows[row + 1], middle[1]):
                _unite(cell, (row, column), below)
        return {box: _first(cell, box) for box in boxes}


def _parted(rules: Iterable[Rule], axis: int, place: float, middle: float) -> bool:
    """Say whether a rule at a place along an axis, 0 across or 2 upwards, lies at the middle of two boxes."""
    for rule in rules:
        at, begin, end = (rule[axis] + rule[axis + 1]) / 2, rule[2 - axis], rule[3 - axis]
        if abs(at - place) <= MEET and begin - MEET < middle < end + MEET:
            return True
    return False


def _first(cell: dict[Box, Box], box: Box) -> Box:
    while cell[box] != box:
        cell[box] = cell[cell[box]]
        box = cell[box]
    return box


def _unite(cell: dict[Box, Box], one: Box, other: Box) -> None:
    one, other = _first(cell, one), _first(cell, other)
    cell[max(one, other)] = min(one, other)


def tables(sheet: Sheet, page: int, paragraphs: Paragraphs) -> tuple[list[Line], list[Glyph]]:
    """Read the tables of a page.

    Args:
        sheet: the page.
        page: its number.
        paragraphs: makes paragraphs of the lines of a cell that is so wide, in points.

    Returns:
        Rows of tables as lines, and the characters that stand in none.
    """
    rows: list[Line] = []
    rest = sheet.glyphs
    for grid in _grids(sheet):
        cells = grid.cells()
        if len(set(cells.values())) < 2:
            continue  # a frame
        inside: dict[Box, list[Glyph]] = {}
        outside = []
        for glyph in rest:
            box = grid.box(glyph)
            if box is None:
                outside.append(glyph)
            else:
                inside.setdefault(cells[box], []).append(glyph)
        if len(inside) > 1:
            rest = outside
            counts = Counter(row for row, _ in {(box[0], cell) for box, cell in cells.items()})
            rows += _rows(grid, inside, counts, page, paragraphs)
    return rows, rest


def _rows(
    grid: _Grid, inside: dict[Box, list[Glyph]], counts: Mapping[int, int], page: int, paragraphs: Paragraphs
) -> Iterator[Line]:
    """Yield the rows of a table, given the characters of each cell that has some and how many cells each row has."""
    by_row: dict[int, list[tuple[float, list[Line]]]] = {}
    for row, column in sorted(inside):
        by_row.setdefault(row, []).append((grid.columns[column], lines(inside[row, column], page)))
    left, right = grid.columns[0], grid.columns[-1]
    texts = [
        _texts(placed, right, paragraphs) + [[] for _ in range(counts[row] - len(placed))]
        for row, placed in by_row.items()
    ]
    for (row, placed), found in zip(by_row.items(), table_rows(texts), strict=True):
        top, bottom = grid.rows[row], grid.rows[row + 1]
        for number, text in enumerate(found):
            step = (top - bottom) / len(found)
            upper = top - number * step
            size = placed[0][1][0].size
            yield Line(text, page, left, right, upper - step, upper, upper - step, size, is_row=True)


def _texts(placed: Sequence[tuple[float, list[Line]]], right: float, paragraphs: Paragraphs) -> list[list[str]]:
    """The lines of each cell of a row, whose left edges and lines are given; paragraphs of one that lays out a page."""
    texts = [[_joined(cell)] for _, cell in placed]
    last = paragraphs(placed[-1][1], right - placed[-1][0]) if len(placed) <= FORM else []
    if len(placed) == 1 or holds_report(last):
        texts[-1] = last
    return texts


def _joined(cell: list[Line]) -> str:
    """Join the lines of a narrow cell, which break wherever its edge is."""
    rows: dict[float, list[Line]] = {}
    for line in cell:
        rows.setdefault(line.base, []).append(line)
    text = ""
    for row in rows.values():
        text = joined(text, row_text(row))
    return text


def _grids(sheet: Sheet) -> Iterator[_Grid]:
    """Yield the grid of each group of rules that meet."""
    if not 4 <= len(sheet.rules) <= MOST_RULES:
        return
    for group in _groups(sheet.rules):
        upright = [rule for rule in group if not rule.horizontal]
        level = [rule for rule in group if rule.horizontal]
        if not upright or len(level) < 2:
            continue
        edges = [min(rule.left for rule in group), max(rule.right for rule in group)]
        columns = _places([*edges, *((rule.left + rule.right) / 2 for rule in upright)])
        rows = _places([(rule.bottom + rule.top) / 2 for rule in level])[::-1]
        if len(columns) * len(rows) * len(group) <= MOST_CROSSINGS:
            yield _Grid(columns, rows, upright, level)


def _groups(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Yield the rules that meet, directly or through others."""
    waiting = sorted(rules)
    while waiting:
        group, new = [], [waiting.pop(0)]
        while new:
            rule = new.pop()
            group.append(rule)
            met = [other for other in waiting if _meet(rule, other)]
            waiting = [other for other in waiting if not _meet(rule, other)] if met else waiting
            new += met
        yield group


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one.left - MEET <= other.right
        and other.left - MEET <= one.right
        and one.bottom - MEET <= other.top
        and other.bottom - MEET <= one.top
    )


def _places(values: Iterable[float]) -> list[float]:
    """Sort places and make one of those that are the same but for drawing."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > MEET:
            places.append(value)
    return places
