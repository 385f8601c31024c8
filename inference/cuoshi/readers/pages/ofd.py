"""OFD files (GB/T 33190, the national format of official documents): runs of text with their places on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cuoshi.documents import Document
from cuoshi.errors import UnsupportedFormatError
from cuoshi.readers.archive import MAX_OFFICE, open_zip
from cuoshi.readers.pages.furniture import Page
from cuoshi.readers.pages.layout import paragraphs
from cuoshi.readers.pages.lines import lines
from cuoshi.readers.pages.sheets import Glyph
from cuoshi.readers.source import MAX_CHARACTERS, Source, plausible

POINTS = 72 / 25.4  # a millimetre
#: sizes of type by which characters reach above and below the line that they stand on
ASCENT, DESCENT = 0.88, 0.12


def read(source: Source) -> Iterator[Document]:
    """Read an OFD file as one document, as a PDF is read.

    Raises:
        UnsupportedFormatError: ofdkit is not installed.
        ReadError: it is damaged, too large, or holds pictures instead of text.
    """
    try:
        import ofdkit
    except ImportError as error:
        message = "an OFD document; run pip install 'cuoshi[ofd]', or export it as PDF"
        raise UnsupportedFormatError(f"{source.name}: {message}") from error
    open_zip(source, MAX_OFFICE).close()
    try:
        with ofdkit.open(source.read()) as file:
            pages = list(_pages(source, file))
            title = file.info.title or ""
    except ofdkit.OFDError as error:
        raise source.error("the OFD file is damaged; open it in an OFD reader and export it as PDF") from error
    if not any(page.lines for page in pages):
        raise source.error("its pages are pictures without text; export it as PDF and run OCR on it")
    yield Document(source.name, plausible(source, "\n".join(paragraphs(pages))), title.strip())


def _pages(source: Source, file: Any) -> Iterator[Page]:
    characters = 0
    for number, page in enumerate(file.pages):
        left, top, width, height = page.box
        glyphs = [glyph for run in page.runs for glyph in _glyphs(run, left, top + height)]
        characters += len(glyphs)
        if characters > MAX_CHARACTERS:
            raise source.error(f"more than {MAX_CHARACTERS:,} characters are too many for one report; split the file")
        yield Page(width * POINTS, height * POINTS, lines(glyphs, number))


def _glyphs(run: Any, left: float, foot: float) -> Iterator[Glyph]:
    """Yield the characters of a run, which shares its width out among them by how wide each is in print."""
    shares = [0.5 if character.isascii() else 1.0 for character in run.text]
    share = run.width / sum(shares)
    size, begin, base = run.size * POINTS, (run.x - left) * POINTS, (foot - run.y) * POINTS
    space = False
    for character, part in zip(run.text, shares, strict=True):
        end = begin + share * part * POINTS
        if character.isspace():
            space = True
        else:
            bottom, top = base - DESCENT * size, base + ASCENT * size
            yield Glyph(begin, end, bottom, top, begin, base, character, size, space)
            space = False
        begin = end
