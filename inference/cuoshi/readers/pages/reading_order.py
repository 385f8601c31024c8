"""The order in which the lines of a page are read: columns, two pages on a sheet, tables without rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from statistics import median

from cuoshi.notation.marks import has_ended
from cuoshi.readers.pages.lines import GAP, Line, row_text

#: sizes of type between a line and the column at its right, since marks hang out of a column, and by which a line may
#: begin before its column
HANGING, OUTDENT = 0.2, 0.5
#: lines that a column has at least, and the share of them that reaches over most of its width
LEAST, FILLED, SHARE = 3, 0.7, 0.5
#: lines that a column has at least where lines of text run over both columns above and below: a seal parts fewer
INSIDE = 6
LARGER = 1.15  # times the size of type
#: sizes of type that a column of text is wide at least
NARROWEST = 7
#: a sheet so much wider than high may hold two pages, which part at its middle
WIDE, MIDDLE = 1.15, 0.06
#: rows, at least, and what their gaps must have in common, in sizes of type, for a table
TABLE_ROWS = 3
Gap = tuple[float, float]
DEEPEST, MOST_LINES = 40, 1_000


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of a page that are read one after the other, between the edges that they share, in points."""

    lines: list[Line]
    left: float
    right: float


def columns(lines: Sequence[Line], width: float, height: float) -> Iterator[Column]:
    """Yield the columns of a page in reading order; lines between two columns part what is above and below.

    Args:
        lines: pieces of lines.
        width: of the page, in points.
        height: likewise.
    """
    page = Column(list(lines), 0, max([width, *(line.right for line in lines)]))  # turned text may leave its page
    sheet = _two_pages(page, width) if width > WIDE * height else None
    for column in sheet or [page]:
        for found in _cut(column, 0):
            yield replace(found, lines=list(_joined(found.lines)))


def _two_pages(page: Column, width: float) -> list[Column] | None:
    """Part a wide sheet at its middle, where no line stands."""
    tolerance = MIDDLE * width
    left = [line for line in page.lines if line.right <= width / 2 + tolerance]
    right = [line for line in page.lines if line.left >= width / 2 - tolerance]
    if not left or not right or len(left) + len(right) < len(page.lines) or max(len(left), len(right)) < LEAST:
        return None
    edges = max(line.right for line in left), min(line.left for line in right)
    if edges[0] > edges[1]:
        return None
    return [Column(left, 0, sum(edges) / 2), Column(right, sum(edges) / 2, width)]


def _cut(column: Column, depth: int) -> Iterator[Column]:
    """Yield the columns inside one, or itself where it has none."""
    band = _band(column.lines) if depth < DEEPEST and len(column.lines) < MOST_LINES else None
    if band is None:
        yield column
        return
    above, left, right, below = band
    if above:
        yield from _cut(replace(column, lines=above), depth + 1)
    for side in (left, right):
        yield from _cut(Column(side, min(line.left for line in side), max(line.right for line in side)), depth + 1)
    if below:
        yield from _cut(replace(column, lines=below), depth + 1)


def _band(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line], list[Line]] | None:
    """Find the widest band of lines that two columns share: what is above, left, right and below."""
    best: tuple[list[Line], list[Line], list[Line], list[Line]] | None = None
    ordered = sorted(lines, key=lambda line: (-line.base, line.left))
    head = _head(ordered)
    for start in sorted({round(line.left / 2) * 2 for line in lines}):
        for first, last in ((head + first, head + last) for first, last in _uncrossed(ordered[head:], start)):
            band = ordered[first:last]
            left = [line for line in band if not _is_right(line, start)]
            right = [line for line in band if _is_right(line, start)]
            if best is not None and len(band) <= len(best[1]) + len(best[2]):
                continue
            if len(right) < INSIDE and _is_inside([*ordered[:first][-1:], *ordered[last:][:1]], start):
                continue
            if _flows(left) and _beside(left, right) and (_flows(right) or _band(right) is not None):
                best = ordered[:first], left, right, ordered[last:]
    return best


def _is_inside(around: Sequence[Line], start: float) -> bool:
    """Say whether the lines above and below a band are text that runs over both of its columns."""
    over = [line for line in around if line.left < start - LEAST * line.size and line.right > start + LEAST * line.size]
    return len(over) == 2


def _head(ordered: Sequence[Line]) -> int:
    """Count the lines of larger type above all others: a title, which may stand over one column alone."""
    size = median([line.size for line in ordered] or [0.0])
    alone = (a.size > LARGER * size and b.top < a.base for a, b in pairwise(ordered))
    return sum(1 for _ in takewhile(bool, alone))


def _uncrossed(ordered: Sequence[Line], start: float) -> Iterator[tuple[int, int]]:
    """Yield the longest runs of lines of which none stands in the gutter left of ``start``."""
    first = 0
    for index, line in enumerate(ordered):
        if line.is_row or not (_is_right(line, start) or line.right <= start - HANGING * line.size):
            if index - first >= 2 * LEAST:
                yield first, index
            first = index + 1
    if len(ordered) - first >= 2 * LEAST:
        yield first, len(ordered)


def _is_right(line: Line, start: float) -> bool:
    """Say whether a line belongs to a column that begins at ``start``, if a little before it."""
    return line.left >= start - OUTDENT * line.size


def _flows(lines: Sequence[Line]) -> bool:
    """Say whether lines are those of running text: wide enough, and many of them full."""
    if len(lines) < LEAST:
        return False
    width = max(line.right for line in lines) - min(line.left for line in lines)
    filled = sum(line.right - line.left >= FILLED * width for line in lines)
    return width >= NARROWEST * median(line.size for line in lines) and filled >= SHARE * len(lines)


def _beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Say whether two groups of lines stand beside each other rather than one above the other."""
    if len(right) < LEAST:
        return False
    top = min(left[0].top, right[0].top)
    bottom = max(left[-1].bottom, right[-1].bottom)
    lower = min(left[0].top - left[-1].bottom, right[0].top - right[-1].bottom)
    return top - bottom > 0.5 * lower


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Join pieces that stand beside each other, and make rows of those that are a table without rules."""
    rows = list(_rows(lines))
    done = 0
    for first, last, gaps in _aligned(rows):
        yield from map(_whole, rows[done:first])
        yield from _table(rows[first:last], [(left + right) / 2 for left, right in gaps])
        done = last
    yield from map(_whole, rows[done:])


def _whole(row: Sequence[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    bottom, top = min(piece.bottom for piece in row), max(piece.top for piece in row)
    return replace(row[0], text=row_text(row), right=max(piece.right for piece in row), bottom=bottom, top=top)


def _table(rows: Sequence[Sequence[Line]], gutters: Sequence[float]) -> Iterator[Line]:
    """Make rows of lines whose cells may go on in the next line; the first cell begins a row unless it goes on."""
    edge = max((piece.right for row in rows for piece in row if _cell(piece, gutters) == 0), default=0.0)
    cells: list[str] = []
    first: Line | None = None
    for row in rows:
        opens = _cell(row[0], gutters) == 0
        goes_on = first is not None and _is_full(first, edge) and not has_ended(cells[0])
        if first is not None and opens and not goes_on:
            yield replace(first, text="\t".join(filter(None, cells)), is_row=True)
            first = None
        if first is None:
            cells = [""] * (len(gutters) + 1)
        first = row[0] if opens or first is None else first
        for piece in row:
            cells[_cell(piece, gutters)] += piece.text
    if first is not None:
        yield replace(first, text="\t".join(filter(None, cells)), is_row=True)


def _is_full(line: Line, edge: float) -> bool:
    """Say whether the line of a cell is so long that what follows may belong to it."""
    return line.right > edge - line.size and line.right - line.left > NARROWEST * line.size


def _cell(piece: Line, gutters: Sequence[float]) -> int:
    return sum(piece.left > gutter for gutter in gutters)


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    row: list[Line] = []
    for line in sorted(lines, key=lambda line: (-line.base, line.left)):
        if row and not line.is_row and not row[0].is_row and row[0].base - line.base < 0.3 * line.size:
            row.append(line)
        else:
            if row:
                yield sorted(row, key=lambda line: line.left)
            row = [line]
    if row:
        yield sorted(row, key=lambda line: line.left)


def _aligned(rows: Sequence[Sequence[Line]]) -> Iterator[tuple[int, int, list[Gap]]]:
    """Yield the runs of rows with several pieces whose gaps lie below each other, and what the gaps have in common.

    A row may lack its first cells: what stands there goes on in it.
    """
    first = full = 0
    gaps: list[Gap] = []
    for index, row in enumerate([*rows, []]):
        own = [(a.right, b.left) for a, b in pairwise(row) if b.left - a.right > GAP * a.size]
        shared = _shared(gaps, own) if own else gaps if _goes_on(row, gaps) else []
        if not shared or any(_crosses(piece, shared) for piece in row):
            if full >= TABLE_ROWS:
                yield first, index, gaps
            first, full, shared = index, 0, own
        gaps = shared
        full += bool(own)


def _shared(gaps: Sequence[Gap], own: Sequence[Gap]) -> list[Gap]:
    common = [(max(a[0], b[0]), min(a[1], b[1])) for a in gaps for b in own]
    return [gap for gap in common if gap[1] - gap[0] > 1]


def _goes_on(row: Sequence[Line], gaps: Sequence[Gap]) -> bool:
    return bool(row and gaps) and row[0].left >= gaps[0][1] - 1


def _crosses(piece: Line, gaps: Sequence[Gap]) -> bool:
    return any(piece.left < left + 1 and piece.right > right - 1 for left, right in gaps)
