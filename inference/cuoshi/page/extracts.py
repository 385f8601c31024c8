"""Choose the sentences that a page carries, and put the others into a file beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from cuoshi.results import tables
from cuoshi.results.loading import PLACE_COLUMNS
from cuoshi.schema import CATEGORIES, STATUSES

LEFT_OUT_COLUMNS = [*PLACE_COLUMNS, "year", "title", "section", "paragraph", "categories", "status", "text"]
ROW_OVERHEAD = 70  # bytes of a sentence's numbers in the page, beside its text


def read_tagged(path: Path) -> pd.DataFrame:
    """Read the sentences that were given at least one category.

    Args:
        path: the sentences table; it is streamed, so that untagged text is never held in memory.

    Returns:
        Its rows in the order of the table.
    """
    with pq.ParquetFile(path) as file:
        pieces = [_with_category(pa.Table.from_batches([batch])) for batch in file.iter_batches()]
        table = pa.concat_tables(pieces) if pieces else file.schema_arrow.empty_table()
    frame: pd.DataFrame = table.to_pandas(types_mapper={pa.int32(): pd.Int32Dtype()}.get)
    return frame


def choose(sentences: pd.DataFrame, budget: int) -> NDArray[np.bool_]:
    """Choose the sentences that a page can afford, so that every cell keeps its strongest ones.

    Sentences are ranked by probability within county × category; a sentence counts by its best rank.
    The page takes all first ones, then all second ones and so on until the budget is spent.

    Args:
        sentences: tagged sentences.
        budget: bytes that sentences may take in the page.

    Returns:
        For each sentence, whether the page carries it.
    """
    county = sentences.groupby(PLACE_COLUMNS, dropna=False, sort=False).ngroup().to_numpy()
    best = np.full(len(sentences), len(sentences))
    for category in CATEGORIES:
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


def embed(sentences: pd.DataFrame, report_position: Mapping[str, int]) -> dict[str, Any]:
    """Lay sentences out as the page's script reads them.

    Args:
        sentences: those that the page carries.
        report_position: position in the page's list of reports, by report id.

    Returns:
        ``sections``: the distinct heading paths; ``rows``: a list a sentence of report, section, paragraph,
        position, status (-1 for none), probabilities in thousandths as ``[category, p, …]`` of the categories
        given, evidence as ``[category, start, end, …]`` in code points, and the text.
    """
    section_ids, sections = pd.factorize(sentences["section"].fillna(""))
    categories, statuses = list(CATEGORIES), list(STATUSES)
    rows = []
    for section, row in zip(section_ids.tolist(), sentences.to_dict("records"), strict=True):
        given = [number for number, name in enumerate(categories) if name in row["categories"]]
        strengths = [part for number in given for part in (number, round(row[f"p_{categories[number]}"] * 1000))]
        status = statuses.index(row["status"]) if row["status"] in statuses else -1
        report = report_position[row["report_id"]]
        place = [report, section, int(row["paragraph"]), int(row["position"]), status]
        rows.append([*place, strengths, _evidence(row.get("evidence"), categories), row["text"]])
    return {"sections": list(sections), "rows": rows}


def write_left_out(sentences: pd.DataFrame, path: Path) -> None:
    """Write the sentences that the page does not carry as a table that spreadsheets open.

    Args:
        sentences: tagged sentences.
        path: CSV file to write.
    """
    table = sentences.assign(categories=[";".join(given) for given in sentences["categories"]])[LEFT_OUT_COLUMNS]
    rows = table.astype(object).where(table.notna(), None).itertuples(index=False, name=None)
    tables.write_csv(path, LEFT_OUT_COLUMNS, rows)


def _with_category(table: pa.Table) -> pa.Table:
    return table.filter(pc.greater(pc.list_value_length(table.column("categories")), 0))


def _evidence(pieces: Any, categories: list[str]) -> list[int]:
    """Flatten evidence; a category that the page does not know is left out."""
    flat: list[int] = []
    for piece in pieces if pieces is not None else ():
        if piece["category"] in categories:
            flat += [categories.index(piece["category"]), int(piece["start"]), int(piece["end"])]
    return flat
