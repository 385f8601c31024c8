"""The marks that end sentences, and how the lines of one paragraph are joined."""

from __future__ import annotations

import re
from itertools import pairwise
from string import ascii_letters

#: marks that end a sentence (data/CODEBOOK.md, section 1); the narrow ones do so beside a Chinese character only
WIDE_ENDS, NARROW_ENDS = "。！？；", "!?;"
ENDS = WIDE_ENDS + NARROW_ENDS
#: how readers end the line of a table's cell that is alone in its row: a tab, and a sign that shows nothing
ALONE = "\t\u2063"
#: marks that close what an end mark may stand in, and those that open and close it alike
CLOSERS, STRAIGHT = "”’）)》」』】〉〕〗", "\"'＂＇"
#: a line that has ended: an end mark, a colon or dots, and what closes behind it
ENDED = re.compile(rf"[{ENDS}：:…][{CLOSERS}{STRAIGHT}]*$")
#: what a word of Latin letters ends and begins with; Chinese lines are joined without a space
LATIN_END, LATIN_START = frozenset(f"{ascii_letters},."), frozenset(f"{ascii_letters}(")


def has_ended(line: str) -> bool:
    """Say whether a sentence, or what leads to a list, ends with a line."""
    return ENDED.search(line) is not None


def joined(*lines: str) -> str:
    """Join the lines of a paragraph, with a space between two Latin words only."""
    words = (before[-1:] in LATIN_END and line[:1] in LATIN_START for before, line in pairwise(("", *lines)))
    return "".join(f" {line}" if between else line for between, line in zip(words, lines, strict=True))
