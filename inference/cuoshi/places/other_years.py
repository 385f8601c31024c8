"""Find the titles of further reports in a report's text: several years or counties in one file, read as the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cuoshi.notation.script import simplified
from cuoshi.places.gazetteer import gazetteer
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


def other_years(title: str, units: Sequence[Heading | Sentence], year: int | None) -> Iterator[tuple[int, str]]:
    """Yield the headings that are titles of reports of other years, or say when these were given.

    Args:
        title: the report's own.
        units: its headings and sentences.
        year: its year; ``None`` has that of its own title, said again, found too.

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


def other_counties(title: str, units: Sequence[Heading | Sentence]) -> Iterator[tuple[str, str]]:
    """Yield the headings that are the report's title but for its county: those of reports of others.

    Args:
        title: the report's own.
        units: its headings and sentences.

    Yields:
        Name of the county and text of each such heading, one a county.
    """
    own, county, _ = _without_county(title)
    seen = {county} if county else set()
    for unit in units if county and len(own) >= LAST else ():
        if isinstance(unit, Heading) and unit.text[-1:] == own[-1]:
            other, found, name = _without_county(unit.text)
            if other == own and found and found.isdisjoint(county) and found not in seen:
                seen.add(found)
                yield name, unit.text


def _without_county(title: str) -> tuple[str, frozenset[str], str]:
    """A title without its years, county and what lies around that; the units that the county can be, and its name."""
    text = YEARS.sub("", normal_form(simplified(title)))
    named = gazetteer().mentions(text)
    counties = [mention for mention in named if mention.counties]
    for mention in reversed(named):
        text = text[: mention.start] + text[mention.end :]
    if len(counties) != 1:
        return text, frozenset(), ""
    return text, frozenset(unit.unit_id for unit in counties[0].counties), counties[0].name


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
