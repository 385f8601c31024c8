"""RTF documents, as WPS and old office programs save them.

Source: Rich Text Format Specification 1.9.1 (Microsoft, 2008).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cuoshi.documents import Document
from cuoshi.readers.legacy.rtf_story import Story
from cuoshi.readers.legacy.rtf_words import (
    BY_NUMBER,
    CODE_PAGES,
    ESCAPED,
    LATIN,
    NOTES,
    OFF,
    SEEN,
    SIGNS,
    TOKEN,
    UNSEEN,
)
from cuoshi.readers.source import MAX_CHARACTERS, Source, plausible

DEEPEST = 10_000
MAX_RTF = 8 * MAX_CHARACTERS
PARAGRAPHS = frozenset((b"par", b"sect", b"page"))
CELLS = {
    b"cell": Story.end_cell,
    b"row": Story.end_row,
    b"nestcell": Story.end_inner_cell,
    b"nestrow": Story.end_inner_row,
}


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group: whether its text is shown, how many characters stand for one, its font."""

    group: bytes = b""
    seen: bool = True
    off: frozenset[bytes] = frozenset()
    skip: int = 1
    font: str = ""
    in_table: bool = False


def read(source: Source) -> Iterator[Document]:
    """Read an RTF document: text, tables row by row, notes and text boxes at the end.

    Raises:
        ReadError: it is too large or holds no text.
    """
    reader = _Reader()
    reader.read(source.read(MAX_RTF))
    lines = [*reader.end(), *(["注释", *reader.notes] if reader.notes else [])]
    yield Document(source.name, plausible(source, "\n".join(lines)), "".join(reader.title).strip())


class _Reader:
    """Goes through the tokens of a document once."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.title: list[str] = []
        self._boxes: list[str] = []
        self._stories = [Story()]
        self._groups: list[_State] = []
        self._state = _State()
        self._bytes = bytearray()
        self._fonts: dict[str, str] = {}
        self._code_page = LATIN
        self._star = False
        self._skipping = 0
        self._high = 0

    def read(self, raw: bytes) -> None:
        position = 0
        while found := TOKEN.match(raw, position):
            position = found.end()
            word, number, code, escaped, brace, text = found.groups()
            if code or text:
                self._take(bytes.fromhex(code.decode()) if code else text)
                continue
            if word != b"u" and (word or escaped or brace):
                self._skipping = 0
            if word == b"bin":
                position += max(0, int(number or 0))
            elif brace:
                self._open() if brace == b"{" else self._close()
            elif word:
                self._word(word.lower() if word.isupper() else word, int(number) if number else None)
            elif escaped:
                self._escaped(escaped)

    def end(self) -> list[str]:
        """Close what is open and return the lines."""
        while len(self._stories) > 1:
            self._end_story(b"")
        self._paragraph()
        return [*self._stories[0].all(), *self._boxes]

    def _open(self) -> None:
        self._flush()
        if len(self._groups) < DEEPEST:
            self._groups.append(self._state)
        self._state = replace(self._state, group=b"")

    def _close(self) -> None:
        self._flush()
        group = self._state.group
        if group in NOTES and len(self._stories) > 1:
            self._end_story(group)
        elif group == b"field":
            self._stories[-1].put(self._stories[-1].fields.end())
        if self._groups:
            self._state = self._groups.pop()

    def _end_story(self, group: bytes) -> None:
        self._paragraph()
        lines = self._stories.pop().all()
        if group == b"footnote":
            self.notes += [" ".join(" ".join(lines).split())] if lines else []
        else:
            self._boxes += lines

    def _take(self, raw: bytes) -> None:
        """Take in bytes of text, but those that stand for a character that was given by its number."""
        skipped = min(self._skipping, len(raw))
        self._skipping -= skipped
        self._bytes += raw[skipped:]

    def _flush(self) -> None:
        if not self._bytes:
            return
        text = self._bytes.decode(self._fonts.get(self._state.font, self._code_page), "replace")
        self._bytes.clear()
        self._show(text)

    def _show(self, text: str) -> None:
        state = self._state
        if state.group == b"title":
            self.title.append(text)
        elif state.seen and not state.off:
            self._stories[-1].put(self._stories[-1].fields.shown(text))

    def _escaped(self, character: bytes) -> None:
        self._flush()
        if character == b"*":
            self._star = True
        elif character in ESCAPED:
            self._show(ESCAPED[character])
        elif character in b"\r\n":
            self._paragraph()

    def _word(self, word: bytes, number: int | None) -> None:
        self._flush()
        star, self._star = self._star, False
        if word == b"u":
            self._number(number or 0)
        elif word in SIGNS:
            self._show(SIGNS[word])
        elif word in PARAGRAPHS or word in CELLS:
            self._end(word)
        elif word in GROUPS:
            GROUPS[word](self, word)
        elif star or word in UNSEEN:
            self._state = replace(self._state, group=word, seen=False)
        else:
            self._property(word, number)

    def _end(self, word: bytes) -> None:
        """End a paragraph, cell or row, where text is shown."""
        if not self._state.seen:
            return
        if word in CELLS:
            CELLS[word](self._stories[-1])
        else:
            self._paragraph()

    def _number(self, number: int) -> None:
        """Take in a character by its number, which is half of one beyond the first 65,536."""
        unit = number % 0x10000
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
        elif 0xDC00 <= unit < 0xE000 and self._high:
            self._show(chr(0x10000 + ((self._high - 0xD800) << 10) + unit - 0xDC00))
        elif not 0xD800 <= unit < 0xE000:
            self._show(chr(unit))
        self._skipping = self._state.skip

    def _property(self, word: bytes, number: int | None) -> None:
        if word == b"f":
            self._state = replace(self._state, font=str(number))
        elif word == b"fcharset" and number in CODE_PAGES:
            self._fonts[self._state.font] = CODE_PAGES[number]
        elif word == b"ansicpg":
            self._code_page = BY_NUMBER.get(number or 0, LATIN)
        elif word == b"uc":
            self._state = replace(self._state, skip=number or 0)
        elif word in OFF:
            off = self._state.off - {word}
            self._state = replace(self._state, off=off if number == 0 else off | {word})
        elif word == b"plain":
            self._state = replace(self._state, off=frozenset())
        elif word in (b"pard", b"intbl"):
            self._state = replace(self._state, in_table=word == b"intbl")

    def _begin(self, group: bytes) -> None:
        fields = self._stories[-1].fields
        if group == b"field":
            fields.begin()
        elif group == b"fldrslt":
            fields.separate()
        elif group in NOTES:
            self._stories.append(Story())
            self._state = replace(self._state, seen=True, off=frozenset())
        self._state = replace(self._state, group=group)

    def _reveal(self, group: bytes) -> None:
        self._state = replace(self._state, group=group, seen=True)

    def _paragraph(self) -> None:
        self._flush()
        self._stories[-1].end_paragraph(self._state.in_table)


GROUPS = {
    **dict.fromkeys((b"field", b"fldinst", b"fldrslt", b"footnote", b"shptxt", b"title"), _Reader._begin),
    **dict.fromkeys(SEEN, _Reader._reveal),
}
