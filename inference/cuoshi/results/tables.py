"""The sentences and coverage tables as files: parquet for programs, CSV for everyone.

Every file is written under a temporary name and put in place in one step, so that a table is never half there,
and holds no time of writing, so that the same reports give the same bytes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cuoshi.errors import CuoshiError
from cuoshi.schema import CATEGORIES, Report, Sentence

ROW_GROUP = 16_384
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

SENTENCES = pa.schema(
    [(name, pa.string()) for name in ("report_id", "path", "title", "genre")]
    + [(name, pa.string()) for name in ("county", "county_code", "province", "city")]
    + [("year", pa.int32()), ("section", pa.string()), ("section_kind", pa.string())]
    + [("paragraph", pa.int32()), ("position", pa.int32()), ("text", pa.string())]
    + [("categories", pa.list_(pa.string())), ("status", pa.string())]
    + [(f"p_{category}", pa.float32()) for category in CATEGORIES]
    + [("status_p", pa.float32())]
    + [("evidence", pa.list_(pa.struct([("category", pa.string()), ("start", pa.int32()), ("end", pa.int32())])))]
)


def sentence_table(report: Report) -> pa.Table:
    """Lay a tagged report out as rows of the sentences table.

    Args:
        report: the report; a sentence that is not tagged yet is an error of the caller.

    Returns:
        One row a sentence with the columns of :data:`SENTENCES`.
    """
    shared = {
        "report_id": report.id,
        "path": report.path,
        "title": report.title,
        "genre": report.genre,
        "county": report.place.county,
        "county_code": report.place.county_code,
        "province": report.place.province,
        "city": report.place.city,
        "year": report.year,
    }
    return pa.Table.from_pylist([shared | _row(sentence) for sentence in report.sentences], SENTENCES)


def _row(sentence: Sentence) -> dict[str, Any]:
    tags = sentence.tags
    if tags is None:
        raise ValueError(f"sentence {sentence.position} is not tagged")
    return {
        "section": " / ".join(sentence.headings),
        "section_kind": sentence.section,
        "paragraph": sentence.paragraph,
        "position": sentence.position,
        "text": sentence.text,
        "categories": tags.categories,
        "status": tags.status,
        **{f"p_{category}": tags.probabilities[category] for category in CATEGORIES},
        "status_p": tags.status_probabilities[tags.status] if tags.status else None,
        "evidence": [{"category": e.category, "start": e.start, "end": e.end} for e in tags.evidence],
    }


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Give a temporary file beside ``path`` that takes its place when the block ends well.

    Raises:
        CuoshiError: it cannot be written, or the file in its place is held open, as Excel does on Windows.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        yield temporary
        temporary.replace(path)
    except OSError as error:
        problem = f"cannot be written ({error.strerror or error})"
        raise CuoshiError(f"{path}: {problem}; close it where it is open, free space, then run again") from error
    finally:
        temporary.unlink(missing_ok=True)


def write_sentences(tables: Iterable[pa.Table], path: Path) -> None:
    """Write pieces of the sentences table to one parquet file.

    Args:
        tables: the pieces, in order; of any size, the row groups of the file do not depend on it.
        path: the file.
    """
    with replaced(path) as temporary, pq.ParquetWriter(temporary, SENTENCES, compression="zstd") as writer:
        waiting = SENTENCES.empty_table()
        for table in tables:
            waiting = pa.concat_tables([waiting, table])
            while len(waiting) >= ROW_GROUP:
                writer.write_table(waiting.slice(0, ROW_GROUP).combine_chunks())
                waiting = waiting.slice(ROW_GROUP)
        if len(waiting):
            writer.write_table(waiting.combine_chunks())


def require_groups(columns: Sequence[str]) -> None:
    """Check that groups can be made by these columns.

    Raises:
        CuoshiError: one of them is no column of the sentences table, or holds lists.
    """
    possible = [field.name for field in SENTENCES if not pa.types.is_list(field.type)]
    for name in columns:
        if name not in possible:
            raise CuoshiError(f"cannot tally by {name!r}; choose from {', '.join(possible)}")


def coverage_schema(columns: Sequence[str]) -> pa.Schema:
    """The columns of a coverage table whose groups are made by ``columns``."""
    groups = [(name, SENTENCES.field(name).type) for name in columns]
    return pa.schema(
        groups
        + [("category", pa.string()), ("reports", pa.int64()), ("sentences", pa.int64()), ("tagged", pa.int64())]
        + [("share", pa.float64()), ("present", pa.bool_())]
        + [(name, pa.int64()) for name in ("done", "planned", "problem")]
        + [(name, pa.float64()) for name in ("expected", "low", "high")]
    )


def write_coverage(coverage: pd.DataFrame, columns: Sequence[str], folder: Path) -> None:
    """Write ``coverage.parquet`` and ``coverage.csv`` (UTF-8 with BOM, which Excel needs).

    Args:
        coverage: what :func:`cuoshi.tally` returns.
        columns: the columns that make a group.
        folder: where to.
    """
    table = pa.Table.from_pandas(coverage, coverage_schema(columns), preserve_index=False)
    with replaced(folder / "coverage.parquet") as temporary:
        pq.write_table(table.replace_schema_metadata(None), temporary, compression="zstd")
    write_csv(folder / "coverage.csv", table.column_names, zip(*(c.to_pylist() for c in table.columns), strict=True))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV file that opens right in Excel: UTF-8 with BOM, no cell that it would run as a formula."""
    with replaced(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    if isinstance(value, float):
        return round(value, 6)
    return value
