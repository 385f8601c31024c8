"""What a hand-coded sample said, as the page draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from cuoshi.results.columns import PLACE_COLUMNS
from cuoshi.results.corrected import corrected_table
from cuoshi.results.loading import Results

#: groups by the names that the page's script has for them
GROUPS = {
    "county_year": (*PLACE_COLUMNS, "year"),
    "province_year": ("province", "year"),
    "county": tuple(PLACE_COLUMNS),
    "province": ("province",),
    "year": ("year",),
}
DECIMALS = 5


def validity_data(results: Results, years: Sequence[int]) -> dict[str, Any] | None:
    """Lay out agreement, quality, reliability and corrected shares.

    Args:
        results: the results folder.
        years: the years that the page numbers.

    Returns:
        ``None`` where no sample was coded. ``groups`` are empty where it was drawn of some sentences only: elsewhere
        ``[keys, shares, lows, highs, synthetic]`` a group, each a list of the categories but the keys, which are the
        numbers of county and year (-1 for none) or the province's name.
    """
    found = results.validity
    if found is None:
        return None
    categories = [_category(found, name) for name in results.scheme.category_ids]
    told = {name: found[name] for name in ("coders", "coded", "missing")}
    told |= {name: len(found[name]) for name in ("unsure", "unsettled")}
    told |= {"population": found["design"]["population"], "where": found["design"]["where"], "few": found["few"]}
    told["model_shown"] = found["design"].get("show_model", False)
    told |= {"macro": _figure(found["macro_f1"]), "status": _figure(found["status_accuracy"])}
    county = {tuple(row): number for number, row in enumerate(results.places.itertuples(index=False, name=None))}
    year = {one: number for number, one in enumerate(years)}
    groups = {name: _groups(found, columns, county, year) for name, columns in GROUPS.items()}
    return {**told, "categories": categories, "groups": groups if any(groups.values()) else None}


def _category(found: Mapping[str, Any], name: str) -> dict[str, Any]:
    own = found["categories"][name]
    figures = {**own["quality"], **{key: own[key] for key in ("agreement", "kappa", "alpha")}}
    share = own["corrected"]
    return {
        "coded": own["coded"],
        "naive": own["naive"],
        "corrected": [share["share"], share["low"], share["high"]],
        "wide": [own["low_wide"], own["high_wide"]],
        "needed": found["needed"][name],
        "reliability": own["reliability"],
        **{key: _figure(figure) for key, figure in figures.items()},
    }


def _figure(figure: Mapping[str, float | None]) -> list[float | None] | None:
    return None if figure["value"] is None else [figure["value"], figure["low"], figure["high"]]


def _groups(
    found: Mapping[str, Any], columns: Sequence[str], county: Mapping[Any, int], year: Mapping[int, int]
) -> list[list[Any]]:
    table, width = corrected_table(found, columns), len(found["categories"])
    shares = [
        table[name].to_numpy(float).round(DECIMALS).reshape(-1, width)
        for name in ("corrected", "corrected_low", "corrected_high")
    ]
    synthetic = (table["method"] == "synthetic").to_numpy(int).reshape(-1, width)
    keys = table[list(columns)].iloc[::width]
    texts = [name for name in columns if name != "year"]
    keys = keys.assign(**{name: keys[name].fillna("") for name in texts})
    numbered = []
    if set(PLACE_COLUMNS) <= set(columns):
        numbered.append([county.get(row, -1) for row in keys[PLACE_COLUMNS].itertuples(index=False, name=None)])
    elif "province" in columns:
        numbered.append(keys["province"].tolist())
    if "year" in columns:
        numbered.append([-1 if pd.isna(one) else year[int(one)] for one in keys["year"]])
    rows = zip(zip(*numbered, strict=True), *(np.asarray(part).tolist() for part in (*shares, synthetic)), strict=True)
    return [[list(key), *parts] for key, *parts in rows]
