"""What a hand-coded sample said, as the page draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cuoshi.page.groups import GROUPS, group_keys
from cuoshi.results.corrected import corrected_table
from cuoshi.results.loading import Results

DECIMALS = 5


def validity_data(results: Results, years: Sequence[int]) -> dict[str, Any] | None:
    """Lay out agreement, quality, reliability and corrected shares.

    Args:
        results: the results folder.
        years: the years that the page numbers.

    Returns:
        ``None`` where no sample was coded. ``groups`` are empty where it was drawn of some sentences only: elsewhere
        ``[keys, shares, lows, highs, synthetic]`` a group, each a list of the categories but the keys, which are
        those of :func:`cuoshi.page.groups.group_keys`.
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
    groups = {name: _groups(results, found, columns, years) for name, columns in GROUPS.items()}
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
    results: Results, found: Mapping[str, Any], columns: Sequence[str], years: Sequence[int]
) -> list[list[Any]]:
    table, width = corrected_table(found, columns), len(found["categories"])
    shares = [
        table[name].to_numpy(float).round(DECIMALS).reshape(-1, width)
        for name in ("corrected", "corrected_low", "corrected_high")
    ]
    synthetic = (table["method"] == "synthetic").to_numpy(int).reshape(-1, width)
    keys = group_keys(table[list(columns)].iloc[::width], results, years)
    rows = zip(keys, *(np.asarray(part).tolist() for part in (*shares, synthetic)), strict=True)
    return [list(row) for row in rows]
