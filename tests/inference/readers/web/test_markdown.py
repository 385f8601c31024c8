import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cuoshi.documents import Document
from cuoshi.notation.marks import ALONE
from cuoshi.readers import read_documents
from cuoshi.readers.web.markdown import markdown_lines
from cuoshi.reading import from_document

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]
CASE = Path(__file__).parent / "files" / "converted.md"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# 一\r\n二。\r三。\n", ["# 一", "二。", "三。"]),
        ("#一、主要做法\n推行帮办。", ["# 一、主要做法", "推行帮办。"]),
        ("工作总结\n===\n正文。", ["# 工作总结", "正文。"]),
        ("推行帮办。\n---\n减免税费。", ["推行帮办。", "减免税费。"]),
        ("推行惠企政策\n免申即享，减税\n1860万元。\n降费。", ["推行惠企政策免申即享，减税1860万元。", "降费。"]),
        (
            "一、主要做法\n推行帮办。\n（一）金融\n设立资金池。",
            ["一、主要做法", "推行帮办。", "（一）金融", "设立资金池。"],
        ),
        ("    缩进的段落。\n　　又一段。", ["缩进的段落。", "又一段。"]),
        ("推行帮办。  \n减税", ["推行帮办。", "减税"]),
        (
            "1. 推行帮办。\n2. 减免税费。\n- 组织研修。\n  - 办班。\n* 走访。",
            ["1. 推行帮办。", "2. 减免税费。", "组织研修。", "办班。", "走访。"],
        ),
        ("> 引用：帮办代办。", ["引用：帮办代办。"]),
        ("**“免申即享”**政策，*重点*推进***全程代办***。", ["“免申即享”政策，重点推进全程代办。"]),
        ("减免 $1 8 6 0$ 元，增 $1 2 . 6 \\%$，约$\\sim 5 \\mathrm{km}$。", ["减免 1860 元，增 12.6%，约~5km。"]),
        ("引资$500万，出口$300万。", ["引资$500万，出口$300万。"]),
        ("![](a/5d1c.jpg)\n\n见[县网](http://a.example/b.html)。", ["见县网。"]),
        ("| 项目 | 内容 |\n|:--|--:|\n| 金融 | 设立资金池。 |", ["项目\t内容", "金融\t设立资金池。"]),
        ("<table><tr><td>资金池。</td><td>3000万元</td></tr></table>", ["资金池。\t3000万元"]),
        ("推行&nbsp;帮办<br>减税<sup>①</sup>。", ["推行\xa0帮办", "减税①。"]),
        ("```\n推行帮办。\n```", ["推行帮办。"]),
        ("```python\nprint('帮办')\n```\n后文。", ["后文。"]),
        ("推行帮办[^1]。\n\n[^1]: 帮办：专人代办。", ["推行帮办。", "帮办：专人代办。"]),
        ("- [x] 完成走访。", ["完成走访。"]),
        ("<!-- 注。 -->\n\n推行帮办。\n\n</div>\n", ["推行帮办。"]),
        ("<details><summary>展开</summary>\n\n推行帮办。\n\n</details>", ["展开", "推行帮办。"]),
        ("[TOC]\n\n# 一、做法\n\n:::tip\n推行帮办。\n:::", ["# 一、做法", "推行帮办。"]),
        (
            "# 一、做法 {#a}\n\n==推行==帮办。{: .b }\n\n## （一）金融 {.c #d}",
            ["# 一、做法", "推行帮办。", "## （一）金融"],
        ),
        ("若a==b，c==d。\n\n满意率==100%。\n\n见{#附件}二。", ["若a==b，c==d。", "满意率==100%。", "见{#附件}二。"]),
        (
            "| 任务 | 单位 |\n|--|--|\n| 二、金融环境 | |\n| 融资。 | 县金融办 |\n| | 县工信局 |",
            ["任务\t单位", f"二、金融环境{ALONE}", "融资。\t县金融办", f"县工信局{ALONE}"],
        ),
        (
            "| 主要措施 |\n|--|\n| 免申即享 |\n| 容缺办理 |",
            [f"{cell}{ALONE}" for cell in ("主要措施", "免申即享", "容缺办理")],
        ),
        ("~~删去。~~保留。", ["保留。"]),
        ("增速<5%，成本>3%。", ["增速<5%，成本>3%。"]),
    ],
)
def test_lines(write: Write, read_one: Read, text: str, lines: list[str]) -> None:
    assert read_one(write("报告.md", text)).text.split("\n") == lines


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("```\nx = 1\n```\n推行帮办。", [(2, "x = 1")]),
        (
            "---\ntitle: 总结\n---\n推行帮办。\n\n~~~python\nprint('帮办')\n\n  x\n~~~\n",
            [(7, "print('帮办')"), (9, "x")],
        ),
        ("````\n推行帮办。\n```sh\nls\n```\n````\n", [(4, "ls")]),
        ("推行帮办。", []),
    ],
)
def test_code_is_left_out_and_listed(write: Write, read_one: Read, text: str, left_out: list[tuple[int, str]]) -> None:
    report = from_document(read_one(write("报告.md", text)))
    assert [sentence.text for sentence in report.sentences] == ["推行帮办。"]
    assert [(piece.line, piece.text) for piece in report.removed if piece.rule == "code"] == left_out


def test_what_a_program_made_of_a_pdf() -> None:
    (document,) = read_documents(CASE)
    assert isinstance(document, Document)
    report = from_document(document)
    assert report.title == "涞源县2022年工作总结"
    assert [(heading.level, heading.text) for heading in report.headings] == [(1, "一、主要做法"), (1, "二、存在问题")]
    assert [sentence.text for sentence in report] == [
        "推行惠企政策免申即享，减免税费 1860 万元，同比增长 12.6%。",
        "风险补偿资金池。",
        "清理拖欠账款1200万元。",
        "组织45名企业家外出研修。",
        "引用：帮办代办。",
        "详见县政府网站。",
        "融资难仍然存在。",
    ]


def test_front_matter_states_what_it_is(write: Write, read_one: Read) -> None:
    head = '---\ntitle: "清禾县2022年工作总结"\nyear: 2022\n区县名称: 清禾县\ntags:\n  - 总结\n---\n'
    document = read_one(write("报告.md", f"{head}推行帮办。"))
    assert (document.title, document.text) == ("清禾县2022年工作总结", "推行帮办。")
    assert document.metadata == {"year": "2022", "county": "清禾县"}
    assert read_one(write("二.md", "---\n\n推行帮办。\n\n---\n减税。")).text == "推行帮办。\n减税。"


@pytest.mark.parametrize(
    "piece",
    [
        "*",
        "[",
        "[a](",
        "$",
        "`",
        "> ",
        "行\n",
        "~~a",
        "[^",
        "\\",
        "|a",
        "1. a\n",
        "<div",
        "- \n",
        "==a",
        "= ",
        "{#a ",
        "\t",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    started = time.process_time()
    markdown_lines(piece * (100_000 // len(piece)))
    assert time.process_time() - started < 10
