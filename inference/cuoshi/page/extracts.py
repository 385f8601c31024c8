"""Choose the sentences and the whole reports that a page carries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cuoshi.results.loading.tagged import Tagged
from cuoshi.results.tables.columns import PLACE_COLUMNS

LEFT_OUT_COLUMNS = [*PLACE_COLUMNS, "year", "title", "heading_path", "paragraph", "categories", "status", "text"]
ROW_OVERHEAD = 70  # bytes of a sentence's numbers in the page, beside its text, before it is compressed


def choose(sentences: Tagged, counties: NDArray[np.int64], budget: int) -> NDArray[np.bool_]:
    """Choose the sentences that a page can afford, so that every cell keeps its strongest ones.

    Sentences are ranked by probability within county × category; a sentence counts by its best rank.
    The page takes all first ones, then all second ones and so on until the budget is spent.

    Args:
        sentences: tagged sentences.
        counties: number of each report's county.
        budget: bytes that sentences may take in the page.

    Returns:
        For each sentence, whether the page carries it.
    """
    size = len(sentences.size)
    county = counties[sentences.report]
    best = np.full(size, size)
    for strength in sentences.strength.T:
        rows = np.flatnonzero(~np.isnan(strength))
        order = rows[np.lexsort((rows, -strength[rows], county[rows]))]
        starts = np.flatnonzero(np.diff(county[order], prepend=-1))
        rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
        best[order] = np.minimum(best[order], rank)
    order = np.lexsort((np.arange(size), best))
    cost = sentences.size.astype(np.int64) + ROW_OVERHEAD
    kept = np.zeros(size, dtype=bool)
    kept[order[np.cumsum(cost[order]) <= budget]] = True
    return kept


def choose_whole(
    sizes: NDArray[np.int64], places: NDArray[np.int64], years: NDArray[np.float64], budget: int
) -> list[int]:
    """Choose the reports that a page carries as a whole, so that every place has its newest ones.

    Args:
        sizes: bytes of each report's text.
        places: number of each report's place.
        years: of each report, missing where unknown.
        budget: bytes that whole reports may take in the page.

    Returns:
        Numbers of the reports, in their order: the newest one of every place first, then the ones before, until the
        budget is spent.
    """
    order = np.lexsort((np.arange(len(sizes)), -np.nan_to_num(years, nan=-1.0), places))
    starts = np.flatnonzero(np.diff(places[order], prepend=-1))
    rank = np.empty(len(sizes), np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    first = np.lexsort((places, rank))
    return sorted(first[np.cumsum(sizes[first]) <= budget].tolist())


def left_out_rows(table: pa.Table) -> Iterator[list[Any]]:
    """Yield the rows of the table of sentences that the page does not carry.

    Args:
        table: tagged sentences, with ``LEFT_OUT_COLUMNS``.
    """
    for row in table.select(LEFT_OUT_COLUMNS).to_pylist():
        row["categories"] = ";".join(row["categories"])
        yield list(row.values())
