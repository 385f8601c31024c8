"""The text that a page carries, in compressed pieces that its script opens when they are asked for."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cuoshi.results import files, loading
from cuoshi.results.loading import Results
from cuoshi.scheme import Scheme

#: of text in a piece: one is opened in some milliseconds, and a thousand of them are no burden either
PIECE_BYTES = 400_000
COLUMNS = ("report_id", "heading_path", "paragraph", "position", "text")
#: a report's number, whether its rows are all that it has, and its rows
Text = tuple[int, bool, list[list[Any]]]


def report_texts(results: Results, tagged: pd.DataFrame, whole: Sequence[int]) -> list[Text]:
    """Lay the sentences that a page carries out as its script reads them.

    Args:
        results: the results folder.
        tagged: the sentences with a category that the page carries; all of those of whole reports.
        whole: numbers of the reports of which it carries all sentences.

    Returns:
        The reports that have any, in their order. A row is a list of the heading path, paragraph, position, status (-1
        for none), probabilities in thousandths as ``[category, p, …]`` of the categories given, evidence as
        ``[category, start, end, …]`` in code points, and the text.
    """
    number = {name: index for index, name in enumerate(results.reports["report_id"])}
    rows: dict[int, list[list[Any]]] = {}
    for report_id, row in zip(tagged["report_id"], _tagged_rows(tagged, results.scheme), strict=True):
        rows.setdefault(number[report_id], []).append(row)
    chosen = pa.array([results.reports["report_id"].iloc[index] for index in whole], pa.string())
    for table in _tables(results):
        untagged = pc.equal(pc.list_value_length(table["categories"]), 0)
        kept = table.filter(pc.and_(untagged, pc.is_in(table["report_id"].cast(pa.string()), chosen)))
        for report_id, heading, paragraph, position, text in zip(
            *(kept[name].to_pylist() for name in COLUMNS), strict=True
        ):
            rows.setdefault(number[report_id], []).append([heading or "", paragraph, position, -1, [], [], text])
    everything = set(whole)
    return [(index, index in everything, sorted(own, key=lambda row: row[2])) for index, own in sorted(rows.items())]


def packed(texts: Iterable[Text]) -> tuple[list[int], list[str]]:
    """Compress texts in pieces of some reports each.

    Args:
        texts: what :func:`report_texts` returns.

    Returns:
        The number of the first report of each piece, and the pieces: JSON with the distinct headings (``sections``) and
        the reports, whose rows begin with the number of their heading, as zlib makes it smaller, in base64.
    """
    firsts, pieces = [], []
    for piece in _pieces(texts):
        sections: dict[str, int] = {}
        reports = [
            [number, int(whole), [[sections.setdefault(row[0], len(sections)), *row[1:]] for row in rows]]
            for number, whole, rows in piece
        ]
        text = json.dumps({"sections": list(sections), "reports": reports}, ensure_ascii=False, separators=(",", ":"))
        firsts.append(piece[0][0])
        pieces.append(base64.b64encode(zlib.compress(text.encode(), 9)).decode())
    return firsts, pieces


def _pieces(texts: Iterable[Text]) -> Iterator[list[Text]]:
    piece: list[Text] = []
    size = 0
    for one in texts:
        own = sum(len(row[-1].encode()) for row in one[2])
        if piece and size + own > PIECE_BYTES:
            yield piece
            piece, size = [], 0
        piece.append(one)
        size += own
    if piece:
        yield piece


def _tables(results: Results) -> Iterator[pa.Table]:
    path = results.folder / files.SENTENCES
    with pq.ParquetFile(path) as file:  # what is to be said of it was said when it was loaded
        yield from loading.read_batches(file, COLUMNS, results.scheme, path)


def _tagged_rows(sentences: pd.DataFrame, scheme: Scheme) -> Iterator[list[Any]]:
    categories, statuses = list(scheme.category_ids), list(scheme.status_ids)
    for row in sentences.to_dict("records"):
        given = [number for number, name in enumerate(categories) if name in row["categories"]]
        strengths = [part for number in given for part in (number, round(row[f"p_{categories[number]}"] * 1000))]
        status = statuses.index(row["status"]) if row["status"] in statuses else -1
        heading = row["heading_path"] if isinstance(row["heading_path"], str) else ""
        place = [heading, int(row["paragraph"]), int(row["position"]), status]
        yield [*place, strengths, _evidence(row.get("evidence"), categories), row["text"]]


def _evidence(pieces: Iterable[Mapping[str, Any]] | None, categories: list[str]) -> list[int]:
    """Flatten evidence; a category that the page does not know is left out."""
    flat: list[int] = []
    for piece in pieces if pieces is not None else ():
        if piece["category"] in categories:
            flat += [categories.index(piece["category"]), int(piece["start"]), int(piece["end"])]
    return flat
