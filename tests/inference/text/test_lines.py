import pytest

from cuoshi.text.lines import Line, lines_of


def test_what_shows_nothing_is_no_line_and_tells_of_the_next() -> None:
    found = lines_of("甲。\n\n　　乙。\u200b\n丙。")
    assert found == [
        Line(1, "甲。", indented=False, behind_gap=True),
        Line(3, "乙。", indented=True, behind_gap=True),
        Line(4, "丙。"),
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("清 禾 县 2 0 2 2 年 工 作 总 结", "清禾县2022年工作总结"),
        ("走 访 企 业 312 家 ， 增 长 1 2 . 5 % ， 减 税 。", "走访企业312家，增长12.5%，减税。"),
        ("贷 款 余 额 2021 2022", "贷款余额2021 2022"),
        ("贷 款 余 额 1 2 3", "贷款余额1 2 3"),
    ],
)
def test_characters_and_figures_that_are_typed_apart(typed: str, read: str) -> None:
    assert [line.text for line in lines_of(typed)] == [read]


def test_a_row_of_a_table_and_a_line_in_bold_as_markdown_has_them() -> None:
    lines = lines_of("**一、主要做法**\n| 任务 | 单位 |\n|帮办代办。|审批局|\n张**、李**领办。")
    assert [(line.text, line.rule) for line in lines] == [
        ("一、主要做法", ""),
        ("任务", "table cell"),
        ("单位", "table cell"),
        ("帮办代办。", ""),
        ("审批局", "table cell"),
        ("张**、李**领办。", ""),
    ]


def test_what_is_set_in_behind_an_item_may_go_on_in_it() -> None:
    found = lines_of("● 设立资金池，引导\n  银行放贷。\n  推行帮办。\n1. 建立风险补偿资金池，引导银行\n   放贷")
    assert [line.indented for line in found] == [True, False, True, False, False]


def test_cells_of_a_row_are_taken_out_unless_they_hold_a_sentence() -> None:
    found = lines_of("1\t推行帮办。\t县财政局")
    assert [(line.text, line.rule) for line in found] == [
        ("1", "table cell"),
        ("推行帮办。", ""),
        ("县财政局", "table cell"),
    ]
