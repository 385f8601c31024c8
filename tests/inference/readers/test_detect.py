"""What a file is, is told by its content; whatever is wrong is one line that names the file."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from cuoshi.documents import Document
from cuoshi.errors import ReadError, UnsupportedFormatError
from cuoshi.readers import SUFFIXES, read_documents

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]
PAGE = "<html><body><h1>澄江县总结</h1><p>全年走访企业312家，解决问题98个。</p></body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def word(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_empty(write: Write, suffix: str) -> None:
    path = write(f"空{suffix}", b"")
    with pytest.raises(ReadError, match=r"^[^\n]*空\.[a-z]+: the file is empty[^\n]*$"):
        list(read_documents(path))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_noise(write: Write, suffix: str) -> None:
    path = write(f"乱{suffix}", bytes(range(256)) * 40)
    with pytest.raises(ReadError) as error:
        list(read_documents(path))
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".zip", ".parquet", ".pdf"])
def test_text_renamed_to_a_packed_type(write: Write, suffix: str, text: str) -> None:
    with pytest.raises(ReadError, match=r"renamed|damaged"):
        list(read_documents(write(f"改名{suffix}", text)))


def test_wrong_extensions_that_are_read_as_what_they_are(write: Write, read_one: Read, text: str) -> None:
    assert read_one(write("其实是docx.doc", word("企业满意。"))).text == "企业满意。"
    assert read_one(write("其实是docx.txt", word("企业满意。"))).text == "企业满意。"
    assert "解决问题98个。" in read_one(write("其实是网页.doc", PAGE.encode("gb18030"))).text
    assert read_one(write("其实是文本.doc", text)).text == text
    assert "解决问题98个。" in read_one(write("页面.shtml", PAGE)).text


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".zip"])
def test_a_web_page_in_place_of_a_download(write: Write, suffix: str) -> None:
    with pytest.raises(ReadError, match="download failed"):
        list(read_documents(write(f"下载{suffix}", PAGE)))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("报告.docx", OLE + bytes(2000), "damaged"),
        ("报告.doc", b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>", "Word XML"),
        ("报告.zip", b"Rar!\x1a\x07\x00", "RAR"),
        ("照片.jpg", b"\xff\xd8\xff\xe0", "OCR|damaged"),
        ("公文.ofd", zipped("OFD.xml"), "OFD"),
        ("书.epub", zipped("META-INF/container.xml"), "book"),
        ("幻灯.pptx", zipped("ppt/presentation.xml"), "PowerPoint"),
        ("报告.odt", zipped("content.xml"), "OpenDocument"),
        ("程序.exe", b"MZ\x90", "none of .txt"),
    ],
)
def test_other_types_are_refused_by_name(write: Write, name: str, content: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        list(read_documents(write(name, content)))


def test_an_unknown_type_has_its_own_error(write: Write) -> None:
    with pytest.raises(UnsupportedFormatError):
        list(read_documents(write("a.xyz", "text")))


def test_comments_do_not_make_detection_slow(write: Write, read_one: Read) -> None:
    page = "<!---->" * 500 + "x"
    assert read_one(write("注释.txt", page)).text == page
