"""What a panel's rows say of their units beside shares and counts: name, code, level, genres, columns of a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from cuoshi.columns import PLACE
from cuoshi.coverage.counts import sum_by
from cuoshi.coverage.units import KINDS, NOT_KNOWN
from cuoshi.places.gazetteer import gazetteer

#: columns of a unit in a year
UNIT = tuple(name for name in PLACE if name not in KINDS)
#: between the kinds of a row that joins several
AND = "；"


def described(counts: pd.DataFrame, columns: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    """Say what is known of groups of reports.

    Args:
        counts: counts per report, with ``columns`` and ``names`` among the keys.
        columns: the columns that make a group, at least one.
        names: what is to be said, columns of text.

    Returns:
        One row a group: ``columns`` and ``names``, each as most of the group's sentences have it; of ``KINDS`` all that
        occur, those of most sentences first.
    """
    keys = list(columns)
    found = counts[keys].drop_duplicates().sort_values(keys, ignore_index=True)
    for name in names:
        own = counts.assign(**{name: counts[name].fillna("").astype(str)})
        sizes = sum_by(own, [*keys, name], ["sentences"]).sort_values("sentences", ascending=False, kind="stable")
        groups = sizes.groupby(keys, dropna=False, observed=True, sort=False)[name]
        said = groups.agg(_joined) if name in KINDS else groups.first()
        found = found.merge(said.reset_index(), on=keys, how="left")
    return found


def _joined(kinds: pd.Series[str]) -> str:
    return AND.join(kinds.where(kinds != "", NOT_KNOWN)) if len(kinds) > 1 else str(kinds.iloc[0])


def fill(table: pd.DataFrame, units: Sequence[str], time: str, names: Iterable[str]) -> pd.DataFrame:
    """Say of rows without a report what is known of their units.

    Args:
        table: a balanced panel, sorted by unit and year; what is not known is missing.
        units: the columns that make a unit.
        time: the column of the year.
        names: what is said of units; a genre stays missing, no report has one.

    Returns:
        The table: name, code, city, province and level are those that the unit had in the row's year by the lists of
        counties; where these do not have it, the first four are those of its nearest report. Any other column is filled
        where all reports of the unit say the same.
    """
    empty = table["reports"] == 0
    groups = table.groupby(list(units), dropna=False, observed=True)
    for name in names:
        if name in UNIT:
            near = groups[name].ffill().groupby([table[unit] for unit in units], dropna=False).bfill()
            table[name] = table[name].where(~empty, near)
        elif name != "genre":
            said = groups[name].transform("first").where(groups[name].transform("nunique") == 1)
            table[name] = table[name].where(~empty, said)
    if "county_id" in table:
        _as_listed(table, empty, time, [name for name in (*UNIT, "level") if name in names and name != "county_id"])
    return table


def _as_listed(table: pd.DataFrame, empty: pd.Series[bool], time: str, names: Sequence[str]) -> None:
    """Give rows without a report the names and codes that the lists of their year have."""
    said = {"county": "name", "county_code": "code", "province": "province", "city": "city", "level": "level"}
    for row, unit_id, year in zip(table.index[empty], table["county_id"][empty], table[time][empty], strict=True):
        if unit := gazetteer().in_year(str(unit_id), int(year)):
            for name in names:
                table.loc[row, name] = getattr(unit, said[name])
