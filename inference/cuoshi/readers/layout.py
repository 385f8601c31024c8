"""From lines on pages to paragraphs: headers, footers and page numbers dropped, wrapped lines rejoined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

PAGE_NUMBER = re.compile(
    r"[-—–―－·~～_ ]*(?:第? *\d{1,4} *页?(?: *[/／,，共]+ *\d{1,4} *页?)?|[ivxlcIVXLC]{1,6})[-—–―－·~～_ ]*$"
)
NUMBER = re.compile(r"\d+|(?<=第)[一二三四五六七八九十百]+(?=页)")
END = re.compile(r"[。！？；：!?;:…][”’）)》」』】\"]*$")
HEADING = re.compile(
    r"第[一二三四五六七八九十百]+[章节篇部条]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.](?!\d)"
)
LATIN = re.compile(r"[A-Za-z0-9,.%)]$")
LATIN_START = re.compile(r"[A-Za-z(]")
#: share of the page's height at top and bottom where headers and footers stand
MARGIN = 0.13
#: share of the pages, or number of them, on which a line repeats that is a header
REPEATED, OFTEN = 0.5, 5
SLACK = 4.0  # points by which its place may differ
WIDE_GAP, SPACED = 1.5, 1.15  # times the usual distance of lines
LARGER = 1.15  # times the size of type
REACHED = 0.8  # share of the way to the right edge
INDENT = 1.2  # characters; officially two
RAGGED = 6.0  # the same in front of a long number, which does not break either
INDENTED = 0.05  # share of the lines
SHORT = 2.2  # characters that a full line may lack, because a mark may not open the next


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    Coordinates are points from the page's lower left corner, ``base`` is where its characters stand, ``size`` that of
    its type.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its width and height in points, and its lines in reading order."""

    width: float
    height: float
    lines: list[Line]


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """Rejoin the lines of a document.

    A new paragraph begins where a line is indented, where the line before it stops short of the right edge,
    behind a wide gap, or where the type's size changes; a page break alone parts nothing.

    Args:
        pages: the pages in order.

    Returns:
        Paragraphs and headings, one each.
    """
    lines = [line for page in _without_edges(pages) for line in _rows(page.lines)]
    if not lines:
        return []
    edges = _Edges(lines, max(page.width for page in pages))
    texts: list[str] = []
    previous: Line | None = None
    for line in lines:
        if previous is None or edges.parts(previous, line):
            texts.append(line.text)
        else:
            texts[-1] = _join(texts[-1], line.text)
        previous = line
    return texts


def _rows(lines: Iterable[Line]) -> Iterator[Line]:
    """Join pieces that stand beside each other; justified text and changes of font come in several."""
    row: Line | None = None
    for line in lines:
        if row and line.left >= row.right - row.size / 2 and min(row.top, line.top) - max(row.bottom, line.bottom) > 0:
            gap = " " if line.left - row.right > row.size else ""
            right, bottom, top = max(row.right, line.right), min(row.bottom, line.bottom), max(row.top, line.top)
            row = replace(row, text=row.text + gap + line.text, right=right, bottom=bottom, top=top)
            continue
        if row:
            yield row
        row = line
    if row:
        yield row


def _without_edges(pages: Sequence[Page]) -> Iterator[Page]:
    """Drop page numbers, and lines that repeat at the same place of the margins."""
    seen = Counter(
        place for page in pages for place in {_place(page, line) for line in page.lines if _edge(page, line)}
    )
    least = max(2, min(REPEATED * len(pages), OFTEN))
    often = {place for place, count in seen.items() if count >= least}
    for page in pages:
        kept = [
            line
            for line in page.lines
            if not (_edge(page, line) and (PAGE_NUMBER.match(line.text) or _near(often, _place(page, line))))
        ]
        yield replace(page, lines=kept)


def _edge(page: Page, line: Line) -> bool:
    return line.bottom > (1 - MARGIN) * page.height or line.top < MARGIN * page.height


def _place(page: Page, line: Line) -> tuple[str, int]:
    """What a line says, numbers aside, and its height on the page."""
    from_bottom = (line.bottom + line.top) / 2
    return NUMBER.sub("#", line.text.replace(" ", "")), round(from_bottom / SLACK)


def _near(places: set[tuple[str, int]], place: tuple[str, int]) -> bool:
    return any((place[0], place[1] + step) in places for step in (-1, 0, 1))


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
        later = [line for before, line in pairs if self._full(before) and not END.search(before.text)] or body
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
        if max(before.size, line.size) > LARGER * min(before.size, line.size):
            return True
        if line.size > LARGER * self.size:  # a title of several lines, each centred
            return before.page != line.page or before.base - line.base > 2 * line.size
        if before.page == line.page and self._gap(before, line) > (SPACED if self.spaced else WIDE_GAP):
            return True
        if line.left > self.left + INDENT * line.size:
            return not self._hangs(before, line)
        ended = END.search(before.text) is not None
        if ended and not (self.indented or self.spaced) and HEADING.match(line.text):
            return True
        return not self._full(before, SHORT if ended else RAGGED)

    def _gap(self, before: Line, line: Line) -> float:
        """Distance of two lines of a page, by the usual one."""
        return (before.base - line.base) / max(self.step, line.size)

    def _hangs(self, before: Line, line: Line) -> bool:
        """Say whether an indented line goes on, because the one before it began at the same place and was full."""
        same = abs(before.left - line.left) < line.size / 2
        return same and self._full(before) and not END.search(before.text)

    def _full(self, line: Line, lacking: float = SHORT) -> bool:
        return line.right > self.right - lacking * line.size


def _join(text: str, more: str) -> str:
    between = " " if LATIN.search(text) and LATIN_START.match(more) else ""
    return f"{text}{between}{more}"
