"""Which unit a report is of, the one way in which tables, terminal, page and figures join counties and count them."""

from __future__ import annotations

import pandas as pd

#: In GB/T 2260 codes that end with 00 are those of cities and provinces, no county has one.
ABOVE_COUNTIES = r"\d{4}00"


def unit_of(reports: pd.DataFrame) -> pd.Series[str]:
    """Name the unit of each report, one name for all years of a county that changed its name, status or code.

    Args:
        reports: a row a report (or a group of them), with ``county_id`` and ``county``, both empty where unknown.

    Returns:
        The ``county_id``; the county's name where it has no id; empty where no county is known.
    """
    unit = reports["county_id"].fillna("").astype(str)
    return unit.where(unit != "", reports["county"].fillna("").astype(str))


def are_counties(units: pd.Series[str]) -> pd.Series[bool]:
    """Tell which units are counties: cities and provinces are none, nor is what is not known.

    Args:
        units: what :func:`unit_of` returns.
    """
    return (units != "") & ~units.str.fullmatch(ABOVE_COUNTIES)


def count_counties(reports: pd.DataFrame) -> int:
    """Count the distinct counties that reports are of, as every output states their number.

    Args:
        reports: as for :func:`unit_of`.
    """
    units = unit_of(reports)
    return int(units[are_counties(units)].nunique())


def under_newest_name(reports: pd.DataFrame) -> pd.DataFrame:
    """Give all reports of a unit the county's name and code of its latest year.

    Args:
        reports: a row a report, with county, county code, county id (empty where unknown) and year.

    Returns:
        The same rows in the same order.
    """
    known = reports[reports["county_id"].fillna("") != ""]
    if known.empty:
        return reports
    by_unit = known.sort_values("year", kind="stable", na_position="first").groupby("county_id")
    named = reports.copy()
    for name in ("county", "county_code"):
        latest = by_unit[name].transform("last").reindex(reports.index)
        named[name] = latest.where(latest.notna(), reports[name])
    return named
