"""From files to reports: read, clean, outline, place. One function for one report, one for all that a file holds."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from cuoshi.errors import ReadError
from cuoshi.places.place import doubts, find_place
from cuoshi.places.years import find_year, path_parts, year_of_column
from cuoshi.readers import columns, read_documents
from cuoshi.readers.markup import plain_text
from cuoshi.schema import Document, Report, Unreadable
from cuoshi.text.clean import clean
from cuoshi.text.genres import find_genre
from cuoshi.text.outline import outline

LOG = logging.getLogger("cuoshi")


def read(path: Path | str) -> Report:
    """Read the report that a file holds.

    Args:
        path: a file of any type that cuoshi reads.

    Raises:
        ReadError: it cannot be read, or holds several reports; :func:`read_all` gives those.
    """
    reports = read_all(path)
    first = next(reports)
    if next(reports, None) is not None:
        raise ReadError(f"{path}: holds several reports; read them with cuoshi.reading.read_all")
    return first


def read_all(path: Path | str, root: Path | str | None = None) -> Iterator[Report]:
    """Read every report of a file: an archive's members, a table's rows.

    Args:
        path: a file of any type that cuoshi reads.
        root: folder relative to which the reports are named, so that path and id are the same on every machine.

    Raises:
        ReadError: the file, or one of the reports in it, cannot be read; those before it were yielded.
    """
    for document in read_documents(Path(path)):
        if isinstance(document, Unreadable):
            raise ReadError(f"{document.path}: {document.reason}")
        for dropped in unread(document):
            LOG.warning("%s: %s", document.path, dropped)
        yield from_document(document, root)


def from_document(document: Document, root: Path | str | None = None) -> Report:
    """Clean a document and read its outline, place, year and genre.

    Args:
        document: text with what its table or the manifest states of it, which wins over what the text says.
        root: folder relative to which the report is named.

    Returns:
        The report, not tagged yet. ``id`` is a digest of the path as named and of the text: two files with the
        same text are two reports, and a changed text is another one.

    Raises:
        ReadError: no sentence is left after cleaning.
    """
    metadata = columns.by_field(document.metadata)
    text = plain_text(document.text)
    document = replace(document, text=text, path=_relative(document.path, root), metadata=metadata)
    cleaned = clean(text)
    outlined = outline(cleaned.lines)
    # A title in a file's properties may be left over from a template, so it comes last.
    title = metadata.get("title") or outlined.title
    file_name, folders = path_parts(document.path)
    year = find_year(document, title, cleaned.lines)
    report = Report(
        id=_digest(document),
        units=outlined.units,
        path=document.path,
        title=title or document.title,
        place=find_place(document, title, cleaned.lines, year),
        year=year,
        genre=metadata.get("genre") or find_genre((title, file_name, document.title), folders, cleaned.lines),
        removed=cleaned.removed,
    )
    if not report.sentences:
        where = f"{document.path}: " if document.path else ""
        raise ReadError(f"{where}no sentence is left after cleaning; check the text")
    return report


def unread(document: Document) -> list[str]:
    """Say what a document's table or manifest states of it that cannot be read, or cannot be right."""
    metadata = columns.by_field(document.metadata)
    year = metadata.get("year", "")
    found = list(doubts(metadata))
    if year and not year_of_column(year):
        found.append(f"year {year!r} cannot be read, so the text decides; write it as 2021, 2021-12-31 or 二〇二一")
    return found


def from_text(text: str) -> Report:
    """Make a report of a text that is in no file.

    Raises:
        ReadError: there is no sentence in it.
    """
    return from_document(Document("", text))


def _relative(path: str, root: Path | str | None) -> str:
    if root is not None and PurePath(path).is_relative_to(root):
        return PurePath(path).relative_to(root).as_posix()
    return path


def _digest(document: Document) -> str:
    return hashlib.sha256(f"{document.path}\0{document.text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
