"""Choose the sentences and the whole reports that a page carries, and put the others into a file beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cuoshi.results import files
from cuoshi.results.columns import PLACE_COLUMNS
from cuoshi.scheme import Scheme

LEFT_OUT_COLUMNS = [*PLACE_COLUMNS, "year", "title", "heading_path", "paragraph", "categories", "status", "text"]
ROW_OVERHEAD = 70  # bytes of a sentence's numbers in the page, beside its text, before it is compressed


def choose(sentences: pd.DataFrame, scheme: Scheme, budget: int) -> NDArray[np.bool_]:
    """Choose the sentences that a page can afford, so that every cell keeps its strongest ones.

    Sentences are ranked by probability within county × category; a sentence counts by its best rank.
    The page takes all first ones, then all second ones and so on until the budget is spent.

    Args:
        sentences: tagged sentences.
        scheme: what they were tagged with.
        budget: bytes that sentences may take in the page.

    Returns:
        For each sentence, whether the page carries it.
    """
    county = sentences.groupby("county_id", dropna=False, sort=False).ngroup().to_numpy()
    best = np.full(len(sentences), len(sentences))
    for category in scheme.category_ids:
        rows = np.flatnonzero([category in given for given in sentences["categories"]])
        strength = sentences[f"p_{category}"].to_numpy(float)[rows]
        order = rows[np.lexsort((rows, -strength, county[rows]))]
        starts = np.flatnonzero(np.diff(county[order], prepend=-1))
        rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
        best[order] = np.minimum(best[order], rank)
    order = np.lexsort((np.arange(len(sentences)), best))
    cost = np.array([len(text.encode()) + ROW_OVERHEAD for text in sentences["text"]], dtype=np.int64)
    kept = np.zeros(len(sentences), dtype=bool)
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


def write_left_out(sentences: pd.DataFrame, path: Path) -> None:
    """Write the sentences that the page does not carry as a table that spreadsheets open.

    Args:
        sentences: tagged sentences.
        path: CSV file to write.
    """
    table = sentences.assign(categories=[";".join(given) for given in sentences["categories"]])[LEFT_OUT_COLUMNS]
    rows = table.astype(object).where(table.notna(), None).itertuples(index=False, name=None)
    files.write_csv(path, LEFT_OUT_COLUMNS, rows)
