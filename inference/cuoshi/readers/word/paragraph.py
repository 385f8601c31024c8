"""The text of a Word paragraph as its reader sees it: without what is deleted, hidden or a field's code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cuoshi.readers.package import qn, value_of
from cuoshi.readers.word import equations
from cuoshi.readers.word.fields import Fields, is_contents

OFF = ("0", "false", "off")
#: what a reader does not see: deleted and moved text, properties, and text that stands for text to be filled in
UNSEEN = frozenset(map(qn, ("w:del", "w:moveFrom", "w:rPr", "w:pPr", "w:sdtPr", "w:delText", "w:rt")))
#: what stands beside a paragraph rather than in its line
BOXES = frozenset(map(qn, ("w:txbxContent", "a:txBody", "dgm:relIds", "v:textpath")))
PRIVATE_USE = range(0xE000, 0xF900)


def is_on(properties: Any, tag: str) -> bool | None:
    """Say whether properties switch something on (``True``), off (``False``) or leave it as it is (``None``)."""
    element = None if properties is None else properties.find(qn(tag))
    return None if element is None else element.get(qn("w:val")) not in OFF


def chosen(alternatives: Any) -> Any:
    """The first form of what is stored in several (``mc:AlternateContent``); empty where there is none."""
    for tag in ("mc:Choice", "mc:Fallback"):
        found = alternatives.find(qn(tag))
        if found is not None:
            return found
    return ()


def is_placeholder(control: Any) -> bool:
    """Say whether a content control shows what to type into it, or is a table of contents."""
    properties = control.find(qn("w:sdtPr"))
    gallery = None if properties is None else properties.find(f"{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    contents = gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"
    return contents or bool(is_on(properties, "w:showingPlcHdr"))


class HiddenStyles:
    """The styles whose text is hidden."""

    def __init__(self, styles: Any) -> None:
        """Read them.

        Args:
            styles: root element of ``styles.xml``, ``None`` where the document has none.
        """
        found = () if styles is None else styles.findall(qn("w:style"))
        self._styles = {style.get(qn("w:styleId")): style for style in found}

    def __contains__(self, style_id: str | None) -> bool:
        seen: set[str] = set()
        while style_id is not None and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            hidden = is_on(style.find(qn("w:rPr")), "w:vanish")
            if hidden is not None:
                return hidden
            style_id = value_of(style, "w:basedOn")
        return False


class ParagraphText:
    """Reads paragraphs one after the other; fields may go on from one to the next.

    Attributes:
        boxes: text boxes, drawings with text and diagrams met in the last paragraph.
    """

    def __init__(self, hidden: HiddenStyles) -> None:
        self.boxes: list[Any] = []
        self._hidden = hidden
        self._hidden_paragraph = False
        self._fields = Fields()
        self._pieces: list[str] = []

    def read(self, paragraph: Any) -> str:
        """Return a paragraph's text, empty for one of a table of contents."""
        self.boxes, self._pieces = [], []
        self._hidden_paragraph = value_of(paragraph.find(qn("w:pPr")), "w:pStyle") in self._hidden
        self._walk(paragraph)
        return self._fields.end_paragraph("".join(self._pieces))

    def _walk(self, parent: Any) -> None:
        for element in parent:
            read = READ.get(element.tag)
            if read is not None:
                read(self, element)
            elif element.tag in BOXES:
                self.boxes.append(element)
            elif element.tag not in UNSEEN:
                self._walk(element)

    def _put(self, text: str) -> None:
        self._pieces.append(self._fields.shown(text))

    def _run(self, run: Any) -> None:
        properties = run.find(qn("w:rPr"))
        hidden = is_on(properties, "w:vanish")
        if hidden is None:
            hidden = self._hidden_paragraph or value_of(properties, "w:rStyle") in self._hidden
        if hidden or is_on(properties, "w:strike") or is_on(properties, "w:dstrike"):
            for mark in run.iter(qn("w:fldChar")):
                self._field(mark)
        else:
            self._walk(run)

    def _field(self, mark: Any) -> None:
        kind = mark.get(qn("w:fldCharType"))
        if kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end":
            self._pieces.append(self._fields.end())

    def _simple_field(self, field: Any) -> None:
        code = field.get(qn("w:instr"), "")
        if len(field) == 0:
            self._put(equations.field(code))
        elif not is_contents(code):
            self._walk(field)

    def _symbol(self, symbol: Any) -> None:
        code = int(symbol.get(qn("w:char"), "0"), 16)
        if code and code not in PRIVATE_USE:
            self._put(chr(code))

    def _break(self, element: Any) -> None:
        self._put("\n" if element.get(qn("w:type"), "textWrapping") == "textWrapping" else "")

    def _control(self, control: Any) -> None:
        if not is_placeholder(control):
            self._walk(control)

    def _ruby(self, ruby: Any) -> None:
        for base in ruby.findall(qn("w:rubyBase")):
            self._walk(base)


READ: Mapping[str, Callable[[ParagraphText, Any], None]] = {
    qn(tag): read
    for tag, read in {
        "w:t": lambda text, element: text._put(element.text or ""),
        "a:t": lambda text, element: text._put(element.text or ""),
        "w:tab": lambda text, _: text._put(" "),
        "w:ptab": lambda text, _: text._put(" "),
        "w:noBreakHyphen": lambda text, _: text._put("-"),
        "w:br": ParagraphText._break,
        "w:cr": ParagraphText._break,
        "a:br": ParagraphText._break,
        "w:r": ParagraphText._run,
        "w:fldChar": ParagraphText._field,
        "w:instrText": lambda text, element: text._fields.code(element.text or ""),
        "w:fldSimple": ParagraphText._simple_field,
        "w:sym": ParagraphText._symbol,
        "w:sdt": ParagraphText._control,
        "w:ruby": ParagraphText._ruby,
        "m:oMath": lambda text, element: text._put(equations.formula(element)),
        "mc:AlternateContent": lambda text, element: text._walk(chosen(element)),
    }.items()
}
