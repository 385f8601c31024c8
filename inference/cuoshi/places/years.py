"""Find the year that a report is about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath

from cuoshi.schema import Document

FIRST_YEAR = 1978
FIRST_LINES, LONGEST_LINE = 10, 200
HAN_YEAR = re.compile(r"([一二][九〇○零][〇○零一二三四五六七八九]{2})(?=年)")
SPACED = re.compile(r"(?<!\d)(\d) (\d) (\d) (\d) ?(?=年)")
HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
YEAR = re.compile(r"(?<![\d.])((?:19|20)\d{2})(?!\d|\.\d)(年度|年)?(\d{1,2}月|[-./]\d{1,2}(?!\d))?")
DATE = re.compile(r"(?<![\d.])((?:19|20)\d{2})(?:年\d{1,2}月|[-./]\d{1,2}(?![\d万亿元%]))")
LATE = re.compile(r"年1[12]月")
COMPACT_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)")
SPAN = re.compile(r"(?:19|20)\d{2}年?\s*(?:[-—–~～－至到]|——)\s*(?:19|20)\d{2}")
# “2022年工作总结和2023年工作打算” is about 2022.
REVIEWS = re.compile(r"总结|回顾|情况|完成")
FOLDER = re.compile(r"[^\x00-\x7f]*((?:19|20)\d{2})(?:年度?)?[^\x00-\x7f]*")


def find_year(document: Document, title: str, lines: Sequence[str]) -> int | None:
    """Find the year that a report is about.

    The first of these that states one year decides: the metadata, the file's name, the folders around it, the
    title, a date in the title or the file's name, the first lines. A year counts before a date: a report whose
    title bears 2022 is of 2022, whenever it was given. A government work report that bears only the date of a
    session in November or December is of the year after, for which it is made. A name with two years in a row
    of which the first is reviewed (“2022年工作总结和2023年工作打算”) is about the first. A span
    (“2021—2025年规划”), or several years otherwise, is about no single one: the year stays unknown.

    Args:
        document: for its metadata (``year``), path and title.
        title: the title that the outline found.
        lines: the report's lines.

    Returns:
        A year from 1978 to the next one, or ``None``.
    """
    stated = years_in(document.metadata.get("year", ""))
    if len(stated) == 1:
        return stated[0]
    name, folders = path_parts(document.path)
    titles = [text for text in (title, document.title) if text]
    for text in [name, *(folder for folder in folders if FOLDER.fullmatch(folder)), *titles]:
        if years := _stated(text):
            return years[0] if len(years) == 1 else None
    dated = (_dated(text) for text in (*titles, name))
    return next((year for year in dated if year), None) or _in_lines(lines, title)


def years_in(text: str) -> list[int]:
    """List the distinct plausible years of a text in order, dates included."""
    return list(dict.fromkeys(year for year, _ in _years(text)))


def path_parts(path: str) -> tuple[str, list[str]]:
    """Part a document's path into file name without ending and at most three folders, the nearest first."""
    parts = PurePosixPath(path.replace("\\", "/").replace("#", "/")).parts
    name = re.sub(r"\.[A-Za-z]{2,7}$", "", parts[-1]) if parts else ""
    return name, list(reversed(parts[-4:-1]))


def _years(text: str) -> Iterator[tuple[int, bool]]:
    """Yield every plausible year and whether it is part of a date."""
    normal = SPACED.sub(r"\1\2\3\4", unicodedata.normalize("NFKC", text))
    normal = HAN_YEAR.sub(lambda found: found[1].translate(HAN_DIGITS), normal)
    for found in YEAR.finditer(normal):
        year = int(found[1])
        if FIRST_YEAR <= year <= date.today().year + 1:
            yield year, found[3] is not None


def _stated(text: str) -> list[int]:
    """List the years of a text that are no dates, only the reviewed one where the text says which that is."""
    years = list(dict.fromkeys(year for year, in_date in _years(text) if not in_date))
    normal = unicodedata.normalize("NFKC", text)
    if SPAN.search(normal):
        return [*years, 0, 0]
    if len(years) == 2 and years[1] == years[0] + 1 and REVIEWS.search(normal.partition(str(years[1]))[0]):
        return years[:1]
    return years


def _dated(text: str) -> int | None:
    """Return the year of a text's date, if it has one year only."""
    normal = unicodedata.normalize("NFKC", text)
    years = {int(found[1]) for found in (*DATE.finditer(normal), *COMPACT_DATE.finditer(normal))}
    if len(years) != 1:
        return None
    late = "政府工作报告" in normal and LATE.search(normal)
    year = years.pop() + bool(late)
    return year if FIRST_YEAR <= year <= date.today().year + 1 else None


def _in_lines(lines: Sequence[str], title: str) -> int | None:
    """Return the year of the first line that has one and no other."""
    for line in lines[:FIRST_LINES]:
        text = line[:LONGEST_LINE]
        years = _stated(text)
        if year := years[0] if len(years) == 1 else _dated(text if "政府工作报告" not in title else title + text):
            return year
    return None
