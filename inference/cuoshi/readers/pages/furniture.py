"""What stands on pages and is not their text: page numbers, running heads, watermarks; and notes, which come last."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from cuoshi.notation.marks import has_ended
from cuoshi.notation.numerals import NUMERALS
from cuoshi.notation.script import HANZI
from cuoshi.readers.pages.lines import Line
from cuoshi.readers.pages.sheets import Rule

PAGE_NUMBER = re.compile(
    r"[-—–―－·~～_□一 ]{0,5}"  # OCR may find a dash illegible, or take it for 一
    r"(?:第? ?\d{1,4} ?页?(?: ?[/／,，共]{1,2} ?\d{1,4} ?页?)?|[ivxlcIVXLC]{1,6})[-—–―－·~～_□一 ]{0,5}$"
)
NUMBER = re.compile(rf"\d+|(?<=第)[{NUMERALS}]+(?=页)")
#: by which a running head differs from the title that it gives
VARIES = re.compile(r"[\d年度\s]+")
NOTE = re.compile(rf"[①-⑳*＊※]|[\[［〔]\d{{1,2}}[\]］〕]|\d{{1,2}}(?=[ {HANZI}“《])|注(?:释)?[：:\d①-⑳]")
MARK = re.compile(r"[①-⑳]|[\[［〔]\d{1,2}[\]］〕]")
#: share of the page's height at top and bottom where headers and footers stand
MARGIN = 0.13
#: share of the pages, or number of them, on which a line repeats that is a header
REPEATED, OFTEN = 0.5, 5
#: pages on which a line stands at the same place, in a size that text has not, to be a watermark
WATERMARKED = 3
SLACK = 4.0  # points by which its place may differ
LARGER, SMALLER = 1.3, 0.93  # times the usual size of type
SMALL, SHORTEST = 0.9, 4  # times the usual size of type, and characters, of a running head that stands on one page
OVER = 0.3  # sizes of type by which lines overlap that are printed over each other
NOTE_GAP = 1.25  # times the usual distance of lines
NOTE_RULE = 0.55  # share of the page's width
LOWER = 0.6  # share of the page's height
FULL = 0.68  # share of the page's width: a line so long in the usual size is no header

Place = tuple[bool, str, int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: width and height in points, its lines or pieces of them, and the rules drawn on it."""

    width: float
    height: float
    lines: list[Line]
    rules: list[Rule] = field(default_factory=list)


def without_furniture(pages: Sequence[Page]) -> Iterator[Page]:
    """Drop page numbers, lines that repeat at the same place of the margins, and watermarks."""
    size = usual_size(pages)
    places = [[_place(page, line, size) for line in page.lines] for page in pages]
    seen = Counter(place for page in places for place in set(page) if place)
    least = max(2, min(REPEATED * len(pages), OFTEN))
    often = {place for place, count in seen.items() if count >= (least if place[0] else max(WATERMARKED, least))}
    whole = "\n".join(_plain(line) for page in pages for line in page.lines)
    for page, own in zip(pages, places, strict=True):
        head = _head(page, size, whole)
        placed = zip(page.lines, own, strict=True)
        yield replace(
            page, lines=[line for line, place in placed if not (line is head or _is_furniture(line, place, often))]
        )


def usual_size(pages: Sequence[Page]) -> float:
    """The size of type that most lines have, in points."""
    return median([line.size for page in pages for line in page.lines] or [1.0])


def part_notes(page: Page, size: float) -> tuple[list[Line], list[Line]]:
    """Part the text of a page from the notes at its foot.

    Notes begin with a mark and are set small, below a short rule, or behind a gap in the middle of a sentence.

    Args:
        page: the page without what repeats.
        size: usual size of type, in points.

    Returns:
        Lines of text and lines of notes.
    """
    ordered = sorted(page.lines, key=lambda line: (-line.base, line.left))
    steps = [a.base - b.base for a, b in pairwise(ordered) if a.base - b.base > 0.5 * size]
    step = median(steps) if steps else 2 * size
    for index, line in enumerate(ordered):
        if index and not line.is_row and line.top < LOWER * page.height and NOTE.match(line.text):
            rest = ordered[index:]
            if _are_notes(page, ordered[index - 1], rest, size, step):
                return ordered[:index], rest
    return page.lines, []


def _are_notes(page: Page, before: Line, notes: Sequence[Line], size: float, step: float) -> bool:
    first = notes[0]
    if any(line.is_row for line in notes):
        return False
    if all(line.size <= SMALLER * size for line in notes):
        return before.size > SMALLER * size
    ruled = any(
        rule.horizontal
        and first.base < rule.bottom <= before.base
        and rule.right - rule.left < NOTE_RULE * page.width
        and abs(rule.left - first.left) < 3 * size
        for rule in page.rules
    )
    apart = before.base - first.base > NOTE_GAP * step and not has_ended(before.text)
    return MARK.match(first.text) is not None and (ruled or apart) and first.size < LARGER * size


def _head(page: Page, size: float, whole: str) -> Line | None:
    """The first line of a page, if it is a running head by its small type and says what the title or a heading does."""
    first = max(page.lines, key=lambda line: line.base, default=None)
    if first is None or first.size > SMALL * size or first.bottom < (1 - MARGIN) * page.height:
        return None
    text = _plain(first)
    return first if len(text) >= SHORTEST and whole.count(text) > 1 else None


def _plain(line: Line) -> str:
    return VARIES.sub("", line.text)


def _is_furniture(line: Line, place: Place | None, often: set[Place]) -> bool:
    if place is None:
        return False
    in_margin, text, across, height = place
    if in_margin and PAGE_NUMBER.match(line.text):
        return True
    return any((in_margin, text, across, height + step) in often for step in (-1, 0, 1))


def _place(page: Page, line: Line, size: float) -> Place | None:
    """Where a line stands that may repeat: whether in a margin, what it says, numbers aside, how far across, how high.

    ``None`` for a line of text: full, or in the middle of the page, of the usual size and over no other.
    """
    in_margin = line.bottom > (1 - MARGIN) * page.height or line.top < MARGIN * page.height
    usual = size / LARGER < line.size < size * LARGER
    full = usual and line.right - line.left > FULL * page.width
    if line.is_row or full or (usual and not in_margin and not _is_over(page, line)):
        return None
    text = NUMBER.sub("#", line.text.replace(" ", ""))
    return in_margin, text, 0 if in_margin else round(line.left / SLACK), round((line.bottom + line.top) / 2 / SLACK)


def _is_over(page: Page, line: Line) -> bool:
    """Say whether a line is printed over another."""
    return any(
        other.bottom < line.top
        and other.top > line.bottom  # of few lines more is to be worked out
        and min(line.top, other.top) - max(line.bottom, other.bottom) > OVER * line.size
        and min(line.right, other.right) - max(line.left, other.left) > line.size
        for other in page.lines
        if other is not line
    )
