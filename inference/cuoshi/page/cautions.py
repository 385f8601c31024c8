"""What a reader should know of a panel before comparing cells: genres, parts, short reports, changed names, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from cuoshi.coverage.units import KINDS, NOT_KNOWN, SEVERAL, are_counties, unit_of, unlike

#: a report of fewer sentences says little by its shares: one sentence more moves them by a tenth
SHORT = 10
#: of each kind the page names so many; the tables have the rest
NAMED = 200


def cautions(reports: pd.DataFrame, called: Mapping[str, str] | None = None, mark: str = "、") -> list[dict[str, Any]]:
    """List what makes cells of a panel hard to compare.

    Args:
        reports: one row a report, as :class:`cuoshi.results.loading.folder.Results` has them.
        called: what genres and levels are called in the page's language; as they are in the tables when ``None``.
        mark: what stands in that language between the parts of a list.

    Returns:
        One entry a kind that occurs: ``kind`` (``mixed``, ``several``, ``short``, ``renamed``, ``gaps``), ``count``
        and ``rows``, at most ``NAMED`` pairs of where it is and what is there.
    """
    reports = reports.assign(unit=unit_of(reports))
    joined = unlike(reports)
    known = reports[are_counties(reports["unit"]) & reports["year"].notna()]
    found = {
        "mixed": _mixed(reports, joined, called or {}, mark),
        "several": _several(reports[joined[SEVERAL]], mark),
        "short": _short(reports),
        "renamed": _renamed(known),
        "gaps": _gaps(known, mark),
    }
    listed = {kind: list(rows) for kind, rows in found.items()}
    return [{"kind": kind, "count": len(rows), "rows": rows[:NAMED]} for kind, rows in listed.items() if rows]


def _mixed(
    reports: pd.DataFrame, joined: pd.DataFrame, called: Mapping[str, str], mark: str
) -> Iterator[tuple[str, str]]:
    """Yield the unit and year whose reports are of several levels or genres, and those with their numbers."""
    for where, cell in _cells(reports[joined[[*KINDS]].any(axis="columns")]):
        kinds = [name for name in KINDS if joined.loc[cell.index[0], name]]
        counted = [item for name in kinds for item in cell[name].value_counts(sort=False).sort_index().items()]
        yield where, mark.join(f"{called.get(str(kind), kind) or NOT_KNOWN} {number}" for kind, number in counted)


def _several(work: pd.DataFrame, mark: str) -> Iterator[tuple[str, str]]:
    """Yield the unit and year of several government work reports, of which there is one a year, and their files."""
    for where, cell in _cells(work):
        yield where, mark.join(sorted(cell["path"]))


def _cells(reports: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    province = reports.groupby("unit")["province"].transform("first")
    for (_, _, year), cell in reports.groupby([province, "unit", "year"], sort=True):
        yield f"{_name(cell)} {year}", cell


def _short(reports: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield path and number of sentences of the reports of fewer than ``SHORT``."""
    short = reports[reports["sentences"] < SHORT]
    for path, sentences in zip(short["path"], short["sentences"], strict=True):
        yield path, str(int(sentences))


def _renamed(reports: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield the units of several names or codes in time, and from when each was seen."""
    for unit, own in reports.groupby("unit", sort=True):
        first = own.sort_values("year", kind="stable").drop_duplicates(["county", "county_code"])
        if len(first) > 1:
            names = zip(first["county"], first["county_code"], first["year"], strict=True)
            yield str(unit), " → ".join(f"{name} {code} ({year})" for name, code, year in names)


def _gaps(reports: pd.DataFrame, mark: str) -> Iterator[tuple[str, str]]:
    """Yield the counties without a report in years that others have one in, and those years."""
    years = sorted(reports["year"].unique())
    for _, county in reports.groupby(["province", "unit"], sort=True):
        missing = [year for year in years if year not in set(county["year"])]
        if missing:
            yield _name(county), mark.join(map(str, missing))


def _name(reports: pd.DataFrame) -> str:
    last = reports.sort_values("year", kind="stable").iloc[-1]
    return " ".join(filter(None, (last["province"], last["county"] or last["city"])))
