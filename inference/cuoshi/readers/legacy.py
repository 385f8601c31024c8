"""Word documents of 1997 to 2003 (.doc), and those of WPS, which have the same form.

Source: [MS-DOC], 2.4.1 (retrieving text) and 2.5.1 (Fib).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import olefile

from cuoshi.readers.archive import DAMAGE
from cuoshi.readers.legacy_lists import Lists
from cuoshi.readers.source import Source, plausible
from cuoshi.schema import Document

WORD_97 = 0x00C1
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
MAIN, NOTES, BOXES = 0x4C, (0x50, 0x60), (0x64,)
LENGTHS = (0x4C, 0x50, 0x54, 0x58, 0x5C, 0x60, 0x64, 0x68)  # characters of the text's parts, in their order
CLX = 0x01A2
EIGHT_BIT = 0x40000000
FIELD_CODE = re.compile("\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))|\x15")
PARAGRAPH_ENDS = re.compile("[\r\x07\x0c]")
REPLACED = str.maketrans({"\x0b": "\n", "\x1e": "-", "\xa0": " ", "\t": " "})
UNSEEN = re.compile("[\x01\x02\x05\x08\x1f\x14]")
#: what the streams hold tells which program made an OLE file
KINDS = (
    ("EncryptedPackage", "protected by a password; save it without one"),
    ("Workbook", "an old Excel workbook (.xls); save it as .xlsx"),
    ("Book", "an old Excel workbook (.xls); save it as .xlsx"),
    ("PowerPoint Document", "an old PowerPoint file; save its text as .docx"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` of the document, at ``offset`` of the stream, ``width`` bytes each."""

    start: int
    end: int
    offset: int
    width: int


def read(source: Source) -> Iterator[Document]:
    """Read a Word 97 to 2003 document: its text, its tables cell by cell, its notes at the end.

    Raises:
        ReadError: it is damaged, protected by a password, older than Word 97, or another program's.
    """
    raw = source.read()
    try:
        with olefile.OleFileIO(raw) as file:
            for stream, message in KINDS:
                if file.exists(stream):
                    raise source.error(message)
            if not file.exists("WordDocument"):
                raise source.error("no Word document inside; open it and save it as .docx")
            main = file.openstream("WordDocument").read()
            flags = _unsigned(main, 0x0A, "H")
            if _unsigned(main, 2, "H") < WORD_97:
                raise source.error("older than Word 97; open it in Word and save it as .docx")
            if flags & ENCRYPTED:
                raise source.error("protected by a password; save it without one")
            table = file.openstream("1Table" if flags & SECOND_TABLE else "0Table").read()
        lines = list(_lines(main, table))
    except (*DAMAGE, struct.error, IndexError, KeyError, TypeError, AttributeError) as error:
        raise source.error("the Word file is damaged; open it in Word and save it as .docx") from error
    yield Document(source.name, plausible(source, "\n".join(lines)))


def _lines(main: bytes, table: bytes) -> Iterator[str]:
    pieces = _pieces(main, table)
    text = "".join(
        main[piece.offset : piece.offset + piece.width * (piece.end - piece.start)].decode(
            "utf-16-le" if piece.width == 2 else "cp1252", "replace"
        )
        for piece in pieces
    )
    lists = Lists(main, table)
    position = 0
    for end in PARAGRAPH_ENDS.finditer(text, 0, _unsigned(main, MAIN, "I")):
        label = lists.label(_offset(pieces, end.start()))
        yield from _paragraph(text[position : end.start()], label)
        position = end.end()
    for title, parts in (("", BOXES), ("注释", NOTES)):
        lines = [
            line for part in parts for piece in _part(main, text, part).split("\r") for line in _paragraph(piece, "")
        ]
        yield from [title, *lines] if title and lines else lines


def _paragraph(text: str, label: str) -> Iterator[str]:
    while (shown := FIELD_CODE.sub("", text)) != text:  # fields inside fields
        text = shown
    text = UNSEEN.sub("", text.translate(REPLACED))
    if text.strip():
        yield from f"{label}{text}".strip().split("\n")


def _pieces(main: bytes, table: bytes) -> list[Piece]:
    """Read the piece table: which characters are where, since a quick save leaves them out of order."""
    position, size = _unsigned(main, CLX, "I"), _unsigned(main, CLX + 4, "I")
    end = position + size
    while table[position] == 1:
        position += 3 + _unsigned(table, position + 1, "H")
    count = (_unsigned(table, position + 1, "I") - 4) // 12
    position += 5
    if table[position - 5] != 2 or position + 12 * count + 4 > end:
        raise ValueError("no piece table")
    starts = struct.unpack_from(f"<{count + 1}I", table, position)
    places = [_unsigned(table, position + 4 * (count + 1) + 8 * index + 2, "I") for index in range(count)]
    return [
        _piece(start, end, place) for start, end, place in zip(starts, starts[1:], places, strict=False) if end > start
    ]


def _piece(start: int, end: int, place: int) -> Piece:
    if place & EIGHT_BIT:
        return Piece(start, end, (place & ~EIGHT_BIT) // 2, 1)
    return Piece(start, end, place, 2)


def _offset(pieces: list[Piece], character: int) -> int:
    piece = next(piece for piece in pieces if piece.start <= character < piece.end)
    return piece.offset + piece.width * (character - piece.start)


def _part(main: bytes, text: str, part: int) -> str:
    sizes = [_unsigned(main, offset, "I") for offset in LENGTHS]
    number = LENGTHS.index(part)
    start = sum(sizes[:number])
    return text[start : start + sizes[number]]


def _unsigned(data: bytes, offset: int, form: str) -> int:
    value: int = struct.unpack_from(f"<{form}", data, offset)[0]
    return value
