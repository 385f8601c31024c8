"""Choose the sentences that a page carries, and put the others into a file beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cuoshi.results import files
from cuoshi.results.columns import PLACE_COLUMNS
from cuoshi.scheme import Scheme

LEFT_OUT_COLUMNS = [*PLACE_COLUMNS, "year", "title", "heading_path", "paragraph", "categories", "status", "text"]
ROW_OVERHEAD = 70  # bytes of a sentence's numbers in the page, beside its text


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
    county = sentences.groupby(PLACE_COLUMNS, dropna=False, sort=False).ngroup().to_numpy()
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


def embed(sentences: pd.DataFrame, scheme: Scheme, report_position: Mapping[str, int]) -> dict[str, Any]:
    """Lay sentences out as the page's script reads them.

    Args:
        sentences: those that the page carries.
        scheme: what they were tagged with.
        report_position: position in the page's list of reports, by report id.

    Returns:
        ``sections``: the distinct heading paths; ``rows``: a list a sentence of report, section, paragraph,
        position, status (-1 for none), probabilities in thousandths as ``[category, p, …]`` of the categories
        given, evidence as ``[category, start, end, …]`` in code points, and the text.
    """
    section_ids, sections = pd.factorize(sentences["heading_path"].fillna(""))
    categories, statuses = list(scheme.category_ids), list(scheme.status_ids)
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
    files.write_csv(path, LEFT_OUT_COLUMNS, rows)


def _evidence(pieces: Any, categories: list[str]) -> list[int]:
    """Flatten evidence; a category that the page does not know is left out."""
    flat: list[int] = []
    for piece in pieces if pieces is not None else ():
        if piece["category"] in categories:
            flat += [categories.index(piece["category"]), int(piece["start"]), int(piece["end"])]
    return flat
