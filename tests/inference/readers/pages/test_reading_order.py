from dataclasses import replace

from cuoshi.readers.pages.lines import Line
from cuoshi.readers.pages.reading_order import columns

SIZE = 10.0


def line(text: str, number: int, left: float, right: float) -> Line:
    base = 700 - 15.0 * number
    return Line(text, 0, left, right, base - 1, base + 9, base, SIZE)


def block(name: str, left: float, right: float, first: int = 0, count: int = 8) -> list[Line]:
    return [line(f"{name}{number}", first + number, left, right) for number in range(count)]


def read(lines: list[Line], width: float = 600, height: float = 800) -> list[list[str]]:
    return [[line.text for line in column.lines] for column in columns(lines, width, height)]


def names(name: str, count: int = 8) -> list[str]:
    return [f"{name}{number}" for number in range(count)]


def test_one_column_is_read_from_the_top() -> None:
    assert read(list(reversed(block("甲", 60, 540)))) == [names("甲")]


def test_two_columns_are_read_one_after_the_other() -> None:
    assert read([*block("右", 310, 540), *block("左", 60, 290)]) == [names("左"), names("右")]


def test_a_line_across_parts_what_is_above_from_what_is_below() -> None:
    above = [*block("左", 60, 290), *block("右", 310, 540)]
    below = [*block("下左", 60, 290, 9), *block("下右", 310, 540, 9)]
    found = [text for column in read([*above, line("通栏", 8, 60, 540), *below]) for text in column]
    assert found == [*names("左"), *names("右"), "通栏", *names("下左"), *names("下右")]


def test_a_wide_sheet_has_two_pages() -> None:
    sheet = [*block("左", 60, 540), *block("右", 660, 1140)]
    assert read(sheet, 1200, 800) == [names("左"), names("右")]


def test_rows_of_a_few_short_pieces_are_no_columns() -> None:
    """A table without rules: its cells are read row by row."""
    rows = [piece for n in range(3) for piece in (line(f"指标{n}", n, 60, 120), line(f"{n}家", n, 310, 340))]
    assert read(rows)[0][0].startswith("指标0") and "0家" in read(rows)[0][0]


def test_a_title_over_one_column_stands_before_all_columns() -> None:
    title = replace(line("总结", -3, 210, 330), size=16.0)
    three = [*block("左", 40, 190), *block("中", 210, 360), *block("右", 380, 530)]
    assert read([*three, title]) == [["总结"], names("左"), names("中"), names("右")]


def test_lines_that_a_seal_parts_are_no_columns() -> None:
    text = block("全", 60, 540, 0, 12)
    parted = [*block("左", 60, 380, 4, 4), *block("右", 390, 540, 4, 4)]
    (lines,) = read([*text[:4], *parted, *text[8:]])
    assert lines == [*names("全", 4), *(f"左{n}右{n}" for n in range(4)), *(f"全{n}" for n in range(8, 12))]
    assert len(read([*text[:4], *parted])) == 3, "columns that end a page may be short"
