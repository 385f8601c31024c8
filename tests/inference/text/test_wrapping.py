import pytest

from cuoshi.text.clean import clean
from cuoshi.text.wrapping import unwrap

PARAGRAPHS = [
    "一年来，全县上下把优化营商环境作为头号工程来抓，推行惠企政策免申即享，为412家小微企业减免各类税费1860万元；设立3000万元风险补偿资金池。",
    "坚持党建引领，在物流产业链上建立联合党支部，选派党建指导员27名，组织45名企业家赴外地参加数字化转型研修班，举办党务培训班两期。",
    "清理拖欠民营企业账款1200万元，年底前全部清零，建立防范拖欠长效机制，企业信心持续增强，投资意愿明显回升。",
]


def wrapped(paragraph: str, width: int, indent: str) -> list[str]:
    text = indent + paragraph
    return [text[start : start + width] for start in range(0, len(text), width)]


@pytest.mark.parametrize("width", [18, 24, 33, 40])
@pytest.mark.parametrize(("indent", "between"), [("　　", ""), ("    ", ""), ("", "\n"), ("", "")])
def test_wrapped_paragraphs_are_whole_again(width: int, indent: str, between: str) -> None:
    pieces = ["一、主要做法", *PARAGRAPHS[:2], "二、下一步打算", PARAGRAPHS[2]]
    lines = [f"{between}\n".join("\n".join(wrapped(piece, width, indent)) for piece in pieces)]
    found = clean("\n".join(lines)).lines
    if indent or between:
        assert found == pieces
    assert "".join(found) == "".join(pieces)
    assert "一、主要做法" in found and "二、下一步打算" in found
    assert not [line for line in found if line not in pieces and not any(p in line for p in pieces)]


def test_a_page_number_inside_a_paragraph_does_not_part_it() -> None:
    lines = wrapped(PARAGRAPHS[0], 20, "　　")
    text = "\n".join([*lines[:2], "— 3 —", *lines[2:], *wrapped(PARAGRAPHS[1], 20, "　　")])
    assert clean(text).lines == PARAGRAPHS[:2]


@pytest.mark.parametrize(
    "lines",
    [
        ["清禾县2022年工作总结", "一、总体情况", *PARAGRAPHS, "二、存在问题", PARAGRAPHS[1]],
        ["一、优化政务服务环境", "二、优化市场发展环境", "三、优化法治保障环境", "四、优化金融支持环境"],
        ["推行免申即享。", "清理拖欠账款。", "组织企业家研修。"],
        ["加快推进政务服务改革", "加快推进市场监管改革", "加快推进财税金融改革"],
        [],
        ["一行"],
    ],
)
def test_texts_that_are_not_wrapped_stay(lines: list[str]) -> None:
    assert unwrap(lines, [False] * len(lines)) == lines


def test_a_line_that_ends_with_a_comma_goes_on_in_the_next() -> None:
    lines = ["一、做法", "设立资金池，", "引导银行放贷。", "主要有帮办、代办、", "一、二是另一行，", "1.推行帮办。"]
    assert clean("\n".join(lines)).lines == ["一、做法", "设立资金池，引导银行放贷。", "主要有帮办、代办、", *lines[4:]]


def test_headings_between_wrapped_paragraphs_stay_apart_without_indentation() -> None:
    lines = [*wrapped(PARAGRAPHS[0], 30, ""), "（一）强化培训", *wrapped(PARAGRAPHS[1], 30, "")]
    assert unwrap(lines, [False] * len(lines)) == [PARAGRAPHS[0], "（一）强化培训", PARAGRAPHS[1]]


def test_words_and_numbers_that_do_not_break_leave_a_line_shorter() -> None:
    lines = [
        "推行惠企政策免申即享，为412家小微企业",
        "减免税费1860万元，企业满意度达到98%，群众",
        "普遍反映良好。设立3000万元风险补偿资金",
        "池，引导银行发放信用贷款2.1亿元。",
    ]
    title = "清禾县2022年优化营商环境工作总结"
    assert unwrap([title, *lines], [False] * 5) == [title, "".join(lines)]
