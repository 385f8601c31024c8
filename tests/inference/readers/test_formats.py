import io
from importlib import import_module

import pytest

from cuoshi.errors import ReadError
from cuoshi.readers.formats import BY_NAME, FORMATS, SUFFIXES, Format
from cuoshi.readers.source import Source


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_format_has_its_reader_and_endings_of_its_own(form: Format) -> None:
    module, _, function = form.reader.partition(":")
    assert callable(getattr(import_module(f"cuoshi.readers.{module}"), function))
    assert form.suffixes
    assert all(SUFFIXES[suffix] == form.name for suffix in form.suffixes)


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", ["doc"]),
        (b"PAR1\x15", ["parquet"]),
        (b"PK\x03\x04\x14", ["zip"]),
        (b"PK\x05\x06", ["zip"]),
        (b"%PDF-1.7", ["pdf"]),
        (b"\n" * 1000 + b"%PDF-1.4", ["pdf"]),
        (b"\n" * 2000 + b"%PDF-1.4", []),
        (b"%pdf-1.4", []),
        (b"\xef\xbb\xbf<!-- saved --> <!DOCTYPE html>", ["html"]),
        (b"<HTML>", ["html"]),
        (b"From: x\r\nMIME-Version: 1.0", ["mime"]),
        ("一、回顾".encode(), []),
        (b"", []),
    ],
)
def test_first_bytes_tell_one_format_at_most(head: bytes, names: list[str]) -> None:
    assert [form.name for form in FORMATS if form.accepts(head)] == names


def test_what_a_library_makes_of_a_broken_file_is_one_line() -> None:
    source = Source("a.xlsx", io.BytesIO(b"PK\x03\x04" + b"\xff" * 50), 54)
    with pytest.raises(ReadError, match=r"^a\.xlsx: [^\n]*$"):
        list(BY_NAME["xlsx"].read(source))
