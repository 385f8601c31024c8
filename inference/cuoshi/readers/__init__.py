"""Read files of any usual type: find them, tell what they are by their content, and give their text.

>>> from pathlib import Path
>>> [document.title for document in read_documents(Path("报告.docx"))]  # doctest: +SKIP
['青禾县2023年工作总结']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cuoshi.documents import Document, Unreadable
from cuoshi.errors import ReadError
from cuoshi.readers.detect import kind
from cuoshi.readers.formats import BY_NAME, SUFFIXES
from cuoshi.readers.page_files import is_visible, page_set
from cuoshi.readers.source import Source
from cuoshi.readers.text import encoding_of_head

__all__ = ["MANIFEST", "SUFFIXES", "find", "read_documents", "read_source"]

#: what a folder's own manifest is called; it is not a report
MANIFEST = "manifest.csv"


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """List the files to read.

    Args:
        paths: files, given as they are, and folders, walked with all folders inside them.

    Yields:
        Files, those of a folder in the order of their names. Hidden ones, those that programs leave behind and a
        folder's own ``manifest.csv`` are left out; files of other types are not, so that they are seen to be
        skipped, as is a folder that may not be opened. Of a folder of page pictures the first stands for all. A link
        back to a folder that it is in is not followed.
    """
    for path in paths:
        if path.is_dir():
            yield from (file for file in _walk(path, set()) if file != path / MANIFEST)
        else:
            yield path


def read_documents(
    path: Path, ocr: bool = True, alive: Callable[[], None] = lambda: None
) -> Iterator[Document | Unreadable]:
    """Read the reports of a file.

    Args:
        path: the file; what it is is told by its content.
        ocr: whether pictures of pages are read, where rapidocr is installed.
        alive: called from time to time by what takes long.

    Yields:
        One document, or those of an archive's members or a table's rows, and an :class:`Unreadable` for each of
        these that holds no text.

    Raises:
        ReadError: the file as a whole cannot be read. The text is one line: what is wrong and what to do.
    """
    name = str(path)
    try:
        with path.open("rb") as stream:
            yield from read_source(Source(name, stream, path.stat().st_size, ocr=ocr, alive=alive))
    except OSError as error:
        raise ReadError(f"{name}: cannot be opened ({error.strerror or error})") from error


def read_source(source: Source) -> Iterator[Document | Unreadable]:
    """Read the reports of a file or of an archive's member, as :func:`read_documents` does.

    Raises:
        ReadError: as there.
    """
    found = kind(source)
    encoding = encoding_of_head(source) if BY_NAME[found].is_text and found != "mime" else ""
    for document in BY_NAME[found].read(source):
        if isinstance(document, Unreadable) or document.reader:  # a member of an archive was read as what it is
            yield document
        else:
            yield replace(document, reader=found, encoding=encoding)


def _walk(folder: Path, around: set[Path]) -> Iterator[Path]:
    real = folder.resolve()
    if real in around:
        return
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    pages = page_set(paths)
    for path in pages[:1] or filter(is_visible, paths):
        if path.is_dir():
            yield from _walk(path, around | {real})
        elif path.is_file() or path.is_symlink():  # a broken link is seen to be skipped
            yield path
