"""What is read: the files of the folders that a user names, by as many processes as the machine bears."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cuoshi import readers
from cuoshi.corpus.store import FOLDER
from cuoshi.errors import CuoshiError

MAX_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files done of all, and of the files done their reports, and what was skipped."""

    files: int
    total: int
    reports: int
    skipped: int


def workers_here() -> int:
    """Processes that read files on this machine: as many as the processor has cores, four at most."""
    return min(MAX_WORKERS, os.cpu_count() or 1)


def find_files(roots: Sequence[Path], out: Path | None = None, manifest: Path | None = None) -> list[Path]:
    """List the files to read, in a stable order, the results of this and of earlier runs left out.

    Args:
        roots: files and folders.
        out: the results folder, ``None`` where nothing is written.
        manifest: not to be read as a report.

    Raises:
        CuoshiError: one of them does not exist, is the results folder itself, or none holds a file.
    """
    files: dict[Path, Path] = {}
    for root in roots:
        if not root.exists():
            raise CuoshiError(f"{root}: no such file or folder")
        if out and root.resolve() == out.resolve():
            raise CuoshiError(f"{root}: holds the reports, so results cannot go there; choose another --out")
        earlier = {mark.parent for mark in root.rglob(FOLDER)}
        for path in readers.find([root]):
            if path == root or earlier.isdisjoint(path.parents):
                files.setdefault(Path(os.path.realpath(path)), path)  # which bears a link to itself
    if manifest:
        files.pop(manifest.resolve(), None)
    results = out.resolve() if out else None
    found = [path for real, path in files.items() if path in roots or not (results and real.is_relative_to(results))]
    if not found:
        raise CuoshiError(f"{', '.join(map(str, roots))}: no report there; cuoshi reads {' '.join(readers.SUFFIXES)}")
    return found
