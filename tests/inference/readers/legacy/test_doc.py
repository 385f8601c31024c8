"""Word documents of 1997 to 2003: what Word shows is what is read, its automatic numbers included."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.readers import read_documents

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]
FILES = Path(__file__).parent / "files"


def test_old_word_with_automatic_numbers(read_one: Read) -> None:
    assert read_one(FILES / "编号.doc").text.split("\n") == [
        *("澄江县2023年服务企业工作总结", "一、总体情况"),
        "全年走访企业312家，解决问题98个。Apple Pay 与 ERP 系统全部接通。",
        *("二、主要做法", "（一）抓审批提速", "一窗受理事项扩大到210项；平均办理时间由5天压缩到2天。"),
        *("1.设立帮办窗口", "2.推行容缺办理", "（二）抓融资对接", "1.组织银企座谈"),
        *("指标\t数量", "走访企业\t312家", "三、存在问题", "部分小微企业贷款仍然偏难。"),
    ]


def patched(code: int, value: int) -> bytes:
    """The document with a property on its characters “全年走访企业312家，”, which has none."""
    raw = bytearray((FILES / "编号.doc").read_bytes())
    page, start = 0x4000, 0x82C  # the latter inside the stream, which begins at 0x3600
    end = start + 2 * len("全年走访企业312家，")
    before = raw[page : page + 512]
    count = before[511]
    offsets = list(struct.unpack_from(f"<{count + 1}I", before))
    places = list(before[4 * (count + 1) :][:count])
    run = next(index for index in range(count) if offsets[index] <= start < offsets[index + 1])
    assert offsets[run + 1] >= end
    free = 250
    assert not any(before[2 * free : 2 * free + 4])
    offsets[run + 1 : run + 1] = [start, end]
    places[run + 1 : run + 1] = [free, places[run]]
    struct.pack_into(f"<{count + 3}I", raw, page, *offsets)
    raw[page + 4 * (count + 3) : page + 4 * (count + 3) + count + 2] = bytes(places)
    raw[page + 2 * free : page + 2 * free + 4] = struct.pack("<BHB", 3, code, value)
    raw[page + 511] = count + 2
    return bytes(raw)


@pytest.mark.parametrize(("code", "value"), [(0x0800, 1), (0x083C, 1), (0x083C, 0x81), (0x0837, 1), (0x2A53, 1)])
def test_old_word_without_deleted_and_hidden_text(write: Write, read_one: Read, code: int, value: int) -> None:
    found = read_one(write("修订.doc", patched(code, value))).text.split("\n")
    assert found[2] == "解决问题98个。Apple Pay 与 ERP 系统全部接通。"
    assert len(found) == len(read_one(FILES / "编号.doc").text.split("\n"))


@pytest.mark.parametrize(("code", "value"), [(0x0801, 1), (0x083C, 0), (0x083C, 0x80)])
def test_old_word_with_inserted_and_shown_text(write: Write, read_one: Read, code: int, value: int) -> None:
    assert read_one(write("修订.doc", patched(code, value))).text == read_one(FILES / "编号.doc").text


def test_old_word_renamed(write: Write, read_one: Read) -> None:
    raw = (FILES / "编号.doc").read_bytes()
    for name in ("其实是doc.docx", "其实是doc.wps", "其实是doc.txt"):
        assert read_one(write(name, raw)).text.startswith("澄江县2023年")


@pytest.mark.parametrize("size", [600, 5_000, 12_000])
def test_old_word_cut_off(write: Write, size: int) -> None:
    with pytest.raises(ReadError, match="damaged"):
        list(read_documents(write("断.doc", (FILES / "编号.doc").read_bytes()[:size])))


def test_old_word_with_any_byte_damaged_is_read_or_refused(write: Write) -> None:
    raw = (FILES / "编号.doc").read_bytes()
    for position in range(0, len(raw), 199):
        damaged = raw[:position] + b"\xff\xff\xff\xff" + raw[position + 4 :]
        try:
            list(read_documents(write("坏.doc", damaged)))
        except ReadError as error:
            assert "\n" not in str(error)


def test_passwords(write: Write) -> None:
    flagged = bytearray((FILES / "编号.doc").read_bytes())
    flags = flagged.index(b"\xec\xa5") + 0x0B
    flagged[flags] |= 0x01
    with pytest.raises(ReadError, match="password"):
        list(read_documents(write("加密.doc", bytes(flagged))))
    # What Office writes for a .docx with a password: an OLE file with a stream of this name.
    raw = (FILES / "编号.doc").read_bytes()
    name = "WordDocument".encode("utf-16-le")
    locked = raw.replace(
        name + bytes(64 - len(name)) + b"\x1a\x00",
        "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0") + b"\x22\x00",
    )
    assert locked != raw
    with pytest.raises(ReadError, match="password"):
        list(read_documents(write("加密.docx", locked)))
