"""The numbered lists of a Word 97 to 2003 document (.doc), and the list that each paragraph is in.

Source: [MS-DOC], 2.9.131 (LFO), 2.9.147 (LSTF), 2.9.150 (LVLF), 2.9.260 (STD).
"""

from __future__ import annotations

import struct

from cuoshi.readers.legacy.properties import Formats, place, properties
from cuoshi.readers.word.counting import Level, NumberedList

STYLES, LISTS, USES = (0x9A + 8 * index for index in (1, 73, 74))
LIST, LEVEL = 0x460B, 0x260A
NO_BASE = 0xFFF
#: number formats by their code (MSONFC in [MS-OSHARED])
FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle",
    19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle", 30: "ideographTraditional",
    31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand", 36: "taiwaneseDigital",
    37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip


class Lists:
    """Counts the numbered paragraphs of a document in reading order."""

    def __init__(self, main: bytes, table: bytes, formats: Formats) -> None:
        """Read lists and styles.

        Args:
            main: the stream ``WordDocument``.
            table: the stream ``0Table`` or ``1Table``.
            formats: the properties of its paragraphs.
        """
        self._formats = formats
        self._lists = _read_lists(table, *place(main, LISTS))
        self._uses = _read_uses(table, *place(main, USES))
        self._styles = _read_styles(table, *place(main, STYLES)) if self._uses else {}

    def label(self, offset: int) -> str:
        """Count a paragraph and return the number before its text.

        Args:
            offset: where its end mark is in the stream ``WordDocument``.
        """
        if not self._uses:
            return ""
        use, level = self._properties(offset)
        if not use or not 0 < use <= len(self._uses):
            return ""
        identity, overrides, starts = self._uses[use - 1]
        counted = self._lists.get(identity)
        return counted.count(str(use), level, overrides, starts.get(level)) if counted else ""

    def _properties(self, offset: int) -> tuple[int, int]:
        """List use and level of a paragraph: its own, else those of its style."""
        style, own = self._formats.paragraph(offset)
        use, level = self._styles.get(style, (0, 0))
        return own.get(LIST, use), own.get(LEVEL, level)


def _read_styles(table: bytes, position: int, size: int) -> dict[int, tuple[int, int]]:
    """List use and level of every paragraph style, those of the style that it is based on included."""
    end = position + size
    own: dict[int, tuple[int, dict[int, int]]] = {}
    head = struct.unpack_from("<H", table, position)[0]
    count, base_size = struct.unpack_from("<2H", table, position + 2)
    position += 2 + head
    for number in range(count):
        length = struct.unpack_from("<H", table, position)[0] if position + 2 <= end else 0
        if length:
            own[number] = _read_style(table[position + 2 : position + 2 + length], base_size)
        position += 2 + length + length % 2
    return {number: _inherit(own, number, 0) for number in own}


def _read_style(style: bytes, base_size: int) -> tuple[int, dict[int, int]]:
    kind = struct.unpack_from("<H", style, 2)[0]
    name = base_size + 2 + 2 * (struct.unpack_from("<H", style, base_size)[0] + 1)
    if kind & 0xF != 1 or name + 4 > len(style):  # 1 is a paragraph style
        return NO_BASE, {}
    size = struct.unpack_from("<H", style, name)[0]
    return kind >> 4, dict(properties(style[name + 4 : name + 2 + size]))


def _inherit(own: dict[int, tuple[int, dict[int, int]]], number: int, depth: int) -> tuple[int, int]:
    base, properties = own.get(number, (NO_BASE, {}))
    use, level = _inherit(own, base, depth + 1) if base in own and depth < len(own) else (0, 0)
    return properties.get(LIST, use), properties.get(LEVEL, level)


def _read_lists(table: bytes, position: int, size: int) -> dict[int, NumberedList]:
    if not size:
        return {}
    count = struct.unpack_from("<h", table, position)[0]
    heads = [table[position + 2 + 28 * index :][:28] for index in range(count)]
    position += size
    lists = {}
    for head in heads:
        levels = {}
        for number in range(1 if head[26] & 1 else 9):
            levels[number], position = _read_level(table, position)
        lists[struct.unpack_from("<i", head)[0]] = NumberedList(levels)
    return lists


def _read_level(table: bytes, position: int) -> tuple[Level, int]:
    start, code, info = struct.unpack_from("<IBB", table, position)
    characters, paragraph, limit = table[position + 24], table[position + 25], table[position + 26]
    position += 28 + characters + paragraph
    length = struct.unpack_from("<H", table, position)[0]
    text = table[position + 2 : position + 2 + 2 * length].decode("utf-16-le", "replace")
    # A placeholder is the level's number itself, as a character.
    text = "".join(f"%{ord(character) + 1}" if ord(character) < 9 else character for character in text)
    restart = limit if info & 0x08 else None
    level = Level(start, FORMATS.get(code, "decimal"), text, bool(info & 0x04), restart)
    return level, position + 2 + 2 * length


def _read_uses(table: bytes, position: int, size: int) -> list[tuple[int, dict[int, Level], dict[int, int]]]:
    """Read, for each use of a list, the list's identity, its own levels, and the numbers at which levels begin anew."""
    if not size:
        return []
    count = struct.unpack_from("<I", table, position)[0]
    heads = [table[position + 4 + 16 * index :][:16] for index in range(count)]
    position += 4 + 16 * count
    uses = []
    for head in heads:
        overrides: dict[int, Level] = {}
        starts: dict[int, int] = {}
        position += 4
        for _ in range(head[12]):
            start, flags = struct.unpack_from("<2I", table, position)
            position += 8
            if flags & 0x20:
                overrides[flags & 0xF], position = _read_level(table, position)
            if flags & 0x10:
                starts[flags & 0xF] = overrides[flags & 0xF].start if flags & 0x20 else start
        uses.append((struct.unpack_from("<i", head)[0], overrides, starts))
    return uses
