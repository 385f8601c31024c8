"""The groups of reports whose figures come with the page, and how its script numbers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from cuoshi.coverage.shares import coverage_table
from cuoshi.results.loading.folder import Results
from cuoshi.results.loading.places import UNKNOWN
from cuoshi.results.measured.corrected import GROUPS

#: intervals are in millionths: rounded twice, one would be shown otherwise than by the tables
PRECISION = 1_000_000


def group_keys(keys: pd.DataFrame, results: Results, years: Sequence[int]) -> list[list[Any]]:
    """Number groups as the page's script does.

    Args:
        keys: a row a group, with the columns of one of :data:`cuoshi.results.measured.corrected.GROUPS`; ``county_id``
            is the key of a place.
        results: whose places are numbered in their order.
        years: the years that the page numbers.

    Returns:
        For each group the number of its place or the name of its province, then the number of its year, what it has
        of these; -1 for an unknown place or year.
    """
    parts: list[list[Any]] = []
    if "county_id" in keys:
        table = results.places.table
        place = {key: number for number, key in enumerate(table["key"])}
        unknown = np.flatnonzero(table["kind"] == UNKNOWN)
        if len(unknown) == 1:  # of several none is what a table by county_id has in one row
            place[""] = int(unknown[0])
        parts.append([place.get(key, -1) for key in keys["county_id"].fillna("")])
    elif "province" in keys:
        parts.append(keys["province"].fillna("").tolist())
    if "year" in keys:
        number: Mapping[int, int] = {year: number for number, year in enumerate(years)}
        parts.append([-1 if pd.isna(year) else number[int(year)] for year in keys["year"]])
    return [list(key) for key in zip(*parts, strict=True)]


def group_intervals(results: Results, years: Sequence[int]) -> dict[str, list[list[Any]]]:
    """Bootstrap the shares of all groups of two reports or more, as the coverage table's are.

    Args:
        results: the results folder.
        years: the years that the page numbers.

    Returns:
        By the name of the grouping a list a group: its key, then low and high of each category in millionths.
    """
    width = len(results.scheme.categories)
    places = results.places
    own = places.table.iloc[places.of_report]
    reports = results.reports.assign(county_id=own["key"].to_numpy(), province=own["province"].to_numpy())
    found = {}
    for name, columns in GROUPS.items():
        table = coverage_table(reports, columns, results.scheme)
        ends = table[["low", "high"]].to_numpy(np.float64).reshape(-1, 2 * width)
        known = ~np.isnan(ends).any(axis=1)
        keys = group_keys(table[list(columns)].iloc[::width][known], results, years)
        rounded = np.rint(ends[known] * PRECISION).astype(int).tolist()
        found[name] = [[key, *row] for key, row in zip(keys, rounded, strict=True)]
    return found
