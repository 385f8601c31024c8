"""RTF documents, as WPS and Word write them."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.readers import read_documents

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]


def gbk(text: str) -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode("gb18030"))


def unicode(text: str, skipped: str = "?") -> str:
    units = text.encode("utf-16-le")
    numbers = [int.from_bytes(units[n : n + 2], "little") for n in range(0, len(units), 2)]
    return "".join(rf"\u{number - 65536 if number > 32767 else number}{skipped}" for number in numbers)


FONTS = r"{\fonttbl{\f0\fnil\fcharset134 " + gbk("宋体") + r";}{\f1\froman\fcharset0 Times New Roman;}}"
HEAD = r"{\rtf1\ansi\ansicpg936\deff0" + FONTS + r"{\stylesheet{\s0 Normal;}}{\info{\title " + gbk("标题") + "}}"


@pytest.fixture
def lines(write: Write, read_one: Read) -> Callable[[str], list[str]]:
    return lambda body: read_one(write("报告.rtf", f"{HEAD}{body}}}")).text.split("\n")


Lines = Callable[[str], list[str]]


def test_text_and_title(write: Write, read_one: Read) -> None:
    body = (
        r"\pard "
        + gbk("青禾县总结")
        + "\r\n"
        + r"\par "
        + gbk("设立资金池2022")
        + "\n"
        + gbk("年。")
        + r"\line A\_B\~C\par}"
    )
    found = read_one(write("其实是rtf.doc", HEAD + body))
    assert found.text.split("\n") == ["青禾县总结", "设立资金池2022年。", "A-B C"]
    assert found.title == "标题"


@pytest.mark.parametrize(
    "body",
    [
        gbk("设立资金池𠮷。"),
        unicode("设立资金池𠮷。"),
        r"\uc2 " + unicode("设立资金池𠮷。", r"\'b9\'fa"),
        r"\uc0 " + unicode("设立资金池𠮷。", ""),
        r"{\upr{??}{\*\ud{" + unicode("设立资金池𠮷。") + "}}}",
        r"{\f1{\f0 " + gbk("设立") + "}}" + gbk("资金池𠮷。"),
    ],
)
def test_characters_in_every_spelling(lines: Lines, body: str) -> None:
    assert lines(rf"\pard\f0 {body}\par") == ["设立资金池𠮷。"]


def test_a_font_says_the_code_page(write: Write, read_one: Read) -> None:
    raw = (
        HEAD.replace("ansicpg936", "ansicpg1252") + r"\pard\f0 " + gbk("资金") + r"\f1 caf\'e9\f0 " + gbk("池。") + "}"
    )
    assert read_one(write("报告.rtf", raw)).text == "资金café池。"


def test_what_is_deleted_or_hidden_and_what_is_no_text(lines: Lines) -> None:
    gone = r"{\deleted " + gbk("删去") + r"\par}{\v " + gbk("隐藏") + r"}\v " + gbk("藏") + r"\v0 "
    gone += r"\strike " + gbk("划去") + r"\strike0 {\striked1 " + gbk("划去") + "}"
    other = (
        r"{\header " + gbk("页眉") + r"}{\pict\pngblip 89504e}{\*\unknown " + gbk("未知") + "}" + r"{\pict\bin4 }}\\a}"
    )
    assert lines(r"\pard " + gbk("甲") + gone + other + r"{\revised " + gbk("加入") + "}" + gbk("乙。")) == [
        "甲加入乙。"
    ]


def test_tables_fields_notes_and_boxes(lines: Lines) -> None:
    row = r"\trowd\cellx100\cellx200\pard\intbl {}\cell {}\cell\row"
    table = row.format(gbk("指标"), gbk("数量")) + row.format(gbk("做法"), gbk("走访。") + r"\par " + gbk("座谈。"))
    field = r"{\field{\*\fldinst{ HYPERLINK x}}{\fldrslt{" + gbk("链接") + "}}}"
    circled = r"{\field{\*\fldinst{ eq \\o\\ac(" + gbk("○") + ",1)}}{\\fldrslt }}"
    note = r"{\footnote\pard " + gbk("注文。") + r"\par}"
    box = r"{\shp{\*\shpinst{\sp{\sn a}}{\shptxt\pard " + gbk("框内。") + r"\par}}{\shprslt " + gbk("框内。") + "}}"
    listed = r"{\listtext " + gbk("一、") + r"\tab}" + gbk("做法")
    body = rf"{table}\pard {field}{note}{box}\par {listed}\par {gbk('完。')}"
    assert lines(body) == ["指标\t数量", "做法\t走访。 座谈。", "链接", "一、 做法", "完。", "框内。", "注释", "注文。"]
    assert lines(rf"\pard {circled}{gbk('办结。')}") in (["①办结。"], ["办结。"])


def test_inner_tables(lines: Lines) -> None:
    inner = r"\pard\intbl\itap2 {}\nestcell {}\nestcell{{\*\nesttableprops\trowd\cellx1\nestrow}}{{\nonesttables\par}}"
    body = (
        r"\pard\intbl " + gbk("外") + r"\cell " + inner.format(gbk("内"), gbk("一。")) + r"\pard\intbl\cell\row\pard "
    )
    assert lines(body + gbk("完。")) == ["外\t内\t一。", "完。"]


@pytest.mark.parametrize(
    "rest", ["", "{", "}}}}" + r"\par x", r"\u", r"\'", "\\", r"\bin99999999999 x", r"{\shptxt{\footnote"]
)
def test_damaged(write: Write, read_one: Read, rest: str) -> None:
    assert read_one(write("坏.rtf", HEAD + r"\pard " + gbk("设立。") + rest)).text.startswith("设立。")


def test_no_text(write: Write) -> None:
    with pytest.raises(ReadError, match="no text"):
        list(read_documents(write("空.rtf", HEAD + "}")))


@pytest.mark.parametrize(
    "worst", ["{", "\\", r"\'", r"\a", r"\u1", r"{\*\x ", r"{\field{\*\fldinst{", r"{\footnote ", "}"]
)
def test_time_is_linear(write: Write, read_one: Read, worst: str) -> None:
    start = time.process_time()
    text = read_one(write("长.rtf", HEAD + r"\pard " + gbk("设立。") + worst * 30_000)).text
    assert text.startswith("设立。")
    assert time.process_time() - start < 5
