"""From lines on pages to paragraphs: columns in reading order, wrapped lines rejoined, notes at the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from cuoshi.notation.marks import has_ended, joined
from cuoshi.notation.numbering import numbering
from cuoshi.notation.numerals import DIGITS, NUMERALS
from cuoshi.readers.pages.furniture import Page, part_notes, usual_size, without_furniture
from cuoshi.readers.pages.lines import Line
from cuoshi.readers.pages.reading_order import Column, columns

NOTES = "注释"
WIDE_GAP, SPACED = 1.5, 1.15  # times the usual distance of lines
LARGER = 1.15  # times the size of type
REACHED = 0.8  # share of the way to the right edge
INDENT = 1.2  # characters; officially two
RAGGED = 6.0  # the same in front of a long number, which does not break either
INDENTED = 0.05  # share of the lines
SHORT = 2.2  # characters that a full line may lack, because a mark may not open the next
#: the end of an entry of a table of contents; a date alone on its line
LEADER = re.compile(r"(?:[.．·…]{3,20}|(?:\. ){3,20}) ?[（(-]?\d{1,4}[）)-]?$")
DATE = re.compile(rf"[\d{DIGITS}○ ]{{4,8}}年[\d{NUMERALS} ]{{1,4}}月[\d{NUMERALS} ]{{1,4}}日")
SAME_WIDTH = 2.0  # characters by which columns may differ


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """Rejoin the lines of a document.

    A new paragraph begins where a line is indented, where the line before it stops short of the right edge,
    behind a wide gap, or where the type's size changes; the end of a column or page alone parts nothing.

    Args:
        pages: the pages in order.

    Returns:
        Paragraphs, headings and rows of tables, one each, and the notes behind them.
    """
    kept = list(without_furniture(pages))
    size = usual_size(kept)
    texts: list[Column] = []
    notes: list[Column] = []
    for page in kept:
        text, note = part_notes(page, size)
        texts += columns(text, page.width, page.height)
        notes += columns(note, page.width, page.height)
    noted = _rejoined(notes)
    return [*_rejoined(texts), *([NOTES, *noted] if noted else [])]


def cell_paragraphs(lines: list[Line], width: float) -> list[str]:
    """Rejoin the lines of a cell that lays out a page.

    Args:
        lines: pieces of lines.
        width: of the cell, in points.
    """
    return _rejoined(list(columns(lines, width, float("inf"))))


def _rejoined(found: Sequence[Column]) -> list[str]:
    """Rejoin the lines of columns; those of one width share their edges, wherever they stand."""
    lines = list(_placed(found))
    edges = {width: _Edges(own, width) for width in {width for width, _ in lines} if (own := _own(lines, width))}
    texts: list[str] = []
    previous: tuple[float, Line] | None = None
    for width, line in lines:
        if previous is None or line.is_row or previous[1].is_row:
            begins = True
        elif previous[0] == width:
            begins = edges[width].parts(previous[1], line)
        else:
            begins = edges[previous[0]].ends(previous[1]) or edges[width].begins(line)
        if begins:
            texts.append(line.text)
        else:
            texts[-1] = joined(texts[-1], line.text)
        previous = width, line
    return texts


def _own(lines: Sequence[tuple[float, Line]], width: float) -> list[Line]:
    return [line for other, line in lines if other == width and not line.is_row]


def _placed(found: Sequence[Column]) -> Iterator[tuple[float, Line]]:
    """Yield lines with the width of their column, measured from its left edge, each column a page of its own."""
    widths: list[float] = []
    for number, column in enumerate(found):
        size = median([line.size for line in column.lines] or [1.0])
        width = column.right - column.left
        width = next((other for other in widths if abs(other - width) < SAME_WIDTH * size), width)
        widths.append(width)
        for line in column.lines:
            yield width, replace(line, page=number, left=line.left - column.left, right=line.right - column.left)


class _Edges:
    """The edges of a document's text column, and the usual distance of its lines."""

    def __init__(self, lines: Sequence[Line], width: float) -> None:
        self.size = median(line.size for line in lines)
        body = [line for line in lines if line.size < self.size * LARGER] or list(lines)
        self.right = sorted(line.right for line in body)[int(0.95 * (len(body) - 1))]
        # A text of short lines only never reaches its edge, which is as far from the paper's as the left one.
        mirrored = width - min(line.left for line in body)
        self.right = mirrored if self.right < REACHED * mirrored else self.right
        # The left edge is where lines begin that go on from a full one; first lines may outnumber them.
        pairs = pairwise(body)
        later = [line for before, line in pairs if self._full(before) and not has_ended(before.text)] or body
        self.left = Counter(round(line.left / 2) for line in later).most_common(1)[0][0] * 2
        # Where paragraphs are indented, a number at the left edge stands in the middle of one.
        self.indented = sum(line.left > self.left + INDENT * line.size for line in body) > INDENTED * len(body)
        steps = [a.base - b.base for a, b in pairwise(body) if a.page == b.page]
        self.step = median(steps) if steps else 2 * self.size
        # Without indentation, paragraphs may stand a little apart, which tells more than where lines end.
        apart = sum(SPACED * self.step < step < 2 * self.step for step in steps)
        self.spaced = not self.indented and apart > INDENTED * len(body)

    def parts(self, before: Line, line: Line) -> bool:
        """Say whether a new paragraph begins between two lines."""
        alone = LEADER.search(before.text) or DATE.fullmatch(line.text)  # an entry of contents; who signs, and when
        if alone or max(before.size, line.size) > LARGER * min(before.size, line.size):
            return True
        if line.size > LARGER * self.size:  # a title of several lines, each centred
            return before.page != line.page or before.base - line.base > 2 * line.size
        if before.page == line.page and self._gap(before, line) > (SPACED if self.spaced else WIDE_GAP):
            return True
        if line.left > self.left + INDENT * line.size:
            return not self._hangs(before, line)
        ended = has_ended(before.text)
        if ended and not (self.indented or self.spaced) and numbering(line.text):
            return True
        return not self._full(before, SHORT if ended else RAGGED)

    def ends(self, line: Line) -> bool:
        """Say whether a paragraph ends with a line, whatever stands in the next column."""
        return line.size > LARGER * self.size or has_ended(line.text) or not self._full(line, RAGGED)

    def begins(self, line: Line) -> bool:
        """Say whether a paragraph begins with a line, whatever stood in the column before."""
        return line.size > LARGER * self.size or line.left > self.left + INDENT * line.size

    def _gap(self, before: Line, line: Line) -> float:
        """Distance of two lines of a page, by the usual one."""
        return (before.base - line.base) / max(self.step, line.size)

    def _hangs(self, before: Line, line: Line) -> bool:
        """Say whether an indented line goes on, because the one before it began at the same place and was full."""
        same = abs(before.left - line.left) < line.size / 2
        return same and self._full(before) and not has_ended(before.text)

    def _full(self, line: Line, lacking: float = SHORT) -> bool:
        return line.right > self.right - lacking * line.size
