"""Zip archives: their members are read like files, within limits that a zip bomb breaks."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from cuoshi.documents import Document, Unreadable
from cuoshi.errors import ReadError
from cuoshi.readers.page_files import is_visible
from cuoshi.readers.source import MAX_FILE, MEGABYTE, Source
from cuoshi.readers.text import decode_name

MAX_MEMBERS = 100_000
MAX_UNPACKED = 2_000 * MEGABYTE
#: an Office file is held in memory as a whole
MAX_OFFICE = 300 * MEGABYTE
#: text shrinks to a tenth, XML to a fiftieth; more, in a large member, is made to fill memory
MAX_RATIO, RATIO_FREE = 100, 10 * MEGABYTE
MAX_DEPTH = 2
ENCRYPTED, UTF8_NAME = 0x1, 0x800
#: what zipfile raises for archives that are cut off, damaged or packed by a method it lacks
DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, RuntimeError)


def open_zip(source: Source, limit: int = MAX_UNPACKED) -> zipfile.ZipFile:
    """Open an archive whose size unpacked is bearable.

    Args:
        source: the archive, or an Office file, which is one too.
        limit: bytes that all members together may take.

    Raises:
        ReadError: it is damaged, or unpacks to more than the limit.
    """
    source.stream.seek(0)
    try:
        archive = zipfile.ZipFile(source.stream)
    except DAMAGE as error:
        raise source.error("the file is damaged or was cut off; get it once more") from error
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    bomb = any(info.file_size > max(RATIO_FREE, MAX_RATIO * info.compress_size) for info in infos)
    if bomb or total > limit or total > max(RATIO_FREE, MAX_RATIO * packed) or len(infos) > MAX_MEMBERS:
        raise source.error(
            f"unpacks to {len(infos):,} files of {total / MEGABYTE:,.0f} MB, as a zip bomb does; unpack it by hand"
        )
    return archive


def read(source: Source) -> Iterator[Document | Unreadable]:
    """Read every member of an archive, in the order of names.

    Args:
        source: the archive.

    Yields:
        The members' documents, each as whatever it is; a member that cannot be read is an :class:`Unreadable` and the
        rest go on.

    Raises:
        ReadError: the archive itself cannot be read.
    """
    if source.depth >= MAX_DEPTH:
        raise source.error(f"an archive inside {source.depth} archives; unpack it by hand")
    with open_zip(source) as archive:
        members = [(member_name(info), info) for info in archive.infolist() if not info.is_dir()]
        visible = [member for member in members if not _is_hidden(member[0])]
        if not visible:
            raise source.error("the archive holds no file; check where it came from")
        for name, info in sorted(visible, key=lambda member: member[0]):
            yield from _read_one(source, archive, info, name)


def member_name(info: zipfile.ZipInfo) -> str:
    """Name of a member; archives made on Chinese Windows hold GBK names without saying so."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    name = decode_name(raw)
    return info.filename if name is None else name.replace("\\", "/")


def _is_hidden(name: str) -> bool:
    return any(part == "__MACOSX" or not is_visible(Path(part)) for part in PurePosixPath(name).parts)


def _read_one(
    source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str
) -> Iterator[Document | Unreadable]:
    from cuoshi.readers import read_source  # which knows all formats, this one among them

    full = f"{source.name}#{name}"
    try:
        yield from read_source(source.inside(full, _unpack(archive, info)))
    except ReadError as error:
        yield Unreadable(full, str(error).removeprefix(f"{full}: "))


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & ENCRYPTED:
        raise ReadError("protected by a password; unpack the archive by hand")
    if info.file_size > MAX_FILE:
        raise ReadError(f"{info.file_size / MEGABYTE:,.0f} MB is too large inside an archive; unpack it by hand")
    try:
        return archive.read(info)
    except DAMAGE as error:
        raise ReadError("damaged inside the archive, or packed in an unknown way; unpack it by hand") from error
