"""Sentences to counts per report.

Everything is counted per report first. Those counts are small (about 40 numbers a report), so a corpus of any
size streams through in batches, and the bootstrap that resamples reports needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cuoshi.arrays import Floats
from cuoshi.columns import probability
from cuoshi.errors import CuoshiError
from cuoshi.scheme import Scheme

#: a report, or the one that it repeats: what the bootstrap resamples; no column of a manifest is called like it
ORIGINAL = "_original"


def needed_columns(scheme: Scheme) -> list[str]:
    """The columns of the sentences table that counting needs beside those that make a group."""
    return ["report_id", "duplicate_of", "categories", "status", *(probability(name) for name in scheme.category_ids)]


def measures(scheme: Scheme) -> tuple[str, ...]:
    """What is counted of each category: its sentences, those of each status but the rest, summed probabilities."""
    return ("tagged", *scheme.counted_ids, "expected")


def count_columns(scheme: Scheme) -> list[str]:
    """The columns of counts: ``sentences``, then ``<measure>_<category>``, a measure's categories together."""
    return ["sentences", *(f"{measure}_{name}" for measure in measures(scheme) for name in scheme.category_ids)]


def count_reports(tables: Iterable[pa.Table], columns: Sequence[str], scheme: Scheme) -> pd.DataFrame:
    """Count each report's sentences by category and status.

    Args:
        tables: pieces of the sentences table with :func:`needed_columns` and ``columns``.
        columns: the columns that make a group.
        scheme: the categories and statuses.

    Returns:
        One row a group × report, sorted: the group's columns, ``report_id``, ``ORIGINAL`` (the report, or the one that
        it repeats: copies are one unit of the bootstrap) and :func:`count_columns`.

    Raises:
        CuoshiError: a sentence was given a category or status that the scheme does not have, has no probability of a
            category, as where sentences of two models were put together, or no report.
    """
    keys, counts = list(dict.fromkeys([*columns, "report_id", ORIGINAL])), count_columns(scheme)
    parts = [sum_by(_count(table, keys, scheme), keys, counts) for table in tables]
    if not parts:
        return pd.DataFrame(columns=[*keys, *counts])
    return sum_by(pd.concat(parts, ignore_index=True), keys, counts)


def sum_by(table: pd.DataFrame, keys: Sequence[str], counts: Sequence[str]) -> pd.DataFrame:
    """Add counts up to groups.

    Args:
        table: one row a report, or a piece of one.
        keys: the columns that make a group.
        counts: the columns to add up.

    Returns:
        One row a group, sorted; rows whose key is missing are a group too.
    """
    summed: pd.DataFrame = table.groupby(list(keys), dropna=False, observed=True, as_index=False)[list(counts)].sum()
    return summed


def to_frame(table: pa.Table) -> pd.DataFrame:
    """A table as a frame whose whole numbers stay whole where some are missing."""
    frame: pd.DataFrame = table.to_pandas(types_mapper={pa.int32(): pd.Int32Dtype()}.get)
    return frame


def _count(table: pa.Table, keys: Sequence[str], scheme: Scheme) -> pd.DataFrame:
    """One row a sentence, the counts being ones and zeros."""
    if nameless := pc.sum(pc.equal(pc.fill_null(table["report_id"].cast(pa.string()), ""), "")).as_py():
        raise CuoshiError(f"{nameless} sentences have no report_id; give each that of its report, or leave them out")
    tagged = tagged_flags(table["categories"].combine_chunks(), scheme)
    status = _known_status(table["status"], scheme).to_numpy()[:, None]
    probabilities = [_checked(table, probability(category)) for category in scheme.category_ids]
    by_status = [tagged * (status == name) for name in scheme.counted_ids]
    counts = np.hstack([np.ones((len(table), 1)), tagged, *by_status, np.column_stack(probabilities)])
    own = table.select([name for name in keys if name != ORIGINAL])
    frame = to_frame(own)
    original = pc.fill_null(table["duplicate_of"].cast(pa.string()), "")
    frame[ORIGINAL] = pc.if_else(pc.equal(original, ""), table["report_id"].cast(pa.string()), original).to_pandas()
    named = pd.DataFrame(counts, columns=count_columns(scheme), index=frame.index)
    result: pd.DataFrame = pd.concat([frame, named], axis=1)
    return result


def _known_status(column: pa.ChunkedArray, scheme: Scheme) -> pd.Series[str]:
    """The statuses of sentences, which would be counted nowhere if the scheme had them not.

    Raises:
        CuoshiError: it has one not.
    """
    status: pd.Series[str] = column.to_pandas().astype(object)
    if unknown := {*status.dropna().unique()} - {"", *scheme.status_ids}:
        known = f"the scheme has {', '.join(scheme.status_ids) or 'none'}"
        raise CuoshiError(f"a sentence has the status {min(map(str, unknown))!r}; {known}")
    return status


def _checked(table: pa.Table, name: str) -> Floats:
    """The probabilities of a category, which every sentence has that one model tagged.

    Raises:
        CuoshiError: one is missing, or not from 0 to 1.
    """
    values: Floats = table[name].cast(pa.float64()).to_numpy()
    wrong = ~((values >= 0) & (values <= 1))  # also what is missing
    if wrong.any():
        report = table["report_id"][int(wrong.argmax())].as_py()
        raise CuoshiError(
            f"{name} is missing, or not from 0 to 1, in {wrong.sum()} sentences, the first of report {report}; "
            "sentences that were tagged with different categories are to be tallied apart"
        )
    return values


def tagged_flags(categories: pa.ListArray, scheme: Scheme) -> Floats:
    """Tell which categories sentences were given.

    Args:
        categories: a list of ids a sentence.
        scheme: the categories.

    Returns:
        Sentences × categories, one where the sentence was given the category, else zero.

    Raises:
        CuoshiError: a sentence was given a category that the scheme does not have, or they are no lists.
    """
    try:
        categories = categories.cast(pa.list_(pa.string()))  # a frame of empty lists alone has another type
    except pa.ArrowException as error:
        raise CuoshiError(
            f"the column categories holds {categories.type}, not a list of ids a sentence, which a CSV file does not "
            "keep; save the table as parquet"
        ) from error
    tagged = np.zeros((len(categories), len(scheme.categories)))
    given = pc.list_flatten(categories)
    columns = pc.index_in(given, pa.array(scheme.category_ids))
    if columns.null_count:
        unknown = given.filter(pc.is_null(columns))[0].as_py()
        raise CuoshiError(f"a sentence has the category {unknown!r}; the scheme has {', '.join(scheme.category_ids)}")
    tagged[pc.list_parent_indices(categories).to_numpy(), columns.to_numpy()] = 1
    return tagged
