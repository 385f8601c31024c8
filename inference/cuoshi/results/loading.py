"""Load a results folder as counts per report, which is what a page or a figure is drawn from."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cuoshi.columns import PROBABILITY
from cuoshi.coverage.counts import count_reports, needed_columns
from cuoshi.errors import CuoshiError, SchemeError, first_line
from cuoshi.results import files, learnt, skipped
from cuoshi.results.before import as_now, now_called
from cuoshi.results.checks import require_columns, require_no_lists
from cuoshi.results.coded import Coded
from cuoshi.results.columns import REPORT_COLUMNS
from cuoshi.results.corrected import read_validity
from cuoshi.results.places import Places, places_of
from cuoshi.results.skipped import Skipped
from cuoshi.results.tagged import Collected, Tagged, collected
from cuoshi.scheme import Scheme, bundled
from cuoshi.tagging.learnt import Learnt

BATCH_ROWS = 8192
LOG = logging.getLogger("cuoshi")


@dataclass(frozen=True, slots=True)
class Results:
    """A results folder in memory, its sentences boiled down to counts.

    Attributes:
        folder: where it lies.
        scheme: what its sentences were tagged with.
        reports: one row a report: ``REPORT_COLUMNS`` (text never missing, ``year`` may be), ``report_id``
            and the counts of :func:`cuoshi.coverage.counts.count_reports`; with tagged sentences also
            ``text_bytes``, of all its sentences.
        skipped: what could not be read, and why.
        run: what ``run.json`` says of the run; empty where the folder has none.
        tagged: the sentences that were given a category, in the order of the table, reports numbered as here; ``None``
            if not asked for.
        validity: what a hand-coded sample of these sentences said; ``None`` where none was coded.
        places: the places that the reports are from, a unit in all years being one.
    """

    folder: Path
    scheme: Scheme
    reports: pd.DataFrame
    skipped: list[Skipped]
    run: Mapping[str, Any]
    tagged: Tagged | None = None
    validity: Coded | None = None
    places: Places = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", places_of(self.reports))

    @property
    def learnt(self) -> Learnt | None:
        """What ``cuoshi learn`` said of the model; ``None`` for other models."""
        return Learnt.of(self.run.get("learnt") or {})

    def learnt_warnings(self, lang: str) -> list[str]:
        """Why counted shares may be too high; nothing where a hand-coded sample of all sentences corrects them.

        Args:
            lang: ``zh`` or ``en``.
        """
        if self.validity and not self.validity.where:
            return []
        total = max(int(self.reports["sentences"].sum()), 1)
        shares = {name: float(self.reports[f"tagged_{name}"].sum()) / total for name in self.scheme.category_ids}
        return learnt.warnings(self.learnt, shares, self.scheme, lang)


def load(folder: Path, tagged: bool = False) -> Results:
    """Read a results folder as ``cuoshi tally`` writes it.

    Args:
        folder: holds ``sentences.parquet``; ``skipped.csv`` and ``run.json`` if present.
        tagged: look at the sentences that were given a category too; no text is held in memory.

    Returns:
        Its content.

    Raises:
        CuoshiError: there is no sentences table, it lacks a column, or a file of the folder is damaged.
    """
    path = sentences_of(folder)
    try:
        run = read_run(folder)
        Learnt.of(run.get("learnt") or {})
        beside = (skipped.read(folder), run)
    except (pa.ArrowException, KeyError, TypeError, ValueError, OSError) as error:
        reason = first_line(error)
        raise CuoshiError(f"{folder}: a file beside {files.SENTENCES} is damaged ({reason}); tally again") from error
    with open_table(path) as file:
        scheme = scheme_of(run, file.schema_arrow.names, partial(_statuses, file), path)
        found = Collected(scheme)
        batches = read_batches(file, [*REPORT_COLUMNS, *(["text"] if tagged else [])], scheme, path)
        reports = count_reports(collected(batches, found) if tagged else batches, REPORT_COLUMNS, scheme)
    texts = [column for column in REPORT_COLUMNS if column != "year"]
    reports[texts] = reports[texts].fillna("").astype(object)
    if tagged:
        reports["text_bytes"] = found.text_bytes(reports["report_id"])
    sentences = found.tagged(reports["report_id"]) if tagged else None
    return Results(folder, scheme, reports, *beside, sentences, read_validity(folder))


def sentences_of(folder: Path) -> Path:
    """The sentences table of a results folder.

    Raises:
        CuoshiError: there is none; folders below it that have one, as several models write them, are named.
    """
    if (path := folder / files.SENTENCES).is_file():
        return path
    if below := sorted(str(found.parent) for found in folder.glob(f"*/{files.SENTENCES}")):
        raise CuoshiError(f"{folder} holds no results itself; name one of {', '.join(below)}")
    what = f"{folder} holds no {files.SENTENCES}" if folder.is_dir() else f"{folder}: there is no such folder"
    raise CuoshiError(f"{what}; run `cuoshi tally REPORTS --out {folder}` first")


def open_table(path: Path | str) -> pq.ParquetFile:
    """Open the parquet file of a sentences table.

    Raises:
        CuoshiError: there is none that can be read.
    """
    try:
        file = pq.ParquetFile(path, pre_buffer=False)  # which would keep what it has read of the whole file
    except (OSError, pa.ArrowInvalid) as error:
        reason = first_line(error)
        raise CuoshiError(f"{path}: no sentences table can be read here ({reason}); tally again") from error
    names = file.schema_arrow.names
    for name in names:
        if (new := now_called(name, names)) != name:
            LOG.warning("%s: its column %r is read as %r, as it is called now", path, name, new)
    return file


def read_batches(
    file: pq.ParquetFile, columns: Sequence[str], scheme: Scheme, path: Path | str, beside: Sequence[str] = ()
) -> Iterator[pa.Table]:
    """Yield the columns that counting needs, some thousand sentences at a time.

    Args:
        file: the sentences table.
        columns: the columns that make a group.
        scheme: what the sentences were tagged with.
        path: the file, for messages.
        beside: columns that are yielded too where the table has them.

    Raises:
        CuoshiError: a column is missing or makes groups of lists.
    """
    needed = list(dict.fromkeys([*columns, *needed_columns(scheme)]))
    schema = as_now(file.schema_arrow.empty_table()).schema
    require_columns(needed, schema.names, str(path))
    require_no_lists([*columns, "report_id"], schema)
    needed += [name for name in beside if name in schema.names and name not in needed]
    names = file.schema_arrow.names
    read = [name for name in names if now_called(name, names) in needed]
    with intact(path):
        for batch in file.iter_batches(BATCH_ROWS, columns=read):
            yield as_now(pa.Table.from_batches([batch])).select(needed)


@contextmanager
def intact(path: Path | str) -> Iterator[None]:
    """Say in a line that a file is damaged which is found to be so only where it is read.

    Args:
        path: the sentences table, for the message.

    Raises:
        CuoshiError: it is damaged.
    """
    try:
        yield
    except (OSError, pa.ArrowInvalid) as error:
        raise CuoshiError(f"{path}: damaged ({first_line(error)}); tally again") from error


def scheme_of(
    run: Mapping[str, Any], names: Sequence[str], statuses: Callable[[], Sequence[str]], where: object
) -> Scheme:
    """Find what a sentences table was tagged with.

    Args:
        run: what ``run.json`` says, which decides if it has a scheme.
        names: columns of the table, whose ``p_<category>`` decide else: those of the bundled scheme are taken for it.
        statuses: called for the statuses that occur, where neither is so.
        where: the table, for messages.

    Raises:
        CuoshiError: there is no category, or the run's scheme is not allowed.
    """
    if isinstance(stored := run.get("scheme"), Mapping):
        return Scheme.from_dict(stored, files.RUN)
    categories = tuple(name.removeprefix(PROBABILITY) for name in names if name.startswith(PROBABILITY))
    if set(categories) == set(bundled().category_ids):
        return bundled()
    try:
        return Scheme.plain(categories, statuses())
    except SchemeError as error:
        raise CuoshiError(f"{where}: its columns are not those of a sentences table ({error})") from error


def scheme_of_file(file: pq.ParquetFile, path: Path) -> Scheme:
    """Find what the sentences table of a file was tagged with, by the ``run.json`` beside it if there is one.

    Raises:
        CuoshiError: there is no category, or the run's scheme is not allowed.
    """
    run = read_run(path.parent) if path.name == files.SENTENCES else {}
    return scheme_of(run, file.schema_arrow.names, partial(_statuses, file), path)


def read_run(folder: Path) -> Mapping[str, Any]:
    """What ``run.json`` says; empty where the folder has none.

    Raises:
        CuoshiError: it is damaged.
    """
    path = folder / files.RUN
    if not path.exists():
        return {}
    try:
        run: dict[str, Any] = {**json.loads(path.read_text("utf-8"))}
        for name in ("by", "carried"):
            if not isinstance(listed := run.get(name, []), list) or not all(isinstance(one, str) for one in listed):
                raise ValueError(f"{name} is no list of columns")
    except (OSError, TypeError, ValueError) as error:
        raise CuoshiError(f"{path}: damaged ({first_line(error)}); tally again") from error
    return run


def _statuses(file: pq.ParquetFile) -> list[str]:
    if "status" not in file.schema_arrow.names:
        return []
    with intact(files.SENTENCES):
        return sorted(file.read(["status"])["status"].unique().drop_null().to_pylist())
