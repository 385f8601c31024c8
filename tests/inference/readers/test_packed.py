"""Documents that are zip archives of XML: OpenDocument, books, OFD."""

import importlib.util
import io
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cuoshi.errors import ReadError
from cuoshi.readers import read_documents
from cuoshi.schema import Document

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]


def packed(parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


# OpenDocument

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"))
)


def odt(body: str) -> bytes:
    content = f"<office:document-content {NAMES}><office:body>{body}</office:body></office:document-content>"
    meta = '<meta xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>标题</dc:title></meta>'
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "meta.xml": meta})


def test_open_document(write: Write, read_one: Read) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = "<table:table-row>{}</table:table-row>"
    inner = row.format(cell.format("内") + cell.format("表"))
    inner = f"<table:table-cell><table:table>{inner}</table:table></table:table-cell>"
    body = (
        "<office:text><text:tracked-changes><text:p>删去。</text:p></text:tracked-changes>"
        "<text:table-of-content><text:p>一、做法 1</text:p></text:table-of-content>"
        "<text:h>一、做法</text:h><text:p>走访<text:span>企业</text:span><text:s text:c='2'/>312家<text:note>"
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>注文。</text:p></text:note-body></text:note>。"
        "<office:annotation><text:p>批注</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>座谈。<text:line-break/>办班。</text:p></text:list-item></text:list>"
        "<text:p>减<text:ruby><text:ruby-base>税</text:ruby-base><text:ruby-text>shui</text:ruby-text></text:ruby>费。"
        "<draw:frame><draw:text-box><text:p>框内。</text:p></draw:text-box></draw:frame></text:p>"
        f"<table:table>{row.format(cell.format('指标') + cell.format('数量'))}{row.format(cell.format('外') + inner)}"
        "</table:table></office:text>"
    )
    found = read_one(write("报告.odt", odt(body)))
    lines = [
        "一、做法",
        "走访企业  312家。",
        "座谈。",
        "办班。",
        "减税费。",
        "框内。",
        "指标\t数量",
        "外",
        "内\t表",
        "注释",
        "注文。",
    ]
    assert found.text.split("\n") == lines
    assert found.title == "标题"


def test_other_open_documents_are_refused(write: Write) -> None:
    with pytest.raises(ReadError, match="OpenDocument file without text"):
        list(read_documents(write("表.ods", odt("<office:spreadsheet/>"))))
    with pytest.raises(ReadError, match="damaged"):
        list(read_documents(write("坏.odt", packed({"content.xml": "<office"}))))


# Books


def test_a_book(write: Write, read_one: Read) -> None:
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<metadata><dc:title>年鉴</dc:title></metadata><manifest>"
        '<item id="n" href="nav.xhtml" properties="nav"/><item id="b" href="%E4%BA%8C.xhtml"/>'
        '<item id="a" href="a.xhtml"/>'
        '</manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    head = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head>"
    page = f"<?xml version='1.0' encoding='utf-8'?>{head}<body>{{}}</body></html>"
    raw = packed(
        {
            "META-INF/container.xml": '<container><rootfile full-path="OEBPS/book.opf"/></container>',
            "OEBPS/book.opf": opf,
            "OEBPS/nav.xhtml": page.format("<p>目录</p>"),
            "OEBPS/a.xhtml": page.format("<h1>一、做法</h1><p>设立资金池。</p>"),
            "OEBPS/二.xhtml": page.format("<p>办两期。</p>"),
        }
    )
    found = read_one(write("年鉴.epub", raw))
    assert found.text.split("\n") == ["一、做法", "设立资金池。", "办两期。"]
    assert found.title == "年鉴"


# OFD

OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(pages: list[list[tuple[float, float, float, str]]]) -> bytes:
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
    return packed(
        {
            "OFD.xml": f"<ofd:OFD {OFD}><ofd:DocBody>{info}</ofd:DocBody></ofd:OFD>",
            "Doc/Document.xml": f"<ofd:Document {OFD}>{area}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
            **{
                f"Doc/Pages/P{number}.xml": f"<ofd:Page {OFD}><ofd:Content><ofd:Layer>"
                + "".join(text(100 * number + n, *piece) for n, piece in enumerate(page))
                + "</ofd:Layer></ofd:Content></ofd:Page>"
                for number, page in enumerate(pages)
            },
        }
    )


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


def test_ofd(write: Write, read_one: Read) -> None:
    pytest.importorskip("ofdkit")
    number = (100.0, 280.0, 4.0, "1")
    found = read_one(write("公文.ofd", ofd([[*set_out(PARAGRAPHS), number], [*set_out(PARAGRAPHS[::-1]), number]])))
    assert found.text.split("\n") == [*PARAGRAPHS, *PARAGRAPHS[::-1]]
    assert found.title == "标题"


def test_ofd_in_two_columns(write: Write, read_one: Read) -> None:
    pytest.importorskip("ofdkit")
    pages = [[*set_out(PARAGRAPHS[:1], 20, width=14), *set_out(PARAGRAPHS[1:], 112, width=14)]]
    assert read_one(write("公文.ofd", ofd(pages))).text.split("\n") == PARAGRAPHS


def test_ofd_without_text_or_damaged(write: Write) -> None:
    pytest.importorskip("ofdkit")
    with pytest.raises(ReadError, match="pictures without text"):
        list(read_documents(write("扫描.ofd", ofd([[]]))))
    with pytest.raises(ReadError, match="damaged"):
        list(read_documents(write("坏.ofd", packed({"OFD.xml": "<x/>"}))))


def test_ofd_names_what_it_needs(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ofdkit", None)
    with pytest.raises(ReadError, match=r"pip install 'cuoshi\[ofd\]'"):
        list(read_documents(write("公文.ofd", ofd([[]]))))
    assert importlib.util.find_spec("cuoshi.readers.ofd")
