"""Gutters between columns that are hardly wider than the space between characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from cuoshi.readers.pages.sheets import Glyph

#: sizes of type that a gutter is wide at least, and by which lines may begin beside their column's edge
NARROWEST, BESIDE = 0.2, 0.3
#: rows, at least, that have text at both sides of a gutter and none in it, and times those that cross it
LEAST, OUTNUMBERED = 6, 2
#: sizes of type before a column's edge at which a mark that hangs into the gutter is taken to end
CLEAR = 0.7
#: sizes of type that a column is wide at least
WIDTH = 7
#: marks that may hang out of their column, since no line begins with them
MARKS = frozenset("，。、；：？！）”’》」』】")


def gutters(rows: Sequence[Sequence[Glyph]]) -> list[float]:
    """Find the left edges of columns that have a narrow gutter before them all the way down.

    Args:
        rows: characters of a page's rows, each from the left.

    Returns:
        Points from the left edge of the page; none on nearly every page.
    """
    size = median([glyph.size for row in rows for glyph in row[:1]] or [0.0])
    if size <= 1:  # the file does not say it
        return []
    gap = NARROWEST * size
    begins = Counter(round(b.left / 2) for row in rows for a, b in pairwise(row) if b.left - a.right > gap)
    edges = [2.0 * place for place, count in begins.items() if count + begins[place + 1] >= LEAST // 2]
    found: list[float] = []
    for edge in sorted(edges):
        if (not found or edge - found[-1] > WIDTH * size) and _parts(rows, edge, size):
            found.append(edge)
    return found


def is_edge(before: Glyph, glyph: Glyph, edges: Sequence[float]) -> bool:
    """Say whether a column begins with a character.

    Args:
        before: the character at its left.
        glyph: the character.
        edges: left edges of columns, points from the left edge of the page.
    """
    beside = any(abs(glyph.left - edge) < BESIDE * glyph.size for edge in edges)
    return beside and glyph.left - _right(before) > NARROWEST * glyph.size


def without_hanging(piece: Sequence[Glyph], edges: Sequence[float]) -> list[Glyph]:
    """A line whose last mark, where it hangs into a gutter, ends before that."""
    last = piece[-1]
    edge = next((edge for edge in edges if last.left - BESIDE * last.size < edge < last.right + last.size), None)
    if last.character not in MARKS or edge is None:
        return list(piece)
    return [*piece[:-1], last._replace(right=max(last.left, min(last.right, edge - CLEAR * last.size)))]


def _right(glyph: Glyph) -> float:
    """The right edge of a character; a mark may hang into a gutter from where it begins."""
    return glyph.left if glyph.character in MARKS else glyph.right


def _parts(rows: Sequence[Sequence[Glyph]], edge: float, size: float) -> bool:
    """Say whether rows have text at both sides of a gutter, and hardly any crosses it."""
    kinds = Counter(kind for row in rows for kind in _kind(row, edge, size))
    return kinds["parted"] >= LEAST and kinds["parted"] >= OUTNUMBERED * kinds["crossed"]


def _kind(row: Sequence[Glyph], edge: float, size: float) -> Iterator[str]:
    if edge - row[0].left < WIDTH * size or row[-1].right - edge < WIDTH * size:
        return
    inside = any(glyph.left < edge - BESIDE * size and _right(glyph) > edge - NARROWEST * size for glyph in row)
    yield "crossed" if inside else "parted"
