"""The text that a page carries, in compressed pieces that its script opens when they are asked for."""

from __future__ import annotations

import base64
import json
import zlib
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from cuoshi.columns import probability
from cuoshi.errors import CuoshiError
from cuoshi.page import extracts
from cuoshi.results import files
from cuoshi.results.formats.plain import write_csv
from cuoshi.results.loading.folder import Results
from cuoshi.results.tables import opening
from cuoshi.scheme import Scheme

#: of text in a piece: one is opened in some milliseconds, and a thousand of them are no burden either
PIECE_BYTES = 400_000
#: of tagged sentences and of whole reports in a page, before they are compressed to two fifths or less
SENTENCE_BYTES, REPORT_BYTES = 15_000_000, 20_000_000
COLUMNS = ("report_id", "heading_path", "paragraph", "position", "text")
#: a report's number, whether its rows are all that it has, and its rows
Text = tuple[int, bool, list[list[Any]]]
#: by a report's number pieces of its rows, as JSON that is compressed
Laid = dict[int, list[bytes]]


@dataclass(frozen=True, slots=True)
class Carried:
    """The text that a page carries, in whatever language.

    Attributes:
        firsts, pieces: what :func:`packed` returns.
        tagged: sentences that were given a category.
        embedded: how many of these the page carries.
        whole: how many reports it carries as a whole.
    """

    firsts: list[int]
    pieces: list[str]
    tagged: int
    embedded: int
    whole: int


def carried(results: Results, sentence_bytes: int = SENTENCE_BYTES, report_bytes: int = REPORT_BYTES) -> Carried:
    """Choose what a page carries, and write the tagged sentences that it does not to ``report-sentences.csv``.

    Args:
        results: the results folder, loaded with its tagged sentences.
        sentence_bytes: bytes that tagged sentences may take.
        report_bytes: bytes of text that whole reports may take.

    Raises:
        CuoshiError: the results were loaded without their tagged sentences.
    """
    tagged, reports = results.tagged, results.reports
    if tagged is None:
        raise CuoshiError(f"{results.folder}: loaded without its tagged sentences; load(folder, tagged=True)")
    years = reports["year"].to_numpy(float, na_value=np.nan)
    whole = extracts.choose_whole(reports["text_bytes"].to_numpy(), results.places.of_report, years, report_bytes)
    kept = extracts.choose(tagged, pd.factorize(reports["county_id"])[0], sentence_bytes)
    kept |= np.isin(tagged.report, whole)
    firsts, pieces = packed(report_texts(results, kept, whole))
    return Carried(firsts, pieces, len(kept), int(kept.sum()), len(whole))


def report_texts(results: Results, kept: NDArray[np.bool_], whole: Sequence[int]) -> Iterator[Text]:
    """Lay the sentences that a page carries out as its script reads them, and write the others to a file beside it.

    Args:
        results: the results folder.
        kept: of the tagged sentences, in the order of the table, whether the page carries them; all of whole reports.
        whole: numbers of the reports of which it carries all sentences.

    Yields:
        The reports that have any, in their order. A row is a list of the heading path, paragraph, position, status (-1
        for none), probabilities in thousandths as ``[category, p, …]`` of the categories given, evidence as
        ``[category, start, end, …]`` in code points, and the text.
    """
    number = {name: index for index, name in enumerate(results.reports["report_id"])}
    found: Laid = defaultdict(list)
    everything, path = set(whole), results.folder / files.LEFT_OUT
    rows = (
        row for table in _left_out(results, kept, number, everything, found) for row in extracts.left_out_rows(table)
    )
    if kept.all():
        deque(rows, 0)
        path.unlink(missing_ok=True)  # one from an earlier run would not belong to this page
    else:
        write_csv(path, extracts.LEFT_OUT_COLUMNS, rows)
    for index in sorted(found):
        own = [row for piece in found.pop(index) for row in json.loads(zlib.decompress(piece))]
        yield index, index in everything, sorted(own, key=lambda row: row[2])


def _left_out(
    results: Results, kept: NDArray[np.bool_], number: Mapping[str, int], whole: Set[int], found: Laid
) -> Iterator[pa.Table]:
    """Yield the tagged sentences that the page does not carry, and lay those that it does out by report."""
    done = 0
    for table in _tables(results):
        tagged = np.asarray(pc.list_value_length(table["categories"])) > 0
        report = np.array([number[name] for name in table["report_id"].to_pylist()])
        own = tagged.copy()
        own[tagged] = kept[done : (done := done + int(tagged.sum()))]
        yield table.filter(pa.array(tagged & ~own))
        own |= ~tagged & np.isin(report, list(whole))
        rows, report = list(_rows(table.filter(pa.array(own)), results.scheme)), report[own]
        starts = np.flatnonzero(np.diff(report, prepend=-1))
        for start, end in zip(starts, [*starts[1:], len(report)], strict=True):
            text = json.dumps(rows[start:end], ensure_ascii=False).encode()
            found[int(report[start])].append(zlib.compress(text, 1))  # a third as large until its piece is made


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
    columns = list(dict.fromkeys([*COLUMNS, *(name for name in extracts.LEFT_OUT_COLUMNS if name != "categories")]))
    with pq.ParquetFile(path, pre_buffer=False) as file:  # what is to be said of it was said when it was loaded
        yield from opening.read_batches(file, columns, results.scheme, path, beside=("evidence",))


def _rows(sentences: pa.Table, scheme: Scheme) -> Iterator[list[Any]]:
    categories, statuses = list(scheme.category_ids), list(scheme.status_ids)
    for row in sentences.to_pylist():
        given = [number for number, name in enumerate(categories) if name in row["categories"]]
        strengths = [part for number in given for part in (number, round(row[probability(categories[number])] * 1000))]
        status = statuses.index(row["status"]) if given and row["status"] in statuses else -1
        place = [row["heading_path"] or "", row["paragraph"], row["position"], status]
        yield [*place, strengths, _evidence(row.get("evidence"), categories) if given else [], row["text"]]


def _evidence(pieces: Iterable[Mapping[str, Any]] | None, categories: list[str]) -> list[int]:
    """Flatten evidence; a category that the page does not know is left out."""
    flat: list[int] = []
    for piece in pieces if pieces is not None else ():
        if piece["category"] in categories:
            flat += [categories.index(piece["category"]), int(piece["start"]), int(piece["end"])]
    return flat
