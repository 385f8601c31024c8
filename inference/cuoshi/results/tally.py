"""Tally tagged sentences into coverage: which measures are reported where and when, and how much of the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from cuoshi.scheme import Scheme

DEFAULT_BY = ("county", "year")


def tally(
    sentences: pd.DataFrame | Path | str, by: Sequence[str] = DEFAULT_BY, scheme: Scheme | None = None
) -> pd.DataFrame:
    """Count how the categories cover each group of reports.

    Args:
        sentences: the sentences table, or the path of its parquet file, which is read in batches and
            never held in memory as a whole.
        by: columns of that table that make a group. ``county`` brings ``county_code`` along, because
            counties of one name exist in several provinces. ``()`` makes one group of everything.
        scheme: what the sentences were tagged with. If not given, that of the ``run.json`` beside the file, else
            the bundled one if the table has its categories, else what can be seen in the table.

    Returns:
        One row a group × category, groups sorted, categories in codebook order: the columns of ``by``,
        ``category``, ``reports`` and ``sentences`` of the group, ``tagged`` (sentences given the category),
        ``share`` (tagged / sentences), ``present`` (any tagged), a column a status (tagged sentences of that
        status; the status that is the scheme's rest has none), ``expected`` (sum of the calibrated
        probabilities) and ``low`` ``high``: the share's 95% percentile interval over 1,000 resamplings
        of the group's reports. A single report cannot be resampled: there both are missing.

    Raises:
        CuoshiError: a column is missing or holds lists, or the file is none that holds a sentences table.
    """
    import pandas as pd  # pandas takes a second to import, `import cuoshi` should not

    from cuoshi.coverage.counts import count_reports, group_columns
    from cuoshi.coverage.shares import coverage_table
    from cuoshi.results import loading

    columns = group_columns(by)
    if isinstance(sentences, pd.DataFrame):
        names = list(map(str, sentences))
        scheme = scheme or loading.scheme_of({}, names, lambda: _statuses(sentences), "the sentences table")
        counts = count_reports(_one_table(sentences, columns, scheme), columns, scheme)
        return coverage_table(counts, columns, scheme)
    path = Path(sentences)
    with loading.open_table(path) as file:
        scheme = scheme or loading.scheme_of_file(file, path)
        counts = count_reports(loading.read_batches(file, columns, scheme, path), columns, scheme)
    return coverage_table(counts, columns, scheme)


def _statuses(sentences: pd.DataFrame) -> list[str]:
    return sorted(sentences["status"].dropna().unique()) if "status" in sentences else []


def _one_table(sentences: pd.DataFrame, columns: Sequence[str], scheme: Scheme) -> Iterable[pa.Table]:
    import pyarrow as pa

    from cuoshi.coverage.counts import needed_columns
    from cuoshi.results.loading import require_columns, require_no_lists

    needed = list(dict.fromkeys([*columns, *needed_columns(scheme)]))
    require_columns(needed, list(sentences.columns), "the sentences table")
    table = pa.Table.from_pandas(sentences[needed], preserve_index=False)
    require_no_lists([*columns, "report_id"], table.schema)
    return [table]
