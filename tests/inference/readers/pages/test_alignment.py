from dataclasses import replace

from cuoshi.readers.pages.alignment import aligned
from cuoshi.readers.pages.furniture import Page
from cuoshi.readers.pages.layout import paragraphs
from cuoshi.readers.pages.lines import Line

SIZE, WIDTH = 16.0, 416.0
FULL = "全县上下深入走访服务企业并逐条登记各类问题逐项"


def page(offset: float, *texts: str) -> Page:
    lines = []
    for number, text in enumerate(texts):
        indent = 2 * SIZE if text.startswith("　") else 0.0
        left, base = 90 + offset + indent, 700 - 28.0 * number
        right = 90 + offset + (WIDTH if len(text) > 10 else 60)
        lines.append(Line(text.strip("　"), 0, left, right, base - 2, base + 14, base, SIZE))
    return Page(595.0, 842.0, lines)


def test_a_sentence_goes_on_where_the_next_page_lay_elsewhere_on_the_scanner() -> None:
    scanned = [page(0, f"　　{FULL}", *[FULL] * 5), page(25, FULL, FULL, "销号。", f"　　{FULL}", "办结。")]
    assert paragraphs(aligned(scanned)) == [f"{FULL * 8}销号。", f"{FULL}办结。"]
    assert len(paragraphs(scanned)) > 2


def test_a_running_head_is_one_where_pages_lay_higher_or_lower_on_the_scanner() -> None:
    scanned = []
    for up in (0, 12, -9):
        body = page(0, f"　　{FULL}", FULL, "办结。").lines
        head = Line("澄江县工信局", 0, 250, 340, 798 + up, 814 + up, 800 + up, SIZE)
        lines = [replace(line, bottom=line.bottom + up, top=line.top + up, base=line.base + up) for line in body]
        scanned.append(Page(595.0, 842.0, [head, *lines]))
    assert paragraphs(aligned(scanned)) == [f"{FULL * 2}办结。"] * 3
    assert "澄江县工信局" in paragraphs(scanned)


def test_a_page_that_begins_lower_than_others_stays() -> None:
    first, second = page(0, "总结", FULL), page(0, FULL, FULL)
    lower = Page(595.0, 842.0, second.lines[1:])
    assert aligned([first, lower])[1] == lower


def test_pages_without_text_stay() -> None:
    empty = Page(595.0, 842.0, [])
    assert aligned([empty]) == [empty]
    assert aligned([]) == []
