"""The columns that make a group, as people name them on the command line and in Python, and the order of groups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd

from cuoshi.aliases import field
from cuoshi.errors import CuoshiError
from cuoshi.places.gazetteer import gazetteer

COMMA = re.compile("[,，、;；]")
LAST = "\U0010ffff"  # behind every code and name


def column_names(by: Sequence[str] | str) -> list[str]:
    """Names of columns: a list of them, or a text with commas, Chinese or not; 县 and 年份 are county and year too.

    Raises:
        CuoshiError: they are neither.
    """
    if not isinstance(by, Sequence) or not all(isinstance(name, str) for name in by):
        raise CuoshiError(f"{by!r} names no columns; give a list of names, () for none")
    names = COMMA.split(by) if isinstance(by, str) else by
    return list(dict.fromkeys(field(name) for name in map(str.strip, names) if name))


def group_columns(by: Sequence[str] | str) -> list[str]:
    """The columns that make a group: those asked for, and ``county_code`` behind ``county``."""
    columns = [
        part for name in column_names(by) for part in (("county", "county_code") if name == "county" else (name,))
    ]
    return list(dict.fromkeys(columns))


def in_order(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Order groups by the columns that make them, what is not known last.

    Places stand in the order of their codes (GB/T 2260), so that those of a city and of a province stand together.

    Args:
        table: some rows a group, which keep their order.
        columns: those that make a group.

    Returns:
        The same rows.
    """
    keys: dict[str, pd.Series[str]] = {}
    for name in columns:
        values = table[name]
        if not pd.api.types.is_numeric_dtype(values):
            values = values.astype(object).where(values.notna(), "").astype(str)
            if name in ("province", "city"):
                keys[f"{name} code"] = values.map(_codes()).fillna(LAST)
            elif name == "county" and "county_code" in columns:
                codes = table["county_code"].fillna("")
                keys["county code"] = codes.where(codes != "", LAST)
            values = values.where(values != "", LAST)
        keys[name] = values
    if not keys:
        return table
    order = pd.DataFrame(keys).reset_index(drop=True).sort_values([*keys], kind="stable").index
    return table.iloc[order].reset_index(drop=True)


@cache
def _codes() -> Mapping[str, str]:
    """The newest code of every province and city, by its name."""
    units = [unit for units in gazetteer().by_code.values() for unit in units if not unit.is_county]
    return {unit.name: unit.unit_id for unit in sorted(units, key=lambda unit: unit.last_year)}
