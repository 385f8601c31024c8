from dataclasses import replace

from cuoshi.readers.pages.furniture import Page, part_notes, usual_size, without_furniture
from cuoshi.readers.pages.lines import Line

WIDTH, HEIGHT, SIZE = 600.0, 800.0, 16.0


def line(text: str, base: float, left: float = 90, right: float = 510, size: float = SIZE, page: int = 0) -> Line:
    return Line(text, page, left, right, base - 0.12 * size, base + 0.88 * size, base, size)


def page(*lines: Line) -> Page:
    return Page(WIDTH, HEIGHT, list(lines))


BODY = [line("走访企业三百家，逐条登记逐条销号，", 600), line("推行一窗受理，办理时间压缩一半以上。", 570)]


def texts(pages: list[Page]) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in without_furniture(pages)]


def test_page_numbers_and_running_heads_go() -> None:
    head = [line("清禾县2022年工作总结", 760, 200, 400)]
    pages = [page(*head, *BODY, line(f"— {n} —", 40, 280, 320)) for n in (1, 2)]
    assert texts(pages) == [[line.text for line in BODY]] * 2
    for dashed in ("-2□", "□2一", "一 2 一"):  # as OCR reads dashes
        assert texts([page(*BODY, line(dashed, 40, 280, 320))]) == [[line.text for line in BODY]]


def test_a_running_head_of_one_page_is_told_by_its_small_type_and_the_title_that_it_gives() -> None:
    title, heading = line("清禾县2022年工作总结", 740, 200, 400), line("一、主要做法", 640)
    small = [
        replace(line(text, 800, 250, 350), size=9.0) for text in ("清禾县工作总结", "主要做法", "附件1", "征求意见稿")
    ]
    pages = [page(title, heading, *BODY), *(page(head, *BODY) for head in small)]
    assert [found[0] for found in texts(pages)] == [title.text, *[BODY[0].text] * 2, "附件1", "征求意见稿"]
    usual = page(line("清禾县工作总结", 800, 250, 350), *BODY)
    assert texts([pages[0], usual])[1][0] == "清禾县工作总结"


def test_a_line_of_text_that_repeats_stays() -> None:
    pages = [page(*BODY), page(*BODY), page(*BODY)]
    assert texts(pages) == [[line.text for line in BODY]] * 3


def test_a_line_in_the_margin_of_one_page_stays() -> None:
    assert (
        texts([page(line("清禾县2022年工作总结", 760, 200, 400), *BODY), page(*BODY)])[0][0] == "清禾县2022年工作总结"
    )


def test_a_watermark_stands_on_three_pages_in_a_size_of_its_own() -> None:
    mark = line("内部资料", 400, 200, 400, size=60)
    assert texts([page(*BODY, mark)] * 3) == [[line.text for line in BODY]] * 3
    assert "内部资料" in texts([page(*BODY, mark)] * 2)[0]


def test_notes_in_small_type_are_parted_from_the_text() -> None:
    notes = [line("①数据来自年报。", 120, size=10), line("②同上。", 105, size=10)]
    assert part_notes(page(*BODY, *notes), SIZE) == (BODY, notes)


def test_a_list_in_the_text_is_no_note() -> None:
    own = page(*BODY, line("①走访企业。", 300), line("②解决问题。", 270))
    assert part_notes(own, SIZE) == (own.lines, [])


def test_the_usual_size_is_that_of_most_lines() -> None:
    assert usual_size([page(*BODY, replace(BODY[0], size=30.0))]) == SIZE
    assert usual_size([]) == 1.0


def test_a_watermark_of_the_size_of_the_text_lies_over_it() -> None:
    mark = line("内部资料", 604, 200, 264)
    assert texts([page(*BODY, mark)] * 3) == [[line.text for line in BODY]] * 3
    heading = line("一、做法", 640, 90, 154)
    assert texts([page(heading, *BODY)] * 3) == [["一、做法", *(line.text for line in BODY)]] * 3
