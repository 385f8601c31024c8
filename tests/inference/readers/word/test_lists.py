"""Numbers that Word counts and does not write: they are read as it shows them."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from cuoshi.documents import Document

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]
Levels = list[tuple[str, str, str]]


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
