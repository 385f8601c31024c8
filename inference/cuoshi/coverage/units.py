"""Which unit a report is of, the one way in which tables, terminal, page and figures join counties and count them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cuoshi.schema import WORK_REPORT

#: what the reports of a cell may be of several of: who reports, and in which form
KINDS = ("level", "genre")
#: what stands for a kind that is not known, beside others that are
NOT_KNOWN = "？"
#: the column that tells a government work report which is not the only one of its cell, though there is one a year
SEVERAL = "several"
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


def unlike(reports: pd.DataFrame, cell: Sequence[str] = ()) -> pd.DataFrame:
    """Tell which reports share a cell with others that are unlike, the one way in which all outputs decide it.

    Args:
        reports: a row a report that counts, with its genre, its level, and what makes a cell.
        cell: the columns that make a cell; the unit of :func:`unit_of` and ``year`` where there are none, and reports
            of which one of these is not known are in no cell then.

    Returns:
        Of each report whether its cell has several of each of ``KINDS``, and in ``several`` whether it is one of
        several government work reports.
    """
    keys = [reports[name] for name in cell] or [unit_of(reports), reports["year"]]
    known = pd.Series(True, reports.index) if cell else (keys[0] != "") & keys[1].notna()
    own = {name: reports[name].astype(object).fillna("") for name in KINDS}
    own[SEVERAL] = own["genre"] == WORK_REPORT
    cells = pd.DataFrame(own, reports.index)[known].groupby([key[known] for key in keys], dropna=False, observed=True)
    found = {name: cells[name].transform("nunique") > 1 for name in KINDS}
    found[SEVERAL] = own[SEVERAL][known] & (cells[SEVERAL].transform("sum") > 1)
    return pd.DataFrame(found).reindex(reports.index, fill_value=False)


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
