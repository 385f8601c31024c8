"""Write the tables of a results folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cuoshi.atomic import replaced
from cuoshi.coverage.counts import count_reports
from cuoshi.coverage.shares import county_summary, coverage_table, with_shared
from cuoshi.results import files
from cuoshi.results.formats.plain import rows_of, write_csv
from cuoshi.results.formats.stata import label, write_stata
from cuoshi.results.lists import skipped, unresolved
from cuoshi.results.lists.skipped import Skipped
from cuoshi.results.measured.coded import Coded
from cuoshi.results.measured.corrected import read_validity, with_corrected
from cuoshi.results.panel.describing import described
from cuoshi.results.tables import opening
from cuoshi.results.tables.columns import coverage_schema
from cuoshi.results.tables.copies import KEYS, without_copies
from cuoshi.results.tables.groups import group_columns, in_order
from cuoshi.results.tables.rows import sentences_schema
from cuoshi.results.tally import DEFAULT_BY
from cuoshi.results.workbook import sheet_rows, workbook
from cuoshi.results.writing import sections
from cuoshi.scheme import Scheme

ROW_GROUP = 16_384
TABLES = (
    *(files.SENTENCES, files.COVERAGE_PARQUET, files.COVERAGE_CSV, files.COVERAGE_XLSX),
    *(files.COVERAGE_DTA, files.SKIPPED, files.UNRESOLVED, files.DUPLICATES),
)
DUPLICATES = (
    *("report_id", "path", "county", "year", "duplicate_of", "original_path", "original_county", "original_year"),
    *("similarity", "counted"),
)
COUNTY_KEYS = ("county", "county_code", "county_id", "year")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run has to write.

    Attributes:
        tables: its reports' rows of the sentences table, in order.
        skipped: what could not be read, and why.
        columns: columns that make a group of the coverage table.
        scheme: what the sentences were tagged with.
        facts: what the workbook says of the run, and in which language; nothing in it may differ from run to run over
            the same files.
        xlsx: write the workbook too; when not, one of an earlier run is removed, it would not fit the rest.
        duplicates: what ``duplicates.csv`` lists, rows in the order of ``DUPLICATES``.
        carried: columns of the sentences table that come from the manifest.
        validity: what a sample said that the folder does not have yet; ``None`` for what it has.
    """

    tables: Iterable[pa.Table]
    skipped: Sequence[Skipped]
    columns: Sequence[str]
    scheme: Scheme
    facts: Mapping[str, Any]
    xlsx: bool = True
    duplicates: Sequence[Sequence[object]] = ()
    carried: Sequence[str] = ()
    validity: Coded | None = None


def write_results(run: Run, out: Path) -> dict[str, dict[str, int]]:
    """Write all tables of a run.

    Args:
        run: what it has to write.
        out: the results folder.

    Returns:
        Statuses by kind of section; see :func:`cuoshi.results.writing.sections.status_by_section`.
    """
    counts: sections.Counts = Counter()
    tables = write_sentences(run.tables, run.scheme, out / files.SENTENCES, run.carried)
    _write_tables(sections.collected(tables, counts), run, out)
    skipped.write(run.skipped, out)
    write_csv(out / files.DUPLICATES, DUPLICATES, run.duplicates)
    return sections.status_by_section(counts, run.scheme)


def write_again(folder: Path, scheme: Scheme, validity: Coded | None = None) -> None:
    """Write coverage tables and workbook again from the sentences, for a sample that was coded since.

    Args:
        folder: the results folder.
        scheme: what its sentences were tagged with.
        validity: what the sample said; ``None`` for what ``validity.json`` says.
    """
    facts, path = opening.read_run(folder), folder / files.SENTENCES
    run = Run(
        tables=(),
        skipped=skipped.read(folder),
        columns=group_columns(facts.get("by", DEFAULT_BY)),
        scheme=scheme,
        facts=facts,
        # a folder that no run made has no facts for a workbook to state
        xlsx=(folder / files.COVERAGE_XLSX).is_file() and set(sheet_rows.FACTS) <= set(facts),
        carried=facts.get("carried", ()),
        validity=validity,
    )
    columns = [*_keys(run), *unresolved.needed_columns()]
    if run.xlsx:
        columns += [name for name in workbook.needed_columns(scheme, run.carried) if name != "categories"]
    with opening.open_table(path) as file:
        _write_tables(without_copies(opening.read_batches(file, columns, scheme, path, KEYS), path), run, folder)


def _keys(run: Run) -> list[str]:
    return list(dict.fromkeys([*run.columns, *COUNTY_KEYS, *run.carried]))


def _write_tables(sentences: Iterable[pa.Table], run: Run, out: Path) -> None:
    """Write what is counted, and the workbook if it is wanted."""
    path = out / files.COVERAGE_XLSX
    if run.xlsx:
        with workbook.opened(path, run.scheme, run.carried, run.facts.get("lang", "zh")) as book:
            counts, coverage, unknown, validity = _write_counted(book.passing(sentences), run, out)
            counties = county_summary(counts, run.scheme)
            book.write(workbook.Content(coverage, counties, run.skipped, unknown, run.facts, validity))
    else:
        _write_counted(sentences, run, out)
        path.unlink(missing_ok=True)


def _write_counted(
    sentences: Iterable[pa.Table], run: Run, out: Path
) -> tuple[pd.DataFrame, pd.DataFrame, list[unresolved.Row], Coded | None]:
    """Write what is counted, and give it: counts, coverage, unresolved reports, what hand coding said.

    Of the sentences only once all of them were taken, for they are being written.
    """
    unknown: list[unresolved.Row] = []
    counts = count_reports(unresolved.collected(sentences, unknown), _keys(run), run.scheme)
    unresolved.write(unknown, out)
    validity = run.validity or read_validity(out)
    coverage = with_corrected(coverage_table(counts, run.columns, run.scheme), run.columns, validity)
    coverage = in_order(with_shared(coverage, counts, run.columns, run.carried), run.columns)
    columns = [*run.columns, *run.carried]
    if "county_id" in run.columns and "county" not in run.columns:  # an id alone tells a reader nothing
        names = coverage[list(run.columns)].merge(described(counts, run.columns, ["county"]), how="left")
        coverage.insert(len(run.columns), "county", names["county"].to_numpy())
        columns.insert(len(run.columns), "county")
    write_coverage(coverage, list(dict.fromkeys(columns)), run.scheme, out)
    return counts, coverage, unknown, validity


def state_of(out: Path) -> str:
    """Size and time of the tables that are there: what another run need not write again."""
    stats = [(path.name, path.stat()) for path in map(out.joinpath, TABLES) if path.exists()]
    return repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats])


def write_sentences(
    tables: Iterable[pa.Table], scheme: Scheme, path: Path, carried: Sequence[str] = ()
) -> Iterator[pa.Table]:
    """Write pieces of the sentences table to one parquet file.

    Args:
        tables: the pieces, in order; of any size, the row groups of the file do not depend on it.
        scheme: what they were tagged with.
        path: the file; it is in place when all row groups were taken.
        carried: columns that come from the manifest.

    Yields:
        Each row group once it is written, so that it can be counted without reading the file.
    """
    schema = sentences_schema(scheme, carried)
    with replaced(path) as temporary, pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
        for group in _row_groups(tables, schema):
            writer.write_table(group)
            yield group


def write_coverage(coverage: pd.DataFrame, columns: Sequence[str], scheme: Scheme, folder: Path) -> None:
    """Write ``coverage.parquet``, ``coverage.csv`` (UTF-8 with BOM, which Excel needs) and ``coverage.dta``.

    Args:
        coverage: what :func:`cuoshi.tally` returns, with the columns of a hand-coded sample or not.
        columns: the columns that make a group.
        scheme: what the sentences were tagged with.
        folder: where to.
    """
    table = pa.Table.from_pandas(
        coverage, coverage_schema(columns, scheme, "corrected" in coverage), preserve_index=False
    )
    with replaced(folder / files.COVERAGE_PARQUET) as temporary:
        pq.write_table(table.replace_schema_metadata(None), temporary, compression="zstd")
    write_csv(folder / files.COVERAGE_CSV, table.column_names, rows_of(table))
    write_stata(folder / files.COVERAGE_DTA, coverage, {name: label(name, scheme) for name in table.column_names})


def _row_groups(tables: Iterable[pa.Table], schema: pa.Schema) -> Iterator[pa.Table]:
    waiting = schema.empty_table()
    for table in tables:
        waiting = pa.concat_tables([waiting, table])
        while len(waiting) >= ROW_GROUP:
            yield waiting.slice(0, ROW_GROUP).combine_chunks()
            waiting = waiting.slice(ROW_GROUP)
    if len(waiting):
        yield waiting.combine_chunks()
