"""Pages that lay on the scanner now here, now there: their text is moved to one left edge and one height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median, median_low

from cuoshi.readers.pages.furniture import Page
from cuoshi.readers.pages.lines import Line

#: share of a page's lines, and number of them, that begin at its left edge at least; others are indented or centred
SHARE, LEAST = 0.15, 2
#: sizes of type by which lines that begin at one edge may differ
NEAR = 0.6
#: points by which a page may lie higher or lower on the scanner
HIGHER = 24.0


def aligned(pages: Sequence[Page]) -> list[Page]:
    """Move the lines of scanned pages, so that left edges are below each other and running heads at one height.

    Args:
        pages: those of one document that were scanned.

    Returns:
        The same pages; each is moved to the median of their edges and, unless it begins lower or higher than others, of
        their first lines.
    """
    edges = [_left_edge(page) for page in pages]
    known = [edge for edge in edges if edge is not None]
    middle = median(known) if known else 0.0
    tops = [max((line.base for line in page.lines), default=0.0) for page in pages]
    usual = median_low(tops or [0.0])
    moved = []
    for page, edge, top in zip(pages, edges, tops, strict=True):
        up = usual - top if abs(usual - top) < HIGHER else 0.0
        moved.append(_moved(page, 0.0 if edge is None else middle - edge, up))
    return moved


def _left_edge(page: Page) -> float | None:
    """Where the lines of a page begin, in points; ``None`` where it has too few."""
    lines = sorted(page.lines, key=lambda line: line.left)
    for line in lines:
        near = [other.left for other in lines if 0 <= other.left - line.left < NEAR * line.size]
        if len(near) >= max(LEAST, SHARE * len(lines)):
            return median(near)
    return None


def _moved(page: Page, by: float, up: float) -> Page:
    return replace(page, lines=[_shifted(line, by, up) for line in page.lines]) if by or up else page


def _shifted(line: Line, by: float, up: float) -> Line:
    moved = replace(line, left=line.left + by, right=line.right + by)
    return replace(moved, bottom=line.bottom + up, top=line.top + up, base=line.base + up)
