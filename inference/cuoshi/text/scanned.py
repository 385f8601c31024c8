"""Say of the sentences of a scan which page they were read on, and how surely."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from cuoshi.documents import Scan
from cuoshi.schema import Heading, Sentence
from cuoshi.text.finding import Finder, letters

#: letters that half a sentence has at least to be found by it, where the head or foot of a page parts it
LEAST = 6


def with_pages(units: Sequence[Heading | Sentence], scans: Sequence[Scan]) -> list[Heading | Sentence]:
    """Write page and confidence into the sentences that stand on pages read by OCR.

    Args:
        units: headings and sentences in reading order.
        scans: the pages, in order.

    Returns:
        The same units; a sentence that goes over a page's end has the page on which it begins.
    """
    finder = Finder("".join(scan.text for scan in scans))
    starts = list(accumulate((len(letters(scan.text)) for scan in scans), initial=0))
    placed: list[Heading | Sentence] = []
    for unit in units:
        said = letters(unit.text)
        start = finder.pass_by(said) if said else -1
        if start < 0 and len(said) >= 2 * LEAST:
            start = finder.pass_by(said[: len(said) // 2])
        if isinstance(unit, Sentence) and start >= 0:
            scan = scans[bisect(starts, start) - 1]
            placed.append(replace(unit, page=scan.page, page_confidence=scan.confidence))
        else:
            placed.append(unit)
    return placed
