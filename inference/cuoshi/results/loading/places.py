"""The places that reports are from, one row a unit in all years, as page and figures list them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cuoshi.coverage.units import are_counties, unit_of
from cuoshi.places.gazetteer import gazetteer, stem_of
from cuoshi.results.tables.groups import LAST

#: what a place is: a county (or zone), a city or province that reports itself, or not known
COUNTY, ABOVE, UNKNOWN = "county", "above", "unknown"
CODE = re.compile(r"\d{6}")
#: what is said of a place, by the columns that say it of a report
FACTS = {"county": "name", "county_code": "code", "province": "province", "city": "city"}


@dataclass(frozen=True, slots=True)
class Places:
    """The places of reports.

    Attributes:
        table: a row a place, ordered by code, those without one last in their province: ``key`` (that of
            :func:`cuoshi.coverage.units.unit_of`; for an unknown county its province and city), ``name``, ``code``,
            ``province``, ``city`` of the latest year, and ``kind``.
        of_report: number of each report's place in the table.
    """

    table: pd.DataFrame
    of_report: NDArray[np.int64]

    def labels(self, own_report: str, unknown: str) -> list[str]:
        """Name the places so that no two are called the same, for rows, lines and keys.

        Args:
            own_report: what a city or province that reports itself is called, with its ``{name}``.
            unknown: what a county that is not known is called.

        Returns:
            For each place its name; where several bear it, with its code, or its province and city.
        """
        table = self.table
        names = [
            own_report.format(name=name) if kind == ABOVE else name or unknown
            for name, kind in zip(table["name"], table["kind"], strict=True)
        ]
        shared = pd.Series(names, dtype=object).duplicated(keep=False)
        marks = table["code"].where(table["code"] != "", table["province"] + table["city"])
        return [
            f"{name} {mark}" if twice and mark else name for name, twice, mark in zip(names, shared, marks, strict=True)
        ]

    def aliases(self, reports: pd.DataFrame) -> list[list[str]]:
        """List what else each place is called: earlier and short names, earlier codes.

        Args:
            reports: those that the places are of.

        Returns:
            For each place its other names and codes, sorted.
        """
        known: dict[int, set[str]] = defaultdict(set)
        for number, *names in zip(self.of_report, reports["county"], reports["county_code"], strict=True):
            known[number].update(names)
        return [_others(row, known[number]) for number, row in enumerate(self.table.to_dict("records"))]

    def codes(self, reports: pd.DataFrame) -> list[list[str]]:
        """List the codes of six digits that each place has or had, its id and its newest code first.

        Args:
            reports: those that the places are of.
        """
        own = zip(self.table["key"], self.table["code"], self.aliases(reports), strict=True)
        return [[one for one in dict.fromkeys([key, code, *names]) if CODE.fullmatch(one)] for key, code, names in own]

    def find(self, reports: pd.DataFrame, wanted: str) -> list[int]:
        """Find the places that a name or code means, by their own names first, then by what else they are called.

        Args:
            reports: those that the places are of.
            wanted: a name, earlier or short ones too, or a code.

        Returns:
            Numbers of the places; none or several where it is not one that is meant.
        """
        own = np.flatnonzero((self.table["name"] == wanted) | (self.table["code"] == wanted))
        if len(own):
            return [int(number) for number in own]
        return [number for number, names in enumerate(self.aliases(reports)) if wanted in names]


def places_of(reports: pd.DataFrame) -> Places:
    """Tell the places of reports apart, a renamed county or one with another code being one.

    Args:
        reports: a row a report, with ``FACTS`` (text never missing) and ``year``.

    Returns:
        The places.
    """
    unit = unit_of(reports)
    kind = np.select([unit == "", are_counties(unit)], [UNKNOWN, COUNTY], ABOVE)
    key = unit.where(unit != "", reports["province"] + "\t" + reports["city"])
    rows = (
        reports[list(FACTS)].rename(columns=FACTS).assign(key=key, kind=kind, order=reports["year"].astype("float64"))
    )
    latest = rows.sort_values("order", kind="stable", na_position="first").drop_duplicates("key", keep="last")
    above = (latest["kind"] == ABOVE) & (latest["name"] == "")  # a city that reports itself has no county
    latest["name"] = latest["name"].mask(above, latest["city"].where(latest["city"] != "", latest["province"]))
    table = _ordered(latest.drop(columns="order"))
    number = {name: index for index, name in enumerate(table["key"])}
    return Places(table, key.map(number).to_numpy(np.int64))


def _ordered(places: pd.DataFrame) -> pd.DataFrame:
    """Order places by code, those without one last in their province."""
    coded = places["code"].where(places["code"] != "", LAST)
    keys = places.assign(coded=coded, rank=coded.groupby(places["province"]).transform("min"))
    ordered = keys.sort_values(["rank", "province", "coded", "city", "name", "key"], ignore_index=True)
    return ordered.drop(columns=["coded", "rank"])


def _others(place: Mapping[Any, Any], seen: set[str]) -> list[str]:
    """What a place is called beside its name and code: as reports call it, in the lists of all years, in short."""
    if place["kind"] == UNKNOWN:
        return []
    listed = {part for unit in gazetteer().by_id.get(place["key"], ()) for part in (unit.name, unit.code)}
    names = listed | seen | {place["name"]}
    names |= {stem_of(name) for name in names if name and not name.isdigit()}
    return sorted(names - {"", place["name"], place["code"]})
