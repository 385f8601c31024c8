"""The lines of a text as they are read: spaces made single, bullets and what shows nothing taken out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from cuoshi.notation.marks import ALONE, has_ended
from cuoshi.notation.numbering import is_number, numbering, opens_item
from cuoshi.text import clean_rules as rules
from cuoshi.text.radicals import RADICALS

#: the rule that takes the cells of tables
CELL = "table cell"
#: characters of a numbered line that may be a heading of its own, whatever is set in behind it
LONGEST_SHORT = 16


@dataclass(slots=True)
class Line:
    """A line of a text.

    Attributes:
        number: of the line in the text, from 1.
        text: what it shows.
        indented: whether it is set in as the first line of a paragraph is.
        behind_gap: whether it is the first, or an empty line stands before it.
        rule: the rule that takes it out, empty while none does.
    """

    number: int
    text: str
    indented: bool = False
    behind_gap: bool = False
    rule: str = ""


def lines_of(text: str) -> list[Line]:
    r"""Read the lines of a text.

    Args:
        text: lines parted by ``\n``; the cells of a table's row by tabs.

    Returns:
        Lines that show something. A cell is a line of its own, which the rule ``table cell`` takes unless it holds a
        sentence.
    """
    return list(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    gap, hangs = True, False
    for number, line in enumerate(text.split("\n"), start=1):
        cells = _cells(line)
        alone = len(cells) == 1 and line.endswith(ALONE)
        for cell in cells if len(cells) > 1 or alone else ():
            yield Line(number, cell, True, True, "" if rules.CELL_END.search(cell) else CELL)
        for piece in rules.LINE_BREAK.split(line) if len(cells) < 2 and not alone else ():
            bullet = rules.BULLET.match(piece.lstrip()) is not None
            if shown := normalise(piece):
                # what is set in behind an item may go on in it
                yield Line(number, shown, bullet or (rules.INDENT.match(piece) is not None and not hangs), gap)
                hangs = (bullet or hangs or (opens_item(shown) and len(shown) > LONGEST_SHORT)) and not has_ended(shown)
            gap = not shown
        gap = gap or len(cells) > 1 or alone


def normalise(line: str) -> str:
    """Make white space single, radicals characters and dots full stops; take out bullets and what shows nothing."""
    if rules.VARIANT.search(line):
        line = rules.VARIANT.sub(lambda found: unicodedata.normalize("NFKC", found[0]), line).translate(RADICALS)
    line = " ".join(rules.INVISIBLE.sub("", line).split())
    line = rules.BULLET.sub("", line, count=1) if rules.BULLET.match(line) else line
    if line[-1:] in ("。", "；"):
        line = rules.SENTENCE_BULLET.sub("", line, count=1) if rules.SENTENCE_BULLET.match(line) else line
    if bold := rules.BOLD.fullmatch(line):
        line = bold[1] + bold[2]
    if " " in line and rules.SPREAD.search(line):
        line = rules.SPREAD.sub(lambda found: found[0].replace(" ", ""), line)
    if not rules.DOTS.search(line):  # nearly every line, told in a moment
        return line
    number = numbering(line)  # behind one a dot parts it from the text
    start = number.length if number else 0
    return line[:start] + rules.DOT.sub("。", line[start:])


def _cells(line: str) -> list[str]:
    """The cells of a table row, which a reader gives as one line parted by tabs; a number's tab parts nothing."""
    mark = "\t" if "\t" in line else "|" if rules.ROW.fullmatch(line) else ""
    if not mark:
        return []
    cells = [shown for cell in line.split(mark) if (shown := normalise(cell))]
    return [] if len(cells) == 2 and (is_number(cells[0]) or rules.ONLY_BULLET.fullmatch(cells[0])) else cells
