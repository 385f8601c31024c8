"""What a hand-coded sample said of a results folder: ``validity.json``, and its columns of the coverage table.

``validity.json`` is written by :mod:`cuoshi.validity`; tables, page and figures read it here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cuoshi.errors import CuoshiError
from cuoshi.results import files
from cuoshi.results.measured.coded import Coded
from cuoshi.results.tables.columns import CORRECTED

#: groups whose corrected shares are kept for the panel, page and figures, the coarsest first
GROUPS = {
    "province": ("province",),
    "year": ("year",),
    "county": ("county_id",),
    "province_year": ("province", "year"),
    "county_year": ("county_id", "year"),
}
#: columns of the coverage table by their names in ``groups``
PACKED = {"share": "corrected", "low": "corrected_low", "high": "corrected_high", "dsl": "share_dsl"}
DECIMALS = 7
#: how a cell was corrected, in the order of the numbers that stand for it in ``groups``
METHODS = ("design", "composite", "synthetic")


def table_digest(sentences: Path) -> str:
    """Digest of a sentences table's bytes, which are the same for the same files, manifest and model."""
    with sentences.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def read_validity(folder: Path) -> Coded | None:
    """Read what the sample said.

    Args:
        folder: the results folder.

    Returns:
        What ``validity.json`` says; ``None`` where there is none, or it is of another table than the folder has now:
        other sentences, counties or years. The same hand codes can be validated again where sentences stayed the same.

    Raises:
        CuoshiError: the file is damaged.
    """
    path = folder / files.VALIDITY
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text("utf-8"))
        return Coded.of(found) if found["table"] == table_digest(folder / files.SENTENCES) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CuoshiError(f"{path}: damaged ({error}); validate again, or delete it") from error


def with_corrected(coverage: pd.DataFrame, columns: Sequence[str], validity: Coded | None) -> pd.DataFrame:
    """Put corrected shares beside the counted ones.

    Args:
        coverage: the coverage table.
        columns: the columns that make a group.
        validity: what :func:`read_validity` returns.

    Returns:
        The table with the columns of :data:`cuoshi.results.tables.columns.CORRECTED`; as it was where the sample was
        drawn of some sentences only, or no such groups were corrected.
    """
    if validity is None or not len(table := corrected_table(validity, columns)):
        return coverage
    if not len(coverage):  # nothing to join by
        return coverage.reindex(columns=[*coverage, *(name for name, _ in CORRECTED)])
    keys = [*columns, "category"]
    merged = coverage.merge(table.astype({name: coverage[name].dtype for name in keys}), on=keys, how="left")
    return merged.assign(hand_coded=validity.coded)


def corrected_table(validity: Coded, columns: Sequence[str]) -> pd.DataFrame:
    """The corrected shares of groups.

    Args:
        validity: what :func:`read_validity` returns.
        columns: the columns that make a group.

    Returns:
        One row a group × category, a group's categories together and in order: ``columns``, ``category`` and the
        columns of a coded sample. No row where such groups were not corrected.
    """
    categories, kept = list(validity.categories), validity.groups.get(",".join(columns))
    if kept is None:
        return pd.DataFrame(columns=[*columns, "category", *PACKED.values(), "method"])
    table = pd.DataFrame(kept["keys"], columns=list(columns), dtype=object)
    table = table.loc[table.index.repeat(len(categories))].reset_index(drop=True)
    table["category"] = categories * len(kept["keys"])
    for name, column in PACKED.items():
        table[column] = np.array(kept[name], float).ravel()
    table["method"] = np.array(METHODS, object)[np.array(kept["method"], int).ravel()]
    return table


def corrected_shares(validity: Coded, columns: Sequence[str]) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    """The corrected shares of groups as they are drawn.

    Args:
        validity: what :func:`read_validity` returns.
        columns: the columns that make a group.

    Returns:
        The groups' keys, a row each; and groups × (share, low, high, synthetic) × categories, the last of the four one
        where the group had too few coded sentences of its own.
    """
    table, width = corrected_table(validity, columns), len(validity.categories)
    shares = [table[name].to_numpy(float) for name in ("corrected", "corrected_low", "corrected_high")]
    values = np.stack([*shares, (table["method"] == "synthetic").to_numpy(float)]).reshape(4, -1, width)
    return table[list(columns)].iloc[::width].reset_index(drop=True), values.transpose(1, 0, 2)


def packed(cells: pd.DataFrame, columns: Sequence[str], categories: int) -> dict[str, Any]:
    """Lay corrected shares out as ``validity.json`` keeps them in ``groups``: a list a column, a list of it a group.

    Args:
        cells: one row a group × category, a group's categories together and in order.
        columns: the columns that make a group.
        categories: how many there are.
    """
    keys = cells[list(columns)].iloc[::categories].astype(object)

    def rows(values: NDArray[Any]) -> list[list[Any]]:
        return [list(row) for row in values.reshape(-1, categories).tolist()]

    laid = {name: rows(cells[column].to_numpy(float).round(DECIMALS)) for name, column in PACKED.items()}
    method = cells["method"].map({name: number for number, name in enumerate(METHODS)}).to_numpy(int)
    return {"keys": keys.where(keys.notna(), None).to_numpy().tolist(), **laid, "method": rows(method)}
