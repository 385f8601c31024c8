"""PDF files: lines with their places on the page; layout.py makes paragraphs of them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from statistics import median_low
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from cuoshi.readers.layout import Line, Page, paragraphs
from cuoshi.readers.source import MAX_CHARACTERS, Source, plausible
from cuoshi.schema import Document

#: characters from which a page counts as text rather than as a picture with a stamp or page number
MIN_CHARACTERS = 15
#: share of the pages that may be pictures
MAX_PICTURES = 0.5
#: share of the characters that may be unknown: more, and the file does not say which characters its glyphs are
MAX_UNKNOWN = 0.2
LINE_ENDS = "\r\n"
SOFT_HYPHEN = "\ufffe"
#: gap beside a Chinese character that is a space, in sizes of type: word processors set numbers off by a quarter
GAP = 1.2


class Glyph(NamedTuple):
    """A character and its box, in points from the page's lower left corner."""

    left: float
    right: float
    bottom: float
    top: float
    base: float
    character: str
    size: float
    behind_space: bool


def read(source: Source) -> Iterator[Document]:
    """Read a PDF as one document.

    Raises:
        ReadError: it is damaged, protected by a password, too large, or a scan without text.
    """
    try:
        file = pypdfium2.PdfDocument(source.read())
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise source.error("protected by a password; save it without one") from error
        raise source.error("the PDF is damaged or was cut off; get it once more") from error
    with file:
        pages = list(_pages(source, file))
        title = str(file.get_metadata_dict().get("Title", ""))
    _require_text(source, pages)
    yield Document(source.name, plausible(source, "\n".join(paragraphs(pages))), title.strip())


def _pages(source: Source, file: Any) -> Iterator[Page]:
    characters = 0
    for number in range(len(file)):
        try:
            page = file[number]
            width, height = page.get_size()
            lines = list(_lines(page.get_textpage(), number))
            page.close()
        except pypdfium2.PdfiumError as error:
            raise source.error(f"page {number + 1} is damaged; print the file to a new PDF") from error
        characters += sum(len(line.text) for line in lines)
        if characters > MAX_CHARACTERS:
            raise source.error(f"more than {MAX_CHARACTERS:,} characters are too many for one report; split the file")
        yield Page(width, height, lines)


def _lines(text: Any, number: int) -> Iterator[Line]:
    """Yield the lines of a page as PDFium parts them, with the box of each."""
    handle, box, x, y = text.raw, pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    glyphs: list[Glyph] = []
    space = False
    for index in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(handle, index))
        if character in LINE_ENDS:
            yield from _line(glyphs, number)
            glyphs = []
        elif character.isspace():
            space = True
        elif pdfium.FPDFText_GetLooseCharBox(handle, index, box):
            shown = "-" if character == SOFT_HYPHEN else character
            size = pdfium.FPDFText_GetFontSize(handle, index)
            pdfium.FPDFText_GetCharOrigin(handle, index, x, y)
            glyphs.append(Glyph(box.left, box.right, box.bottom, box.top, y.value, shown, size, space))
            space = False
    yield from _line(glyphs, number)


def _line(glyphs: list[Glyph], page: int) -> Iterator[Line]:
    """Put a line's characters in their order on paper: a program may print those of one font after the others."""
    if not glyphs:
        return
    glyphs.sort(key=lambda glyph: glyph.left)
    bottom, top = min(glyph.bottom for glyph in glyphs), max(glyph.top for glyph in glyphs)
    size = max(glyph.size for glyph in glyphs)
    size = size if size > 1 else max(top - bottom, 1.0)
    text = glyphs[0].character
    for before, glyph in pairwise(glyphs):
        words = glyph.behind_space and before.character.isascii() and glyph.character.isascii()
        text += (" " if words or glyph.left - before.right > GAP * size else "") + glyph.character
    base = median_low(glyph.base for glyph in glyphs)
    yield Line(text, page, glyphs[0].left, max(glyph.right for glyph in glyphs), bottom, top, base, size)


def _require_text(source: Source, pages: list[Page]) -> None:
    texts = ["".join(line.text for line in page.lines) for page in pages]
    pictures = sum(len(text) < MIN_CHARACTERS for text in texts)
    if not pages or pictures > MAX_PICTURES * len(pages):
        raise source.error(f"{pictures} of {len(pages)} pages are pictures without text; run OCR on it first")
    every = "".join(texts)
    unknown = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in every)
    if unknown > MAX_UNKNOWN * len(every):
        raise source.error("its fonts do not say which characters they show; run OCR on it first")
