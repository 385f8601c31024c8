"""PDF files: characters and rules with their places on the page; layout.py makes paragraphs of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pypdfium2

from cuoshi.readers.furniture import Page
from cuoshi.readers.layout import cell_paragraphs, paragraphs
from cuoshi.readers.pdf_lines import lines
from cuoshi.readers.pdf_page import Sheet, sheets
from cuoshi.readers.pdf_tables import tables
from cuoshi.readers.source import MAX_CHARACTERS, Source, plausible
from cuoshi.schema import Document

#: characters from which a page counts as text rather than as a picture with a stamp or page number
MIN_CHARACTERS = 15
#: share of the pages that may be pictures
MAX_PICTURES = 0.5
#: share of the characters that may be unknown: more, and the file does not say which characters its glyphs are
MAX_UNKNOWN = 0.2


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
            found = sheets(page)
            page.close()
        except pypdfium2.PdfiumError as error:
            raise source.error(f"page {number + 1} is damaged; print the file to a new PDF") from error
        for sheet in found or [Sheet(1.0, 1.0, [])]:
            rows, rest = tables(sheet, number, cell_paragraphs)
            characters += len(sheet.glyphs)
            if characters > MAX_CHARACTERS:
                raise source.error(
                    f"more than {MAX_CHARACTERS:,} characters are too many for one report; split the file"
                )
            yield Page(sheet.width, sheet.height, [*rows, *lines(rest, number)], sheet.rules)


def _require_text(source: Source, pages: list[Page]) -> None:
    texts = ["".join(line.text for line in page.lines) for page in pages]
    pictures = sum(len(text) < MIN_CHARACTERS for text in texts)
    if not pages or pictures > MAX_PICTURES * len(pages):
        raise source.error(f"{pictures} of {len(pages)} pages are pictures without text; run OCR on it first")
    every = "".join(texts)
    unknown = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in every)
    if unknown > MAX_UNKNOWN * len(every):
        raise source.error("its fonts do not say which characters they show; run OCR on it first")
