import importlib.util
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.readers import read_documents

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]
Packed = Callable[[Mapping[str, str]], bytes]


OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(pages: list[list[tuple[float, float, float, str]]]) -> dict[str, str]:
    """An OFD file; every piece of text is given by its place from the upper left in mm, its size and its characters."""

    def text(number: int, x: float, y: float, size: float, characters: str) -> str:
        delta = f'DeltaX="g {len(characters) - 1} {size}"' if len(characters) > 1 else ""
        code = f'<ofd:TextCode X="0" Y="{size}" {delta}>{characters}</ofd:TextCode>'
        return (
            f'<ofd:TextObject ID="{number}" Boundary="{x} {y} 160 {size * 1.2}" Size="{size}">{code}</ofd:TextObject>'
        )

    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P{n}.xml"/>' for n in range(len(pages)))
    area = (
        "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
    )
    info = "<ofd:DocInfo><ofd:Title>标题</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc/Document.xml</ofd:DocRoot>"
    return {
        "OFD.xml": f"<ofd:OFD {OFD}><ofd:DocBody>{info}</ofd:DocBody></ofd:OFD>",
        "Doc/Document.xml": f"<ofd:Document {OFD}>{area}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{
            f"Doc/Pages/P{number}.xml": f"<ofd:Page {OFD}><ofd:Content><ofd:Layer>"
            + "".join(text(100 * number + n, *piece) for n, piece in enumerate(page))
            + "</ofd:Layer></ofd:Content></ofd:Page>"
            for number, page in enumerate(pages)
        },
    }


def set_out(
    paragraphs: list[str], left: float = 28, top: float = 40, width: int = 28, size: float = 5.6
) -> list[tuple[float, float, float, str]]:
    pieces, y = [], top
    for paragraph in paragraphs:
        rest, indent = paragraph, 2
        while rest:
            line, rest = rest[: width - indent], rest[width - indent :]
            pieces.append((left + indent * size, y, size, line))
            indent, y = 0, y + 10
    return pieces


PARAGRAPHS = [
    "全县组织干部走访企业，帮助解决用工、融资、用地等实际问题，逐条登记、逐条销号。" * 3,
    "推行一窗受理，办理时间压缩一半以上，企业满意。" * 3,
]


def test_ofd(write: Write, read_one: Read, packed: Packed) -> None:
    pytest.importorskip("ofdkit")
    number = (100.0, 280.0, 4.0, "1")
    found = read_one(
        write("公文.ofd", packed(ofd([[*set_out(PARAGRAPHS), number], [*set_out(PARAGRAPHS[::-1]), number]])))
    )
    assert found.text.split("\n") == [*PARAGRAPHS, *PARAGRAPHS[::-1]]
    assert found.title == "标题"


def test_ofd_in_two_columns(write: Write, read_one: Read, packed: Packed) -> None:
    pytest.importorskip("ofdkit")
    pages = [[*set_out(PARAGRAPHS[:1], 20, width=14), *set_out(PARAGRAPHS[1:], 112, width=14)]]
    assert read_one(write("公文.ofd", packed(ofd(pages)))).text.split("\n") == PARAGRAPHS


def test_ofd_without_text_or_damaged(write: Write, packed: Packed) -> None:
    pytest.importorskip("ofdkit")
    with pytest.raises(ReadError, match="pictures without text"):
        list(read_documents(write("扫描.ofd", packed(ofd([[]])))))
    with pytest.raises(ReadError, match="damaged"):
        list(read_documents(write("坏.ofd", packed({"OFD.xml": "<x/>"}))))


def test_ofd_names_what_it_needs(write: Write, monkeypatch: pytest.MonkeyPatch, packed: Packed) -> None:
    monkeypatch.setitem(sys.modules, "ofdkit", None)
    with pytest.raises(ReadError, match=r"pip install 'cuoshi\[ofd\]'"):
        list(read_documents(write("公文.ofd", packed(ofd([[]])))))
    assert importlib.util.find_spec("cuoshi.readers.pages.ofd")
