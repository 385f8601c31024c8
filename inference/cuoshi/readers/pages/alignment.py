"""Pages that lay on the scanner now here, now there: their text is moved to one left edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from cuoshi.readers.pages.furniture import Page

#: share of a page's lines, and number of them, that begin at its left edge at least; others are indented or centred
SHARE, LEAST = 0.15, 2
#: sizes of type by which lines that begin at one edge may differ
NEAR = 0.6


def aligned(pages: Sequence[Page]) -> list[Page]:
    """Move the lines of scanned pages sideways, so that the left edges of their text are below each other.

    Args:
        pages: those of one document that were scanned.

    Returns:
        The same pages; each is moved to the median of their edges.
    """
    edges = [_left_edge(page) for page in pages]
    known = [edge for edge in edges if edge is not None]
    middle = median(known) if known else 0.0
    return [page if edge is None else _moved(page, middle - edge) for page, edge in zip(pages, edges, strict=True)]


def _left_edge(page: Page) -> float | None:
    """Where the lines of a page begin, in points; ``None`` where it has too few."""
    lines = sorted(page.lines, key=lambda line: line.left)
    for line in lines:
        near = [other.left for other in lines if 0 <= other.left - line.left < NEAR * line.size]
        if len(near) >= max(LEAST, SHARE * len(lines)):
            return median(near)
    return None


def _moved(page: Page, by: float) -> Page:
    return replace(page, lines=[replace(line, left=line.left + by, right=line.right + by) for line in page.lines])
