"""The text of a Word paragraph as its reader sees it: without what is deleted, hidden or a field's code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cuoshi.readers import equations
from cuoshi.readers.package import qn

OFF = ("0", "false", "off")
#: what a reader does not see: deleted and moved text, properties, and text that stands for text to be filled in
UNSEEN = frozenset(map(qn, ("w:del", "w:moveFrom", "w:rPr", "w:pPr", "w:sdtPr", "w:delText", "w:rt")))
#: what stands beside a paragraph rather than in its line
BOXES = frozenset(map(qn, ("w:txbxContent", "a:txBody", "dgm:relIds", "v:textpath")))
#: fields inside each other of which a reader keeps track
DEEPEST = 50
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


def is_contents(code: str) -> bool:
    """Say whether a field's code makes a table of contents, which repeats the headings."""
    return code.split(maxsplit=1)[:1] in (["TOC"], ["toc"])


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
            style_id = _value(style, "w:basedOn")
        return False


@dataclass(slots=True)
class Field:
    """A field that is open: its code, whether that is still being read, and whether it is a table of contents."""

    code: str = ""
    in_code: bool = True
    is_contents: bool = False


class ParagraphText:
    """Reads paragraphs one after the other; fields may go on from one to the next.

    Attributes:
        boxes: text boxes, drawings with text and diagrams met in the last paragraph.
    """

    def __init__(self, hidden: HiddenStyles) -> None:
        self.boxes: list[Any] = []
        self._hidden = hidden
        self._hidden_paragraph = self._contents = False
        self._fields: list[Field] = []
        self._pieces: list[str] = []

    def read(self, paragraph: Any) -> str:
        """Return a paragraph's text, empty for one of a table of contents."""
        self.boxes, self._pieces = [], []
        self._hidden_paragraph = _value(paragraph.find(qn("w:pPr")), "w:pStyle") in self._hidden
        self._contents = any(field.is_contents for field in self._fields)
        self._walk(paragraph)
        # A code goes on in no other paragraph; where its end is missing, no more than this one must be lost.
        self._fields = [field for field in self._fields if not field.in_code]
        text = "".join(self._pieces)
        return text if not self._contents or "。" in text else ""

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
        inside = next((field for field in reversed(self._fields) if field.in_code), None)
        if inside is None:
            self._pieces.append(text)
        else:
            inside.code += text

    def _run(self, run: Any) -> None:
        properties = run.find(qn("w:rPr"))
        hidden = is_on(properties, "w:vanish")
        if hidden is None:
            hidden = self._hidden_paragraph or _value(properties, "w:rStyle") in self._hidden
        if hidden:
            for mark in run.iter(qn("w:fldChar")):
                self._field(mark)
        else:
            self._walk(run)

    def _field(self, mark: Any) -> None:
        kind = mark.get(qn("w:fldCharType"))
        if kind == "begin":
            self._fields = [*self._fields[1 - DEEPEST :], Field()]
        elif self._fields and kind == "separate":
            field = self._fields[-1]
            field.in_code, field.is_contents = False, is_contents(field.code)
            self._contents = self._contents or field.is_contents
        elif self._fields and kind == "end":
            ended = self._fields.pop()
            if ended.in_code:
                self._put(equations.field(ended.code))

    def _code(self, instruction: Any) -> None:
        if self._fields:
            self._fields[-1].code += instruction.text or ""

    def _simple_field(self, field: Any) -> None:
        code = field.get(qn("w:instr"), "")
        self._contents = self._contents or is_contents(code)
        if len(field):
            self._walk(field)
        else:
            self._put(equations.field(code))

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


def _value(element: Any, tag: str) -> str | None:
    child = None if element is None else element.find(qn(tag))
    return None if child is None else child.get(qn("w:val"))


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
        "w:instrText": ParagraphText._code,
        "w:fldSimple": ParagraphText._simple_field,
        "w:sym": ParagraphText._symbol,
        "w:sdt": ParagraphText._control,
        "w:ruby": ParagraphText._ruby,
        "m:oMath": lambda text, element: text._put(equations.formula(element)),
        "mc:AlternateContent": lambda text, element: text._walk(chosen(element)),
    }.items()
}
