"""PDF files: lines with their places on the page; layout.py makes paragraphs of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
Box = tuple[float, float, float, float]


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
    handle, box = text.raw, pdfium.FS_RECTF()
    boxes: list[Box] = []
    size, piece = 0.0, ""
    for index in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(handle, index))
        if character in LINE_ENDS:
            if piece.strip():
                yield _line(piece, boxes, size, number)
            size, piece, boxes = 0.0, "", []
            continue
        piece += "-" if character == SOFT_HYPHEN else character
        if not character.isspace() and pdfium.FPDFText_GetLooseCharBox(handle, index, box):
            boxes.append((box.left, box.bottom, box.right, box.top))
            size = max(size, pdfium.FPDFText_GetFontSize(handle, index))
    if piece.strip():
        yield _line(piece, boxes, size, number)


def _line(text: str, boxes: list[Box], size: float, page: int) -> Line:
    lefts, bottoms, rights, tops = zip(*(boxes or [(0.0, 0.0, 0.0, 0.0)]), strict=True)
    size = max(size, 1.0) if size > 1 else max(max(tops) - min(bottoms), 1.0)
    return Line(text.strip(), page, min(lefts), max(rights), min(bottoms), max(tops), size)


def _require_text(source: Source, pages: list[Page]) -> None:
    texts = ["".join(line.text for line in page.lines) for page in pages]
    pictures = sum(len(text) < MIN_CHARACTERS for text in texts)
    if not pages or pictures > MAX_PICTURES * len(pages):
        raise source.error(f"{pictures} of {len(pages)} pages are pictures without text; run OCR on it first")
    every = "".join(texts)
    unknown = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in every)
    if unknown > MAX_UNKNOWN * len(every):
        raise source.error("its fonts do not say which characters they show; run OCR on it first")
