"""Find the titles of further reports in a report's text: several years in one file, read as the first of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cuoshi.notation.script import simplified
from cuoshi.places.year_mentions import normal_form, stated
from cuoshi.places.years import SESSION, session_year
from cuoshi.schema import Heading, Sentence

YEARS = re.compile(r"(?:19|20)\d{2}年?度?|\s")
#: characters by which a title is known without its years: its place and its kind of document
FIRST, LAST = 2, 4
#: sentences before the line that says when another report was given
BEHIND = 5
#: what parts the line of a session from the name of a meeting
GIVEN = re.compile(r"上[\s）)】\]]*$")


def other_years(title: str, units: Sequence[Heading | Sentence], year: int) -> Iterator[tuple[int, str]]:
    """Yield the headings that are titles of reports of other years, or say when these were given.

    Args:
        title: the report's own.
        units: its headings and sentences.
        year: its year.

    Yields:
        Year and text of each such heading, one a year.
    """
    seen, sentences = {year}, 0
    own = YEARS.sub("", normal_form(simplified(title)))
    for unit in units:
        if isinstance(unit, Sentence):
            sentences += 1
            continue
        text = simplified(unit.text)
        other = _of_title(text, own) or (_of_session(text) if sentences >= BEHIND else None)
        if other and other not in seen:
            seen.add(other)
            yield other, unit.text


def _of_title(heading: str, own: str) -> int | None:
    """The year of a heading that is the title but for its year; 临安市 may be 临安区 by then."""
    if len(own) <= LAST or heading[-1:] != own[-1]:
        return None
    text = YEARS.sub("", normal_form(heading))
    years = stated(heading) if text[:FIRST] == own[:FIRST] and text[-LAST:] == own[-LAST:] else []
    return years[0] if len(years) == 1 else None


def _of_session(heading: str) -> int | None:
    if not GIVEN.search(heading):
        return None
    return session_year(heading) if SESSION.match(normal_form(heading)) else None
