"""What stands on a PDF page: characters with their places, turned upright, and the rules drawn on it."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

LINE_ENDS = "\r\n"
SOFT_HYPHEN = "\ufffe"
#: degrees by which a line of an upright page may be askew
ASKEW = 10
#: characters from which text that is turned otherwise than its page is content, not a mark at the margin
LEAST_TURNED = 40
#: a rule is at most so thick, in points, and at least so long
THICKEST, SHORTEST_RULE = 3.0, 8.0
MOST_OBJECTS, MOST_SEGMENTS = 20_000, 400
#: sizes of type by which a character stands under the one before it in vertical writing
BELOW, BESIDE = (0.7, 1.8), 0.3


Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """A character, its box and the point it is set at, in points from the lower left corner of its page."""

    left: float
    right: float
    bottom: float
    top: float
    begin: float
    base: float
    character: str
    size: float
    behind_space: bool


class Rule(NamedTuple):
    """A line drawn along an edge of the page, as a thin box in points."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def horizontal(self) -> bool:
        """Whether it is wider than high."""
        return self.right - self.left >= self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Sheet:
    """The characters of a page that are turned the same way, and its rules; sizes in points."""

    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule] = field(default_factory=list)


def sheets(page: Any) -> list[Sheet]:
    """Return the text of a page, turned upright: what most of it is turned like, then what else is much.

    Text that stands at any other angle is a watermark and is left out, as is a little that is turned to the side. A
    page that is slanted as a whole counts as one without text.

    Args:
        page: a page of pypdfium2.
    """
    width, height = page.get_size()
    if page.get_rotation() in (90, 270):
        width, height = height, width
    turned: dict[int | None, list[Glyph]] = {}
    for angle, glyph in _glyphs(page.get_textpage()):
        turned.setdefault(_quarter(angle) if angle else 0, []).append(glyph)
    slanted = turned.pop(None, [])
    if len(slanted) > sum(map(len, turned.values())):
        return []
    order = sorted(turned, key=lambda quarter: -len(turned[quarter]))
    rules = list(_rules(page)) if order else []
    kept = [quarter for quarter in order if quarter == order[0] or len(turned[quarter]) >= LEAST_TURNED]
    return [_upright(Sheet(width, height, turned[quarter], rules), quarter or 0) for quarter in kept]


def _glyphs(text: Any) -> Iterator[tuple[float, Glyph]]:
    """Yield each character with its angle, in degrees against the clock."""
    handle, box, x, y = text.raw, pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    # asked of every character of a corpus, so the names are looked up once
    unicode, bounds, size = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetFontSize
    origin, turn = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetCharAngle
    space = False
    for index in range(text.count_chars()):
        character = chr(unicode(handle, index))
        if character.isspace():
            space = space or character not in LINE_ENDS
        elif bounds(handle, index, box_at):
            shown = "-" if character == SOFT_HYPHEN else character
            origin(handle, index, x_at, y_at)
            set_at = x.value, y.value, shown, size(handle, index), space
            yield -math.degrees(turn(handle, index)), Glyph(box.left, box.right, box.bottom, box.top, *set_at)
            space = False


def _quarter(angle: float) -> int | None:
    """Quarter turns of an angle against the clock, ``None`` where it is none."""
    quarter = round(angle / 90)
    return quarter % 4 if abs(angle - 90 * quarter) <= ASKEW else None


def _upright(sheet: Sheet, quarter: int) -> Sheet:
    if quarter == 0 and _is_vertical(sheet.glyphs):
        quarter = 3  # lines that run down the page, from its right edge to its left one
    if quarter == 0:
        return sheet
    width, height = sheet.width, sheet.height
    glyphs = [_turn_glyph(glyph, quarter, width, height) for glyph in sheet.glyphs]
    rules = [Rule(*_turn(rule, quarter, width, height)) for rule in sheet.rules]
    sideways = quarter % 2 == 1
    return Sheet(height if sideways else width, width if sideways else height, glyphs, rules)


def _is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Say whether most characters stand under the one before, each upright: vertical writing."""
    below = sum(
        BELOW[0] * b.size < a.base - b.base < BELOW[1] * b.size and abs(a.left - b.left) < BESIDE * b.size
        for a, b in pairwise(glyphs)
    )
    return below > 0.6 * len(glyphs)


def _turn(box: Box, quarter: int, width: float, height: float) -> Box:
    """Turn a box with its page, so that text turned by so many quarters against the clock becomes upright."""
    left, right, bottom, top = box
    if quarter == 1:
        return bottom, top, width - right, width - left
    if quarter == 2:
        return width - right, width - left, height - top, height - bottom
    return height - top, height - bottom, left, right


def _turn_glyph(glyph: Glyph, quarter: int, width: float, height: float) -> Glyph:
    left, right, bottom, top = _turn(glyph[:4], quarter, width, height)
    begin, _, base, _ = _turn((glyph.begin, glyph.begin, glyph.base, glyph.base), quarter, width, height)
    return glyph._replace(left=left, right=right, bottom=bottom, top=top, begin=begin, base=base)


def _rules(page: Any) -> Iterator[Rule]:
    """Yield the rules of a page; a path may draw many, as those of a table."""
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), MOST_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        edges = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(thing, *edges):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        if min(right - left, top - bottom) <= THICKEST:
            yield from _long(Rule(left, right, bottom, top))
        else:
            yield from _segments(thing)


def _segments(path: Any) -> Iterator[Rule]:
    """Yield the straight pieces of a path that run along the page's edges."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    here = start = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _between(here, point)
        here = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _between(here, start)
            here = start


def _between(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    rule = Rule(min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1]))
    if min(rule.right - rule.left, rule.top - rule.bottom) <= 1:
        yield from _long(rule)


def _long(rule: Rule) -> Iterator[Rule]:
    if max(rule.right - rule.left, rule.top - rule.bottom) >= SHORTEST_RULE:
        yield rule
