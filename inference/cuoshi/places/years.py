"""Find the year that a report is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from cuoshi.documents import Document
from cuoshi.notation.script import HANZI
from cuoshi.places.year_mentions import (
    FIRST_YEAR,
    LAST_YEAR,
    REVIEWS,
    are_reviewed_and_planned,
    mentions,
    normal_form,
    stated,
)
from cuoshi.schema import WORK_REPORT

FIRST_LINES, LAST_LINES, LONGEST_LINE = 10, 6, 200
#: A year of the body alone must be named so often.
OFTEN = 2

QUOTED = re.compile(r"《[^《》]*》")
DATE_LINE = re.compile(
    rf"[\s（(【\[]*(?:[{HANZI}]{{0,4}}(?:时间|日期)[：:]\s*)?"
    r"(?:19|20)\d{2}(?:年\d{1,2}月(?:\d{1,2}日)?|[-./]\d{1,2}[-./]\d{1,2})(?:[\s）)】\]]*$|[,，\s上下])"
)
LATE = re.compile(r"年1[12]月")
#: “（2022年1月8日在县十八届人大二次会议上）”: when a work report was given.
SESSION = re.compile(r"[\s（(【\[—–-]*(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?[^。；]{0,60}会议?上?[\s）)】\]]*$")
LONGEST_HEADING = 40
#: folders named by when files were fetched
FETCHED = re.compile(r"下载|采集|抓取|爬取|备份|导出|(?i:download|crawl|backup)")
FOLDER = re.compile(
    r"(?![A-Za-z]+-.*[A-Za-z]$)(?:[^\x00-\x7f]*[ _-]?|[A-Za-z]+[ _-])[(\[]?((?:19|20)\d{2})(?:年度?)?[)\]]?"
    r"(?:[ _-]?[^\x00-\x7f]*|[ _-][A-Za-z]+)"
)
#: a year that a workbook shows as it shows amounts: 2,021
THOUSANDS = re.compile(r"^([12]),(\d{3})(?=$|\.0+$)")
COLUMN = re.compile(
    r"(?:FY|\d{1,2}[/.-]\d{1,2}[/.-]|[A-Z][a-z]{2,8}\.? )?((?:19|20)\d{2})(?:\.0+|\s?年度?|年?[上下]半年|[ -]?[QH][1-4]"
    r"|[-./年](?:0?[1-9]|1[0-2])(?!\d).*|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))?"
)


def find_year(document: Document, title: str, lines: Sequence[str]) -> int | None:
    """Find the year that a report is about.

    The first of these that states one year decides: the metadata, the file's name, the folders around it, the
    title, a date in the title or the file's name, the first lines, a line that is a date, the year that the body
    names most often, what the file's properties say. A year counts before a date: a report whose title bears 2022
    is of 2022, whenever it was given, and so is a review dated 2023 whose first lines say 2022. A government work
    report that bears only the date of a session in November or
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
    name = path_parts(document.path)[0]
    for text in [*dated_names(document.path), title]:
        if years := stated(text):
            return years[0] if len(years) == 1 else None
    if year := next((year for year in map(_dated, (title, name)) if year), None):
        return year - _is_of_year_before(year, title or name, lines)
    return _in_lines(lines, title) or _in_properties(document.title)


def year_of_column(text: str) -> int | None:
    """Read the year of a cell in a year column.

    Args:
        text: as the table has it: ``2021``, ``2021.0``, ``2021年度``, ``20211231``, ``2021-12-31 00:00``,
            ``31/12/2021``, 二〇二一, 2021年第一季度.

    Returns:
        The year, or ``None`` where the cell states none.
    """
    normal = THOUSANDS.sub(r"\1\2", normal_form(text).strip(" '’"))
    if found := COLUMN.fullmatch(normal):
        return int(found[1]) if FIRST_YEAR <= int(found[1]) <= LAST_YEAR else None
    named = list(mentions(text))
    return named[0].year if len({mention.year for mention in named}) == 1 and not named[0].bare else None


@lru_cache(8)  # of one path it is asked by all who look for year, place and genre
def path_parts(path: str) -> tuple[str, tuple[str, ...]]:
    """Part a document's path into file name without ending and at most three folders, the nearest first."""
    parts = PurePosixPath(path.replace("\\", "/").replace("#", "/")).parts
    name = re.sub(r"(?:\.[A-Za-z]{2,7}){1,3}$", "", parts[-1]) if parts else ""
    return name, parts[-4:-1][::-1]


def dated_names(path: str) -> list[str]:
    """Name of a file and of the folders around it that are named by a year, the nearest first.

    Args:
        path: the document's; a folder named by when files were fetched says nothing of them.
    """
    name, folders = path_parts(path)
    named = (FOLDER.fullmatch(folder) for folder in folders if not FETCHED.search(folder))
    return [name, *(found[0].replace("-", "_") for found in named if found)]  # “A-2021” would be a standard's number


def _dated(text: str) -> int | None:
    """Return the year of a text's date, if it has one year only."""
    years = {mention.year for mention in mentions(text) if mention.in_date}
    if len(years) != 1:
        return None
    normal = normal_form(text)
    return years.pop() + bool(WORK_REPORT in normal and LATE.search(normal))


def _is_of_year_before(year: int, title: str, lines: Sequence[str]) -> bool:
    """Say whether a review that bears a date opens with the year before: it was written, or published, afterwards."""
    return REVIEWS.search(title) is not None and WORK_REPORT not in title and _opened(_opening(lines)) == year - 1


def _opening(lines: Sequence[str]) -> list[str]:
    return [QUOTED.sub("", line[:LONGEST_LINE]) for line in lines[:FIRST_LINES]]


def _opened(opening: Sequence[str]) -> int | None:
    """Return the year of the first line that states one and not only as a date."""
    for line in opening:
        named = [mention for mention in mentions(line) if not mention.bare]
        years = list(dict.fromkeys(mention.year for mention in named))
        one = len(years) == 1 or are_reviewed_and_planned(years, normal_form(line))
        if one and not all(mention.in_date for mention in named):
            return years[0]
    return None


def _in_lines(lines: Sequence[str], title: str) -> int | None:
    """Return the year that the opening or, if none, most of the body states; see :func:`find_year`."""
    opening = _opening(lines)
    if WORK_REPORT in title and (year := _of_session(opening, lines)):
        return year
    if year := _opened(opening):
        return year
    dates = [line for line in (*opening, *lines[-LAST_LINES:]) if DATE_LINE.match(normal_form(line))]
    found = {_dated(title + line if WORK_REPORT in title else line) for line in dates}
    if len(found) == 1:
        return found.pop()
    return _most_frequent(lines)


def session_year(line: str) -> int | None:
    """The year of a work report by the line that says when it was given; ``None`` where it bears no one date."""
    return _dated(WORK_REPORT + line)


def _of_session(opening: Sequence[str], lines: Sequence[str]) -> int | None:
    """The year of a work report without one in its title: of its session, else after the one that it looks back on."""
    given = [line for line in opening if any(form.match(normal_form(line)) for form in (DATE_LINE, SESSION))]
    if len(found := set(map(session_year, given))) == 1:
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
