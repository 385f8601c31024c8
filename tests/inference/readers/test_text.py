import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.readers import read_documents
from cuoshi.readers.text import decode, decode_name, encoding_of

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gbk", "gb18030"])
def test_encodings(write: Write, read_one: Read, text: str, encoding: str) -> None:
    assert read_one(write("报告.txt", text.encode(encoding))).text == text


def test_big5_is_told_by_its_punctuation() -> None:
    text = "本縣積極推動工業發展，全年引進企業三十家，創造就業機會二千個。" * 5
    assert decode(text.encode("big5")) == text
    assert decode(text.encode("gb18030")) == text
    private = "企业\ue5e5\ue5e6满意。"
    assert decode(private.encode("gb18030")) == private
    assert decode(text.encode("utf-16")) == text
    assert decode(b"\xef\xbb\xbf" + text.encode()) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_cut_off_inside_a_character_keeps_its_encoding(encoding: str, text: str) -> None:
    whole = (text * 20).encode(encoding)
    assert decode(whole[:-1]).rstrip("\ufffd") == (text * 20)[:-1]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(encoding: str) -> None:
    for text in ("清禾县2022年工作总结\n推行免申即享，减免税费1860万元。\n", "path,county\n1.txt,清禾县\n"):
        assert decode(text.encode(encoding)) == text


def test_a_few_damaged_bytes_do_not_change_the_encoding(text: str) -> None:
    raw = bytearray((text * 20).encode())
    raw[300] = 0xFF
    assert decode(bytes(raw)).startswith(text)


def test_an_encoding_that_is_guessed_bears_its_usual_name(text: str) -> None:
    assert encoding_of((text * 5 + "\ufffd" * 40).encode()) == "utf-8"


def test_line_ends(write: Write, read_one: Read) -> None:
    assert read_one(write("报告.txt", "# 一\r\n二。\r三。\n")).text == "# 一\n二。\n三。\n"


@pytest.mark.parametrize("content", [b"\0" * 100, "企业\0满意。".encode(), b" \n\t\r\n"])
def test_no_text(write: Write, content: bytes) -> None:
    with pytest.raises(ReadError, match=r"null bytes|no text"):
        list(read_documents(write("报告.txt", content)))


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".csv", ".jsonl", ".doc"])
def test_a_line_of_100_megabytes_is_refused_at_once(write: Write, suffix: str) -> None:
    path = write(f"长行{suffix}", "县".encode() * 33_400_000)
    tracemalloc.start()
    with pytest.raises(ReadError, match=r"too (?:large|many|long)|header"):
        list(read_documents(path))
    assert tracemalloc.get_traced_memory()[1] < 200_000_000
    tracemalloc.stop()


def test_too_many_characters(write: Write) -> None:
    with pytest.raises(ReadError, match="5,000,001 characters"):
        list(read_documents(write("长.txt", "a" * 5_000_001)))


def test_names_of_files_are_utf_8_or_what_chinese_windows_writes() -> None:
    name = "清禾县/2021年总结.txt"
    assert decode_name(name.encode()) == decode_name(name.encode("gb18030")) == name
    assert decode_name(b"\xff\xff") is None


def test_a_document_says_what_it_was_read_as_and_in_which_encoding(tmp_path: Path) -> None:
    path = tmp_path / "材料.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "全年走访企业312家。".encode("gb18030"))
        archive.writestr("b.csv", "正文\n企业满意。\n".encode("utf-8-sig"))
        archive.writestr("c.docx", b"PK")
    found = [document for document in read_documents(path) if isinstance(document, Document)]
    assert [(document.reader, document.encoding) for document in found] == [("text", "gb18030"), ("csv", "utf-8-sig")]
