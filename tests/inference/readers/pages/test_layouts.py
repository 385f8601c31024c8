"""PDF pages of every layout that offices use give their sentences whole, in order, and nothing else."""

import importlib.util
import io
import re
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from cuoshi.documents import Document
from cuoshi.notation import marks
from cuoshi.notation.numbering import FORMS
from cuoshi.readers import read_source
from cuoshi.readers.pages import furniture
from cuoshi.readers.source import Source

pytest.importorskip("reportlab")


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("layouts", Path(__file__).with_name("layouts.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


layouts = load()


def text_of(raw: bytes) -> str:
    (document,) = read_source(Source("页.pdf", io.BytesIO(raw), len(raw)))
    assert isinstance(document, Document)
    return document.text


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("by_rows", [False, True])
@pytest.mark.parametrize("justify", [False, True])
@pytest.mark.parametrize("gutter", [5, 6, 10])
def test_columns_less_than_a_character_apart(count: int, by_rows: bool, justify: bool, gutter: float) -> None:
    layout = layouts.columns(count=count, by_rows=by_rows, justify=justify, gutter=gutter)
    assert layouts.score(layout, text_of(layout.raw)) == (len(layout.sentences), len(layout.sentences), 0)


@pytest.mark.parametrize("name", list(layouts.LAYOUTS))
def test_layout(name: str) -> None:
    page = layouts.LAYOUTS[name]()
    found, there, other = layouts.score(page, text_of(page.raw))
    assert (found, other) == (there, 0)


def test_notes_come_last() -> None:
    lines = text_of(layouts.footnotes().raw).split("\n")
    assert lines[-3:] == ["注释", "①资金池：指政府与银行共同出资设立的资金。", "②容缺办理：指材料不全时先行受理。"]


def test_rows_of_tables_come_with_tabs() -> None:
    ruled = text_of(layouts.table().raw)
    assert "责任单位\t完成时限\t数量\n县工信局\t2023年12月\t312家\n" in ruled
    assert text_of(layouts.table("").raw) == ruled
    wide = text_of(layouts.table(cells=layouts.WIDE_CELLS).raw)
    assert "\n部分小微企业融资难。\t设立风险补偿资金池，引导银行发放信用贷款，降低企业融资成本。\n" in wide


def test_cells_that_are_one_across_rows_or_columns() -> None:
    sheet = layouts.Sheet()
    for y, to in ((700, 400), (670, 400), (610, 400)):
        sheet.canvas.line(100, y, to, y)
    sheet.canvas.line(200, 640, 400, 640)
    for x in (100, 400):
        sheet.canvas.line(x, 700, x, 610)
    for x in (200, 300):
        sheet.canvas.line(x, 670, x, 610)
    placed = [(210, 680, "整改情况"), (110, 645, "融资难"), (210, 650, "资金池"), (310, 650, "已建")]
    sheet.draw([*placed, (210, 620, "贷款"), (310, 620, "两家")])
    assert text_of(sheet.raw()).split("\n") == ["整改情况", "融资难\t资金池\t已建", "贷款\t两家"]


def test_a_frame_around_a_page_is_no_table() -> None:
    sheet = layouts.Sheet()
    sheet.canvas.rect(40, 40, sheet.width - 80, sheet.height - 80)
    sheet.draw(sheet.frame(layouts.paragraphs(3), layouts.LEFT, 740, sheet.width - 144))
    assert text_of(sheet.raw()).split("\n") == layouts.paragraphs(3)


def test_a_report_in_the_cell_of_a_form_keeps_its_paragraphs() -> None:
    sheet = layouts.Sheet()
    sheet.canvas.grid([60, 535], [780, 740, 100])
    sheet.canvas.line(200, 780, 200, 740)
    sheet.draw([(80, 755, "填报单位"), (220, 755, "县工信局")])
    sheet.draw(sheet.frame(layouts.paragraphs(3), 72, 715, 450))
    assert text_of(sheet.raw()).split("\n") == ["填报单位\t县工信局", *layouts.paragraphs(3)]


def test_a_report_beside_what_the_form_calls_it_keeps_its_paragraphs() -> None:
    sheet = layouts.Sheet()
    sheet.canvas.grid([60, 140, 535], [780, 740, 100])
    sheet.draw([(70, 755, "标题"), (150, 755, layouts.TITLE), (70, 400, "主要做法")])
    sheet.draw(sheet.frame(layouts.paragraphs(3), 152, 715, 370))
    assert text_of(sheet.raw()).split("\n") == [f"标题：{layouts.TITLE}", "主要做法", *layouts.paragraphs(3)]


def test_much_text_that_is_turned_otherwise_is_read_after_the_page() -> None:
    sheet = layouts.Sheet()
    sheet.draw(sheet.frame(layouts.paragraphs(4), layouts.LEFT, 740, 450))
    sheet.canvas.translate(540, 100)
    sheet.canvas.rotate(90)
    sheet.draw(sheet.frame(layouts.paragraphs(1, 8), 0, 0, 600))
    assert text_of(sheet.raw()).split("\n") == layouts.paragraphs(5)


PATTERNS = (furniture.PAGE_NUMBER, furniture.NUMBER, furniture.NOTE, marks.ENDED, *FORMS.values())
PIECES = ("第", "页", "1", " ", "- ", "。", "”", "。”", "一", "（1）", "1 页 /", "x", "[1]", "第一页")


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:20])
def test_patterns_take_linear_time(pattern: re.Pattern[str]) -> None:
    start = time.process_time()
    for piece in PIECES:
        worst = piece * (100_000 // len(piece))
        pattern.match(worst)
        pattern.search(f"{worst}#")
    assert time.process_time() - start < 5


def test_a_page_of_many_rules_and_characters_takes_no_time() -> None:
    sheet = layouts.Sheet()
    sheet.canvas.grid([50 + 5 * n for n in range(100)], [50 + 7 * n for n in range(100)])
    for n in range(3000):
        sheet.canvas.setFont(layouts.FONT, 12 if n % 2 else 6)
        sheet.canvas.drawString((n * 13) % 590, 600 + n % 7, "措施落实")
    start = time.process_time()
    text_of(sheet.raw())
    assert time.process_time() - start < 20
