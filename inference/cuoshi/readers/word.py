"""Word documents (.docx): text in reading order with the numbers that Word counts by itself put back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from cuoshi.readers.archive import DAMAGE, MAX_OFFICE, open_zip
from cuoshi.readers.source import MAX_FILE, Source, plausible
from cuoshi.readers.word_lists import Counter
from cuoshi.schema import Document

#: what a reader does not see: deleted and moved text, the second copy of a drawing for older programs
UNSEEN = frozenset(
    (
        *map(qn, ("w:del", "w:moveFrom", "w:rPr", "w:pPr", "w:instrText")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
BREAKS = frozenset(map(qn, ("w:br", "w:cr")))
NOTES = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)
#: notes of these types are the lines that part notes from text
SEPARATORS = frozenset(("separator", "continuationSeparator", "continuationNotice"))
OFF = ("0", "false", "off")


def read(source: Source) -> Iterator[Document]:
    """Read a Word document: paragraphs, tables row by row, text boxes behind their paragraph, notes at the end.

    Raises:
        ReadError: it is damaged, too large or holds no text.
    """
    if source.size > MAX_FILE:
        source.read()  # refuses
    open_zip(source, MAX_OFFICE).close()
    source.stream.seek(0)
    try:
        document = docx.Document(source.stream)
        part = document.part
        root = _related(part, RELATIONSHIP_TYPE.NUMBERING)
        lines = list(_lines(document.element.body, Counter(root, _related(part, RELATIONSHIP_TYPE.STYLES))))
        notes = [line for kind in NOTES for line in _notes(_related(part, kind))]
        title = document.core_properties.title or ""
    except (*DAMAGE, LxmlError, KeyError, AttributeError, TypeError, AssertionError) as error:
        raise source.error("the Word file is damaged; open it in Word and save it anew") from error
    if notes:
        lines += ["注释", *notes]
    yield Document(source.name, plausible(source, "\n".join(lines)), title.strip())


def _related(part: Any, kind: str) -> Any:
    """Root element of the part that stands in this relation to the main one, ``None`` where there is none."""
    for relation in part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _notes(root: Any) -> Iterator[str]:
    for note in [] if root is None else root:
        if note.get(qn("w:type")) not in SEPARATORS:
            yield " ".join("".join(_lines(note, Counter(None, None))).split())


def _lines(parent: Any, counter: Counter) -> Iterator[str]:
    for element in parent:
        if element.tag == qn("w:p"):
            yield from _paragraph(element, counter)
        elif element.tag == qn("w:tbl"):
            for row in _children(element, qn("w:tr")):
                yield from _row(row, counter)
        elif element.tag not in UNSEEN:
            yield from _lines(element, counter)  # content controls, custom XML


def _paragraph(paragraph: Any, counter: Counter) -> Iterator[str]:
    boxes: list[Any] = []
    text = "".join(_text(paragraph, boxes))
    label = counter.label(paragraph)
    if text.strip():
        yield from f"{label}{text}".strip().split("\n")
    for box in boxes:
        yield from _lines(box, counter)


def _text(parent: Any, boxes: list[Any]) -> Iterator[str]:
    """Yield the pieces of a paragraph's text; text boxes on the way are put into ``boxes``."""
    for element in parent:
        if element.tag == qn("w:t"):
            yield element.text or ""
        elif element.tag in BREAKS:
            yield "\n" if element.get(qn("w:type"), "textWrapping") == "textWrapping" else ""
        elif element.tag == qn("w:tab"):
            yield " "
        elif element.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif element.tag == qn("w:txbxContent"):
            boxes.append(element)
        elif element.tag not in UNSEEN and not _is_hidden(element):
            yield from _text(element, boxes)


def _is_hidden(element: Any) -> bool:
    if element.tag != qn("w:r"):
        return False
    hidden = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return hidden is not None and hidden.get(qn("w:val")) not in OFF


def _row(row: Any, counter: Counter) -> Iterator[str]:
    """Yield a row as one line, its cells parted by tabs; the paragraphs of one that lays out a page as lines."""
    cells = [list(_lines(cell, counter)) for cell in _children(row, qn("w:tc"))]
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any("\t" in line for cell in filled for line in cell):
        yield from (line for cell in filled for line in cell)
    else:
        yield "\t".join(" ".join(cell) for cell in filled)


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table, or the cells of a row, those in content controls included, of inner tables not."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag != qn("w:tbl") and element.tag not in UNSEEN:
            yield from _children(element, tag)
