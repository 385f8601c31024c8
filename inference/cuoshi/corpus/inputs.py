"""What is read: the files of the folders that a user names, and what a manifest states of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cuoshi import readers
from cuoshi.corpus import remote
from cuoshi.corpus.manifest import Manifest, find_manifest, read_manifest
from cuoshi.corpus.messages import Job, shown
from cuoshi.corpus.store import FOLDER
from cuoshi.errors import CuoshiError


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files done of all, and of the files done their reports, and what was skipped."""

    files: int
    total: int
    reports: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is to be read. Make one with :meth:`of`.

    Attributes:
        roots: files and folders as the user named them.
        files: the files to read, in a stable order.
        manifest: what is stated of them.
        ocr: whether pictures of pages are to be read.
    """

    roots: Sequence[Path]
    files: Sequence[Path]
    manifest: Manifest
    ocr: bool = True

    @classmethod
    def of(
        cls,
        paths: Iterable[Path | str] | Path | str,
        manifest: Path | str | None = None,
        out: Path | None = None,
        ocr: bool = True,
    ) -> Corpus:
        """Find the files of a corpus and read its manifest.

        Args:
            paths: files and folders of reports; folders are walked.
            manifest: CSV table or workbook with county, year … of the files; a folder's own ``manifest.csv`` when
                ``None``.
            out: the results folder, which is not read, ``None`` where nothing is written.
            ocr: whether pictures of pages are to be read, where rapidocr is installed.

        Raises:
            CuoshiError: there is no file to read, or the manifest cannot be used.
        """
        roots = [Path(path) for path in ([paths] if isinstance(paths, Path | str) else paths)]
        chosen = find_manifest(roots) if manifest is None else Path(manifest)
        files = find_files(roots, out, chosen)
        return cls(roots, files, read_manifest(chosen, roots) if chosen else Manifest({}), ocr)

    def job(self, path: Path, stamp: str = "", known: str | None = None, ocr_state: str = "") -> Job:
        """What an engine is to do with a file.

        Args:
            path: one of the files.
            stamp: of the run, empty where nothing is kept of what is read.
            known: the key under which the file was finished before.
            ocr_state: what decides the text of pictures.
        """
        return Job(path, shown(path), stamp, known, self.manifest.rows(path), self.ocr, ocr_state)


def find_files(roots: Sequence[Path], out: Path | None = None, manifest: Path | None = None) -> list[Path]:
    """List the files to read, in a stable order, the results of this and of earlier runs left out.

    Args:
        roots: files and folders.
        out: the results folder, ``None`` where nothing is written.
        manifest: not to be read as a report.

    Raises:
        CuoshiError: one of them does not exist, cannot be listed or is the results folder, or none holds a file.
    """
    files: dict[Path, Path] = {}
    for root in roots:
        for path in remote.find(root) if remote.address(root) else _below(root, out):
            files.setdefault(Path(os.path.realpath(path)), path)  # which bears a link to itself
    if manifest:
        files.pop(manifest.resolve(), None)
    results = out.resolve() if out else None
    found = [path for real, path in files.items() if path in roots or not (results and real.is_relative_to(results))]
    if not found:
        raise CuoshiError(f"{', '.join(map(str, roots))}: no report there; cuoshi reads {' '.join(readers.SUFFIXES)}")
    return found


def _below(root: Path, out: Path | None) -> Iterator[Path]:
    """The files of a folder of this machine.

    Raises:
        CuoshiError: it does not exist, or is the results folder.
    """
    if not root.exists():
        raise CuoshiError(f"{root}: no such file or folder")
    if out and root.resolve() == out.resolve():
        raise CuoshiError(f"{root}: holds the reports, so results cannot go there; choose another --out")
    earlier = {mark.parent for mark in root.rglob(FOLDER)}
    yield from (path for path in readers.find([root]) if path == root or earlier.isdisjoint(path.parents))
