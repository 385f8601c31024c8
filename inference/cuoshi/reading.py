"""From a document or a text to a report: clean it, read its outline, place, year and genre."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.notation.script import simplified
from cuoshi.places import place
from cuoshi.places.covered import with_covered_years
from cuoshi.places.other_years import other_counties, other_years
from cuoshi.places.year_mentions import mentions
from cuoshi.places.years import find_year, path_parts, year_of_column
from cuoshi.readers.web.markup import plain_text
from cuoshi.schema import WORK_REPORT, Heading, Report, Sentence
from cuoshi.text.clean import clean
from cuoshi.text.genres import find_genre
from cuoshi.text.legible import DOUBTFUL, GARBLED, legibility
from cuoshi.text.original import Original
from cuoshi.text.outline import outline
from cuoshi.text.scanned import with_pages
from cuoshi.text.titles import split_front
from cuoshi.text.wording import text_digest

#: characters that a report's title, and the line that says when it was given, are looked for in
FRONT = 1000


def from_document(document: Document) -> Report:
    """Clean a document and read its outline, place, year and genre.

    Args:
        document: text with what its table or the manifest states of it, which wins over what the text says.

    Returns:
        The report, not tagged yet. ``id`` is a digest of its sentences: the same wherever the file lies, and
        another one where the text is changed.

    Raises:
        ReadError: it was decoded wrongly, is not in Chinese, or no sentence is left after cleaning.
    """
    document = replace(document, text=plain_text(document.text))
    seen = _simplified(document)
    _require_chinese(seen)
    cleaned = clean(seen.text)
    outlined = outline(cleaned.lines)
    # A title in a file's properties may be left over from a template, so it comes last.
    title = seen.metadata.get("title") or outlined.title
    file_name, folders = path_parts(seen.path)
    year = find_year(seen, title, cleaned.lines)
    genre = document.metadata.get("genre") or find_genre((title, file_name, seen.title), folders, cleaned.lines)
    report = Report(
        id=text_digest([unit.text for unit in outlined.units if isinstance(unit, Sentence)]),
        units=with_covered_years(outlined.units, year, WORK_REPORT in genre),
        path=document.path,
        title=document.metadata.get("title") or outlined.title or document.title,
        place=place.find_place(seen, title, cleaned.lines, year),
        year=year,
        genre=genre,
        removed=[*document.left_out, *cleaned.removed],
    )
    if not report.sentences:
        raise _error(document, "no sentence is left after cleaning; check the text")
    if seen.text != document.text:
        report = _as_written(report, Original(document.text, seen.text))
    return replace(report, units=with_pages(report.units, document.scans)) if document.scans else report


def doubts(document: Document, report: Report) -> list[str]:
    """Say what cannot be read, or cannot be right, in a report: what its table or manifest states, or its text.

    Args:
        document: as its reader found it.
        report: what it was read as.
    """
    year = document.metadata.get("year", "")
    found = list(place.doubts(document.metadata))
    if year and not year_of_column(year):
        found.append(f"year {year!r} cannot be read, so the text decides; write it as 2021, 2021-12-31 or 二〇二一")
    if (share := legibility(simplified(document.text)).share) > DOUBTFUL:
        found.append(f"{share:.0%} of its characters are none that Chinese uses; look whether some was decoded wrongly")
    for other, text in [*_other_years(document, report), *other_counties(report.title, report.units)]:
        found.append(f"it has a title of {other} too, {text!r}; part the file if it holds several reports")
    return found


def from_text(text: str) -> Report:
    """Make a report of a text that is in no file.

    Raises:
        ReadError: there is no sentence in it.
    """
    return from_document(Document("", text))


def _other_years(document: Document, report: Report) -> list[tuple[int, str]]:
    """The titles of reports of other years, whatever the path or manifest says of the file's year: it may be theirs."""
    if not any(isinstance(unit, Heading) and any(mentions(simplified(unit.text))) for unit in report.units):
        return []  # nearly every report, told without cleaning its front once more
    front = clean(simplified(plain_text(document.text[:FRONT]))).lines
    title = split_front([line.strip() for line in front if line.strip()])[0] or report.title
    found = list(other_years(title, report.units, None))
    if not found:
        return found
    before = list(takewhile(lambda line: "。" not in line, front))  # behind these another may begin
    own = find_year(Document("", ""), simplified(title), before) or report.year
    return [(year, text) for year, text in found if year != own]


def _require_chinese(document: Document) -> None:
    """Refuse a text in which nothing could be tagged, and which would count as a report without any measure.

    Args:
        document: in simplified characters.

    Raises:
        ReadError: it is such a text.
    """
    written = legibility(document.text)
    if written.share > GARBLED:
        raise _error(
            document,
            f"of its characters {written.share:.0%} are none that Chinese uses: decoded wrongly, or in another "
            "language; get it once more, as UTF-8",
        )
    if written.is_foreign:
        raise _error(document, "hardly any of its letters are Chinese; leave it out, or get it once more")


def _error(document: Document, reason: str) -> ReadError:
    return ReadError(f"{document.path}: {reason}" if document.path else reason)


def _simplified(document: Document) -> Document:
    """A document as patterns and gazetteer know its characters."""
    return replace(
        document,
        path=simplified(document.path),
        text=simplified(document.text),
        title=simplified(document.title),
        metadata={name: simplified(value) for name, value in document.metadata.items()},
    )


def _as_written(report: Report, original: Original) -> Report:
    """A report in the characters of its text; its place is named as the gazetteer names it."""
    return replace(
        report,
        units=original.units(report.units),
        title=original.of(report.title),
        removed=original.removed(report.removed),
    )
