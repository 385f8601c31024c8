"""What a person should look at in a report before it is tagged: what is not known of it, and what may be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cuoshi.corpus.copies import Copy
from cuoshi.coverage.units import KINDS, NOT_KNOWN, SEVERAL, unit_of, unlike
from cuoshi.places.gazetteer import gazetteer
from cuoshi.places.year_mentions import mentions
from cuoshi.places.years import dated_names
from cuoshi.readers.formats import TABLES
from cuoshi.results.lists.unresolved import reason_of
from cuoshi.schema import WORK_REPORT, Report
from cuoshi.words import interface_words

if TYPE_CHECKING:
    import pandas as pd

#: between the doubts of a report
AND = "；"
#: headings name the report's year, the one before, or the next
BESIDE = 1
#: characters of the sentences of a report; what has less is a notice, or a piece of one
SHORTEST = 200


def year_doubts(report: Report, reader: str, stated: Mapping[str, str]) -> Iterator[str]:
    """Say why the year of a report may be wrong.

    Args:
        report: what was read.
        reader: the format that it was read as.
        stated: what the manifest states of it.
    """
    if report.year is None:
        yield "year not known"
        return
    told = bool(stated.get("year")) or reader in TABLES
    in_title, in_path = _years(report.title), _years(*dated_names(report.path))
    if told and (others := list(_contradicting(report.year, in_title, in_path if stated.get("year") else set()))):
        yield f"{'the manifest' if stated.get('year') else 'its table'} says {report.year}, {', '.join(others)}"
    if not told and report.year not in in_title | in_path:
        yield f"neither title nor path names its year {report.year}"
    if not told and in_title and in_path and in_title.isdisjoint(in_path):
        yield f"the title says {_listed(in_title)}, the path {_listed(in_path)}"
    years = _years(*(heading.text for heading in report.headings))
    if years and all(abs(year - report.year) > BESIDE for year in years):
        yield f"headings speak of {_listed(years)}, not of {report.year}"


def _contradicting(year: int, in_title: set[int], in_path: set[int]) -> Iterator[str]:
    """Say which years title and path name, if neither the year that is stated nor a span around it."""
    named = {"the title": in_title, "the path": in_path}
    named = {where: years for where, years in named.items() if years}
    if not any(min(years) <= year <= max(years) for years in named.values()):
        yield from (f"{where} {_listed(years)}" for where, years in named.items())


def _years(*texts: str) -> set[int]:
    return {mention.year for text in texts for mention in mentions(text)}


def _listed(years: set[int]) -> str:
    return ", ".join(map(str, sorted(years)))


def place_doubts(row: Mapping[str, Any], copy: Copy | None) -> Iterator[str]:
    """Say why the place of a report may be wrong, who reports if not the county, what it repeats, if it is short.

    Args:
        row: what is known of it, with the columns that every table has and ``characters``.
        copy: which report it repeats, if any.
    """
    if why := reason_of(row):
        said = interface_words("en")["reasons"][why]
        yield ": ".join(filter(None, (row["county"], said, row["county_candidates"])))
    if other := _other_name(row):
        yield f"named {other}, which was not its name in {row['year']}"
    if row["level"] not in ("", "county"):
        yield f"of a {row['level']}, not of a county"
    if copy:
        alike = "the same text as" if copy.exact else f"{copy.similarity:.0%} of the sentences are those of"
        of = f", which is of {copy.original.county} {copy.original.year or ''}".rstrip() if copy.differs else ""
        yield f"{alike} {copy.original.name}{of}"
    if row["characters"] < SHORTEST:
        yield f"only {row['characters']} characters"


def _other_name(row: Mapping[str, Any]) -> str:
    """The name of other years that title or path give a county; empty where they give that of its year, or none."""
    said = f"{row['path']} {row['title']}"
    names = dict.fromkeys(unit.name for unit in gazetteer().by_id.get(row["county_id"], ()))
    return "" if row["county"] in said else next((name for name in names if name in said), "")


def with_unlike(reports: pd.DataFrame) -> pd.DataFrame:
    """Say of the reports of one county and year what a cell would join: several levels or genres, or work reports.

    Args:
        reports: a row a report, with what every table says of it, ``duplicate_of`` and ``note``.

    Returns:
        The same rows, with that in ``note``.
    """
    counted = reports[reports["duplicate_of"] == ""].assign(unit=unit_of(reports))
    found = unlike(counted)
    notes = reports["note"].copy()
    for kind in (*KINDS, SEVERAL):
        for _, cell in counted[found[kind]].groupby(["unit", "year"]):
            notes[cell.index] = [AND.join(filter(None, (note, _joined(cell, kind)))) for note in notes[cell.index]]
    return reports.assign(note=notes)


def _joined(cell: pd.DataFrame, kind: str) -> str:
    if kind == SEVERAL:
        return f"its county has {len(cell)} of {WORK_REPORT} in this year: parts, drafts or years?"
    return f"its county has several {kind}s in this year: {', '.join(sorted({one or NOT_KNOWN for one in cell[kind]}))}"
