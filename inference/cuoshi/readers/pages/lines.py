"""From characters on a page to lines: in their order on paper, apart where a column or cell may end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median, median_low

from cuoshi.readers.pages.gutters import gutters, is_edge, without_hanging
from cuoshi.readers.pages.sheets import Glyph

#: sizes of type by which the bases of a line's characters may differ
LEVEL = 0.3
#: points by which the bases of a line's characters differ at most, if they overlap
SAME_BASE = 0.5
#: times the size of type from which characters are no line together
UNLIKE = 1.6
#: pairs of characters of two lines from which they are not compared
MOST_PAIRS = 10_000
#: a note's mark is so much smaller than its line
RAISED = 0.8
#: sizes of type by which boxes that stand beside each other may overlap
OVERLAP = 0.2
#: gap, in sizes of type, at which a line may be two that stand beside each other
SPLIT = 0.75
#: gap beside a Chinese character that is a space: word processors set numbers off by a quarter
GAP = 1.2
#: sizes of type by which the second print of a character for boldness is shifted
SHADOW = 0.2
LEFT, BASE = attrgetter("left"), attrgetter("base")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or a piece of one up to a wide gap.

    Coordinates are points from the page's lower left corner, ``base`` is where its characters stand, ``size`` that of
    its type. A row of a table is a line, ``is_row``, whose cells are parted by tabs.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    base: float
    size: float
    is_row: bool = False


def lines(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """Make lines of the characters of a page, from the top down, pieces of one from the left.

    Args:
        glyphs: characters that are turned upright, in any order.
        page: number of the page.
    """
    rows = [sorted(row, key=LEFT) for row in _rows(glyphs)]
    edges = gutters(rows)
    return [_line(without_hanging(piece, edges), page) for row in rows for piece in _pieces(row, edges)]


def row_text(row: Sequence[Line]) -> str:
    """Join pieces that stand beside each other, with a space where the gap between them is wide."""
    text = row[0].text
    for before, line in pairwise(row):
        text += (" " if line.left - before.right > GAP * min(before.size, line.size) else "") + line.text
    return text


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Put characters into rows; what is of quite another size than a row's first character is printed over it."""
    rows: list[tuple[float, float, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=BASE, reverse=True):
        size = _size(glyph)
        for base, first, row in rows[-2:]:
            small, large = (size, first) if size < first else (first, size)
            if base - glyph.base <= LEVEL * small and large < UNLIKE * small:
                row.append(glyph)
                break
        else:
            rows.append((glyph.base, size, [glyph]))
    return _with_raised([piece for _, _, row in rows for piece in _unwoven(row)])


def _unwoven(row: list[Glyph]) -> list[list[Glyph]]:
    """Part from a line what is printed over it, at another height: a watermark between the lines of the text."""
    if row[0].base - row[-1].base <= SAME_BASE:  # they come from the top down
        return [row]
    usual = median_low(glyph.base for glyph in row)
    own = [glyph for glyph in row if abs(glyph.base - usual) <= SAME_BASE]
    other = [glyph for glyph in row if abs(glyph.base - usual) > SAME_BASE]
    if not other or len(own) * len(other) > MOST_PAIRS:
        return [row]
    over = sum(any(_overlap(glyph, one) > OVERLAP * _size(one) for one in own) for glyph in other)
    return [own, other] if 2 * over > len(other) else [row]


def _size(glyph: Glyph) -> float:
    return glyph.size if glyph.size > 1 else max(glyph.top - glyph.bottom, 1.0)


def _with_raised(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Put raised and lowered characters into the line that they belong to, where that has room for them."""
    merged: list[list[Glyph]] = []
    waiting: list[Glyph] = []
    for row in rows:
        if waiting:
            if _takes(row, waiting):
                row = row + waiting
            else:
                merged.append(waiting)
            waiting = []
        if merged and _takes(merged[-1], row):
            merged[-1] = merged[-1] + row
        elif len(row) <= 4:
            waiting = row
        else:
            merged.append(row)
    return [*merged, waiting] if waiting else merged


def _takes(row: Sequence[Glyph], small: Sequence[Glyph]) -> bool:
    if len(row) * len(small) > MOST_PAIRS or max(map(_size, small)) > RAISED * median(map(_size, row)):
        return False
    bottom, top = min(glyph.bottom for glyph in row), max(glyph.top for glyph in row)
    for glyph in small:
        middle = (glyph.bottom + glyph.top) / 2
        clear = all(_overlap(glyph, other) < OVERLAP * _size(other) for other in row)
        if not (bottom < middle < top and clear):
            return False
    return True


def _overlap(one: Glyph, other: Glyph) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _pieces(row: list[Glyph], edges: Sequence[float]) -> Iterator[list[Glyph]]:
    """Part a line where a gap is wide or a column begins, and drop second prints of a character."""
    before = row[0]
    piece = [before]
    for glyph in row[1:]:
        gap = glyph.left - before.right
        if glyph.character == before.character and glyph.left - before.left < SHADOW * _size(glyph):
            continue
        if (gap > 0 and gap > SPLIT * max(_size(before), _size(glyph))) or (edges and is_edge(before, glyph, edges)):
            yield piece
            piece = []
        piece.append(glyph)
        before = glyph
    yield piece


def _line(piece: Sequence[Glyph], page: int) -> Line:
    characters = [piece[0].character]
    for before, glyph in pairwise(piece):
        if glyph.behind_space and before.character.isascii() and glyph.character.isascii():
            characters.append(" ")
        characters.append(glyph.character)
    _, right, bottom, top, _, base, *_ = zip(*piece, strict=True)
    return Line(
        text="".join(characters),
        page=page,
        left=piece[0].left,
        right=max(right),
        bottom=min(bottom),
        top=max(top),
        base=median_low(base),
        size=max(map(_size, piece)),
    )
