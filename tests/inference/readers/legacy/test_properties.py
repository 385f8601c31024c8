import struct

from cuoshi.readers.legacy.properties import HIDDEN, IN_TABLE, TABLE_DEFINITION, place, properties


def test_each_property_is_as_long_as_its_code_says() -> None:
    one = struct.pack("<HB", HIDDEN, 1)
    four = struct.pack("<HI", 0x6A09, 70_000)
    two = struct.pack("<HH", 0x460B, 3)
    assert list(properties(one + four + two)) == [(HIDDEN, 1), (0x6A09, 70_000), (0x460B, 3)]


def test_properties_that_say_their_length_themselves_are_passed_over() -> None:
    table = struct.pack("<HH", TABLE_DEFINITION, 4) + b"\xff" * 3
    own = struct.pack("<HB", 0xC60D, 2) + b"\xff\xff"
    assert list(properties(table + own + struct.pack("<HB", IN_TABLE, 1))) == [(IN_TABLE, 1)]


def test_a_code_without_its_value_is_the_end() -> None:
    assert list(properties(b"")) == list(properties(b"\x3c\x08")) == []


def test_a_table_is_where_the_head_says() -> None:
    assert place(b"\0" * 8 + struct.pack("<2I", 512, 20), 8) == (512, 20)
