"""The arithmetic of a tally: sentences to counts per report, counts to coverage per group.

Everything is counted per report first. Those counts are small (about 40 numbers a report), so a corpus of any
size streams through in batches, and the bootstrap that resamples reports needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from cuoshi.errors import CuoshiError
from cuoshi.schema import CATEGORIES

Floats = NDArray[np.float64]

COUNTED_STATUSES = ("done", "planned", "problem")
MEASURES = ("tagged", *COUNTED_STATUSES, "expected")
COUNTS = ["sentences", *(f"{measure}_{category}" for measure in MEASURES for category in CATEGORIES)]
NEEDED = ["report_id", "categories", "status", *(f"p_{category}" for category in CATEGORIES)]
RESAMPLES = 1000
SEED = 20_240_601
BATCH_ROWS = 8192
CELLS_AT_ONCE = 1_000_000
EXPECTED_DECIMALS = 4


def group_columns(by: Sequence[str]) -> list[str]:
    """The columns that make a group: those asked for, and ``county_code`` behind ``county``."""
    columns = [part for name in by for part in (("county", "county_code") if name == "county" else (name,))]
    return list(dict.fromkeys(columns))


def batches(sentences: pd.DataFrame | Path | str, columns: Sequence[str]) -> Iterator[pa.Table]:
    """Yield the columns that a tally needs, some thousand sentences at a time.

    Args:
        sentences: the sentences table, or the path of its parquet file.
        columns: the columns that make a group.

    Raises:
        CuoshiError: a column is missing or makes groups of lists, or the file is none that holds a sentences table.
    """
    keys = [*columns, "report_id"]
    needed = list(dict.fromkeys([*columns, *NEEDED]))
    if isinstance(sentences, pd.DataFrame):
        _require(needed, list(sentences.columns), "the sentences table")
        table = pa.Table.from_pandas(sentences[needed], preserve_index=False)
        _require_no_lists(keys, table.schema)
        yield table
        return
    try:
        file = pq.ParquetFile(sentences)
    except (OSError, pa.ArrowInvalid) as error:
        raise CuoshiError(f"{sentences}: no sentences table can be read here ({_first_line(error)})") from error
    with file:
        _require(needed, file.schema_arrow.names, str(sentences))
        _require_no_lists(keys, file.schema_arrow)
        for batch in file.iter_batches(BATCH_ROWS, columns=needed):
            yield pa.Table.from_batches([batch])


def count_reports(tables: Iterable[pa.Table], columns: Sequence[str]) -> pd.DataFrame:
    """Count each report's sentences by category and status.

    Args:
        tables: pieces of the sentences table, see :func:`batches`.
        columns: the columns that make a group.

    Returns:
        One row a group × report, sorted: the group's columns, ``report_id`` and :data:`COUNTS`.
    """
    keys = [*columns, "report_id"]
    parts = [_sum(_count(table, keys), keys) for table in tables]
    if not parts:
        return pd.DataFrame(columns=[*keys, *COUNTS])
    return _sum(pd.concat(parts, ignore_index=True), keys)


def coverage_table(counts: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Add reports up to groups and give every share its interval; see :func:`cuoshi.tally`.

    Args:
        counts: what :func:`count_reports` returns.
        columns: the columns that make a group, all or some of those counted by.

    Returns:
        One row a group × category.
    """
    columns = list(columns)
    counts = _sum(counts, [*columns, "report_id"])
    groups = _group_numbers(counts, columns)
    first = np.flatnonzero(np.diff(groups, prepend=-1))
    values = counts[COUNTS].to_numpy(np.float64)
    sums = np.add.reduceat(values, first) if len(first) else np.empty((0, len(COUNTS)))
    sizes = np.diff(np.append(first, len(groups)))
    low, high = _intervals(values[:, : 1 + len(CATEGORIES)], first, sizes)
    keys = counts.loc[first, columns].reset_index(drop=True)
    return _long(keys, sizes, sums, low, high)


def _require(needed: Sequence[str], present: Sequence[str], where: str) -> None:
    missing = [name for name in needed if name not in present]
    if missing:
        raise CuoshiError(f"{where}: no column {', '.join(missing)}; it has {', '.join(map(str, present))}")


def _require_no_lists(keys: Sequence[str], schema: pa.Schema) -> None:
    if lists := [name for name in keys if pa.types.is_list(schema.field(name).type)]:
        raise CuoshiError(f"cannot tally by {', '.join(lists)}: a sentence has a list of them")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _count(table: pa.Table, keys: Sequence[str]) -> pd.DataFrame:
    """One row a sentence, the counts being ones and zeros."""
    tagged = _tagged(table["categories"].combine_chunks())
    status = np.asarray(table["status"].to_pandas(), dtype=object)[:, None]
    probabilities = [table[f"p_{category}"].to_numpy() for category in CATEGORIES]
    by_status = [tagged * (status == name) for name in COUNTED_STATUSES]
    counts = np.hstack([np.ones((len(table), 1)), tagged, *by_status, np.column_stack(probabilities)])
    frame = table.select(list(keys)).to_pandas(types_mapper={pa.int32(): pd.Int32Dtype()}.get)
    result: pd.DataFrame = pd.concat([frame, pd.DataFrame(counts, columns=COUNTS, index=frame.index)], axis=1)
    return result


def _tagged(categories: pa.ListArray) -> Floats:
    """Sentences × categories, one where the sentence was given the category."""
    categories = categories.cast(pa.list_(pa.string()))  # a frame of empty lists alone has another type
    tagged = np.zeros((len(categories), len(CATEGORIES)))
    columns = pc.index_in(pc.list_flatten(categories), pa.array(list(CATEGORIES)))
    tagged[pc.list_parent_indices(categories).to_numpy(), columns.to_numpy()] = 1
    return tagged


def _sum(counts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    summed: pd.DataFrame = counts.groupby(keys, dropna=False, observed=True, as_index=False)[COUNTS].sum()
    return summed


def _group_numbers(counts: pd.DataFrame, columns: list[str]) -> NDArray[np.int64]:
    """Number the groups in the order of the rows, which are sorted by them."""
    if not columns:
        return np.zeros(len(counts), np.int64)
    return np.asarray(counts.groupby(columns, dropna=False, sort=False, observed=True).ngroup(), np.int64)


def _long(keys: pd.DataFrame, sizes: NDArray[np.int64], sums: Floats, low: Floats, high: Floats) -> pd.DataFrame:
    """Lay groups × categories out as rows."""
    width = len(CATEGORIES)
    table = keys.loc[keys.index.repeat(width)].reset_index(drop=True)
    table["category"] = list(CATEGORIES) * len(keys)
    table["reports"] = np.repeat(sizes.astype(np.int64), width)
    table["sentences"] = np.repeat(sums[:, 0].astype(np.int64), width)
    measures = sums[:, 1:].reshape(len(keys), len(MEASURES), width).transpose(1, 0, 2).reshape(len(MEASURES), -1)
    tagged, expected = measures[0].astype(np.int64), measures[-1]
    table["tagged"] = tagged
    table["share"] = tagged / table["sentences"].to_numpy() if len(table) else np.empty(0)
    table["present"] = tagged > 0
    for name, row in zip(COUNTED_STATUSES, measures[1:-1], strict=True):
        table[name] = row.astype(np.int64)
    # The sum of many floats depends on their order in its last digits; the table must not.
    table["expected"] = expected.round(EXPECTED_DECIMALS)
    table["low"], table["high"] = low.ravel(), high.ravel()
    return table


def _intervals(values: Floats, first: NDArray[np.int64], sizes: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Bootstrap the shares of every group, groups of one size together.

    Args:
        values: reports × (sentences, then tagged of each category).
        first: index of each group's first report.
        sizes: number of each group's reports.

    Returns:
        Lower and upper end, both groups × categories; missing for groups of one report.
    """
    low = np.full((len(first), len(CATEGORIES)), np.nan)
    high = low.copy()
    step = max(1, CELLS_AT_ONCE // (RESAMPLES * values.shape[1]))
    for size in np.unique(sizes[sizes > 1]):
        chosen = np.flatnonzero(sizes == size)
        for some in np.split(chosen, range(step, len(chosen), step)):
            reports = values[first[some][:, None] + np.arange(size)]
            resampled = np.concatenate([weights @ reports for weights in _weights(int(size))], axis=1)
            shares = resampled[..., 1:] / resampled[..., :1]
            low[some], high[some] = np.quantile(shares, [0.025, 0.975], axis=1)
    return low, high


def _weights(size: int) -> Iterator[Floats]:
    """How often each of ``size`` reports is drawn (resamplings × reports), in blocks; the same on every call."""
    generator = np.random.default_rng([SEED, size])
    step = max(1, CELLS_AT_ONCE // size)
    for start in range(0, RESAMPLES, step):
        drawn = generator.integers(size, size=(min(step, RESAMPLES - start), size))
        yield np.stack([np.bincount(row, minlength=size) for row in drawn]).astype(np.float64)
