"""Electronic books (.epub): their chapters in reading order.

Source: EPUB 3.3 (W3C), open container and package document.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from cuoshi.documents import Document
from cuoshi.readers.package import opened, part_name, stated_title
from cuoshi.readers.source import Source, plausible
from cuoshi.readers.text import decode
from cuoshi.readers.web.markup import markup_lines

CONTAINER = "meta-inf/container.xml"


def read(source: Source) -> Iterator[Document]:
    """Read a book as one document; what lists its chapters is left out.

    Raises:
        ReadError: it is damaged, too large or holds no text.
    """
    with opened(source, "the book is damaged; get it once more, or save it as .docx") as package:
        book = part_name(next(package.xml(CONTAINER).iter("{*}rootfile")).get("full-path"))
        root = package.xml(book)
        lines = [line for part in _chapters(root, book) for line in markup_lines(decode(package.read(part)))]
    yield Document(source.name, plausible(source, "\n".join(lines)), stated_title(root))


def _chapters(root: Any, book: str) -> Iterator[str]:
    """Yield the parts that the book's spine lists."""
    items = {item.get("id"): item for item in root.iter("{*}item")}
    for reference in root.iter("{*}itemref"):
        item = items[reference.get("idref")]
        if "nav" not in item.get("properties", "").split():
            target = posixpath.join("/", posixpath.dirname(book), unquote(item.get("href")))
            yield part_name(posixpath.normpath(target))
