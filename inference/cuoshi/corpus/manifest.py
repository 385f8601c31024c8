"""The manifest: a CSV table that states county, year and title of files, and wins over what the files say."""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path

from cuoshi.errors import CuoshiError, ReadError
from cuoshi.readers import columns, delimited
from cuoshi.readers.text import decode

LOG = logging.getLogger("cuoshi")
NAME = "manifest.csv"
HEAD = 100_000  # characters by which the delimiter is told
Rows = Mapping[str, Mapping[str, str]]


class Manifest:
    """The rows of a manifest by the file that they speak of."""

    def __init__(self, files: Mapping[Path, dict[str, dict[str, str]]]) -> None:
        self._files = files
        self._met: set[Path] = set()

    def rows(self, path: Path) -> Rows:
        """The rows of a file, by archive member or table row, ``""`` for the file as a whole."""
        resolved = path.resolve()
        self._met.add(resolved)
        return self._files.get(resolved, {})

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


def read_manifest(path: Path) -> Manifest:
    """Read a manifest.

    Args:
        path: a CSV file with a column ``path`` (relative to the manifest's folder; ``file.zip#member`` and
            ``table.csv#3`` name a part) and any of ``county``, ``year``, ``title``, ``province`` …

    Raises:
        CuoshiError: it cannot be read, has no ``path`` column, or names a file twice.
    """
    files: dict[Path, dict[str, dict[str, str]]] = {}
    for line, row in _rows(path):
        named = row.pop("path", "").replace("\\", "/")
        if not named:
            continue
        file, part = _split(path.parent, named)
        rows = files.setdefault(file, {})
        if part in rows:
            raise CuoshiError(f"{path}: line {line}: {named} is named a second time; keep one of the rows")
        rows[part] = row
    return Manifest(files)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and filled cells of every row, by the field that the column holds."""
    try:
        text = decode(path.read_bytes()).removeprefix("\ufeff")
        table = list(delimited.records(StringIO(text, newline=""), delimited.delimiter_of(text[:HEAD], "path")))
    except OSError as error:
        raise CuoshiError(f"{path}: the manifest cannot be opened ({error.strerror})") from error
    except (ReadError, csv.Error) as error:
        raise CuoshiError(f"{path}: no manifest can be read from it ({error}); save it as CSV UTF-8") from error
    if bad := next((record for record in table if record.problem), None):
        raise CuoshiError(f"{path}: line {bad.line}: {bad.problem}")
    index = delimited.find_header([record.cells for record in table[: delimited.HEADER_ROWS]], "path")
    if index is None:
        first = next((record.cells for record in table if record.cells), [])
        raise CuoshiError(f"{path}: no column 'path' in its first line, which has {', '.join(first) or 'nothing'}")
    header = table[index].cells
    for doubt in columns.doubts(header):
        LOG.warning("%s: %s", path, doubt)
    for record in table[index + 1 :]:
        if any(cell.strip() for cell in record.cells[len(header) :]):
            raise CuoshiError(f"{path}: line {record.line}: more cells than columns; put cells with commas into quotes")
        yield record.line, columns.by_field(dict(zip(header, record.cells, strict=False)))


def _split(folder: Path, named: str) -> tuple[Path, str]:
    """Part the file from the piece of it; a file's own name may hold a ``#`` too."""
    whole = folder / named
    file, mark, part = named.partition("#")
    if mark and not whole.exists():
        return (folder / file).resolve(), part
    return whole.resolve(), ""
