"""Where the pages of a printed text ended: page numbers, and the lines that pages repeat beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cuoshi.notation.marks import has_ended
from cuoshi.text.lines import Line

PAGE, HEAD = "page number", "running head"
#: rules that take what stands where a page ends, which parts no paragraph
PAGE_ENDS = frozenset((PAGE, HEAD))
#: pages that a line is repeated on, and its longest length
OFTEN, LONGEST = 2, 60
#: by which a short form of the title differs
YEARS = re.compile(r"[\d年度\s]+")


def take_running_heads(lines: Sequence[Line]) -> None:
    """Take out the lines that pages repeat next to their numbers.

    Args:
        lines: those of a text, page numbers taken out by their rule.
    """
    beside = list(_beside(lines))
    often = {text for text, count in Counter(line.text for line in beside).items() if count >= OFTEN}
    first = next((line for line in lines if not line.rule), None)
    for line in beside:
        if line is not first and (line.text in often or (first and _plain(line) == _plain(first))):
            line.rule = HEAD


def _plain(line: Line) -> str:
    return YEARS.sub("", line.text)


def _beside(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the short lines right before or behind a page number."""
    for before, line in pairwise(lines):
        pair = (before, line) if line.rule == PAGE else (line, before) if before.rule == PAGE else None
        if pair and not pair[0].rule and len(pair[0].text) <= LONGEST and not has_ended(pair[0].text):
            yield pair[0]
