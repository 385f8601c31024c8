"""Markup that is text throughout, unlike a web page with its navigation: inserted files, chapters of books."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from lxml import etree, html

from cuoshi.readers.rows import table_lines

BLOCKS = frozenset(
    ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "section", "article", "hr",
     "blockquote", "pre", "dt", "dd", "body", "center")
)  # fmt: skip
CELLS = frozenset(("td", "th"))
#: elements whose text no reader sees
UNSEEN = frozenset(("script", "style", "head", "title", "rt", "rp", "template", "del", "s", "strike", "iframe"))

#: a tag of HTML or of Word's, so that “<5%” and “<<条例>>” are none
TAG = re.compile(
    r"<(?:/?(?:a|abbr|article|b|big|blockquote|body|br|center|div|em|figure|font|form|h[1-6]|head|hr|html|i|iframe|img"
    r"|input|label|li|main|meta|link|nobr|ol|p|pre|s|script|section|small|span|strike|strong|style|sub|sup|table|tbody"
    r"|td|tfoot|th|thead|title|tr|u|ul|(?:o|st1|v|w|m):\w{1,30})(?:\s[^<>]{0,4000})?/?|!--[^<>]{0,4000}--"
    r"|!doctype [^<>]{0,300})>",
    re.I,
)
STRAY = re.compile(rf"<(?!{TAG.pattern[1:]})", re.I)
#: text of one paragraph, in which line ends part nothing
PARAGRAPH = re.compile(r"(<(?:p|li|td|th|h[1-6]|span)\b[^<>]{0,4000}>)([^<>]+)", re.I)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31}\d{0,2});|&nbsp(?![a-zA-Z;])")
#: how often an entity may have been escaped
ESCAPED = 3
#: escapes of programs that were written out: a line end, white space
WRITTEN = re.compile(r"(?<!\\)\\{1,4}(?:r\\{1,4}n|n|r)(?![A-Za-z])")
WRITTEN_CHARACTER = re.compile(r"(?<!\\)\\{1,2}u([23][0-9a-fA-F]{3}|[4-9][0-9a-fA-F]{3}|[fF]{2}[0-9a-fA-F]{2})")
#: what programs make of a line end in a workbook, and what parts text of XML from its markup
LINE_END, DATA = re.compile(r"_x000[DdAa]_\n?"), re.compile(r"<!\[CDATA\[|\]\]>")
WRITTEN_SPACE = re.compile(r"(?<!\\)\\{1,4}(?:t(?![A-Za-z])|u3000|u00a0|xa0|u200b|ufeff)", re.I)


def plain_text(text: str) -> str:
    r"""Return a text without the markup that it was copied or exported with; any other text as it is.

    Args:
        text: text with tags, entities (``&nbsp;``) or line ends written as ``\n`` in places.

    Returns:
        The text, a line each paragraph and table row.
    """
    text = DATA.sub("", LINE_END.sub("\n", text))
    if "\\" in text:
        text = WRITTEN_SPACE.sub(" ", WRITTEN.sub("\n", text))
        text = WRITTEN_CHARACTER.sub(lambda found: chr(int(found[1], 16)), text)
    for _ in range(ESCAPED if "&" in text else 0):
        text = ENTITY.sub(lambda found: unescape(found[0]), text)
    text = text.replace("<\\/", "</")
    if not TAG.search(text):
        return text
    text = TAG.sub(lambda found: " ".join(found[0].split()), STRAY.sub("&lt;", text))
    text = PARAGRAPH.sub(lambda found: found[1] + _unwrapped(found[2]), text)
    return "\n".join(markup_lines(text.replace("\n", "<br>")))


def _unwrapped(text: str) -> str:
    lines = text.split("\n")
    last = len(lines) - 1
    shown = (line if index == last else line.rstrip(" \t") for index, line in enumerate(lines))
    return "".join(line.lstrip(" \t") if index else line for index, line in enumerate(shown))


@dataclass(slots=True)
class _Buffer:
    """Text of the page or of a cell so far, and the cells of the row that is open in it."""

    pieces: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    rows: list[list[list[str]]] = field(default_factory=list)

    def end_row(self) -> None:
        self.rows.append(self.cells)
        self.cells = []

    def end_table(self) -> None:
        self.pieces += [f"\n{line}" for line in table_lines(self.rows)] + ["\n"]
        self.rows = []

    def lines(self) -> list[str]:
        self.end_table()
        lines = (line.strip(" ") for line in "".join(self.pieces).split("\n"))
        return [line for line in lines if line]


def markup_lines(markup: str) -> list[str]:
    """Return the lines of a page, a paragraph or table row each.

    Args:
        markup: HTML or XHTML.
    """
    if not markup.strip():
        return []
    # lxml refuses decoded text that declares an encoding, so that is encoded anew.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    walker = _Walker()
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing but comments or ends of elements
        return []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            walker.enter(tag, element.text)
        else:
            walker.leave(tag, element.tail)
    return walker.stack[0].lines()


class _Walker:
    """Collects the text of elements in their order, cells apart."""

    def __init__(self) -> None:
        self.stack = [_Buffer()]
        self._unseen = 0

    def enter(self, tag: str, text: str | None) -> None:
        if self._unseen or tag in UNSEEN:
            self._unseen += 1
            return
        if tag in CELLS:
            self.stack.append(_Buffer())
        elif tag in BLOCKS:
            self._put("\n")
        self._text(text)

    def leave(self, tag: str, tail: str | None) -> None:
        if self._unseen:
            self._unseen -= 1
        elif tag in CELLS and len(self.stack) > 1:
            cell = self.stack.pop()
            self.stack[-1].cells.append(cell.lines())
        elif tag == "tr":
            self.stack[-1].end_row()
        elif tag == "table":
            self.stack[-1].end_table()
        elif tag in BLOCKS:
            self._put("\n")
        if not self._unseen:
            self._text(tail)

    def _text(self, text: str | None) -> None:
        if text:
            shown = " ".join(text.split())
            before = " " if text[0].isspace() else ""
            self._put(f"{before}{shown} " if text[-1].isspace() else f"{before}{shown}")

    def _put(self, text: str) -> None:
        self.stack[-1].pieces.append(text)
