"""Tally tagged sentences into coverage: which measures are reported where and when, and how much of the text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

DEFAULT_BY = ("county", "year")


def tally(sentences: pd.DataFrame | Path | str, by: Sequence[str] = DEFAULT_BY) -> pd.DataFrame:
    """Count how the seven categories cover each group of reports.

    Args:
        sentences: the sentences table, or the path of its parquet file, which is read in batches and
            never held in memory as a whole.
        by: columns of that table that make a group. ``county`` brings ``county_code`` along, because
            counties of one name exist in several provinces. ``()`` makes one group of everything.

    Returns:
        One row a group × category, groups sorted, categories in codebook order: the columns of ``by``,
        ``category``, ``reports`` and ``sentences`` of the group, ``tagged`` (sentences given the category),
        ``share`` (tagged / sentences), ``present`` (any tagged), ``done`` ``planned`` ``problem`` (tagged
        sentences by status; those left over are ``general``), ``expected`` (sum of the calibrated
        probabilities) and ``low`` ``high``: the share's 95% percentile interval over 1,000 resamplings
        of the group's reports. A single report cannot be resampled: there both are missing.

    Raises:
        CuoshiError: a column is missing or holds lists, or the file is none that holds a sentences table.
    """
    from cuoshi.coverage import arithmetic  # pandas takes a second to import, `import cuoshi` should not

    columns = arithmetic.group_columns(by)
    return arithmetic.coverage_table(arithmetic.count_reports(arithmetic.batches(sentences, columns), columns), columns)
