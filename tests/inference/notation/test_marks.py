import pytest

from cuoshi.notation.marks import has_ended, joined


@pytest.mark.parametrize("line", ["完成。", "完成！”", "做法如下：", "完成;", "等等……", "（完成。）", "“完成？”》"])
def test_a_line_has_ended_at_a_mark_and_what_closes_behind_it(line: str) -> None:
    assert has_ended(line)


@pytest.mark.parametrize("line", ["完成，", "完成、", "完成", "“完成”", "", "完成。另"])
def test_any_other_line_goes_on(line: str) -> None:
    assert not has_ended(line)


@pytest.mark.parametrize(
    ("before", "line", "whole"),
    [
        ("走访企业", "42家", "走访企业42家"),
        ("the county", "government", "the county government"),
        ("Ltd.", "(Anhui)", "Ltd. (Anhui)"),
        ("装机100", "MW", "装机100MW"),
        ("推广APP", "应用", "推广APP应用"),
        ("", "ABC", "ABC"),
    ],
)
def test_only_latin_words_are_joined_with_a_space(before: str, line: str, whole: str) -> None:
    assert joined(before, line) == whole
