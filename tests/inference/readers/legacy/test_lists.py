from pathlib import Path

import olefile

from cuoshi.readers.legacy.lists import FORMATS, Lists
from cuoshi.readers.legacy.properties import Formats
from cuoshi.readers.word import counting

FILE = Path(__file__).parent / "files" / "编号.doc"


def streams() -> tuple[bytes, bytes]:
    with olefile.OleFileIO(FILE) as file:
        return file.openstream("WordDocument").read(), file.openstream("1Table").read()


def test_every_format_that_a_code_stands_for_is_counted() -> None:
    assert set(FORMATS.values()) - set(counting.FORMATS) <= {"none", "bullet"}


def test_paragraphs_are_numbered_as_word_shows_them() -> None:
    main, table = streams()
    lists = Lists(main, table, Formats(main, table))
    ends = [start + 1 for start in range(0x600, len(main) - 1) if main[start : start + 2] == b"\r\0"]
    labels = [label for end in ends if (label := lists.label(end - 1))]
    assert labels[:5] == ["一、", "二、", "（一）", "1.", "2."]


def test_a_document_without_lists_has_no_numbers() -> None:
    main, table = streams()
    bare = bytearray(main)
    uses = 0x9A + 8 * 74
    bare[uses : uses + 8] = bytes(8)
    assert Lists(bytes(bare), table, Formats(main, table)).label(0x82C) == ""
