from cuoshi.text.clean import clean
from cuoshi.text.lines import lines_of
from cuoshi.text.page_ends import take_running_heads

TITLE = "澄江县2022年工作总结"
FULL = "设立风险补偿资金池三千万元，引导银行发放信用贷款，企业融资"
REST = "成本下降。"


def test_lines_that_pages_repeat_beside_their_numbers_go() -> None:
    pages = [f"{FULL}\n{REST}\n- {number} -\n\n内部资料 注意保存" for number in (1, 2, 3)]
    cleaned = clean("\n".join([TITLE, *pages]))
    assert cleaned.lines == [TITLE, *[FULL + REST] * 3]
    assert [removed.rule for removed in cleaned.removed] == ["page number", "running head"] * 3


def test_a_short_form_of_the_title_is_one_too() -> None:
    lines = lines_of(f"{TITLE}\n推行帮办。\n1\n澄江县工作总结\n二、存在的问题")
    lines[2].rule = "page number"
    take_running_heads(lines)
    assert [line.rule for line in lines] == ["", "", "page number", "running head", ""]


def test_a_sentence_goes_on_behind_the_end_of_a_page() -> None:
    wrapped = f"{FULL}\n{REST}\n{FULL}\n\n— 1 —\n\n{REST}\n{FULL}\n{REST}"
    assert clean(f"{TITLE}\n{wrapped}").lines == [TITLE, *[FULL + REST] * 3]


def test_headings_beside_page_numbers_stay() -> None:
    assert clean("一、做法\n推行帮办。\n- 1 -\n二、问题\n融资难。").lines == [
        "一、做法",
        "推行帮办。",
        "二、问题",
        "融资难。",
    ]
