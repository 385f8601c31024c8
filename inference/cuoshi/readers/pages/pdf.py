"""PDF files: characters and rules with their places on the page; layout.py makes paragraphs of them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2

from cuoshi.documents import Document, Scan
from cuoshi.readers.pages import ocr
from cuoshi.readers.pages.alignment import aligned
from cuoshi.readers.pages.furniture import Page
from cuoshi.readers.pages.layout import cell_paragraphs, paragraphs
from cuoshi.readers.pages.lines import lines
from cuoshi.readers.pages.ruled_tables import tables
from cuoshi.readers.pages.sheets import sheets
from cuoshi.readers.source import MAX_CHARACTERS, Source, plausible

LOG = logging.getLogger("cuoshi")
#: characters from which a page counts as text rather than as a picture with a stamp or page number
MIN_CHARACTERS = 15
#: share of the pages that may be pictures
MAX_PICTURES = 0.5
#: share of the characters that may be unknown: more, and the file does not say which characters its glyphs are
MAX_UNKNOWN = 0.2
UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")
#: what programs put before a document's name, and what they call one that has none
PROGRAM = re.compile(r"(?:microsoft )?(?:word|excel|powerpoint) ?[-–] ?", re.I)
NO_TITLE = re.compile(
    r"(?:untitled|unknown|document|无标题|未命名|文档|幻灯片|新建)[\w .()（）-]{0,20}|[\x00-\x20\d]*", re.I
)
#: longest side, in pixels, of a page that is read by OCR
MOST_PIXELS = 4_000


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
        title = PROGRAM.sub("", str(file.get_metadata_dict().get("Title", "")).strip(), count=1)
    _require_text(source, pages)
    scanned = iter(aligned([page for sheet in pages if sheet.confidence is not None for page in sheet.pages]))
    found = [page if sheet.confidence is None else next(scanned) for sheet in pages for page in sheet.pages]
    text = plausible(source, "\n".join(paragraphs(found)))
    scans = [
        Scan(number, page.confidence, page.text)
        for number, page in enumerate(pages, start=1)
        if page.confidence is not None
    ]
    if scans:
        ocr.note(source.name, scans)
    pictures = any(page.is_picture or page.is_unknown or page.confidence is not None for page in pages)
    title = "" if NO_TITLE.fullmatch(title) else title.strip()
    yield Document(source.name, text, title, scans=scans, pictures=pictures)


@dataclass(frozen=True)
class _Sheet:
    """What a page of the file gives, and the confidence of OCR where that read it."""

    pages: list[Page]
    confidence: float | None = None

    @cached_property
    def text(self) -> str:
        return "".join(line.text for page in self.pages for line in page.lines)

    @property
    def is_picture(self) -> bool:
        return len(self.text) < MIN_CHARACTERS

    @property
    def is_unknown(self) -> bool:
        return len(UNKNOWN.findall(self.text)) > MAX_UNKNOWN * len(self.text)


def _pages(source: Source, file: Any) -> Iterator[_Sheet]:
    characters = 0
    for number in range(len(file)):
        try:
            page = file[number]
            found = _Sheet(_text_pages(page, number))
            if (found.is_picture or found.is_unknown) and ocr.is_on(source.ocr):
                source.alive()
                found = _recognised(page, number)
            page.close()
        except pypdfium2.PdfiumError as error:
            raise source.error(f"page {number + 1} is damaged; print the file to a new PDF") from error
        characters += len(found.text)
        if characters > MAX_CHARACTERS:
            raise source.error(f"more than {MAX_CHARACTERS:,} characters are too many for one report; split the file")
        yield found


def _text_pages(page: Any, number: int) -> list[Page]:
    pages = []
    for sheet in sheets(page):
        rows, rest = tables(sheet, number, cell_paragraphs)
        pages.append(Page(sheet.width, sheet.height, [*rows, *lines(rest, number)], sheet.rules))
    return pages


def _recognised(page: Any, number: int) -> _Sheet:
    scale = min(ocr.RESOLUTION / 72, MOST_PIXELS / max(page.get_size()))
    image = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False).to_numpy()[:, :, :3]
    found = ocr.read_page(image, number, 1 / scale)
    return _Sheet([found.page], found.confidence)


def _require_text(source: Source, pages: list[_Sheet]) -> None:
    pictures = [number for number, page in enumerate(pages, start=1) if page.is_picture and page.confidence is None]
    if not pages or len(pictures) > MAX_PICTURES * len(pages):
        raise source.error(f"{len(pictures)} of {len(pages)} pages are pictures without text; {ocr.advice(source.ocr)}")
    if not any(page.text.strip() for page in pages):
        raise source.error(f"OCR sees no text on its {len(pages)} pages; leave it out if it is no report")
    unknown = [page for page in pages if page.is_unknown]
    if sum(len(page.text) for page in unknown) > MAX_UNKNOWN * sum(len(page.text) for page in pages):
        raise source.error(f"its fonts do not say which characters they show; {ocr.advice(source.ocr)}")
    if pictures:
        LOG.warning(
            "%s: %d of %d pages are pictures without text and left out (page %d); %s",
            *(source.name, len(pictures), len(pages), pictures[0], ocr.advice(source.ocr)),
        )
