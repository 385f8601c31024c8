"""Corrected shares of groups as a table, for any columns that make a group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cuoshi.arrays import Floats, Integers
from cuoshi.results.measured.corrected import GROUPS
from cuoshi.validity import shares, variances
from cuoshi.validity.cells import corrected_cells
from cuoshi.validity.judged import Judged

#: the groups of the panel, and those that page and figures draw, beside those of the coverage table
KEPT = tuple(GROUPS.values())
#: of a table of groups, beside those that make a group
COLUMNS = ("category", "corrected", "corrected_low", "corrected_high", "method", "share_dsl")


def corrected_groups(
    judged: Judged, columns: Sequence[str], predicted: Sequence[Floats], totals: Sequence[shares.Estimate]
) -> pd.DataFrame:
    """Correct the shares of groups.

    Args:
        judged: the coded sentences among all.
        columns: the columns that make a group.
        predicted: probability of each category, one a sentence of the population each.
        totals: each category's share of all sentences.

    Returns:
        One row a group × category, groups sorted: ``columns``, ``category`` and the columns of a coded sample.
    """
    everything = judged.everything
    cells = everything.strata(tuple(columns))
    first = np.unique(cells, return_index=True)[1]
    groups = everything.frame.loc[first, list(columns)].reset_index(drop=True)
    parts = [
        groups.join(_rows(judged, c, f, cells, total.reach))
        for c, (f, total) in enumerate(zip(predicted, totals, strict=True))
    ]
    table = pd.concat(parts, keys=range(len(parts)))
    return table.swaplevel().sort_index().reset_index(drop=True)


def _rows(judged: Judged, category: int, f: Floats, cells: Integers, reach: float) -> pd.DataFrame:
    y, drawn, inclusion = judged.labels[:, category], judged.drawn, judged.inclusion
    effect = variances.design_effect(y - f[drawn], inclusion, judged.clusters)
    found = corrected_cells(f, cells, drawn, y, inclusion, effect, reach)
    outcomes = shares.pseudo_outcomes(f, drawn, y, inclusion)
    return pd.DataFrame(
        {
            "category": judged.everything.scheme.category_ids[category],
            "corrected": np.clip(found.share, 0, 1),
            "corrected_low": found.low,
            "corrected_high": found.high,
            "method": found.method,
            "share_dsl": np.bincount(cells, outcomes) / np.bincount(cells),
        },
        columns=list(COLUMNS),
    )
