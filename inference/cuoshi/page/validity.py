"""What a hand-coded sample said, as the page draws it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cuoshi.page.groups import group_keys
from cuoshi.results.loading.folder import Results
from cuoshi.results.measured.coded import Coded, CodedCategory, Measured
from cuoshi.results.measured.corrected import DECIMALS, GROUPS, corrected_shares


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
    groups = {name: _groups(results, found, columns, years) for name, columns in GROUPS.items()}
    return {
        "coders": list(found.coders),
        "coded": found.coded,
        "population": found.population,
        "told": list(found.told.items()),
        "few": bool(found.few),
        "macro": _figure(found.macro_f1),
        "status": _figure(found.status_accuracy),
        "categories": [_category(found.categories[name]) for name in results.scheme.category_ids],
        "groups": groups if any(groups.values()) else None,
    }


def _category(own: CodedCategory) -> dict[str, Any]:
    return {
        "coded": own.coded,
        "naive": own.naive,
        "corrected": own.corrected.plain(),
        "wide": own.wide,
        "needed": own.needed,
        "reliability": own.reliability,
        **{name: _figure(figure) for name, figure in own.measured.items()},
    }


def _figure(figure: Measured) -> list[float | None] | None:
    return figure.plain() if figure.is_known else None


def _groups(results: Results, found: Coded, columns: Sequence[str], years: Sequence[int]) -> list[list[Any]]:
    """The groups that are one on the page; of several unknown places none is the group of those without an id."""
    keys, values = corrected_shares(found, columns)
    rows = zip(group_keys(keys, results, years), values.round(DECIMALS), strict=True)
    kept = ((key, cells) for key, cells in rows if "county_id" not in columns or key[0] >= 0)
    return [[key, *cells[:3].tolist(), cells[3].astype(int).tolist()] for key, cells in kept]
