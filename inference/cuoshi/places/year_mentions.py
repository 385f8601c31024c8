"""Find the years that a text names, and tell them from numbers and from years that something else happened in."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cuoshi.notation.numerals import DIGITS, ZEROS, figures
from cuoshi.notation.script import HANZI

#: Years that a report can be about; fixed, so that no result hangs on the day of the run.
FIRST_YEAR, LAST_YEAR = 1978, 2049

HAN_YEAR = re.compile(rf"[一二][九0{ZEROS}][0{ZEROS}{DIGITS[1:]}]{{2}}(?=年|$)")
#: without one of these a text names no year
DIGIT = re.compile(rf"\d|[一二][九{ZEROS}Ｏｏ]")
SPACED = re.compile(r"(?<!\d)(\d) (\d) (\d) (\d) ?(?=年)")
#: spaces that word processors put around figures: “截至 2022 年 12 月 30 日”
AROUND = re.compile(rf"(?<=\d) (?=[年月日])|(?<=[年月]) (?=\d)|(?<=[{HANZI}]) (?=(?:19|20)\d\d)")
#: a period inside one year: “自2022年1月1日起至2022年12月31日止”
PERIOD = re.compile(
    r"[自从]?((?:19|20)\d{2})年\d{1,2}月(?:\d{1,2}日)?起?(?:[-—–~～－至到]|——)\1年\d{1,2}月(?:\d{1,2}日)?[底末]?止?"
)
#: A year with what makes it one behind it, or four digits alone, which only names and columns take for a year.
YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:"
    r"(?P<date>年\d{1,2}月(?:\d{1,2}日)?+(?!\s?(?:[-—–~～－至到]))"
    r"|[-./_](?:0?[1-9]|1[0-2])[-./_](?:[12]\d|3[01]|0?[1-9])(?!\d)"
    r"|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))"
    r"|(?P<year>年度?|财年|学年度?)"
    r"|(?P<month>(?:[-./](?:0?[1-9]|1[0-2])|0[1-9]|1[0-2])(?![\d万亿元%]))|(?P<bare>(?!\d|[.]\d|-\d|/\d)))"
)
#: Behind four digits: a quantity and no year. Before them: a decimal, a telephone, a standard's or document's number.
QUANTITY = re.compile(
    r"\s*(?:多|余|来)?(?:[字个户家人万亿元件项次条亩吨米块台套场期名座批起份辆頁页号號只头株所处间层级度类]"
    r"|平方|公[里斤顷]|千米|千瓦|人次|立方|小时|分钟|[艘盏幅枚岁笔封尾羽册篇宗]|[%％‰〕号]|[\]）)]\s*第?\s*\d+\s*号)"
)
NUMBER = re.compile(r"(?:\d[.,-]|(?<![Ff])[A-Za-z][-/]?|第|〔|No\.?)$")
#: What content systems of websites call a page before its number: art_1229_2019.html, content_2019.html, ?id=2019.
PAGE_ID = re.compile(
    r"(?<![A-Za-z])(?:art(?:icle)?|con(?:tent)?|info|details?|show|view|news|node|list|col(?:umn)?|channel|page|index|item"
    r"|post|read|doc|[a-z]?id)[_=-](?:\d{1,6}[_-])?$|(?<![A-Za-z])t\d{8}_$",
    re.I,
)
LONGEST_ID = 16
#: Years that something else happened in, or shall.
SPAN = re.compile(r"(?:19|20)\d{2}年?\s*(?:[-—–~～－至到]|——)\s*(?:19|20)\d{2}(?!\d|[-.]?\d{1,2}月)")
COMPARED_BEHIND = re.compile(
    r"年?(?:度|底|末|初)?"
    r"(?:以来|起|开始|至今|相比|同期|前|成立|建成|出台|印发|颁布|修订|施行|建制|远景|愿景)"
)
#: what stands before a date up to which something is counted
UNTIL = re.compile(r"截[至止]到?$")
#: what stands before a year in which something shall be; 预计 may speak of the report's own
HOPED = re.compile(r"(?:力争|争取|有望)[在于]?$")
COMPARES = re.compile(r"(?:相比|同期|以来|起|开始|至今|持平|增长|下降|提高|减少|翻番)")
#: “2022年工作总结和2023年工作打算” is about 2022.
REVIEWS = re.compile(r"总结|回顾|情况|完成|报告")


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year named in a text.

    Attributes:
        year: from ``FIRST_YEAR`` to ``LAST_YEAR``.
        in_date: whether it is part of a date.
        bare: whether it is four digits with nothing that says they are a year.
    """

    year: int
    in_date: bool
    bare: bool


def mentions(text: str) -> Iterator[YearMention]:
    """Yield the years that a text names, without those that it compares with or counts from, and without numbers."""
    if not DIGIT.search(text):
        return
    normal = normal_form(text)
    spans = [found.span() for found in SPAN.finditer(normal)]
    for found in YEAR.finditer(normal):
        year, start, end = int(found[1]), found.start(), found.end()
        span = bisect(spans, (start, len(normal))) - 1
        inside = span >= 0 and start < spans[span][1]
        number = NUMBER.search(normal[max(0, start - 3) : start]) and found.lastgroup != "year"
        counted = found.lastgroup in ("bare", "month") and (
            QUANTITY.match(normal, end) or PAGE_ID.search(normal, max(0, start - LONGEST_ID), start)
        )
        if FIRST_YEAR <= year <= LAST_YEAR and not (inside or number or counted or _is_aside(normal, found)):
            dated = found.lastgroup in ("date", "month") and not UNTIL.search(normal, max(0, start - 3), start)
            yield YearMention(year, dated, found.lastgroup == "bare")


def stated(text: str) -> list[int]:
    """List the years of a name that are no dates, only the reviewed one where the text says which that is.

    A span of years counts as two unknown ones.
    """
    if not DIGIT.search(text):
        return []
    years = list(dict.fromkeys(mention.year for mention in mentions(text) if not mention.in_date))
    normal = normal_form(text)
    if SPAN.search(normal):
        return [*years, 0, 0]
    return years[:1] if are_reviewed_and_planned(years, normal) else years


def are_reviewed_and_planned(years: Sequence[int], normal: str) -> bool:
    """Say whether two years in a row are one that a text reviews and the next, for which it plans."""
    if len(years) != 2 or years[1] != years[0] + 1:
        return False
    return REVIEWS.search(normal.partition(str(years[1]))[0]) is not None


@lru_cache(256)  # of a title, a heading or an opening line it is asked by all who look for its years
def normal_form(text: str) -> str:
    """Fold full-width forms and Han digits of years."""
    normal = AROUND.sub("", SPACED.sub(r"\1\2\3\4", unicodedata.normalize("NFKC", text)))
    return PERIOD.sub(r"\1年", HAN_YEAR.sub(lambda found: figures(found[0]), normal))


def _is_aside(text: str, found: re.Match[str]) -> bool:
    """Whether a year is one to compare with, to count from, or to reach."""
    before, behind = text[max(0, found.start() - 2) : found.start()], text[found.end() : found.end() + 12]
    if COMPARED_BEHIND.match(text, found.start() + 4) or COMPARED_BEHIND.match(behind):
        return True
    if UNTIL.search(text, max(0, found.start() - 3), found.start()):
        return False
    if before.endswith(("到", "至", "自", "从", "由", "比", "较")) or HOPED.search(
        text, max(0, found.start() - 3), found.start()
    ):
        return True
    return before.endswith(("与", "和", "同", "距", "于")) and COMPARES.search(behind) is not None
