"""What Word 97 to 2003 (.doc) says of characters (deleted, hidden, struck out) and paragraphs (row of a table).

Source: [MS-DOC], 2.4.6.1 (paragraph properties), 2.4.6.2 (character properties), 2.6 (codes of properties).
"""

from __future__ import annotations

import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

CHARACTERS, PARAGRAPHS = (0x9A + 8 * index for index in (12, 13))
PAGE = 512
#: bytes of a property's value by the top three bits of its code; 6 says its length itself
OPERANDS = (1, 1, 2, 4, 2, 2, 0, 3)
TABLE_DEFINITION = 0xD608
#: properties that switch a character off: deleted by a tracked change, hidden, struck out once or twice; a sign of
#: another font is no text
DELETED, HIDDEN, STRUCK, STRUCK_TWICE, SYMBOL = 0x0800, 0x083C, 0x0837, 0x2A53, 0x6A09
ON = (1, 0x81)  # 0x81 is the opposite of what the style says
ROW_END, INNER_CELL, INNER_ROW_END, IN_TABLE = 0x2417, 0x244B, 0x244C, 0x2416


class Formats:
    """The properties that stand with a document's characters and paragraphs."""

    def __init__(self, main: bytes, table: bytes) -> None:
        """Read where they are.

        Args:
            main: the stream ``WordDocument``.
            table: the stream ``0Table`` or ``1Table``.
        """
        self._main = main
        self._ends, self._pages = _read_pages(table, *place(main, PARAGRAPHS))
        _, pages = _read_pages(table, *place(main, CHARACTERS))
        self._unseen = list(_merged(_unseen_runs(main, pages)))

    def unseen(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the pieces of the stream between two places whose characters a reader does not see.

        Args:
            start: offset in the stream ``WordDocument``.
            end: offset behind the last byte.
        """
        first = bisect_left(self._unseen, start, key=lambda run: run[1])
        for begin, finish in self._unseen[first:]:
            if begin >= end:
                return
            if max(begin, start) < min(finish, end):
                yield max(begin, start), min(finish, end)

    def paragraph(self, offset: int) -> tuple[int, Mapping[int, int]]:
        """Return the style of a paragraph and its own properties, by their codes.

        Args:
            offset: where its end mark is in the stream ``WordDocument``.
        """
        number = bisect_right(self._ends, offset) - 1
        if not 0 <= number < len(self._pages):
            return 0, {}
        page = self._main[self._pages[number] * PAGE :][:PAGE]
        count = page[-1]
        offsets = struct.unpack_from(f"<{count + 1}I", page)
        run = min(max(bisect_right(offsets, offset) - 1, 0), count - 1)
        start = 2 * page[4 * (count + 1) + 13 * run]
        if not start:
            return 0, {}
        size = 2 * page[start] - 1 if page[start] else 2 * page[start + 1]
        start += 1 if page[start] else 2
        style = struct.unpack_from("<H", page, start)[0]
        return style, dict(properties(page[start + 2 : start + size]))


def place(main: bytes, offset: int) -> tuple[int, int]:
    """Read where a table is, and its size in bytes."""
    position, size = struct.unpack_from("<2I", main, offset)
    return position, size


def properties(raw: bytes) -> Iterator[tuple[int, int]]:
    """Yield code and value of each property whose size its code tells."""
    position = 0
    while position + 2 < len(raw):
        code = struct.unpack_from("<H", raw, position)[0]
        size = OPERANDS[code >> 13]
        position += 2
        if code == TABLE_DEFINITION:  # its length takes two bytes
            size = struct.unpack_from("<H", raw, position)[0] + 1
        elif not size:
            size = raw[position] + 1
        else:
            yield code, int.from_bytes(raw[position : position + size], "little")
        position += size


def _read_pages(table: bytes, position: int, size: int) -> tuple[list[int], list[int]]:
    count = max(0, (size - 4) // 8)
    numbers = struct.unpack_from(f"<{2 * count + 1}I", table, position) if count else (0,)
    return list(numbers[:count]), [number & 0x3FFFFF for number in numbers[count + 1 :]]


def _unseen_runs(main: bytes, pages: list[int]) -> Iterator[tuple[int, int]]:
    for number in pages:
        page = main[number * PAGE :][:PAGE]
        count = page[-1]
        offsets = struct.unpack_from(f"<{count + 1}I", page)
        for run, start in enumerate(page[4 * (count + 1) :][:count]):
            own = dict(properties(page[2 * start + 1 :][: page[2 * start]])) if start else {}
            off = any(own.get(code) in ON for code in (HIDDEN, STRUCK, STRUCK_TWICE))
            if off or own.get(DELETED) == 1 or SYMBOL in own:
                yield offsets[run], offsets[run + 1]


def _merged(runs: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sort runs and join those that touch, so that their ends are in order too."""
    open_run: tuple[int, int] | None = None
    for start, end in sorted(runs):
        if open_run and start <= open_run[1]:
            open_run = open_run[0], max(open_run[1], end)
        else:
            if open_run:
                yield open_run
            open_run = start, end
    if open_run:
        yield open_run
