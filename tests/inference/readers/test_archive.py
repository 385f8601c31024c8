import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cuoshi.documents import Document, Unreadable
from cuoshi.errors import ReadError
from cuoshi.readers import archive, read_documents

Write = Callable[[str, bytes | str], Path]


def zipped(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return packed.getvalue()


def gbk_named(members: dict[str, str]) -> bytes:
    """Pack as Chinese Windows does: names in GBK, without the flag that would say UTF-8."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for index, content in enumerate(members.values()):
            file.writestr(f"name{index:02}", content)
    raw = packed.getvalue()
    for index, name in enumerate(members):
        encoded = name.encode("gbk")
        assert len(encoded) == 6
        raw = raw.replace(f"name{index:02}".encode(), encoded)
    return raw


def test_members_are_read_by_their_types_in_the_order_of_names(write: Write) -> None:
    members: dict[str, bytes | str] = {
        "乙县/总结.txt": "乙县走访企业。".encode("gb18030"),
        "甲县/页.html": "<html><body><p>甲县走访企业。</p></body></html>",
        "甲县/表.csv": "text,year\n甲县解决问题。,2023\n",
        "__MACOSX/甲县/._x": b"\0",
        "甲县/.DS_Store": b"\0",
        "甲县/Thumbs.db": b"\0",
        "甲县/~$总结.docx": b"\0",
    }
    path = write("汇编 2023.zip", zipped(members))
    found = list(read_documents(path))
    assert [(document.path, getattr(document, "text", None)) for document in found] == [
        (f"{path}#乙县/总结.txt", "乙县走访企业。"),
        (f"{path}#甲县/表.csv#2", "甲县解决问题。"),
        (f"{path}#甲县/页.html", "甲县走访企业。"),
    ]


def test_names_in_gbk(write: Write) -> None:
    path = write("汇编.zip", gbk_named({"总结一": "a", "总结二": "b"}))
    assert [document.path for document in read_documents(path)] == [f"{path}#总结一", f"{path}#总结二"]


def test_an_archive_that_unpacks_itself(write: Write) -> None:
    (found,) = read_documents(write("材料.zip", b"MZ program " * 200 + zipped({"总结.txt": "走访企业。"})))
    assert isinstance(found, Document) and found.text == "走访企业。"


def test_a_bad_member_does_not_lose_the_others(write: Write) -> None:
    members: dict[str, bytes | str] = {"1.txt": "", "2.pdf": "x", "3.txt": "企业满意。", "4.exe": "MZ", "5.txt": "a\0b"}
    path = write("汇编.zip", zipped(members))
    found = list(read_documents(path))
    assert [type(document) for document in found] == [Unreadable, Unreadable, Document, Unreadable, Unreadable]
    assert found[0] == Unreadable(f"{path}#1.txt", "the file is empty; check where it came from")


def test_a_member_whose_bytes_are_damaged(write: Write) -> None:
    raw = zipped({"1.txt": "企业满意。", "2.txt": "群众满意。"}, zipfile.ZIP_STORED)
    first, second = read_documents(write("坏.zip", raw.replace("企业".encode(), "企亚".encode())))
    assert isinstance(first, Unreadable) and "damaged" in first.reason
    assert isinstance(second, Document)


def test_a_password(write: Write) -> None:
    raw = bytearray(zipped({"1.txt": "企业满意。"}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(magic) + offset] |= 1
    (found,) = read_documents(write("加密.zip", bytes(raw)))
    assert isinstance(found, Unreadable) and "password" in found.reason


def test_an_archive_in_an_archive_is_read_but_not_one_deeper(write: Write) -> None:
    inner = zipped({"报告.txt": "企业满意。"})
    path = write("外.zip", zipped({"内.zip": inner}))
    (found,) = read_documents(path)
    assert found.path == f"{path}#内.zip#报告.txt"
    (found,) = read_documents(write("深.zip", zipped({"外.zip": zipped({"内.zip": inner})})))
    assert isinstance(found, Unreadable) and "inside 2 archives" in found.reason


def test_zip_bombs(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match=r"1 files of 300 MB, as a zip bomb does"):
        list(read_documents(write("弹.zip", zipped({"a.txt": bytes(300_000_000)}))))
    (found,) = read_documents(write("套.zip", zipped({"内.zip": zipped({"a.txt": bytes(50_000_000)})})))
    assert isinstance(found, Unreadable) and "zip bomb" in found.reason
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    with pytest.raises(ReadError, match="zip bomb"):
        list(read_documents(write("多.zip", zipped({f"{n}.txt": "x" for n in range(4)}))))


def test_many_members_that_are_one_compressed_file(write: Write) -> None:
    """A bomb whose members overlap: the directory names one member many times."""
    raw = zipped({"a.txt": bytes(9_000_000)})
    start, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    entry, tail = raw[start:end], bytearray(raw[end:])
    tail[8:12] = (300).to_bytes(2, "little") * 2
    tail[12:16] = (300 * len(entry)).to_bytes(4, "little")
    with pytest.raises(ReadError, match="zip bomb"):
        list(read_documents(write("叠.zip", raw[:start] + entry * 300 + bytes(tail))))


@pytest.mark.parametrize(
    "content",
    [zipped({}), zipped({".x": "y"}), zipped({"a.txt": "x" * 500})[:60]],
    ids=["empty", "hidden", "cut"],  # else the time of packing is in a name, and processes must collect the same names
)
def test_nothing_in_it(write: Write, content: bytes) -> None:
    with pytest.raises(ReadError, match=r"holds no file|damaged"):
        list(read_documents(write("空.zip", content)))
