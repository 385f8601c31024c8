"""What a Word document keeps in parts of its own: inserted files (altChunk) and diagrams (SmartArt)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cuoshi.documents import Document, Unreadable
from cuoshi.readers.detect import kind
from cuoshi.readers.package import qn
from cuoshi.readers.source import Source
from cuoshi.readers.text import decode
from cuoshi.readers.web.html import mime_page
from cuoshi.readers.web.markup import markup_lines

#: inserted files inside inserted files
MAX_DEPTH = 3

Reader = Callable[[Source], Iterator[Document | Unreadable]]


def chunk(source: Source, part: str, raw: bytes, read: Reader) -> list[str]:
    """Return the lines of a file that a Word document takes in when it is opened.

    Args:
        source: the document.
        part: name of the part that the file is in.
        raw: the file: a web page, one saved with its pictures, a Word document or text.
        read: reads a file of any kind.

    Raises:
        ReadError: the file is of another kind, or damaged.
    """
    inner = source.inside(f"{source.name}#{part}", raw)
    if inner.depth > MAX_DEPTH:
        raise inner.error("a file inside too many files; open it in Word and save it anew")
    found = kind(inner)
    if found in ("html", "mime"):
        return markup_lines(decode(mime_page(inner) if found == "mime" else raw))
    texts = []
    for document in read(inner):
        if isinstance(document, Unreadable):
            raise inner.error(document.reason)
        texts += document.text.split("\n")
    return texts


def diagram(root: Any) -> list[Any]:
    """Return the paragraphs of a diagram, from the top of its tree to its leaves.

    Args:
        root: root element of the diagram's data (``dgm:dataModel``), or ``None``.
    """
    if root is None:
        return []
    points = {point.get("modelId"): point for point in root.iter(qn("dgm:pt"))}
    below: dict[str | None, list[tuple[int, str | None]]] = {}
    links = [link for link in root.iter(qn("dgm:cxn")) if link.get("type", "parOf") == "parOf"]
    for link in links:
        order = link.get("srcOrd", "0")
        below.setdefault(link.get("srcId"), []).append((int(order) if order.isdecimal() else 0, link.get("destId")))
    children = {link.get("destId") for link in links}
    waiting = [key for key in reversed(points) if key not in children]
    ordered: dict[str | None, None] = {}
    while waiting:
        key = waiting.pop()
        if key not in ordered:
            ordered[key] = None
            waiting += [child for _, child in sorted(below.get(key, ()), key=lambda pair: pair[0], reverse=True)]
    # What hangs in a ring alone is reached from nowhere.
    reached = [points[key] for key in ordered if key in points] + [p for k, p in points.items() if k not in ordered]
    return [paragraph for point in reached for paragraph in point.iter(qn("a:p"))]
