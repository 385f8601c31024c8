from collections.abc import Callable, Mapping
from pathlib import Path

from cuoshi.documents import Document

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]
Packed = Callable[[Mapping[str, str]], bytes]


def test_a_book(write: Write, read_one: Read, packed: Packed) -> None:
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
