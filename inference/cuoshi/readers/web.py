"""Web pages: the article of a county's website, without the navigation around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import trafilatura

from cuoshi.errors import ReadError
from cuoshi.readers.source import MAX_CHARACTERS, Source, plausible
from cuoshi.readers.text import decode
from cuoshi.schema import Document

#: bytes of a page: markup and scripts take several times the room of the text
MAX_PAGE = 8 * MAX_CHARACTERS
SPACE = re.compile(r"\s+")
SITE = re.compile(r"[ 　]*[-_|｜—–]+[^-_|｜—–]*(?:政府|网站?|门户)[^-_|｜—–]*$")
BULLET = re.compile(r"^- ")
TABLE = ("table", "tbody", "tr", "td")
LONGEST_CELL = 100
#: share of a table's text in links from which it is a menu
LINKS = 0.8
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
    message = message_from_bytes(source.read(), policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            yield _document(source, payload if isinstance(payload, bytes) else b"")
            return
    raise source.error("holds no web page; open it in a browser and save it as .html")


def _document(source: Source, raw: bytes) -> Document:
    try:
        page = decode(raw)
    except ReadError as error:
        raise source.error(str(error)) from error
    tree = trafilatura.load_html(page)
    found = None
    if tree is not None:
        _unwrap_tables(tree)
        found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=True)
    if found is None or not found.text:
        raise source.error("no article found in the page; open it in a browser and save the text")
    title = _without_site(SPACE.sub(" ", found.title or "").strip())
    lines = [_line(line.strip()) for line in found.text.split("\n") if line.strip()]
    if title and not any(_same(title, line) for line in lines[:TITLE_LINES]):
        lines.insert(0, title)
    return Document(source.name, plausible(source, "\n".join(lines)), title)


def _unwrap_tables(tree: Any) -> None:
    """Make plain blocks of tables that lay out a page, else an article in a cell is one line; drop those of links."""
    for table in list(tree.iter("table")):
        links = sum(len(link.text_content()) for link in table.iter("a"))
        if links > LINKS * len("".join(table.text_content().split())):
            table.drop_tree()
        elif any(len(cell.text_content()) > LONGEST_CELL for cell in table.iter("td")):
            for element in [table, *table.iterdescendants(*TABLE)]:
                element.tag = "div"


def _line(line: str) -> str:
    """Take off what trafilatura marks list items and rows of tables with."""
    if len(line) > 1 and line.startswith("|") and line.endswith("|"):
        return " ".join(line.strip("|").split("|"))
    return BULLET.sub("", line)


def _without_site(title: str) -> str:
    while (shorter := SITE.sub("", title)) and shorter != title:
        title = shorter
    return title


def _same(title: str, line: str) -> bool:
    return SPACE.sub("", title) in SPACE.sub("", line)
