"""Find the year that a report is about."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from cuoshi.notation.numerals import DIGITS, ZEROS, figures
from cuoshi.schema import Document

#: Years that a report can be about; fixed, so that no result hangs on the day of the run.
FIRST_YEAR, LAST_YEAR = 1978, 2049
FIRST_LINES, LAST_LINES, LONGEST_LINE = 10, 6, 200
#: A year of the body alone must be named so often.
OFTEN = 2

HAN_YEAR = re.compile(rf"[一二][九0{ZEROS}][0{ZEROS}{DIGITS[1:]}]{{2}}(?=年|$)")
SPACED = re.compile(r"(?<!\d)(\d) (\d) (\d) (\d) ?(?=年)")
#: A year with what makes it one behind it, or four digits alone, which only names and columns take for a year.
YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:"
    r"(?P<date>年\d{1,2}月(?:\d{1,2}日)?(?!\s?(?:[-—–~～－至到]))|[-./](?:0?[1-9]|1[0-2])[-./](?:[12]\d|3[01]|0?[1-9])(?!\d)"
    r"|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))"
    r"|(?P<year>年度?)|(?P<month>[-./](?:0?[1-9]|1[0-2])(?![\d万亿元%]))|(?P<bare>(?![\d.]|-\d|/\d)))"
)
#: Behind four digits: a quantity and no year. Before them: a decimal, a telephone, a standard's or document's number.
QUANTITY = re.compile(
    r"\s*(?:多|余|来)?(?:[字个户家人万亿元件项次条亩吨米块台套场期名座批起份辆頁页号號只头株所处间层级度类]"
    r"|平方|公里|公斤|千米|千瓦|人次|立方|[%％‰〕\]号])"
)
NUMBER = re.compile(r"(?:\d[.,-]|[A-Za-z][-/]?|第|[〔\[]|No\.?)$")
#: Years that something else happened in, or shall.
SPAN = re.compile(r"(?:19|20)\d{2}年?\s*(?:[-—–~～－至到]|——)\s*(?:19|20)\d{2}(?!\d|[-.]?\d{1,2}月)")
COMPARED_BEHIND = re.compile(
    r"年?(?:度|底|末|初)?"
    r"(?:以来|起|开始|至今|相比|同期|前|成立|建成|出台|印发|颁布|修订|施行|建制|远景|愿景)"
)
COMPARES = re.compile(r"(?:相比|同期|以来|起|开始|至今|持平|增长|下降|提高|减少|翻番)")
QUOTED = re.compile(r"《[^《》]*》")
DATE_LINE = re.compile(
    r"[\s（(【\[]*(?:19|20)\d{2}(?:年\d{1,2}月(?:\d{1,2}日)?|[-./]\d{1,2}[-./]\d{1,2})(?:[\s）)】\]]*$|[,，\s上下])"
)
LATE = re.compile(r"年1[12]月")
#: “（2022年1月8日在县十八届人大二次会议上）”: when a work report was given.
SESSION = re.compile(r"[\s（(【\[—–-]*(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?[^。；]{0,60}会议?上?[\s）)】\]]*$")
WORK_REPORT = "政府工作报告"
LONGEST_HEADING = 40
#: “2022年工作总结和2023年工作打算” is about 2022.
REVIEWS = re.compile(r"总结|回顾|情况|完成|报告")
FOLDER = re.compile(r"(?:[^\x00-\x7f]*|[A-Za-z]+[ _-])((?:19|20)\d{2})(?:年度?)?(?:[^\x00-\x7f]*|[ _-][A-Za-z]+)")
COLUMN = re.compile(
    r"(?:FY|\d{1,2}[/.-]\d{1,2}[/.-])?((?:19|20)\d{2})(?:\.0+|\s?年度?|年?[上下]半年"
    r"|[-./年](?:0?[1-9]|1[0-2])(?!\d).*|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))?"
)


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


def find_year(document: Document, title: str, lines: Sequence[str]) -> int | None:
    """Find the year that a report is about.

    The first of these that states one year decides: the metadata, the file's name, the folders around it, the
    title, a date in the title or the file's name, the first lines, a line that is a date, the year that the body
    names most often, what the file's properties say. A year counts before a date: a report whose title bears 2022
    is of 2022, whenever it was given. A government work report that bears only the date of a session in November or
    December is of the year after, for which it is made; one whose title bears no year is of the year of its session,
    not of the year that its headings look back on. A name with two years in a row of which the first is
    reviewed (“2022年工作总结和2023年工作打算”) is about the first. A span (“2021—2025年规划”), or several years
    otherwise, is about no single one: the year stays unknown. Years to compare with (“与2021年相比”), since when
    (“自2018年以来”) or until when (“到2025年”), and numbers that only look like years (“民营企业2015家”) are none.

    Args:
        document: for its metadata (``year``), path and the title in its properties.
        title: the title above the text, empty where there is none.
        lines: the report's lines.

    Returns:
        A year from 1978 to 2049, or ``None``.
    """
    if year := year_of_column(document.metadata.get("year", "")):
        return year
    name, folders = path_parts(document.path)
    for text in [name, *(folder for folder in folders if FOLDER.fullmatch(folder)), title]:
        if years := stated(text):
            return years[0] if len(years) == 1 else None
    if year := next((year for year in map(_dated, (title, name)) if year), None):
        return year
    return _in_lines(lines, title) or _in_properties(document.title)


def year_of_column(text: str) -> int | None:
    """Read the year of a cell in a year column.

    Args:
        text: as the table has it: ``2021``, ``2021.0``, ``2021年度``, ``20211231``, ``2021-12-31 00:00``,
            ``31/12/2021``, 二〇二一.

    Returns:
        The year, or ``None`` where the cell states none.
    """
    found = COLUMN.fullmatch(_normal(text).strip(" '’"))
    return int(found[1]) if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR else None


def path_parts(path: str) -> tuple[str, list[str]]:
    """Part a document's path into file name without ending and at most three folders, the nearest first."""
    parts = PurePosixPath(path.replace("\\", "/").replace("#", "/")).parts
    name = re.sub(r"\.[A-Za-z]{2,7}$", "", parts[-1]) if parts else ""
    return name, list(reversed(parts[-4:-1]))


def mentions(text: str) -> Iterator[YearMention]:
    """Yield the years that a text names, without those that it compares with or counts from, and without numbers."""
    normal = _normal(text)
    spans = [found.span() for found in SPAN.finditer(normal)]
    for found in YEAR.finditer(normal):
        year, start, end = int(found[1]), found.start(), found.end()
        span = bisect(spans, (start, len(normal))) - 1
        inside = span >= 0 and start < spans[span][1]
        number = NUMBER.search(normal[max(0, start - 3) : start]) and found.lastgroup != "year"
        counted = found.lastgroup == "bare" and QUANTITY.match(normal, end)
        if FIRST_YEAR <= year <= LAST_YEAR and not (inside or number or counted or _is_aside(normal, found)):
            yield YearMention(year, found.lastgroup in ("date", "month"), found.lastgroup == "bare")


def stated(text: str) -> list[int]:
    """List the years of a name that are no dates, only the reviewed one where the text says which that is.

    A span of years counts as two unknown ones.
    """
    years = list(dict.fromkeys(mention.year for mention in mentions(text) if not mention.in_date))
    normal = _normal(text)
    if SPAN.search(normal):
        return [*years, 0, 0]
    if len(years) == 2 and years[1] == years[0] + 1 and REVIEWS.search(normal.partition(str(years[1]))[0]):
        return years[:1]
    return years


def _normal(text: str) -> str:
    """Fold full-width forms and Han digits of years."""
    normal = SPACED.sub(r"\1\2\3\4", unicodedata.normalize("NFKC", text))
    return HAN_YEAR.sub(lambda found: figures(found[0]), normal)


def _is_aside(text: str, found: re.Match[str]) -> bool:
    """Whether a year is one to compare with, to count from, or to reach."""
    before, behind = text[max(0, found.start() - 2) : found.start()], text[found.end() : found.end() + 12]
    if COMPARED_BEHIND.match(text, found.start() + 4) or COMPARED_BEHIND.match(behind):
        return True
    if before.endswith("截至") or before.endswith("截止"):
        return False
    if before.endswith(("到", "至", "自", "从", "由", "比", "较")):
        return True
    return before.endswith(("与", "和", "同", "距", "于")) and COMPARES.search(behind) is not None


def _dated(text: str) -> int | None:
    """Return the year of a text's date, if it has one year only."""
    years = {mention.year for mention in mentions(text) if mention.in_date}
    if len(years) != 1:
        return None
    normal = _normal(text)
    return years.pop() + bool(WORK_REPORT in normal and LATE.search(normal))


def _in_lines(lines: Sequence[str], title: str) -> int | None:
    """Return the year that the opening or, if none, most of the body states; see :func:`find_year`."""
    opening = [QUOTED.sub("", line[:LONGEST_LINE]) for line in lines[:FIRST_LINES]]
    if WORK_REPORT in title and (year := _of_session(opening, lines)):
        return year
    for line in opening:
        named = [mention for mention in mentions(line) if not mention.bare]
        if len({mention.year for mention in named}) == 1 and not all(mention.in_date for mention in named):
            return named[0].year
    dates = [line for line in (*opening, *lines[-LAST_LINES:]) if DATE_LINE.match(_normal(line))]
    found = {_dated(title + line if WORK_REPORT in title else line) for line in dates}
    if len(found) == 1:
        return found.pop()
    return _most_frequent(lines)


def _of_session(opening: Sequence[str], lines: Sequence[str]) -> int | None:
    """The year of a work report without one in its title: of its session, else after the one that it looks back on."""
    given = [line for line in opening if any(form.match(_normal(line)) for form in (DATE_LINE, SESSION))]
    if len(found := {_dated(WORK_REPORT + line) for line in given}) == 1:
        return found.pop()
    short = [line for line in lines if len(line) <= LONGEST_HEADING and "回顾" in line]
    reviewed = {mention.year for line in short for mention in mentions(line)}
    following = max(reviewed, default=0) + 1
    named = any(mention.year == following for line in lines for mention in mentions(line))
    return following if len(reviewed) == 1 and named else None


def _most_frequent(lines: Sequence[str]) -> int | None:
    """The year that a body names more often than any other, and at least twice."""
    named = (mention for line in lines for mention in mentions(QUOTED.sub("", line)))
    counts = Counter(mention.year for mention in named if not mention.bare).most_common(2)
    if not counts or counts[0][1] < OFTEN or (len(counts) > 1 and counts[1][1] == counts[0][1]):
        return None
    return counts[0][0]


def _in_properties(title: str) -> int | None:
    years = stated(title)
    return years[0] if len(years) == 1 else None
