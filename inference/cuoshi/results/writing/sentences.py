"""``sentences.csv``: the sentences table for programs that read neither parquet nor lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cuoshi.columns import sentence_id
from cuoshi.results import files
from cuoshi.results.formats.plain import write_csv
from cuoshi.results.tables import opening
from cuoshi.scheme import Scheme


def write_sentences_csv(folder: Path) -> Path:
    """Write the sentences of a results folder as CSV, each category and status a column of 0 and 1.

    Args:
        folder: the results folder.

    Returns:
        The file, ``sentences.csv`` in the folder.

    Raises:
        CuoshiError: there is no sentences table, or the file cannot be written.
    """
    path = opening.sentences_of(folder)
    with opening.open_table(path) as file:
        scheme = opening.scheme_of_file(file, path)
        own = [field.name for field in file.schema_arrow if not pa.types.is_list(field.type)]
        header = ["sentence_id", *own, *scheme.category_ids, *(f"status_{name}" for name in scheme.status_ids)]
        write_csv(folder / files.SENTENCES_CSV, header, _rows(file, own, scheme))
    return folder / files.SENTENCES_CSV


def _rows(file: pq.ParquetFile, own: list[str], scheme: Scheme) -> Iterator[list[Any]]:
    with opening.intact(files.SENTENCES):
        for batch in file.iter_batches(opening.BATCH_ROWS, columns=[*own, "categories"]):
            for row in batch.to_pylist():
                given = [int(name in row["categories"]) for name in scheme.category_ids]
                status = [int(row["status"] == name) for name in scheme.status_ids]
                yield [sentence_id(row["report_id"], row["position"]), *(row[name] for name in own), *given, *status]
