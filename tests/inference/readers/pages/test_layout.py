from cuoshi.readers.pages.furniture import Page
from cuoshi.readers.pages.layout import NOTES, cell_paragraphs, paragraphs
from cuoshi.readers.pages.lines import Line

SIZE, LEFT, RIGHT = 16.0, 90.0, 506.0


def line(text: str, number: int, left: float = LEFT, right: float = RIGHT, size: float = SIZE) -> Line:
    base = 700 - 28.0 * number
    return Line(text, 0, left, right, base - 0.12 * size, base + 0.88 * size, base, size)


INDENTED = LEFT + 2 * SIZE
FULL = "全县上下深入走访服务企业并逐条登记各类问题逐项"


def page(*lines: Line) -> Page:
    return Page(595.0, 842.0, list(lines))


def test_a_paragraph_goes_on_where_its_line_reaches_the_edge_and_the_next_is_not_indented() -> None:
    first = [line(FULL, 0, INDENTED), line(FULL, 1), line("销号。", 2, right=140)]
    second = [line(FULL, 3, INDENTED), line("办结。", 4, right=140)]
    assert paragraphs([page(*first, *second)]) == [f"{FULL}{FULL}销号。", f"{FULL}办结。"]


def test_the_end_of_a_page_parts_nothing() -> None:
    one, other = page(line(FULL, 0, INDENTED), line(FULL, 1)), page(line(FULL, 0), line("销号。", 1, right=140))
    assert paragraphs([one, other]) == [f"{FULL}{FULL}{FULL}销号。"]


def test_a_line_that_stops_short_ends_its_paragraph() -> None:
    heading = line("一、总体情况", 0, INDENTED, INDENTED + 6 * SIZE)
    assert paragraphs([page(heading, line(FULL, 1, INDENTED), line(FULL, 2))]) == ["一、总体情况", f"{FULL}{FULL}"]


def test_notes_stand_behind_all_text() -> None:
    body = [line(FULL, number, LEFT if number else INDENTED) for number in range(6)]
    note = line("①数据来自年报。", 20, right=200, size=10)
    assert paragraphs([page(*body, note), page(line("销号。", 0, right=140))]) == [
        f"{FULL * 6}销号。",
        NOTES,
        "①数据来自年报。",
    ]


def test_a_cell_has_paragraphs_of_its_own() -> None:
    assert cell_paragraphs([line(FULL, 0, INDENTED), line("销号。", 1, right=140)], RIGHT) == [f"{FULL}销号。"]


def test_entries_of_contents_and_the_date_of_a_signature_stand_alone() -> None:
    contents = [line(f"{text}……………………{number}", number) for number, text in enumerate(("一、做法", "二、问题"), 1)]
    body = [line(FULL, number, LEFT if number > 4 else INDENTED) for number in range(4, 8)]
    signed = [line("清禾县人民政府办公室", 8, 330, 490), line("2022年12月30日", 9, 334, 486)]
    found = paragraphs([page(*contents, *body, *signed)])
    assert found[:2] == ["一、做法……………………1", "二、问题……………………2"]
    assert found[-2:] == ["清禾县人民政府办公室", "2022年12月30日"]
