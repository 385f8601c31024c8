import pytest

from cuoshi.readers.pages.lines import Line, lines, row_text
from cuoshi.readers.pages.sheets import Glyph


def glyphs(text: str, left: float = 0, base: float = 100, size: float = 10) -> list[Glyph]:
    """Characters that stand side by side, each as wide as high."""
    return [
        Glyph(x, x + size, base - 0.12 * size, base + 0.88 * size, x, base, character, size, False)
        for x, character in ((left + size * number, character) for number, character in enumerate(text))
    ]


def test_characters_are_read_from_the_top_and_from_the_left_in_whatever_order_they_come() -> None:
    found = lines([*glyphs("二行", base=80), *reversed(glyphs("一行"))], page=3)
    assert [(line.text, line.page, line.base) for line in found] == [("一行", 3, 100), ("二行", 3, 80)]
    assert (found[0].left, found[0].right, found[0].size) == (0, 20, 10)


@pytest.mark.parametrize(("gap", "pieces"), [(7, ["指标数量"]), (8, ["指标", "数量"])])
def test_a_gap_of_three_quarters_of_a_character_parts_a_line(gap: float, pieces: list[str]) -> None:
    assert [line.text for line in lines([*glyphs("指标"), *glyphs("数量", left=20 + gap)], 0)] == pieces


def test_a_character_printed_twice_for_boldness_is_read_once() -> None:
    twice = [glyph for one in glyphs("一、总则") for glyph in (one, one._replace(left=one.left + 1))]
    assert [line.text for line in lines(twice, 0)] == ["一、总则"]


def test_a_raised_mark_belongs_to_the_line_that_has_room_for_it() -> None:
    mark = glyphs("1", left=20, base=105, size=5)
    (found,) = lines([*glyphs("走访"), *mark, *glyphs("企业", left=25)], 0)
    assert found.text == "走访1企业"


def test_what_is_of_quite_another_size_is_printed_over_a_line() -> None:
    found = lines([*glyphs("走访企业"), *glyphs("内部", left=200, size=40)], 0)
    assert sorted(line.text for line in found) == ["内部", "走访企业"]


def test_pieces_of_a_row_are_joined_with_a_space_where_the_gap_is_wide() -> None:
    one, other = (Line(text, 0, left, left + 20, 98, 108, 100, 10) for text, left in (("县", 0), ("局", 33)))
    assert row_text([one, other]) == "县 局"
    assert row_text([one, Line("局", 0, 30, 50, 98, 108, 100, 10)]) == "县局"


def test_what_is_printed_between_two_lines_is_woven_into_none() -> None:
    mark = glyphs("某某文库", left=25, base=102.5)
    found = lines([*glyphs("全年走访企业三百家"), *mark, *glyphs("解决问题", base=80)], 0)
    assert sorted(line.text for line in found) == ["全年走访企业三百家", "某某文库", "解决问题"]
