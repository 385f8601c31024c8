"""Word documents: what Word shows is what is read, its automatic numbers included."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.readers import read_documents

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_tables_breaks_boxes_notes_and_deleted_text(write: Write, read_one: Read) -> None:
    document = docx.Document()
    document.add_paragraph("第一行").add_run().add_break()
    document.paragraphs[0].add_run("第二行")
    table = document.add_table(2, 2)
    for index, text in enumerate(("指标", "数量", "走访企业", "312家")):
        table.cell(index // 2, index % 2).text = text
    long = document.add_table(1, 2)
    long.cell(0, 0).text, long.cell(0, 1).text = "做法", "全年举办银企座谈12次。\n对接融资3.6亿元。"
    paragraph = document.add_paragraph("可见")._p
    for xml in (
        "<w:del {0}><w:r><w:delText>删去</w:delText></w:r></w:del>",
        "<w:moveFrom {0}><w:r><w:t>移走</w:t></w:r></w:moveFrom>",
        "<w:r {0}><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>",
        "<w:ins {0}><w:r><w:t>加入</w:t></w:r></w:ins>",
        "<w:r {0}><w:pict><w:txbxContent><w:p><w:r><w:t>框内。</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
    ):
        paragraph.append(parse_xml(xml.format(nsdecls("w"))))
    document.core_properties.title = "汇报"
    found = read_one(write("汇报.docx", saved(document)))
    assert found.text.split("\n") == [
        *("第一行", "第二行", "指标\t数量", "走访企业\t312家", "做法\t全年举办银企座谈12次。 对接融资3.6亿元。"),
        *("可见加入", "框内。"),
    ]
    assert found.title == "汇报"


@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_cut_off(write: Write, share: float) -> None:
    document = docx.Document()
    document.add_paragraph("企业满意。")
    raw = saved(document)
    with pytest.raises(ReadError, match="damaged or was cut off"):
        list(read_documents(write("断.docx", raw[: int(len(raw) * share)])))


def test_no_text_and_broken_xml(write: Write) -> None:
    with pytest.raises(ReadError, match="no text"):
        list(read_documents(write("空.docx", saved(docx.Document()))))
    raw = io.BytesIO(saved(docx.Document()))
    broken = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<w:document" if name == "word/document.xml" else source.read(name))
    with pytest.raises(ReadError, match="damaged"):
        list(read_documents(write("坏.docx", broken.getvalue())))


def test_a_document_that_unpacks_to_too_much(write: Write) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 50_000_000)
    with pytest.raises(ReadError, match="zip bomb"):
        list(read_documents(write("弹.docx", packed.getvalue())))


def test_every_row_and_cell_is_read_once(write: Write, read_one: Read) -> None:
    """Tables in cells, and rows and cells in content controls."""
    document = docx.Document()
    outer = document.add_table(2, 2)
    outer.cell(0, 0).text, outer.cell(0, 1).text = "措施", "全年走访企业312家。"
    inner = outer.cell(1, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内表", "设立资金池。"
    outer.cell(1, 1).text = "办培训班两期。"
    held = document.add_table(1, 2)
    held.cell(0, 0).text, held.cell(0, 1).text = "控件", "清理拖欠账款。"
    for tag in ("w:tc", "w:tr"):
        element = next(held._tbl.iter(qn(tag)))
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
        element.getparent().replace(element, control)
        control[0].append(element)
    found = read_one(write("汇报.docx", saved(document)))
    assert found.text.split("\n") == [
        "措施\t全年走访企业312家。",
        "内表\t设立资金池。",
        "办培训班两期。",
        "控件\t清理拖欠账款。",
    ]
