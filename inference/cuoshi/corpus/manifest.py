"""The manifest: a CSV table or workbook that states county, year and title of files, and wins over what the files say.

A column that is none of cuoshi's is carried into the tables. One whose name begins with ``_`` only informs: what
``cuoshi inspect`` writes of a report and nobody corrects, or a user's own remarks.
"""

from __future__ import annotations

import csv
import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from cuoshi import aliases, readers
from cuoshi.corpus import remote
from cuoshi.corpus.manifest_paths import base_of
from cuoshi.corpus.messages import shown
from cuoshi.errors import CuoshiError, ReadError
from cuoshi.readers.tables import delimited
from cuoshi.readers.tables.workbook import first_sheet
from cuoshi.readers.text import decode
from cuoshi.results import files
from cuoshi.results.formats.plain import unmarked, write_csv

LOG = logging.getLogger("cuoshi")
NAME = readers.MANIFEST
#: how a workbook begins
ZIP = b"PK\x03\x04"
#: how names of columns begin that only inform
INFORMS = "_"
HEAD = 100_000  # characters by which the delimiter is told
#: why a file that a manifest names is listed
UNMET = "named in the manifest, but no such file was read; paths are seen from the folder that the manifest lies in"
Rows = Mapping[str, Mapping[str, str]]


class Manifest:
    """The rows of a manifest by the file that they speak of.

    Attributes:
        extra: its columns that are carried into the tables, in their order.
        said: which file it is and how many rows it has, for people; empty where there is none.
    """

    def __init__(
        self, files: Mapping[Path, dict[str, dict[str, str]]], extra: Sequence[str] = (), name: str = ""
    ) -> None:
        self.extra = tuple(extra)
        rows = sum(map(len, files.values()))
        self.said = f"manifest: {name} ({rows} {'row' if rows == 1 else 'rows'})" if name else ""
        self._files = files
        self._met: set[Path] = set()

    def rows(self, path: Path) -> Rows:
        """What is stated of a file, by archive member or table row, ``""`` for the file as a whole."""
        self._met.add(_real(path))
        rows = self.whole(path)
        return {part: {name: row[name] for name in row if name not in self.extra} for part, row in rows.items()}

    def whole(self, path: Path) -> Rows:
        """All that is stated of a file, with what is carried into the tables, by part as :meth:`rows` has it."""
        return self._files.get(_real(path), {})

    def stated(self, path: Path, part: str) -> dict[str, str]:
        """All that is stated of one report, with what is carried into the tables.

        Args:
            path: its file.
            part: archive member or table row, as :meth:`rows` has it.
        """
        rows = self._files.get(_real(path), {})
        return {**rows.get("", {}), **rows.get(part, {})}

    def unmet(self) -> list[Path]:
        """The files named in the manifest that were never asked for."""
        return [path for path in self._files if path not in self._met]


def find_manifest(paths: Iterable[Path]) -> Path | None:
    """The ``manifest.csv`` at the root of a folder, if one of the folders has one.

    Raises:
        CuoshiError: several have one.
    """
    found = [path / NAME for path in paths if (path / NAME).is_file()]
    if len(found) > 1:
        raise CuoshiError(f"{found[0]} and {found[1]}: only one manifest can be used; name it with --manifest")
    return found[0] if found else None


def part_of(name: str, report: str) -> str:
    """The archive member or table row that a report is, empty where it is the whole file.

    Args:
        name: the file as the tables show it.
        report: the report's path.
    """
    return "" if report == name else report.removeprefix(f"{name}#")


def write_manifest(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write a manifest for people to correct.

    Args:
        path: the file to be.
        columns: of the manifest, ``path`` among them.
        rows: cells by column, the path as it is from the working folder; empty cells may be missing.

    Raises:
        CuoshiError: it is there already, or cannot be written.
    """
    require_new(path)
    cells = ({**row, "path": files.seen_from(path.parent, str(row["path"]))} for row in rows)
    write_csv(path, columns, ([row.get(column, "") for column in columns] for row in cells))


def require_new(path: Path) -> None:
    """Check that a manifest can be written without losing another.

    Raises:
        CuoshiError: there is a file already.
    """
    if path.exists():
        raise CuoshiError(f"{path}: is there already; name another file with --out, or use it: --manifest {path}")


def read_manifest(path: Path, roots: Sequence[Path] = ()) -> Manifest:
    """Read a manifest.

    Args:
        path: a CSV file, or an Excel workbook's first sheet, with a column ``path`` (relative to the manifest's folder;
            ``file.zip#member`` and ``table.csv#3`` name a part), any of ``county``, ``year``, ``title``, ``province`` …
            and columns of the user's own.
        roots: files and folders that are read, in which its files are looked for if it was moved.

    Raises:
        CuoshiError: it cannot be read, has no ``path`` column, or names a file twice.
    """
    table = _table(path)
    named: dict[Path, dict[str, dict[str, str]]] = {}
    names = {line: name for line, row in table.rows if (name := row.pop("path", "").replace("\\", "/"))}
    base = base_of(path, list(names.values()), roots)
    for line, row in table.rows:
        if line not in names:
            continue
        file, part = base.split(names[line])
        rows = named.setdefault(file, {})
        if part in rows:
            raise CuoshiError(f"{path}: line {line}: {names[line]} is named a second time; keep one of the rows")
        rows[part] = row
    return Manifest(named, table.extra, shown(path))


class _Table(NamedTuple):
    """Columns that are carried on, and line number and filled cells of every row by the field that a column holds."""

    extra: Sequence[str]
    rows: Sequence[tuple[int, dict[str, str]]]


def _table(path: Path) -> _Table:
    """Read the table of a manifest.

    Raises:
        CuoshiError: it cannot be read, or a row or column cannot be told for certain.
    """
    records = _records(path)
    index = delimited.find_header([record.cells for record in records[: delimited.HEADER_ROWS]], "path")
    if index is None:
        first = next((record.cells for record in records if record.cells), [])
        raise CuoshiError(f"{path}: no column 'path' in its first line, which has {', '.join(first) or 'nothing'}")
    header = ["" if name.strip().startswith(INFORMS) else name for name in map(unmarked, records[index].cells)]
    extra = aliases.unknown(header)
    for doubt in aliases.doubled(header):
        LOG.warning("%s: %s", path, doubt)
    rows = []
    for record in records[index + 1 :]:
        if any(cell.strip() for cell in record.cells[len(header) :]):
            raise CuoshiError(f"{path}: line {record.line}: more cells than columns; put cells with commas into quotes")
        row = aliases.by_field(dict(zip(header, map(unmarked, record.cells), strict=False)))
        rows.append((record.line, row))
    return _Table(extra, rows)


def _records(path: Path) -> list[delimited.Record]:
    try:
        raw = path.read_bytes()
        if raw.startswith(ZIP):
            return [delimited.Record(number, list(map(aliases.cell, cells))) for number, cells in first_sheet(raw)]
        text = decode(raw).removeprefix("\ufeff")
        table = list(delimited.records(StringIO(text, newline=""), delimited.delimiter_of(text[:HEAD], "path")))
    except OSError as error:
        raise CuoshiError(f"{path}: the manifest cannot be opened ({error.strerror})") from error
    except (ReadError, csv.Error) as error:
        raise CuoshiError(f"{path}: no manifest can be read from it ({error}); save it as CSV UTF-8") from error
    if bad := next((record for record in table if record.problem), None):
        raise CuoshiError(f"{path}: line {bad.line}: {bad.problem}")
    return table


def _real(path: Path) -> Path:
    """A file whatever links lead to it; an address is one itself."""
    return path if remote.address(path) else Path(os.path.realpath(path))
