"""OpenDocument texts (.odt): paragraphs, tables row by row, notes at the end.

Source: OASIS OpenDocument 1.3, part 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cuoshi.documents import Document
from cuoshi.readers.package import opened, stated_title
from cuoshi.readers.rows import table_lines
from cuoshi.readers.source import Source, plausible

OASIS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
PARAGRAPHS = frozenset(OASIS % ("text", tag) for tag in ("p", "h"))
#: what a reader does not see, or sees elsewhere: deleted text, comments, tables of contents, readings of characters
UNSEEN = frozenset(
    OASIS % ("text", tag)
    for tag in ("tracked-changes", "table-of-content", "ruby-text", "note-citation", "hidden-text", "sequence-decls")
) | {OASIS % ("office", "annotation")}
TABLE, ROW, CELL = (OASIS % ("table", tag) for tag in ("table", "table-row", "table-cell"))
NOTE, BOX = OASIS % ("text", "note"), OASIS % ("drawing", "text-box")
SPACES, TAB, BREAK = (OASIS % ("text", tag) for tag in ("s", "tab", "line-break"))
COUNT = OASIS % ("text", "c")
MOST_SPACES = 100


def read(source: Source) -> Iterator[Document]:
    """Read an OpenDocument text.

    Raises:
        ReadError: it is damaged, too large, another kind of OpenDocument, or holds no text.
    """
    with opened(source, "the OpenDocument file is damaged; open it and save it as .docx") as package:
        body = package.xml("content.xml").find(f".//{OASIS % ('office', 'text')}")
        meta = package.xml("meta.xml")
    if body is None:
        raise source.error("an OpenDocument file without text, as a table or slides; save its text as .docx")
    reader = _Reader()
    lines = list(reader.lines(body))
    lines += ["注释", *reader.notes] if reader.notes else []
    yield Document(source.name, plausible(source, "\n".join(lines)), stated_title(meta))


class _Reader:
    def __init__(self) -> None:
        self.notes: list[str] = []
        self._boxes: list[Any] = []

    def lines(self, parent: Any) -> Iterator[str]:
        for element in parent:
            if element.tag in PARAGRAPHS:
                yield from self._paragraph(element)
            elif element.tag == TABLE:
                rows = (row for row in element.iter(ROW) if next(row.iterancestors(TABLE)) is element)
                yield from table_lines([list(self.lines(cell)) for cell in row.findall(CELL)] for row in rows)
            elif element.tag not in UNSEEN:
                yield from self.lines(element)  # sections, lists

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        text = "".join(self._text(paragraph))
        boxes, self._boxes = self._boxes, []
        if text.strip():
            yield from text.strip().split("\n")
        for box in boxes:
            yield from self.lines(box)

    def _text(self, parent: Any) -> Iterator[str]:
        yield _plain(parent.text)
        for element in parent:
            if element.tag == NOTE:
                self.notes += [" ".join(self.lines(element))]
            elif element.tag == BOX:
                self._boxes.append(element)
            elif element.tag == SPACES:
                count = element.get(COUNT, "1")
                yield " " * min(int(count) if count.isdecimal() else 1, MOST_SPACES)
            elif element.tag in (TAB, BREAK):
                yield " " if element.tag == TAB else "\n"
            elif element.tag not in UNSEEN:
                yield from self._text(element)
            yield _plain(element.tail)


def _plain(text: str | None) -> str:
    """White space as OpenDocument counts it: line ends and tabs of the file are spaces."""
    return (text or "").replace("\n", " ").replace("\t", " ")
