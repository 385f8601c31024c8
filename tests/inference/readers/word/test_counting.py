import pytest

from cuoshi.readers.word.counting import FORMATS, LONGEST, Level, NumberedList


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("decimal", "1 10 11 20 101"),
        ("decimalZero", "01 10 11 20 101"),
        ("chineseCounting", "一 十 十一 二十 一〇一"),
        ("chineseCountingThousand", "一 十 十一 二十 一百零一"),
        ("japaneseCounting", "一 十 十一 二十 一百零一"),
        ("ideographDigital", "一 一〇 一一 二〇 一〇一"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 壹佰零壹"),
        ("decimalEnclosedCircleChinese", "① ⑩ ⑪ ⑳ (101)"),
        ("decimalEnclosedParen", "⑴ ⑽ ⑾ ⒇ 101"),
        ("decimalFullWidth", "１ １０ １１ ２０ １０１"),
        ("ideographTraditional", "甲 癸 甲 癸 甲"),
        ("upperRoman", "I X XI XX CI"),
        ("lowerLetter", "a j k t wwww"),
    ],
)
def test_forms_of_numbers(form: str, written: str) -> None:
    assert [FORMATS[form](number) for number in (1, 10, 11, 20, 101)] == written.split()


def counted(levels: dict[int, Level], *at: int) -> list[str]:
    numbered = NumberedList(levels)
    return [numbered.count("use", level, {}, None) for level in at]


def test_an_inner_level_begins_anew_below_each_outer_number() -> None:
    levels = {0: Level(format="chineseCounting", text="%1、"), 1: Level(text="%1.%2")}
    assert counted(levels, 0, 1, 1, 0, 1) == ["一、", "一.1 ", "一.2 ", "二、", "二.1 "]
    levels[1] = Level(text="%1.%2", legal=True)
    assert counted(levels, 0, 1) == ["一、", "1.1 "]


def test_a_level_that_never_restarts_goes_on() -> None:
    levels = {0: Level(text="%1."), 1: Level(text="（%2）", restart=0)}
    assert counted(levels, 0, 1, 0, 1) == ["1.", "（1）", "2.", "（2）"]


def test_a_use_may_begin_at_a_number_of_its_own_and_once_only() -> None:
    numbered = NumberedList({0: Level(text="%1.")})
    assert [numbered.count("a", 0, {}, 5) for _ in range(2)] == ["5.", "6."]
    assert numbered.count("b", 0, {}, None) == "7."
    assert numbered.count("c", 0, {0: Level(text="（%1）")}, None) == "（8）"


def test_bullets_and_levels_that_are_not_there_write_nothing() -> None:
    numbered = NumberedList({0: Level(format="bullet", text="\uf0b7")})
    assert numbered.count("a", 0, {}, None) == numbered.count("a", 3, {}, None) == ""


def test_a_damaged_number_fills_no_memory() -> None:
    numbered = NumberedList({0: Level(start=10**9, format="lowerRoman", text="%1.")})
    assert numbered.count("a", 0, {}, None) == f"{10**9}."
    assert len(FORMATS["lowerRoman"](LONGEST - 1)) < 50
