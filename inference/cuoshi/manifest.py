"""The manifest: a CSV table that states county, year and title of files, and wins over what the files say."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

from cuoshi.errors import CuoshiError

NAME = "manifest.csv"
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
    table = csv.DictReader(StringIO(_decode(path)))
    if "path" not in (table.fieldnames or []):
        raise CuoshiError(f"{path}: no column 'path' in its first line, which has {', '.join(table.fieldnames or [])}")
    for row in table:
        named = (row.pop("path") or "").strip().replace("\\", "/")
        if not named:
            continue
        file, part = _split(path.parent, named)
        rows = files.setdefault(file, {})
        if part in rows:
            raise CuoshiError(f"{path}: line {table.line_num}: {named} is named a second time; keep one of the rows")
        cells = {key: value.strip() for key, value in row.items() if key and isinstance(value, str)}
        rows[part] = {key: value for key, value in cells.items() if value}
    return Manifest(files)


def _decode(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CuoshiError(f"{path}: the manifest cannot be opened ({error.strerror})") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CuoshiError(f"{path}: neither UTF-8 nor GB18030 text; save the manifest as CSV UTF-8")


def _split(folder: Path, named: str) -> tuple[Path, str]:
    """Part the file from the piece of it; a file's own name may hold a ``#`` too."""
    whole = folder / named
    file, mark, part = named.partition("#")
    if mark and not whole.exists():
        return (folder / file).resolve(), part
    return whole.resolve(), ""
