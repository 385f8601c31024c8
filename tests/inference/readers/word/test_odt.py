from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.readers import read_documents

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]
Packed = Callable[[Mapping[str, str]], bytes]


NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"))
)


def odt(body: str) -> dict[str, str]:
    content = f"<office:document-content {NAMES}><office:body>{body}</office:body></office:document-content>"
    meta = '<meta xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>标题</dc:title></meta>'
    return {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "meta.xml": meta}


def test_open_document(write: Write, read_one: Read, packed: Packed) -> None:
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
    found = read_one(write("报告.odt", packed(odt(body))))
    lines = [
        "一、做法",
        "走访企业  312家。",
        "座谈。",
        "办班。",
        "减税费。",
        "框内。",
        "指标\t数量",
        "外\t内\t表",
        "注释",
        "注文。",
    ]
    assert found.text.split("\n") == lines
    assert found.title == "标题"


def test_other_open_documents_are_refused(write: Write, packed: Packed) -> None:
    with pytest.raises(ReadError, match="OpenDocument file without text"):
        list(read_documents(write("表.ods", packed(odt("<office:spreadsheet/>")))))
    with pytest.raises(ReadError, match="damaged"):
        list(read_documents(write("坏.odt", packed({"content.xml": "<office"}))))
