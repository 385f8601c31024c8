import json
from collections import Counter
from pathlib import Path

import pytest

from cuoshi.schema import Heading, Sentence
from cuoshi.text.outline import outline, with_paths

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
TITLE = "清禾县2022年工作总结"


def sentences(lines: list[str]) -> list[Sentence]:
    return [unit for unit in outline([TITLE, *lines]).units if isinstance(unit, Sentence)]


def paths(lines: list[str]) -> dict[str, tuple[str, ...]]:
    return {sentence.text: sentence.headings for sentence in sentences(lines)}


def test_a_heading_ends_those_of_its_rank_and_deeper() -> None:
    found = paths(
        ["一、做法", "（一）政务", "1.审批", "甲。", "2.帮办", "乙。", "（二）金融", "丙。", "二、打算", "丁。"]
    )
    assert found["甲。"] == ("一、做法", "（一）政务", "1.审批")
    assert found["乙。"] == ("一、做法", "（一）政务", "2.帮办")
    assert found["丙。"] == ("一、做法", "（二）金融")
    assert found["丁。"] == ("二、打算",)


def test_levels_are_depths() -> None:
    units = outline([TITLE, "1 概述", "甲。", "1.1 指标", "乙。", "2 结果", "丙。"]).units
    assert [unit.level for unit in units if isinstance(unit, Heading)] == [1, 2, 1]


def test_dash_headings_are_siblings_below_what_is_in_force() -> None:
    found = paths(["一、成效", "——产业", "甲。", "——民生", "乙。"])
    assert found["甲。"] == ("一、成效", "——产业")
    assert found["乙。"] == ("一、成效", "——民生")


def test_an_unnumbered_heading_stands_over_the_numbered_one_behind_it() -> None:
    found = paths(["2022年工作回顾", "一、经济", "甲。", "二、民生", "乙。", "2023年工作安排", "一、目标", "丙。"])
    assert found["乙。"] == ("2022年工作回顾", "二、民生")
    assert found["丙。"] == ("2023年工作安排", "一、目标")


def test_a_prompt_is_a_sentence_and_governs_until_the_next_ordinal() -> None:
    found = paths(["一是帮融资。放贷两亿元。", "贴息百万元。", "二是帮用工。招工千人。"])
    assert found == {
        "一是帮融资。": (),
        "放贷两亿元。": ("一是帮融资",),
        "贴息百万元。": ("一是帮融资",),
        "二是帮用工。": (),
        "招工千人。": ("二是帮用工",),
    }


def test_a_list_inside_a_prompt_s_paragraph_hangs_below_it() -> None:
    found = paths(["二是真心帮。一是法治好。减税。二是金融好。放贷。", "三是用力扶。给钱。"])
    assert found["减税。"] == ("二是真心帮", "一是法治好")
    assert found["放贷。"] == ("二是真心帮", "二是金融好")
    assert found["给钱。"] == ("三是用力扶",)


def test_a_run_in_heading_ends_a_heading_of_its_form() -> None:
    found = paths(["一、做法", "（一）政务", "甲。", "（二）金融。放贷。", "二、打算", "乙。"])
    assert found["放贷。"] == ("一、做法", "（二）金融")
    assert found["乙。"] == ("二、打算",)


def test_a_repeated_first_ordinal_does_not_pile_up() -> None:
    found = sentences(["一是做好。办成。" * 1000])
    assert max(len(sentence.headings) for sentence in found) == 1


def test_a_closing_paragraph_leaves_the_list() -> None:
    assert paths(["一是帮融资。放贷。", "下一步，我们将再加力。"])["下一步，我们将再加力。"] == ()


def test_a_prompt_inside_a_paragraph_ends_with_it() -> None:
    assert paths(["工作扎实。一是帮融资。放贷。", "全县再无欠薪。"])["全县再无欠薪。"] == ()


def test_the_outer_heading_decides_where_the_inner_says_nothing() -> None:
    kinds = [
        sentence.section_kind
        for sentence in sentences(["一、工作回顾", "（一）金融", "甲。", "二、存在问题", "乙。", "三、其他", "丙。"])
    ]
    assert kinds == ["review", "problems", ""]


def test_title_block() -> None:
    found = outline(
        [
            "清禾县政府工作报告", "——2023年1月5日在清禾县第十届人民代表大会第二次会议上", "清禾县人民政府县长 李青",
            "各位代表：", "现在报告工作。", "一、2022年工作回顾", "办成了。",
        ]
    )  # fmt: skip
    assert found.title == "清禾县政府工作报告"
    assert [unit.text for unit in found.units] == ["现在报告工作。", "一、2022年工作回顾", "办成了。"]


@pytest.mark.parametrize("speaker", ["县长", "清禾县人民政府县长：李青", "李青", "李　青"])
def test_a_speaker_is_no_title(speaker: str) -> None:
    found = outline(["——2023年1月5日在清禾县第十届人民代表大会第二次会议上", speaker, "现在报告工作。"])
    assert (found.title, [unit.text for unit in found.units]) == ("", ["现在报告工作。"])


def test_a_title_broken_over_lines_is_one() -> None:
    found = outline(["关于印发《清禾县优化营商环境", "三年行动方案》的通知", "现印发给你们。"])
    assert found.title == "关于印发《清禾县优化营商环境三年行动方案》的通知"


def test_a_report_that_opens_with_its_first_section_has_no_title() -> None:
    found = outline(["下一步工作打算", "再加力。"])
    assert found.title == ""
    assert sentences_of(found.units)[0].section_kind == "plan"


def sentences_of(units: list[Heading | Sentence]) -> list[Sentence]:
    return [unit for unit in units if isinstance(unit, Sentence)]


def test_a_single_sentence_needs_no_end_mark() -> None:
    assert [sentence.text for sentence in sentences_of(outline(["为企业减税1860万元"]).units)] == ["为企业减税1860万元"]


def test_nothing_in_nothing_out() -> None:
    assert outline([]).units == []
    assert outline(["", "  "]).units == []


def test_who_signs_with_the_date_behind_is_in_no_path() -> None:
    found = outline([TITLE, "一、做法", "设立资金池。", "清禾县人民政府", "2022年12月30日", "附记：另有说明。"])
    assert [sentence.headings for sentence in sentences_of(found.units)] == [("一、做法",), ("一、做法",)]


@pytest.mark.parametrize(
    "line",
    [
        "责任单位：县财政局",
        "完成时限：2023年12月底",
        "（联系人：李青，电话：12345）",
        "主办：县政府 承办：县工信局",
        "注：数据为快报数",
    ],
)
def test_a_line_that_says_who_when_or_where_opens_nothing(line: str) -> None:
    found = outline(["总结", "一、做法", "推行帮办。", line, "二、问题", "融资难。"]).units
    assert [(unit.level, unit.text) for unit in found if isinstance(unit, Heading)] == [
        (1, "一、做法"),
        (2, line),
        (1, "二、问题"),
    ]
    assert sentences_of(found)[-1].headings == ("二、问题",)


def test_with_paths_works_on_units_as_coders_wrote_them() -> None:
    units = [
        Heading(1, "一、做法"),
        Heading(2, "变化之一"),
        Sentence("甲。", 2),
        Heading(2, "变化之二"),
        Sentence("乙。", 4),
    ]
    assert [sentence.headings for sentence in sentences_of(with_paths(units))] == [
        ("一、做法", "变化之一"),
        ("一、做法", "变化之二"),
    ]


def lines_of(report: dict) -> list[str]:
    lines, last = [report["title"]], None
    for unit in report["units"]:
        if unit["kind"] == "sentence" and unit["paragraph"] == last:
            lines[-1] += unit["text"]
        else:
            lines.append(unit["text"])
        last = unit["paragraph"] if unit["kind"] == "sentence" else None
    return lines


@pytest.mark.parametrize("name", ["train", "dev", "test"])
def test_the_authored_reports_come_out_as_they_were_labelled(name: str) -> None:
    for line in (ROOT / "data" / f"{name}.jsonl").read_text("utf-8").splitlines():
        report = json.loads(line)
        found = outline(lines_of(report))
        assert found.title == report["title"]
        kinds = [("sentence" if isinstance(unit, Sentence) else "heading", unit.text) for unit in found.units]
        assert kinds == [(unit["kind"], unit["text"]) for unit in report["units"]], report["id"]


@pytest.mark.skipif(not SHARED.exists(), reason="the labelled passages of public reports are not here")
def test_real_passages_come_out_as_they_were_labelled() -> None:
    gold, found = Counter(), Counter()
    for line in (SHARED / "labelled" / "dev.jsonl").read_text("utf-8").splitlines():
        report = json.loads(line)
        gold.update((report["id"], unit["kind"], unit["text"]) for unit in report["units"])
        units = outline(lines_of({**report, "title": "某县政府工作报告"})).units
        found.update(
            (report["id"], "sentence" if isinstance(unit, Sentence) else "heading", unit.text) for unit in units
        )
    agreed = (gold & found).total()
    assert agreed / gold.total() > 0.99
    assert agreed / found.total() > 0.99
