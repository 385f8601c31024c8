"""Markdown, as people and as programs that convert PDFs write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cuoshi import aliases
from cuoshi.documents import Document, Removed
from cuoshi.notation.marks import has_ended, joined
from cuoshi.notation.numbering import opens_item
from cuoshi.notation.script import HANZI
from cuoshi.readers.rows import table_lines
from cuoshi.readers.source import Source, plausible
from cuoshi.readers.text import decode_file
from cuoshi.readers.web.markup import markup_lines

#: facts at the head of a file: a line “---”, lines “title: …”, a line “---”
FACT = r"(\w[\w-]{0,39}):(?:[ \t]+([^\n]*))?\n"
FRONT = re.compile(rf"\s*---[ \t]*\n((?:{FACT}|[ \t-][^\n]*\n|\n){{1,60}}?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
#: “#一、主要做法”, which many write without the space that Markdown wants
TIGHT_HEADING = re.compile(r"(?m)^([ ]{0,3}#{1,6})(?=[^#\s])")
#: figures set as a formula: $1 8 6 0$, $1 2 . 6 \%$
FORMULA = re.compile(rf"(?<![\\$])(\${{1,2}})([^$\n{HANZI}]{{1,200}})\1(?!\$)")
COMMAND = re.compile(r"\\(?:mathrm|mathbf|text|textbf|operatorname)\b|[{}^_]|\\[,;!: ]")
SIGNS = {"\\sim": "~", "\\times": "×", "\\pm": "±", "\\geq": "≥", "\\ge": "≥", "\\leq": "≤", "\\le": "≤", "\\cdot": "·",
         "\\circ": "°", "\\%": "%", "\\$": "$", "\\&": "&"}  # fmt: skip
SIGN = re.compile("|".join(re.escape(sign) + (r"(?![A-Za-z])" if sign[-1].isalpha() else "") for sign in SIGNS))
NOTE = re.compile(r"\[\^[^\[\]\n]{1,40}\]:?")
#: text that is marked with a pen, and what a heading or paragraph is called and looks like: {#a .b}, {: .c}
MARKED = re.compile(r"(?<![=0-9A-Za-z])==(?![=\s])((?:[^=\n]|=(?!=)){1,200})(?<!\s)==(?![=0-9A-Za-z])")
ATTRIBUTES = re.compile(r"(?m)(?<![ \t])[ \t]*+\{(?:[#.]|:[ \t]?[#.])[^{}\n]{1,80}\}[ \t]*+$")
#: what programs put a table of contents, a note or a tip in place of
DIRECTIVE = re.compile(r"(?im)^[ ]{0,3}(?:\[toc\]|\[\[_?toc_?\]\]|:::[^\n]{0,60}|\{%[^\n]{0,200}%\})[ \t]*$")
STRUCK = re.compile(r"~~[^~\n]{1,1000}~~")
TASK = re.compile(r"^\[[ xX]\][ \t]+")
REFERENCE = re.compile(rf"\[[^\[\]]{{1,200}}\]:[ \t]*(?:<[^>]*>|https?://\S+|[\w./-]+\.\w{{1,5}})[^{HANZI}]*$")
#: marks of strong text that Markdown does not take for such beside Chinese punctuation
STRONG = re.compile(r"\*{2,3}")
#: what opens a paragraph beside a number
OPENS = re.compile(r"#|[-=*_|]{2,}|[\u3000\t]| {2,}")
LONGEST_NUMBERED = 60
BREAK = "\x0b"
HAN = re.compile(rf"[{HANZI}]")
TEXT_NAMES = ("", "markdown", "md", "text", "txt")
DEEPEST = 3


def read(source: Source) -> Iterator[Document]:
    """Read a Markdown file as one document; what stands in its front matter becomes its title and metadata.

    Blocks of code are left out; each of their lines is listed.

    Raises:
        ReadError: it is empty, too large or no text.
    """
    text = decode_file(source)
    facts: dict[str, object] = {}
    if front := FRONT.match(text):
        facts = {name: value.strip("\"' ") for name, value in re.findall(FACT, front[1])}
        text = text[front.end() :]
    metadata = {name: value for name, value in aliases.by_field(facts).items() if name in aliases.ALIASES}
    title = metadata.pop("title", "")
    lines, code = markdown_lines(text)
    above = len(front[0].splitlines()) if front else 0
    left_out = [replace(piece, line=piece.line + above) for piece in code]
    yield Document(source.name, plausible(source, "\n".join(lines)), title, metadata, left_out=left_out)


def markdown_lines(text: str, depth: int = 0) -> tuple[list[str], list[Removed]]:
    """Return the lines of a Markdown text, a heading, paragraph or table row each, and the lines of its code.

    Args:
        text: Markdown; headings keep their ``#``, numbers of lists stay, pictures, links' addresses, code and what is
            struck through go.
        depth: how many fences are around it.
    """
    parser = MarkdownIt("commonmark").enable("table").disable(["code", "reference"])
    writer = _Writer(depth)
    for token in parser.parse(FORMULA.sub(_formula, TIGHT_HEADING.sub(r"\1 ", DIRECTIVE.sub("", text)))):
        writer.take(token)
    return [line for line in writer.lines if line.strip()], writer.code


def _formula(found: re.Match[str]) -> str:
    shown = SIGN.sub(lambda sign: SIGNS[sign[0]], found[2])
    shown = "".join(COMMAND.sub("", shown).split())
    return found[0] if "\\" in shown else shown


class _Writer:
    """Collects the lines of a text's blocks."""

    def __init__(self, depth: int) -> None:
        self.lines: list[str] = []
        self.code: list[Removed] = []
        self._depth = depth
        self._prefix = ""
        self._rows: list[list[list[str]]] = []
        self._row: list[list[str]] | None = None

    def take(self, token: Token) -> None:
        """Take the next token of the text."""
        if token.type == "heading_open":
            self._prefix = f"{'#' * int(token.tag[1])} "
        elif token.type == "list_item_open":
            self._prefix = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "tr_open":
            self._row = []
        elif token.type == "tr_close":
            self._rows.append(self._row or [])
            self._row = None
        elif token.type == "table_close":
            self.lines += table_lines(self._rows)
            self._rows = []
        elif token.type == "inline":
            self._write(_inline(token.children or []))
        else:
            self._write_block(token)

    def _write(self, text: str) -> None:
        if self._row is not None:
            self._row.append([shown] if (shown := " ".join(text.split())) else [])
        else:
            for piece in text.split(BREAK):
                self.lines += _paragraphs(piece.split("\n"), self._prefix)
                self._prefix = ""
        self._prefix = ""

    def _write_block(self, token: Token) -> None:
        if token.type == "html_block":
            self.lines += markup_lines(token.content)
        elif token.type == "fence":
            self._write_fence(token.content, token.info.strip().lower(), token.map[0] + 1 if token.map else 0)

    def _write_fence(self, content: str, language: str, above: int) -> None:
        """Write a fence around a text; code is left out.

        Args:
            content: what is inside.
            language: what it is said to be.
            above: lines before the first one inside, its opening among them.
        """
        lines = list(enumerate(content.splitlines(), start=above + 1))
        code = [Removed(number, line.strip(), "code") for number, line in lines if line.strip()]
        if self._depth < DEEPEST and language in TEXT_NAMES and HAN.search(content):
            text, code = markdown_lines(content, self._depth + 1)
            self.lines += text
            code = [replace(piece, line=piece.line + above) for piece in code]
        self.code += code


def _paragraphs(lines: Sequence[str], prefix: str) -> Iterator[str]:
    """Yield a paragraph, or what its writer meant to be several, since Markdown alone joins them."""
    if prefix.startswith("#") and any("。" in line for line in lines):
        prefix = ""  # a paragraph that a line of dashes follows
    pieces: list[str] = []
    for line in lines:
        if REFERENCE.match(line):
            continue
        if pieces and _parts(pieces[0], pieces[-1], line):
            yield prefix + joined(*pieces)
            prefix, pieces = "", []
        text = TASK.sub("", line, count=1)
        pieces.append(text if pieces else text.strip())
    yield prefix + joined(*pieces)


def _parts(first: str, before: str, line: str) -> bool:
    """Say whether a line end parts a line from the one before it, given the first of that paragraph."""
    if has_ended(before) or _opens(line) or not line.strip():
        return True
    return first is before and _opens(before) and len(before) <= LONGEST_NUMBERED and "，" not in before


def _opens(line: str) -> bool:
    return opens_item(line) or OPENS.match(line) is not None


def _inline(tokens: Sequence[Token]) -> str:
    """Return the text of a paragraph's runs, its line ends kept, a wanted break as :data:`BREAK`."""
    pieces: list[str] = []
    for token in tokens:
        if token.type == "softbreak":
            pieces.append("\n")
        elif token.type == "hardbreak" or token.content.lower().startswith("<br"):
            pieces.append(BREAK)
        elif token.type in ("text", "code_inline", "text_special"):
            pieces.append(token.content)
    text = NOTE.sub("", STRONG.sub("", STRUCK.sub("", "".join(pieces))))
    return ATTRIBUTES.sub("", MARKED.sub(r"\1", text))
