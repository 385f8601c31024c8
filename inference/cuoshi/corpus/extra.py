"""What a manifest's own columns hold of each report, put beside the rows of the tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from cuoshi.corpus.manifest import Manifest, part_of


class ExtraColumns:
    """What a manifest's own columns hold of each report.

    Nothing that is tagged depends on it, so it is put beside the tables' rows when these are written.
    """

    def __init__(self, manifest: Manifest, files: Mapping[str, Path]) -> None:
        """Take a manifest's columns for the files that were read.

        Args:
            manifest: the manifest.
            files: the files by their names in the tables.
        """
        self._names = manifest.extra
        self._manifest = manifest
        self._files = files

    def of(self, name: str, report: str) -> dict[str, str]:
        """Values by column, empty where none is stated.

        Args:
            name: the file.
            report: path of the report in it.
        """
        if not self._names:
            return {}
        stated = self._manifest.stated(self._files[name], part_of(name, report))
        return {column: stated.get(column, "") for column in self._names}

    def state(self) -> str:
        """Digest of it all."""
        digest = hashlib.sha256(repr(self._names).encode())
        for name in sorted(self._files) if self._names else ():
            digest.update(repr((name, self._manifest.whole(self._files[name]))).encode())
        return digest.hexdigest()
