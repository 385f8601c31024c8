"""Counts per report to the coverage table: shares of groups and their intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cuoshi.arrays import Floats
from cuoshi.coverage.bootstrap import share_intervals
from cuoshi.coverage.counts import ORIGINAL, count_columns, measures, sum_by
from cuoshi.coverage.units import under_newest_name
from cuoshi.scheme import Scheme

EXPECTED_DECIMALS = 4
YEARS_JOINT = "、"  # between the years of a county


def coverage_table(counts: pd.DataFrame, columns: Sequence[str], scheme: Scheme) -> pd.DataFrame:
    """Add reports up to groups and give every share its interval; see :func:`cuoshi.tally`.

    Args:
        counts: what :func:`cuoshi.coverage.counts.count_reports` returns.
        columns: the columns that make a group, all or some of those counted by.
        scheme: the categories and statuses.

    Returns:
        One row a group × category.
    """
    columns = list(columns)
    names = count_columns(scheme)
    units, first, sizes = _grouped(counts, columns, ORIGINAL, names)
    values = units[names].to_numpy(np.float64)
    sums = np.add.reduceat(values, first) if len(first) else np.empty((0, len(names)))
    by_unit = counts.groupby(list(dict.fromkeys([*columns, ORIGINAL])), dropna=False, observed=True)
    copies = np.asarray(by_unit["report_id"].nunique(), np.int64)
    low, high = share_intervals(values[:, : 1 + len(scheme.categories)], first, sizes, copies)
    reports = _grouped(counts, columns, "report_id", names)[2]
    table = _long(units.loc[first, columns].reset_index(drop=True), reports, sums, scheme)
    table["low"], table["high"] = low.ravel(), high.ravel()
    return table


def _grouped(
    counts: pd.DataFrame, columns: list[str], unit: str, names: list[str]
) -> tuple[pd.DataFrame, NDArray[np.int64], NDArray[np.int64]]:
    """Counts by group × unit, the row that each group begins at, and how many units it has."""
    counts = sum_by(counts, list(dict.fromkeys([*columns, unit])), names)
    groups = _group_numbers(counts, columns)
    first = np.flatnonzero(np.diff(groups, prepend=-1))
    return counts, first, np.diff(np.append(first, len(groups)))


def with_shared(
    coverage: pd.DataFrame, counts: pd.DataFrame, columns: Sequence[str], names: Sequence[str]
) -> pd.DataFrame:
    """Put behind the columns of each group what all of its reports have in common in other ones.

    Args:
        coverage: what :func:`coverage_table` returns for groups by ``columns``.
        counts: counts per report, with ``columns`` and ``names`` among the keys.
        columns: the columns that make a group.
        names: the others, of text.

    Returns:
        The table with ``names``, empty where reports of a group differ.
    """
    names = [name for name in names if name not in columns]
    if not names:
        return coverage
    groups = counts.groupby(list(columns), dropna=False, observed=True) if columns else counts.groupby(lambda _: 0)
    shared = groups[names].first().where(groups[names].nunique() == 1, "")
    rows = coverage[list(columns)].merge(shared.reset_index(), on=list(columns), how="left") if columns else shared
    values = {name: rows[name].to_numpy() if columns else shared[name].iloc[0] for name in names}
    return coverage.assign(**values)[[*columns, *names, *coverage.columns[len(columns) :]]]


def county_summary(counts: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """Coverage by county over all years, with the years that its reports are of in a column ``years``.

    A county of several names or codes over the years is one row, under its newest.

    Args:
        counts: counts per report, with county, county code, county id and year among the keys.
        scheme: the categories and statuses.
    """
    county, counts = ["county", "county_code"], under_newest_name(counts)
    years = counts.groupby(county, dropna=False, as_index=False).agg(years=("year", _years))
    return coverage_table(counts, county, scheme).merge(years, on=county)


def _years(years: pd.Series[int]) -> str:
    return YEARS_JOINT.join(map(str, sorted(years.dropna().unique())))


def _group_numbers(counts: pd.DataFrame, columns: list[str]) -> NDArray[np.int64]:
    """Number the groups in the order of the rows, which are sorted by them."""
    if not columns:
        return np.zeros(len(counts), np.int64)
    return np.asarray(counts.groupby(columns, dropna=False, sort=False, observed=True).ngroup(), np.int64)


def _long(keys: pd.DataFrame, sizes: NDArray[np.int64], sums: Floats, scheme: Scheme) -> pd.DataFrame:
    """Lay groups × categories out as rows."""
    width, names = len(scheme.categories), measures(scheme)
    table = keys.loc[keys.index.repeat(width)].reset_index(drop=True)
    table["category"] = list(scheme.category_ids) * len(keys)
    table["reports"] = np.repeat(sizes.astype(np.int64), width)
    table["sentences"] = np.repeat(sums[:, 0].astype(np.int64), width)
    by_measure = sums[:, 1:].reshape(len(keys), len(names), width).transpose(1, 0, 2).reshape(len(names), -1)
    tagged, expected = by_measure[0].astype(np.int64), by_measure[-1]
    table["tagged"] = tagged
    table["share"] = tagged / table["sentences"].to_numpy() if len(table) else np.empty(0)
    table["present"] = tagged > 0
    for name, row in zip(scheme.counted_ids, by_measure[1:-1], strict=True):
        table[name] = row.astype(np.int64)
    # The sum of many floats depends on their order in its last digits; the table must not.
    table["expected"] = expected.round(EXPECTED_DECIMALS)
    return table
