"""Corrected shares of groups as a table, for any columns that make a group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cuoshi.arrays import Floats, Integers
from cuoshi.coding.population import Population
from cuoshi.results.corrected import GROUPS
from cuoshi.validity import shares
from cuoshi.validity.cells import corrected_cells

#: the groups of the panel, and those that page and figures draw, beside those of the coverage table
KEPT = tuple(GROUPS.values())
#: of a table of groups, beside those that make a group
COLUMNS = ("category", "corrected", "corrected_low", "corrected_high", "method", "share_dsl")


def corrected_groups(
    everything: Population,
    columns: Sequence[str],
    predicted: Sequence[Floats],
    drawn: Integers,
    labels: Floats,
    inclusion: Floats,
    totals: Sequence[shares.Estimate],
    clusters: shares.Clusters | None = None,
) -> pd.DataFrame:
    """Correct the shares of groups.

    Args:
        everything: the sentences.
        columns: the columns that make a group.
        predicted: probability of each category, one a sentence of the population each.
        drawn: indices of the coded sentences.
        labels: what they were coded, coded sentences × categories.
        inclusion: their probabilities of selection.
        totals: each category's share of all sentences.
        clusters: their reports, if these were drawn first.

    Returns:
        One row a group × category, groups sorted: ``columns``, ``category`` and the columns of a coded sample.
    """
    cells = everything.strata(tuple(columns))
    first = np.unique(cells, return_index=True)[1]
    groups = everything.frame.loc[first, list(columns)].reset_index(drop=True)
    parts = [
        groups.join(_rows(name, f, cells, drawn, labels[:, c], inclusion, total.reach, clusters))
        for c, (name, f, total) in enumerate(zip(everything.scheme.category_ids, predicted, totals, strict=True))
    ]
    table = pd.concat(parts, keys=range(len(parts)))
    return table.swaplevel().sort_index().reset_index(drop=True)


def _rows(
    name: str,
    f: Floats,
    cells: Integers,
    drawn: Integers,
    y: Floats,
    inclusion: Floats,
    reach: float,
    clusters: shares.Clusters | None,
) -> pd.DataFrame:
    effect = shares.design_effect(y - f[drawn], inclusion, clusters)
    found = corrected_cells(f, cells, drawn, y, inclusion, effect, reach)
    outcomes = shares.pseudo_outcomes(f, drawn, y, inclusion)
    return pd.DataFrame(
        {
            "category": name,
            "corrected": np.clip(found.share, 0, 1),
            "corrected_low": found.low,
            "corrected_high": found.high,
            "method": found.method,
            "share_dsl": np.bincount(cells, outcomes) / np.bincount(cells),
        },
        columns=list(COLUMNS),
    )
