"""Word documents (.docx and kin): every part that carries text is read once, in reading order, with Word's numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cuoshi import readers
from cuoshi.documents import Document
from cuoshi.readers.package import Package, opened, qn, stated_title
from cuoshi.readers.rows import table_lines
from cuoshi.readers.source import Source, plausible
from cuoshi.readers.word.lists import Counter
from cuoshi.readers.word.paragraph import UNSEEN, HiddenStyles, ParagraphText, chosen, is_on, is_placeholder
from cuoshi.readers.word.parts import chunk, diagram

NOTES = ("footnotes", "endnotes")
#: notes of these types are the lines that part notes from text
SEPARATORS = frozenset(("separator", "continuationSeparator", "continuationNotice"))
PARAGRAPHS = frozenset(map(qn, ("w:p", "a:p")))


def read(source: Source) -> Iterator[Document]:
    """Read a Word document: paragraphs, tables row by row, text boxes behind their paragraph, notes at the end.

    Raises:
        ReadError: it is damaged, too large or holds no text.
    """
    with opened(source, "the Word file is damaged; open it in Word and save it anew") as package:
        text = "\n".join(_Story(source, package).lines())
        title = stated_title(package.xml(next(package.related("", "core-properties"), None)))
    yield Document(source.name, plausible(source, text), title)


class _Story:
    """The text of a document: body, notes, diagrams."""

    def __init__(self, source: Source, package: Package) -> None:
        self._source = source
        self._package = package
        self._main = package.main()
        if self._main is None:
            raise KeyError("no main part")
        styles = self._related("styles")
        self._counter = Counter(self._related("numbering"), styles)
        self._hidden = HiddenStyles(styles)
        self._text = ParagraphText(self._hidden)
        self._read: set[str] = set()

    def lines(self) -> Iterator[str]:
        """Yield the lines of the body, those of diagrams that it does not place, and the notes."""
        yield from self._lines(self._package.xml(self._main).find(qn("w:body")))
        for part in self._package.related(self._main or "", "diagramData"):
            yield from self._diagram(part)
        notes = [line for kind in NOTES for line in self._notes(self._related(kind))]
        yield from ["注释", *notes] if notes else []

    def _related(self, kind: str) -> Any:
        return self._package.xml(next(self._package.related(self._main or "", kind), None))

    def _notes(self, root: Any) -> Iterator[str]:
        for note in () if root is None else root:
            if note.get(qn("w:type")) not in SEPARATORS and (lines := list(self._lines(note))):
                yield " ".join("".join(lines).split())

    def _lines(self, parent: Any) -> Iterator[str]:
        """Yield the lines of what holds paragraphs; one whose end is deleted or hidden goes on in the next."""
        text = ""
        boxes: list[Any] = []
        for element in parent:
            if element.tag in PARAGRAPHS:
                text += self._text.read(element)
                boxes += self._text.boxes
                if not _has_end(element):
                    continue
                label = self._counter.label(element)
                yield from f"{label}{text}".strip().split("\n") if text.strip() else ()
                yield from (line for box in boxes for line in self._box(box))
                text, boxes = "", []
            elif element.tag not in UNSEEN:
                yield from self._block(element)
        yield from text.strip().split("\n") if text.strip() else ()
        yield from (line for box in boxes for line in self._box(box))

    def _block(self, element: Any) -> Iterator[str]:
        if element.tag == qn("w:tbl"):
            yield from table_lines(map(self._row, _children(element, qn("w:tr"))))
        elif element.tag == qn("w:altChunk"):
            part = self._package.by_id(self._main or "", element.get(qn("r:id")))
            if part is None:
                raise self._source.error("a part that its text is in is missing; open it in Word and save it anew")
            yield from chunk(self._source, part, self._package.read(part), readers.read_source)
        elif element.tag == qn("mc:AlternateContent"):
            yield from self._lines(chosen(element))
        elif not (element.tag == qn("w:sdt") and is_placeholder(element)):
            yield from self._lines(element)  # content controls, custom XML

    def _box(self, box: Any) -> Iterator[str]:
        if box.tag == qn("v:textpath"):
            yield box.get("string", "")
        elif box.tag == qn("dgm:relIds"):
            part = self._package.by_id(self._main or "", box.get(qn("r:dm")))
            yield from self._diagram(part) if part else ()
        else:
            yield from self._lines(box)

    def _diagram(self, part: str) -> Iterator[str]:
        if part not in self._read:
            self._read.add(part)
            reader = ParagraphText(self._hidden)
            texts = (reader.read(paragraph) for paragraph in diagram(self._package.xml(part)))
            yield from filter(str.strip, texts)

    def _row(self, row: Any) -> list[list[str]]:
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            return []
        return [list(self._lines(cell)) for cell in _children(row, qn("w:tc"))]


def _has_end(paragraph: Any) -> bool:
    """Say whether a paragraph's end is there to be seen: neither deleted nor hidden."""
    properties = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    if properties is None:
        return True
    deleted = any(properties.find(qn(tag)) is not None for tag in ("w:del", "w:moveFrom"))
    return not deleted and not is_on(properties, "w:vanish") and not is_on(properties, "w:specVanish")


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table, or the cells of a row, those in content controls included, of inner tables not."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag != qn("w:tbl") and element.tag not in UNSEEN:
            yield from _children(element, tag)
