"""The grammar of official numbering: 第一章, 一、, （一）, 1., （1）, 一是 … and their order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import lru_cache

from cuoshi.notation.numerals import NUMERALS, value


class Rank(IntEnum):
    """Forms of headings, outermost first; what bears one ends what bears it or one farther in."""

    PART = 0
    CHAPTER = auto()
    SECTION = auto()
    ARTICLE = auto()
    HAN = auto()
    HAN_IN_BRACKETS = auto()
    FIGURE = auto()
    TWO_FIGURES = auto()
    THREE_FIGURES = auto()
    FIGURE_IN_BRACKETS = auto()
    CIRCLED = auto()
    ORDINAL = auto()
    POINT = auto()
    UNNUMBERED = auto()
    DASH = auto()


FORMS = {
    rank: re.compile(form)
    for rank, form in {
        Rank.PART: rf"第[ \t]*(?P<n>[{NUMERALS}]{{1,4}}|\d{{1,3}})[ \t]*(?:部分|编|篇)",
        Rank.CHAPTER: rf"第[ \t]*(?P<n>[{NUMERALS}]{{1,4}}|\d{{1,3}})[ \t]*章",
        Rank.SECTION: rf"第[ \t]*(?P<n>[{NUMERALS}]{{1,4}}|\d{{1,3}})[ \t]*节",
        # of rules and agreements; not “第一条生产线”
        Rank.ARTICLE: rf"第[ \t]*(?P<n>[{NUMERALS}]{{1,4}}|\d{{1,3}})[ \t]*条(?=[\s：:、．.]|$)",
        # not “一、二、三产业”
        Rank.HAN: rf"(?P<n>[{NUMERALS}]{{1,4}})[ \t]*[、．.｡](?![{NUMERALS}]{{1,2}}(?:、|产业))",
        Rank.HAN_IN_BRACKETS: rf"[（(][ \t]*(?P<n>[{NUMERALS}]{{1,4}})[ \t]*[）)][ \t]*[、．.｡]?",
        # “1.2022年…” is number 1, “3.5亿元” is none, and only a heading has its number before a bare space
        Rank.FIGURE: r"(?P<n>\d{1,3})(?:[、．]|[.](?!\d)|[.](?=(?:19|20)\d\d)|[ \t]+(?=[^\W\d_]))",
        Rank.TWO_FIGURES: r"(?P<n>\d{1,2}[.]\d{1,2})(?:[、．.][ \t]*|[ \t]+)(?!\d)",
        Rank.THREE_FIGURES: r"(?P<n>\d{1,2}[.]\d{1,2}[.]\d{1,2})(?:[、．.][ \t]*|[ \t]+)(?!\d)",
        Rank.FIGURE_IN_BRACKETS: r"[（(][ \t]*(?P<n>\d{1,2})[ \t]*[）)][ \t]*[、．.]?|(?P<m>\d{1,2})[)）]",
        Rank.CIRCLED: r"(?P<n>[①-⑳])",
        Rank.ORDINAL: rf"[第其](?P<n>[{NUMERALS}]{{1,3}})(?:[，、：:]|是)",
        Rank.POINT: rf"(?P<n>[{NUMERALS}]{{1,3}})(?:是|要)(?![否素件点闻务职])",
    }.items()
}
#: what a number begins with; nearly every line of a text is told by it
BEGINS = re.compile(rf"[第其（(\d①-⑳{NUMERALS}]")
ALONE = re.compile(rf"[{NUMERALS}]{{1,3}}|\d{{1,3}}")


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a text is numbered.

    Attributes:
        rank: form of the number.
        number: its value; 0 where the form has several parts (``2.1``).
        length: characters that the number takes.
    """

    rank: Rank
    number: int
    length: int


@lru_cache(1024)  # of a line it is asked by all who read it: what cleans, joins, titles and outlines
def numbering(text: str) -> Numbering | None:
    """Read the official number at the head of a text, ``None`` where there is none."""
    for rank, form in FORMS.items() if BEGINS.match(text) else ():
        if found := form.match(text):
            return Numbering(rank, _value(next(group for group in found.groups() if group)), found.end())
    return None


def is_number(text: str) -> bool:
    """Say whether a text is nothing but a number, of a form of headings or bare."""
    found = numbering(text)
    return ALONE.fullmatch(text) is not None or (found is not None and found.length == len(text))


def opens_item(line: str) -> bool:
    """Say whether a line opens a heading or an item of a list, whatever stands before it.

    A number behind which there is only a space may be a quantity, and 一是 may stand in the middle of a paragraph.
    """
    found = numbering(line)
    return found is not None and found.rank < Rank.ORDINAL and not line[found.length - 1].isspace()


def _value(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    if "①" <= digits <= "⑳":
        return ord(digits) - ord("①") + 1
    return 0 if "." in digits else value(digits)
