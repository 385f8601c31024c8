"""What a reader is given: a file, or a member of an archive, as a stream of bytes with a name for messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO

from cuoshi.errors import ReadError

MEGABYTE = 1_000_000
#: bytes of a file that is read as a whole; tables and archives are streamed and have no such limit
MAX_FILE = 200 * MEGABYTE
#: characters of one report; the longest work reports have some 50,000
MAX_CHARACTERS = 5 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    Attributes:
        name: file as the user named it, ``archive.zip#member`` inside an archive.
        stream: its bytes, seekable.
        size: how many bytes.
        depth: archives around it.
        ocr: whether pictures of pages are to be read.
        alive: called from time to time by what takes long.
    """

    name: str
    stream: BinaryIO
    size: int
    depth: int = 0
    ocr: bool = True
    alive: Callable[[], None] = lambda: None

    def inside(self, name: str, content: bytes) -> Source:
        """What it holds.

        Args:
            name: of the part, for messages.
            content: its bytes.
        """
        return replace(self, name=name, stream=BytesIO(content), size=len(content), depth=self.depth + 1)

    @property
    def suffix(self) -> str:
        """Extension in lower case with its dot."""
        return PurePath(self.name).suffix.lower()

    def head(self, size: int = 4096) -> bytes:
        """The first bytes; the stream is at its start afterwards."""
        self.stream.seek(0)
        head = self.stream.read(size)
        self.stream.seek(0)
        return head

    def read(self, limit: int = MAX_FILE) -> bytes:
        """All bytes.

        Args:
            limit: bytes that are plausible.

        Raises:
            ReadError: there are more.
        """
        self.require_size(limit)
        self.stream.seek(0)
        return self.stream.read()

    def require_size(self, limit: int = MAX_FILE) -> None:
        """Refuse a file that is too large for a report, without reading it.

        Raises:
            ReadError: it has more bytes than ``limit``.
        """
        if self.size > limit:
            raise self.error(f"{self.size / MEGABYTE:,.0f} MB is too large for one report; split the file")

    def error(self, message: str) -> ReadError:
        """Make the error that says what is wrong with this file."""
        return ReadError(f"{self.name}: {message}")


def plausible(source: Source, text: str) -> str:
    """Return a report's text if it can be one.

    Raises:
        ReadError: it is empty, or too long for a report.
    """
    if not text.strip():
        raise source.error("holds no text; check the file")
    if len(text) > MAX_CHARACTERS:
        raise source.error(f"{len(text):,} characters are too many for one report; split the file")
    return text
