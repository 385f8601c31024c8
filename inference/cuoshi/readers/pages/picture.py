"""Pictures of pages, read by OCR: a file, all pages of a TIFF, or a folder of page pictures as one report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from cuoshi.documents import Document, Scan
from cuoshi.errors import UnsupportedFormatError
from cuoshi.readers.page_files import page_set
from cuoshi.readers.pages import ocr
from cuoshi.readers.pages.alignment import aligned
from cuoshi.readers.pages.layout import paragraphs
from cuoshi.readers.source import Source, plausible

#: pixels of a page, of which one of A3 at 600 dots per inch has 70 million
MAX_PIXELS = 100_000_000
MAX_PAGES = 1_000


def read(source: Source) -> Iterator[Document]:
    """Read a picture of a page; the first one of a folder of pages reads them all.

    Raises:
        UnsupportedFormatError: OCR is switched off, or rapidocr is not installed.
        ReadError: it is damaged or too large, or no text is seen in it.
    """
    if not ocr.is_on(source.ocr):
        raise UnsupportedFormatError(f"{source.name}: a picture; {ocr.advice(source.ocr)}")
    path = Path(source.name)
    others = page_set(path.parent.iterdir()) if source.depth == 0 and path.is_file() else []
    pages = list(_pages(source, others if path in others else []))
    if not any(page.page.lines for page in pages):
        raise source.error("no text is seen in the picture; leave it out if it is none of a page")
    scans = [
        Scan(number, page.confidence, "".join(line.text for line in page.page.lines))
        for number, page in enumerate(pages, start=1)
    ]
    ocr.note(source.name, scans)
    text = plausible(source, "\n".join(paragraphs(aligned([page.page for page in pages]))))
    yield Document(source.name, text, scans=scans, pictures=True)


def _pages(source: Source, others: Sequence[Path]) -> Iterator[ocr.Recognised]:
    """Yield the pages of a picture, or of all pictures of its folder."""
    number = 0
    if not others:
        yield from _frames(source, number)
    for file in others:
        with file.open("rb") as stream:
            for page in _frames(replace(source, name=str(file), stream=stream, size=file.stat().st_size), number):
                yield page
                number += 1


def _frames(source: Source, number: int) -> Iterator[ocr.Recognised]:
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    source.require_size()
    try:
        source.stream.seek(0)
        with Image.open(source.stream) as picture:
            for count, frame in enumerate(ImageSequence.Iterator(picture)):
                if frame.width * frame.height > MAX_PIXELS or count >= MAX_PAGES:
                    raise source.error("too large for a page; scan it anew at 300 dots per inch")
                upright = ImageOps.exif_transpose(frame).convert("RGB")
                source.alive()
                points = ocr.LONGEST / max(upright.size)
                yield ocr.read_page(np.asarray(upright), number + count, points)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise source.error("the picture is damaged or was cut off; get it once more") from error
