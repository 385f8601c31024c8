"""Corrected shares of whatever reports a figure shows together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cuoshi.arrays import Floats
from cuoshi.errors import CuoshiError
from cuoshi.results.loading.folder import Results
from cuoshi.results.measured.coded import Coded
from cuoshi.results.measured.corrected import GROUPS, corrected_shares


@dataclass(frozen=True, slots=True)
class _Table:
    """Corrected shares of one kind of group.

    Attributes:
        of_report: number of each report's group.
        sizes: reports of each group.
        values: groups × (share, low, high, synthetic) × categories.
    """

    of_report: NDArray[np.int64]
    sizes: NDArray[np.int64]
    values: Floats


class Corrections:
    """The corrected shares of a results folder.

    Attributes:
        is_sure: whether enough sentences were coded for intervals that hold.

    Raises:
        CuoshiError: no sample was coded, too few sentences of it were, or it was drawn of some sentences only.
    """

    def __init__(self, results: Results) -> None:
        validity, folder = results.validity, results.folder
        if validity is None:
            raise CuoshiError(
                f"{folder}: no hand-coded sample to correct by; run `cuoshi sample` and `cuoshi validate`"
            )
        if validity.barred:
            raise CuoshiError(f"{folder}: {validity.barred}")
        self.is_sure = not validity.few
        self._sentences = results.reports["sentences"].to_numpy(float)
        self._tables = {name: _table(results, validity, columns) for name, columns in GROUPS.items()}
        own = [validity.categories[name].corrected for name in results.scheme.category_ids]
        self._all = np.array([[*astuple(one), 0.0] for one in own]).T

    def of(self, reports: NDArray[np.int64]) -> Floats:
        """Correct the shares of some reports.

        Args:
            reports: their numbers in the results.

        Returns:
            (share, low, high, synthetic) × categories: those of the group that the reports make up; where they make up
            none, the mean of their cells, without an interval.
        """
        if len(reports) == len(self._sentences):
            return self._all
        for table in self._tables.values():
            number = table.of_report[reports[0]]
            if table.sizes[number] == len(reports) and (table.of_report[reports] == number).all():
                own: Floats = table.values[number]
                return own
        return self._mean_of_cells(reports)

    def _mean_of_cells(self, reports: NDArray[np.int64]) -> Floats:
        cells = self._tables["county_year"]
        values, weights = cells.values[cells.of_report[reports]], self._sentences[reports]
        mean = np.tensordot(weights / weights.sum(), values, axes=1)
        mean[1:3] = np.nan
        mean[3] = values[:, 3].all(axis=0)
        return np.asarray(mean, np.float64)


def corrected(
    table: pd.DataFrame, reports: pd.DataFrame, columns: Sequence[str], corrections: Corrections
) -> pd.DataFrame:
    """Replace the shares of a coverage table by corrected ones.

    Args:
        table: the coverage table of the reports by ``columns``.
        reports: some rows of the results' reports, with their index.
        columns: the columns that make a group, of place and year only.
        corrections: of the results.

    Returns:
        The table with other ``share``, ``low`` and ``high``, and a column ``synthetic``.
    """
    values = np.stack([corrections.of(rows) for rows in _groups(reports, columns)])
    flat = values.transpose(1, 0, 2).reshape(4, -1)
    return table.assign(share=flat[0], low=flat[1], high=flat[2], synthetic=flat[3] > 0)


def _groups(reports: pd.DataFrame, columns: Sequence[str]) -> Iterator[NDArray[np.int64]]:
    """Numbers of each group's reports, the groups in the order of the coverage table."""
    if not columns:
        yield reports.index.to_numpy(np.int64)
        return
    for _, group in reports.groupby(list(columns), dropna=False, observed=True):
        yield group.index.to_numpy(np.int64)


def _table(results: Results, validity: Coded, columns: Sequence[str]) -> _Table:
    keys, values = corrected_shares(validity, columns)
    row = {key: number for number, key in enumerate(_keys(keys, columns))}
    of_report = np.array([row[key] for key in _keys(results.reports, columns)], np.int64)
    return _Table(of_report, np.bincount(of_report, minlength=len(row)), values)


def _keys(table: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The groups' keys, the same whether text or year is missing as one thing or another."""
    years = ["" if pd.isna(year) else int(year) for year in table["year"]] if "year" in columns else []
    texts = [table[name].fillna("").tolist() for name in columns if name != "year"]
    return zip(*texts, *([years] if "year" in columns else []), strict=True)
