from cuoshi.readers.pages.gutters import gutters, is_edge, without_hanging
from cuoshi.readers.pages.sheets import Glyph


def row(base: float, *pieces: tuple[float, str], size: float = 12) -> list[Glyph]:
    """Characters of a row, each piece from its left edge on."""
    return [
        Glyph(left + size * n, left + size * (n + 1), base, base + size, left + size * n, base, character, size, False)
        for left, text in pieces
        for n, character in enumerate(text)
    ]


def test_a_gutter_is_a_strip_without_text_down_the_rows() -> None:
    two = [row(700 - 20 * n, (72, "推行帮办代办压减时限"), (200, "设立风险补偿资金池")) for n in range(6)]
    assert gutters(two) == [200]
    assert gutters(two[:5]) == []
    whole = [row(500 - 20 * n, (72, "推行帮办代办压减时限设立风险补偿资金池")) for n in range(6)]
    assert gutters([*two, *whole[:3]]) == [200]
    assert gutters([*two, *whole]) == []
    assert gutters([row(700 - 20 * n, (72, "一、"), (104, "推行帮办代办压减时限")) for n in range(9)]) == []
    assert gutters([]) == []


def test_a_mark_may_hang_into_the_gutter() -> None:
    (mark, first), edges = row(700, (190, "，"), (200, "设")), [200.0]
    assert is_edge(mark, first, edges)
    assert not is_edge(mark._replace(character="立"), first, edges)
    assert not is_edge(mark, first._replace(left=210), edges)
    assert without_hanging([mark], edges)[0].right < 200 < mark.right
    assert without_hanging([mark], []) == [mark]
