"""Join lines that were broken at a fixed width: one rule for all readers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from cuoshi.notation.marks import has_ended, joined
from cuoshi.notation.numbering import numbering
from cuoshi.text.titles import COMPLETE

#: columns, and characters, that a full line may lack: a number or word does not break, a mark opens no line
LACKING, LACKING_CHARACTERS = 8, 3
#: characters by which the first line of a paragraph is indented
INDENT = 2
#: a paragraph is hardly ever a single line of this many columns
WIDEST = 160
NARROWEST = 24
#: lines at the head of a text of which one may be its title, as long as a full line
TITLE_LINES = 3
#: what stands behind no sentence and no heading
GOES_ON = re.compile("[，、]$")
LEAST_FULL, SHARE_FULL, SHARE_OPEN = 2, 0.3, 0.6


def unwrap(lines: Sequence[str], opens: Sequence[bool]) -> list[str]:
    """Join the lines of a text whose paragraphs were broken at a fixed width; leave any other text as it is.

    In any text a line that ends with a comma goes on in the next one, unless that one is numbered. A text is taken for
    wrapped when many of its lines reach one width, none is wider, and most of these end in the middle of a sentence. A
    line goes on in the next one when it reaches that width, unless the next one opens a paragraph, or the line has
    ended and the next one is numbered.

    Args:
        lines: lines without those that do not belong to the report.
        opens: for each whether it begins a paragraph for sure: it is indented, or an empty line stands before it.

    Returns:
        The paragraphs.
    """
    full = _full_lines(lines, opens)
    # Where every line has an empty one before it, that tells nothing.
    told = sum(opens) < 0.9 * len(lines)
    indented = told and sum(opens) > 1
    paragraphs: list[list[str]] = []
    for index, line in enumerate(lines):
        if index and index - 1 in full and not (told and opens[index]):
            before = lines[index - 1]
            ended = has_ended(before) or (index <= TITLE_LINES and _is_title(before))
            if not ended or (indented and not numbering(line)):
                paragraphs[-1].append(line)
                continue
        if index and GOES_ON.search(lines[index - 1]) and not numbering(line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [joined(*paragraph) for paragraph in paragraphs]


def _full_lines(lines: Sequence[str], opens: Sequence[bool]) -> set[int]:
    """Indices of the lines that reach the width at which a text is wrapped, counted in columns or in characters.

    Empty where the text is not wrapped.
    """
    if len(lines) <= LEAST_FULL or max(map(len, lines)) > WIDEST:  # told before anything is measured
        return set()
    indents = [INDENT if opened else 0 for opened in opens]
    columns = [_width(line) + 2 * indent for line, indent in zip(lines, indents, strict=True)]
    characters = [len(line) + indent for line, indent in zip(lines, indents, strict=True)]
    if not NARROWEST <= max(columns) <= WIDEST:
        return set()
    wide, long = max(columns) - LACKING, max(characters) - LACKING_CHARACTERS
    full = {i for i in range(len(lines)) if columns[i] >= wide or (characters[i] >= long and columns[i] >= wide * 0.8)}
    followed = [i for i in full if i + 1 < len(lines)]
    broken = [i for i in followed if not has_ended(lines[i]) and not numbering(lines[i + 1])]
    enough = len(full) >= max(LEAST_FULL, SHARE_FULL * len(lines))
    return full if enough and len(broken) >= max(LEAST_FULL, SHARE_OPEN * len(followed)) else set()


def _is_title(line: str) -> bool:
    return COMPLETE.search(line) is not None and "，" not in line


def _width(line: str) -> int:
    """Columns that a line takes; a Chinese character takes two."""
    if line.isascii():
        return len(line)
    return len(line) + sum(map("WFA".__contains__, map(unicodedata.east_asian_width, line)))
