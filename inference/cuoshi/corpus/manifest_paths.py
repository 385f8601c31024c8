"""Where the files lie that a manifest names: as seen from its own folder or, where it was moved, from another."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cuoshi.corpus import remote

LOG = logging.getLogger("cuoshi")
#: what a path begins with that leads out of its folder, or from the root of a disk
OUT = re.compile(r"(?:\.{0,2}/|[A-Za-z]:/)*")
#: folders that a path of a moved manifest may lose at its head, since a folder may have been renamed as well
MOST_LOST = 6


@dataclass(frozen=True, slots=True)
class Base:
    """How the paths of a manifest are read.

    Attributes:
        folder: that they are seen from.
        lost: folders at their head that are left out, ``None`` where the whole path counts.
    """

    folder: Path
    lost: int | None = None

    def split(self, named: str) -> tuple[Path, str]:
        """Part the file from the piece of it that is named; a file's own name may hold a ``#`` too.

        Args:
            named: path with ``/``, of a file, a member of an archive or a row of a table.

        Returns:
            The file and its part, empty where the whole file is named.
        """
        named = self._shortened(named)
        marks = [found.start() for found in re.finditer("#", named)]
        if remote.address(Path(named)):
            end = marks[0] if marks else len(named)
            return Path(named[:end]), named[end + 1 :]
        for end in [len(named), *reversed(marks)]:
            if (self.folder / named[:end]).exists():
                return (self.folder / named[:end]).resolve(), named[end + 1 :]
        end = marks[0] if marks else len(named)
        return (self.folder / named[:end]).resolve(), named[end + 1 :]

    def found(self, names: Sequence[str]) -> frozenset[Path]:
        """The files that are there; none where a shortened path leads several names to one file."""
        parted = {self.split(name) for name in names}
        if self.lost is not None and len(parted) < len(set(names)):
            return frozenset()
        return frozenset(file for file, _ in parted if remote.address(file) or file.exists())

    def _shortened(self, named: str) -> str:
        if self.lost is None or remote.address(Path(named)):
            return named
        parts = OUT.sub("", named, count=1).split("/")
        return "/".join(parts[min(self.lost, len(parts) - 1) :])


def base_of(manifest: Path, names: Sequence[str], roots: Sequence[Path] = ()) -> Base:
    """Find how the paths of a manifest are to be read, and say where that is not from its own folder.

    A manifest that was copied to another folder, or whose reports were, names files that are not there. Then its paths
    are seen from the folder, among those that are read, those around them and the working folder, from which more than
    half of all names lead to files, each to its own; if two ways lead to different files, it stays as it is.

    Args:
        manifest: the table.
        names: what it names.
        roots: files and folders that are read.
    """
    own = Base(manifest.parent)
    files = len({own.split(name)[0] for name in names})
    gone = files - len(own.found(names))
    if 2 * gone <= files:
        return own
    ways = [(way, way.found(names)) for way in _ways(roots)]
    most = max((len(found) for _, found in ways), default=0)
    best = {found: way for way, found in reversed(ways) if len(found) == most}
    said = f"{gone} of the {files} files that it names are not there; its paths are seen from its own folder"
    if len(best) == 1 and 2 * most > files and most > files - gone:
        way = next(iter(best.values()))
        LOG.warning("%s: was moved; its paths are now seen from %s, %d of %d", manifest, way.folder, most, files)
        return way
    LOG.warning("%s: %s, %s: put it back there, or correct them", manifest, said, manifest.parent.resolve())
    return own


def _ways(roots: Sequence[Path]) -> Iterator[Base]:
    """Yield the ways in which paths may be meant, the likelier first."""
    here = [root.resolve() for root in roots if not remote.address(root)]
    folders = [folder for root in here for folder in (root, root.parent)]
    for folder in dict.fromkeys([*folders, Path.cwd()]):
        for lost in range(MOST_LOST):
            yield Base(folder, lost)
