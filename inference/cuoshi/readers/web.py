"""Web pages: the article of a county's website, without the navigation around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import trafilatura
from lxml import etree

from cuoshi.errors import ReadError
from cuoshi.readers.source import MAX_CHARACTERS, Source, plausible
from cuoshi.readers.text import decode
from cuoshi.schema import Document

#: bytes of a page: markup and scripts take several times the room of the text
MAX_PAGE = 8 * MAX_CHARACTERS
SPACE = re.compile(r"\s+")
SITE = re.compile(r"[ 　]*[-_|｜—–]+[^-_|｜—–]*(?:政府|网站?|门户)[^-_|｜—–]*$")
BULLET = re.compile(r"^- ")
INLINE = ("span", "font", "strong", "b", "em", "i", "u", "s", "sub", "sup", "big", "small", "label", "o:p")
TABLE = ("table", "tbody", "tr", "td")
LONGEST_CELL = 100
#: share of a table's or list's text in links from which it is a menu
LINKS = 0.5
TITLE_LINES = 3


def read(source: Source) -> Iterator[Document]:
    """Read the article of a web page; every heading and paragraph becomes a line.

    Raises:
        ReadError: it is empty, too large or holds no article.
    """
    yield _document(source, source.read(MAX_PAGE))


def read_mime(source: Source) -> Iterator[Document]:
    """Read a page that a browser or Word saved with its pictures in one file (.mht).

    Raises:
        ReadError: there is no page in it.
    """
    yield _document(source, mime_page(source))


def mime_page(source: Source) -> bytes:
    """Return the page that such a file holds.

    Raises:
        ReadError: there is none.
    """
    message = message_from_bytes(source.read(), policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else b""
    raise source.error("holds no web page; open it in a browser and save it as .html")


def _document(source: Source, raw: bytes) -> Document:
    try:
        page = decode(raw)
    except ReadError as error:
        raise source.error(str(error)) from error
    tree = trafilatura.load_html(page)
    found = None
    if tree is not None:
        _prepare(tree)
        found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=True, fast=True)
    if found is None or not found.text:
        raise source.error("no article found in the page; open it in a browser and save the text")
    title = _without_site(SPACE.sub(" ", found.title or "").strip())
    lines = [_line(line.strip()) for line in found.text.split("\n") if line.strip()]
    if title and not any(_same(title, line) for line in lines[:TITLE_LINES]):
        lines.insert(0, title)
    return Document(source.name, plausible(source, "\n".join(lines)), title)


def _prepare(tree: Any) -> None:
    """Take menus out, and make plain blocks of what trafilatura would run together, tear apart or leave out."""
    for block in list(tree.iter("table", "ul", "ol")):
        links = sum(len(_characters(link)) for link in block.iter("a"))
        if links and links > LINKS * len(_characters(block)):
            block.drop_tree()
        elif block.tag == "table":
            _unwrap_layout(block)
    for around in {link.getparent() for link in tree.iter("a")} - {None}:
        _unwrap_links(around)
    etree.strip_tags(tree, *INLINE)
    for heading in list(tree.iter("h2", "h3", "h4", "h5", "h6")):
        heading.tag = "p"


def _unwrap_layout(table: Any) -> None:
    """Make blocks of a table that lays out a page: an article in one of its cells would be a single line."""
    if any(len(_characters(cell)) > LONGEST_CELL for cell in table.iter("td")):
        for element in [table, *table.iterdescendants(*TABLE)]:
            element.tag = "div"


def _unwrap_links(around: Any) -> None:
    """Make plain text of links inside text; those that stand together are a menu, which trafilatura knows."""
    links = around.findall("a")
    if sum(len(_characters(link)) for link in links) < LINKS * len(_characters(around)):
        for link in links:
            link.drop_tag()


def _characters(element: Any) -> str:
    return SPACE.sub("", element.text_content())


def _line(line: str) -> str:
    """Take off what trafilatura marks list items and rows of tables with."""
    if len(line) > 1 and line.startswith("|") and line.endswith("|"):
        return " ".join(filter(None, map(str.strip, line.split("|"))))
    return BULLET.sub("", line)


def _without_site(title: str) -> str:
    while (shorter := SITE.sub("", title)) and shorter != title:
        title = shorter
    return title


def _same(title: str, line: str) -> bool:
    return SPACE.sub("", title) in SPACE.sub("", line)
