"""A coverage table with its categories beside one another, and the names of their columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cuoshi.results.formats.stata import LONGEST
from cuoshi.results.tables.columns import CODED, CORRECTED
from cuoshi.scheme import Scheme

#: what a category's columns end with, by the column of the coverage table
ENDS = {
    **{"share": "share", "tagged": "n", "present": "present", "expected": "expected", "low": "low", "high": "high"},
    **{"corrected": "corr", "corrected_low": "corr_low", "corrected_high": "corr_high", "method": "method"},
    **{"share_dsl": "dsl", "per1000": "per1000"},
}
LONGEST_END = 15
#: category and measure by the name of a column
Parts = dict[str, tuple[str, str]]


def wide(
    coverage: pd.DataFrame, columns: Sequence[str], scheme: Scheme, characters: pd.DataFrame, taken: set[str]
) -> tuple[pd.DataFrame, Parts]:
    """Lay a coverage table's categories out beside one another.

    Args:
        coverage: one row a group × category.
        columns: the columns that make a group.
        scheme: the categories, in the order of the rows.
        characters: of each group's sentences; one row where no column makes a group.
        taken: names that no column of a category may have.

    Returns:
        One row a group, and category and measure of the columns that are of one category.
    """
    width = len(scheme.categories)
    measures = ["share", "tagged", "present", *scheme.counted_ids, "expected", "low", "high", "per1000"]
    measures += [name for name, _ in CORRECTED if name in coverage and name != CODED]
    rows = coverage.iloc[::width][[*columns, "reports", "sentences"]].reset_index(drop=True)
    rows = (
        rows.merge(characters, on=list(columns), how="left")
        if columns
        else rows.assign(characters=characters["characters"].sum())
    )
    rows["characters"] = rows["characters"].astype("int64")
    coverage = coverage.assign(
        present=coverage["present"].astype("int8"),
        per1000=1000 * coverage["tagged"] / np.repeat(rows["characters"].to_numpy(), width),
    )
    found: dict[str, pd.Series] = {}
    parts: Parts = {}
    for number, category in enumerate(scheme.category_ids):
        for measure in measures:
            name = column_name(category, ENDS.get(measure, measure), {*rows, *parts, *taken})
            parts[name] = category, measure
            found[name] = coverage[measure].iloc[number::width].reset_index(drop=True)
    return pd.concat([rows, pd.DataFrame(found, index=rows.index)], axis=1), parts


def column_name(category: str, end: str, taken: set[str]) -> str:
    """Name a category's column in at most 32 characters, as Stata wants it; long ids are cut and numbered.

    Args:
        category: id of the category.
        end: what the column holds of it.
        taken: names that other columns have.
    """
    end = f"_{end[:LONGEST_END]}"
    name, number = category[: LONGEST - len(end)] + end, 1
    while name in taken:
        number += 1
        name = f"{category[: LONGEST - len(end) - len(str(number))]}{number}{end}"
    return name
