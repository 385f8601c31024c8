"""Word documents: what Word shows is what is read, its automatic numbers included."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from cuoshi.errors import ReadError
from cuoshi.readers import read_documents
from cuoshi.schema import Document

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]
Levels = list[tuple[str, str, str]]
FILES = Path(__file__).parent.parent / "legacy" / "files"


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def add_list(document: Any, levels: Levels, identity: int = 90, numbers: tuple[str, ...] = ("",)) -> None:
    """Define a list with levels (format, text, further XML), and numbers ``identity`` and following that use it."""
    root = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text, more) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">{inner}</w:abstractNum>'))
    for step, override in enumerate(numbers):
        link = f'<w:abstractNumId w:val="{identity}"/>{override}'
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{identity + step}">{link}</w:num>'))


def numbered(document: Any, text: str, level: int, number: int = 90) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


OFFICIAL = [("chineseCountingThousand", "%1、", ""), ("chineseCounting", "（%2）", ""), ("decimal", "%3.", "")]


def test_official_numbers_count_and_begin_anew(write: Write, read_one: Read) -> None:
    document = docx.Document()
    add_list(document, OFFICIAL)
    for text, level in (("总体", 0), ("做法", 0), ("审批", 1), ("窗口", 2), ("容缺", 2), ("融资", 1), ("座谈", 2)):
        numbered(document, text, level)
    document.add_paragraph("没有编号。")
    numbered(document, "问题", 0)
    assert read_one(write("总结.docx", saved(document))).text.split("\n") == [
        *("一、总体", "二、做法", "（一）审批", "1.窗口", "2.容缺", "（二）融资", "1.座谈", "没有编号。", "三、问题")
    ]


def test_numbers_of_outer_levels_and_legal_form(write: Write, read_one: Read) -> None:
    document = docx.Document()
    add_list(document, [("chineseCounting", "第%1章", ""), ("decimal", "%1.%2", "<w:isLgl/>"), ("bullet", "●", "")])
    for text, level in (("总则", 0), ("细则", 1), ("细则", 1), ("圆点", 2), ("附则", 0), ("细则", 1)):
        numbered(document, text, level)
    lines = ["第一章 总则", "1.1 细则", "1.2 细则", "圆点", "第二章 附则", "2.1 细则"]
    assert read_one(write("办法.docx", saved(document))).text.split("\n") == lines


def test_a_use_of_a_list_may_begin_anew_and_levels_may_go_on(write: Write, read_one: Read) -> None:
    document = docx.Document()
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    levels = [("decimal", "%1.", ""), ("decimal", "%2)", '<w:lvlRestart w:val="0"/>')]
    add_list(document, levels, numbers=("", restart))
    for text, level, number in (
        ("甲", 0, 90),
        ("乙", 1, 90),
        ("丙", 0, 90),
        ("丁", 1, 90),
        ("戊", 0, 91),
        ("己", 0, 91),
    ):
        numbered(document, text, level, number)
    lines = ["1.甲", "1)乙", "2.丙", "2)丁", "1.戊", "2.己"]
    assert read_one(write("方案.docx", saved(document))).text.split("\n") == lines


def test_numbers_by_style_and_numbers_switched_off(write: Write, read_one: Read) -> None:
    document = docx.Document()
    add_list(document, [("chineseCounting", "%1、", '<w:pStyle w:val="Heading1"/>'), ("decimal", "%2.", "")])
    numbering = document.styles["Heading 1"].element.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_numId().val = 90
    document.add_paragraph("总体情况", style="Heading 1")
    document.add_paragraph(
        "不编号", style="Heading 1"
    )._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0
    child = document.styles.add_style("Own", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    child.base_style = document.styles["Heading 1"]
    document.add_paragraph("主要做法", style="Own")
    assert read_one(write("总结.docx", saved(document))).text.split("\n") == ["一、总体情况", "不编号", "二、主要做法"]


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


# Word 97 to 2003


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
