"""Word documents of 1997 to 2003 (.doc), and those of WPS, which have the same form.

Source: [MS-DOC], 2.4.1 (retrieving text) and 2.5.1 (Fib).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import olefile

from cuoshi.documents import Document
from cuoshi.readers.archive import DAMAGE
from cuoshi.readers.legacy.lists import Lists
from cuoshi.readers.legacy.properties import IN_TABLE, INNER_CELL, INNER_ROW_END, ROW_END, Formats
from cuoshi.readers.rows import Rows
from cuoshi.readers.source import Source, plausible
from cuoshi.readers.word.fields import Fields

WORD_97 = 0x00C1
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
MAIN, NOTES, BOXES = 0x4C, (0x50, 0x60), (0x64,)
LENGTHS = (0x4C, 0x50, 0x54, 0x58, 0x5C, 0x60, 0x64, 0x68)  # characters of the text's parts, in their order
CLX = 0x01A2
EIGHT_BIT = 0x40000000
FIELD_MARKS = re.compile("([\x13\x14\x15])")
CELL_END = "\x07"
#: stands for a character that is deleted or hidden, so that the others keep their places
GONE = "\x1f"
PARAGRAPH_ENDS = re.compile("[\r\x07\x0c]")
REPLACED = str.maketrans({"\x0b": "\n", "\x1e": "-", "\xa0": " ", "\t": " "})
UNSEEN = re.compile("[\x01\x02\x05\x08\x1f\x14]")
#: what the streams hold tells which program made an OLE file
KINDS = (
    ("EncryptedPackage", "protected by a password; save it without one"),
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
    """Read a Word 97 to 2003 document: its text, its tables row by row, its notes at the end.

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
    formats = Formats(main, table)
    text = "".join(_seen(main, piece, formats) for piece in pieces)
    lists = Lists(main, table, formats)
    rows = Rows()
    fields = Fields()
    position = 0
    for end in PARAGRAPH_ENDS.finditer(text, 0, _unsigned(main, MAIN, "I")):
        offset = _offset(pieces, end.start())
        label = lists.label(offset)
        lines = list(_paragraph(text[position : end.start()], label, fields))
        yield from _placed(lines, end[0], formats.paragraph(offset)[1], rows)
        position = end.end()
    yield from rows.rest()
    for title, parts in (("", BOXES), ("注释", NOTES)):
        lines = [
            line
            for part in parts
            for piece in _part(main, text, part).split("\r")
            for line in _paragraph(piece, "", Fields())
        ]
        yield from [title, *lines] if title and lines else lines


def _placed(lines: list[str], end: str, properties: Mapping[int, int], rows: Rows) -> list[str]:
    """Put a paragraph where its end and properties say, and return the lines that are complete."""
    if properties.get(INNER_ROW_END):
        rows.end_inner_row()
    elif properties.get(INNER_CELL):
        rows.end_inner_cell(lines)
    elif properties.get(ROW_END):
        rows.end_row()
    elif end == CELL_END:
        rows.end_cell(lines)
    elif properties.get(IN_TABLE):
        rows.add(lines)
    else:
        return [*rows.rest(), *lines]
    return []


def _seen(main: bytes, piece: Piece, formats: Formats) -> str:
    """The characters of a piece, with a mark in place of those that are deleted or hidden; ends of cells stay."""
    end = piece.offset + piece.width * (piece.end - piece.start)
    text = main[piece.offset : end].decode("utf-16-le" if piece.width == 2 else "cp1252", "replace")
    shown, position = [], 0
    for begin, finish in formats.unseen(piece.offset, end):
        start, stop = ((offset - piece.offset) // piece.width for offset in (begin, finish))
        gone = "".join(character if character == CELL_END else GONE for character in text[start:stop])
        shown += [text[position:start], gone]
        position = stop
    return "".join([*shown, text[position:]])


def _paragraph(text: str, label: str, fields: Fields) -> Iterator[str]:
    text = fields.end_paragraph("".join(_without_codes(text, fields)))
    text = UNSEEN.sub("", text.translate(REPLACED))
    if text.strip():
        yield from f"{label}{text}".strip().split("\n")


def _without_codes(text: str, fields: Fields) -> Iterator[str]:
    for piece in FIELD_MARKS.split(text):
        if piece == "\x13":
            fields.begin()
        elif piece == "\x14":
            fields.separate()
        elif piece == "\x15":
            yield fields.end()
        else:
            yield fields.shown(piece)


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
