"""Open a sentences table: where it lies, what it was tagged with, its rows piece by piece."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cuoshi.columns import PROBABILITY
from cuoshi.coverage.counts import needed_columns
from cuoshi.errors import CuoshiError, SchemeError, first_line
from cuoshi.results import files
from cuoshi.results.tables.before import as_now, now_called
from cuoshi.results.tables.checks import require_columns, require_no_lists
from cuoshi.scheme import Scheme, bundled

BATCH_ROWS = 8192
LOG = logging.getLogger("cuoshi")


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
    schema = as_now(file.schema_arrow.empty_table(), path).schema
    require_columns(needed, schema.names, str(path))
    require_no_lists([*columns, "report_id"], schema)
    needed += [name for name in beside if name in schema.names and name not in needed]
    names = file.schema_arrow.names
    read = [name for name in names if now_called(name, names) in needed]
    with intact(path):
        for batch in file.iter_batches(BATCH_ROWS, columns=read):
            yield as_now(pa.Table.from_batches([batch]), path, scheme.category_ids).select(needed)


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


def scheme_of_file(file: pq.ParquetFile, path: Path, run: Mapping[str, Any] | None = None) -> Scheme:
    """Find what the sentences table of a file was tagged with.

    Args:
        file: the table.
        path: where it lies.
        run: what ``run.json`` says, if known; else the one beside the table decides if there is one.

    Raises:
        CuoshiError: there is no category, or the run's scheme is not allowed.
    """
    if run is None:
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
