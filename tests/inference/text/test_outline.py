import json
from collections import Counter
from pathlib import Path

import pytest

from cuoshi.notation.numbering import numbering
from cuoshi.schema import Heading, Sentence
from cuoshi.text.headings import is_heading, section_kind
from cuoshi.text.outline import outline, with_paths

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
TITLE = "清禾县2022年工作总结"


def sentences(lines: list[str]) -> list[Sentence]:
    return [unit for unit in outline([TITLE, *lines]).units if isinstance(unit, Sentence)]


def paths(lines: list[str]) -> dict[str, tuple[str, ...]]:
    return {sentence.text: sentence.headings for sentence in sentences(lines)}


@pytest.mark.parametrize(
    "line",
    [
        "一、总体情况", "（二）优化政务环境", "(三)强化金融支持", "3.强化金融支持", "4、要素保障", "（5）用工保障",
        "⑥用电保障",
        "第一章　总则", "第二节 重点任务", "第三部分 保障措施", "——产业根基越扎越牢", "一是当好“勤务员”", "## 主要做法",
        "2.1 表现较好的指标", "1 评估概述", "2022年工作回顾", "下一步工作打算", "【第一问】开店要等几天？",
        "今年重点抓好以下工作：",
    ],
)  # fmt: skip
def test_a_line_of_its_own_without_end_mark_is_a_heading(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "一、总体情况。全县办件提速",
        "一是做好“法治环境”，助力惠企政策落实。",
        "他说：“好。”",
        "全县上下齐心协力推进优化营商环境各项工作落地见效并且持续巩固已有的成果不断提升企业的满意度",
        "完成投资3亿元，",
    ],
)
def test_a_line_with_an_end_mark_or_too_long_is_none(line: str) -> None:
    assert not is_heading(line)


@pytest.mark.parametrize(
    "text",
    ["一、二、三产业融合发展。", "3.5亿元到位。", "三要素齐全。", "2022年完成投资。", "十一五期间。", "一是否办结。"],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert numbering(text) is None


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


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("一、2022年工作回顾", "review"),
        ("二、主要做法和成效", "review"),
        ("重点工作完成情况", "review"),
        ("三、存在的问题和不足", "problems"),
        ("（二）突出困难", "problems"),
        ("四、下一步工作打算", "plan"),
        ("三、2023年重点任务", "plan"),
        ("五、存在问题及下一步打算", ""),
        ("（三）破解企业困难", None),
        ("一、政务环境", None),
    ],
)
def test_section_kind(heading: str, kind: str | None) -> None:
    assert section_kind(heading) == kind


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
