"""PDF pages as offices lay them out, with the sentences that are on them.

What chose the reader: layouts of these 39 that are read without fault, sentences of 554, and sentences that are none.
Every library's text was cleaned, its lines joined and its sentences cut as ours is.

    reader                                   layouts  sentences  others
    ours, on PDFium's characters and rules     39        554        0
    ours before columns and turned pages       13        320      272
    pypdf 7.1, plain                           15        316      460
    pypdf 7.1, layout                          11        264      323
    pdfplumber 0.11, text flow                 13        282      893
    pdfplumber 0.11                            10        244      399
    pdfminer.six 20260107, vertical            10        252      425
    pdfminer.six 20260107                       7        225    1,040

Ours was made on these layouts; of 300 drawn at random (width of gutters, type, justification, angles, places of notes)
it read 294 without fault. What it misses: columns less than a third of a character apart, level watermarks in the
text's size, notes numbered 1 2 in the text's size.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from cuoshi.errors import ReadError
from cuoshi.reading import from_text

FONT, SIZE, LEADING, LEFT = "STSong-Light", 12.0, 21.0, 72.0
TITLE = "澄江县2023年服务企业工作总结"
FACTS = (
    "全年走访企业{0}家，收集问题{1}个，办结{2}个，其余问题已列入台账并明确责任单位和完成时限。",
    "设立风险补偿资金池{0}万元，为{1}家小微企业发放信用贷款{2}万元，平均利率下降明显。",
    "组织{0}名企业负责人外出研修，举办党务干部培训班{1}期，参训学员满意率达到百分之九十{2}。",
    "推行一窗受理和容缺办理，{0}项事项实现当场办结，平均办理时间由{1}天压缩到{2}天。",
    "清理拖欠民营企业账款{0}万元，涉及企业{1}家，建立防范拖欠长效机制{2}项。",
)
OPENERS = ("，。、；：？！）”》", "（“《")


@dataclass(frozen=True, slots=True)
class Layout:
    """A document: its bytes, and its sentences in reading order."""

    raw: bytes
    sentences: list[str]


def facts(count: int, start: int = 0) -> list[str]:
    """Sentences that differ from each other."""
    return [FACTS[n % len(FACTS)].format(100 + 7 * n, 20 + 3 * n, 2 + n) for n in range(start, start + count)]


def paragraphs(count: int, start: int = 0, each: int = 2) -> list[str]:
    found = facts(count * each, start)
    return ["".join(found[n * each : (n + 1) * each]) for n in range(count)]


class Sheet:
    """Prints paragraphs into frames; one line after the other, or those of several frames by their height."""

    def __init__(self, size: tuple[float, float] = A4, font_size: float = SIZE) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.file = io.BytesIO()
        self.width, self.height = size
        self.canvas = Canvas(self.file, pagesize=size)
        self.size = font_size
        self.leading = font_size * LEADING / SIZE

    def lines(self, text: str, width: float, indent: float = 2) -> Iterator[tuple[float, str]]:
        """Break a paragraph into lines that fit, each with its indentation in characters."""
        line, room = "", width - indent * self.size
        for character in text:
            if pdfmetrics.stringWidth(line + character, FONT, self.size) > room and character not in OPENERS[0]:
                yield indent, line
                line, room, indent = "", width, 0
            line += character
        if line:
            yield indent, line

    def frame(
        self, texts: Sequence[str], left: float, top: float, width: float, indent: float = 2
    ) -> list[tuple[float, float, str]]:
        """Lay paragraphs out below each other; return the lines with their places."""
        found, y = [], top
        for text in texts:
            for at, line in self.lines(text, width, indent):
                found.append((left + at * self.size, y, line))
                y -= self.leading
        return found

    def draw(self, lines: Sequence[tuple[float, float, str]], size: float = 0) -> None:
        self.canvas.setFont(FONT, size or self.size)
        for x, y, text in lines:
            self.canvas.drawString(x, y, text)

    def draw_justified(self, lines: Sequence[tuple[float, float, str]], column: Callable[[float], float]) -> None:
        """Draw lines so that those that are nearly full end where their column does."""
        self.canvas.setFont(FONT, self.size)
        for x, y, text in lines:
            room = column(x) - x - pdfmetrics.stringWidth(text, FONT, self.size)
            space = room / max(1, len(text) - 1) if 0 < room < 2.5 * self.size else 0
            self.canvas.drawString(x, y, text, charSpace=space)

    def title(self, text: str = TITLE, y: float = 0) -> None:
        self.canvas.setFont(FONT, 20)
        self.canvas.drawCentredString(self.width / 2, y or self.height - 80, text)

    def raw(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()


def one_column(indent: float = 2, size: float = SIZE) -> Layout:
    sheet = Sheet(font_size=size)
    sheet.title()
    texts = paragraphs(4)
    sheet.draw(sheet.frame(texts, LEFT, 720, sheet.width - 2 * LEFT, indent))
    return Layout(sheet.raw(), facts(8))


def columns(
    count: int = 2,
    by_rows: bool = False,
    justify: bool = False,
    gutter: float = 24,
    shift: float = 0,
    last: int = 3,
    pages: int = 1,
    titled: bool = True,
    footer: bool = False,
    size: float = SIZE,
) -> Layout:
    """Columns below a title, drawn one after the other or line by line; ``last`` paragraphs in the last one."""
    sheet = Sheet(font_size=size)
    width = (sheet.width - 2 * LEFT - (count - 1) * gutter) / count
    start = 0
    for page in range(pages):
        if titled and page == 0:
            sheet.title()
        frames = []
        for column in range(count):
            held = last if page == pages - 1 and column == count - 1 else 3
            top = 720 - shift * column
            frames.append(sheet.frame(paragraphs(held, start), LEFT + column * (width + gutter), top, width))
            start += 2 * held
        drawn = [line for frame in frames for line in frame]
        if by_rows:
            drawn.sort(key=lambda line: (-line[1], line[0]))
        if justify:
            sheet.draw_justified(drawn, lambda x: LEFT + width + (x - LEFT) // (width + gutter) * (width + gutter))
        else:
            sheet.draw(drawn)
        if footer:
            sheet.canvas.setFont(FONT, 9)
            sheet.canvas.drawCentredString(sheet.width / 2, sheet.height - 40, "澄江县工业和信息化局")
            sheet.canvas.drawCentredString(sheet.width / 2, 40, f"— {page + 1} —")
        sheet.canvas.showPage()
    return Layout(sheet.raw(), facts(start))


def columns_between() -> Layout:
    """Text over the whole width, two columns, text over the whole width."""
    sheet = Sheet()
    whole, width = sheet.width - 2 * LEFT, (sheet.width - 2 * LEFT - 24) / 2
    sheet.title()
    above = sheet.frame(paragraphs(1), LEFT, 730, whole)
    left = sheet.frame(paragraphs(2, 2), LEFT, 620, width)
    right = sheet.frame(paragraphs(2, 6), LEFT + width + 24, 620, width)
    below = sheet.frame(paragraphs(1, 10), LEFT, min(left[-1][1], right[-1][1]) - 40, whole)
    sheet.draw([*above, *sorted([*left, *right], key=lambda line: (-line[1], line[0])), *below])
    return Layout(sheet.raw(), facts(12))


def two_pages_on_a_sheet(numbers: bool, second: int = 3) -> Layout:
    sheet = Sheet(landscape(A4))
    half = sheet.width / 2
    left = sheet.frame(paragraphs(3), 50, 500, half - 100)
    right = sheet.frame(paragraphs(second, 6), half + 50, 500, half - 100)
    sheet.draw(sorted([*left, *right], key=lambda line: (-line[1], line[0])))
    if numbers:
        sheet.canvas.drawCentredString(half / 2, 30, "- 4 -")
        sheet.canvas.drawCentredString(half * 1.5, 30, "- 5 -")
    return Layout(sheet.raw(), facts(6 + 2 * second))


def turned(quarter: int, by_page: bool = False, mixed: bool = False) -> Layout:
    """Text turned by so many quarters against the clock; ``by_page`` the page is turned back."""
    sheet = Sheet()
    if mixed:
        sheet.draw(sheet.frame(paragraphs(3), LEFT, 720, sheet.width - 2 * LEFT))
        sheet.canvas.showPage()
    canvas = sheet.canvas
    if by_page:
        canvas.setPageRotation((90 * quarter) % 360)
    canvas.saveState()
    if quarter == 1:
        canvas.translate(sheet.width, 0)
    elif quarter == 2:
        canvas.translate(sheet.width, sheet.height)
    elif quarter == 3:
        canvas.translate(0, sheet.height)
    canvas.rotate(90 * quarter)
    width = sheet.height if quarter % 2 else sheet.width
    top = (sheet.width if quarter % 2 else sheet.height) - 80
    sheet.draw(sheet.frame(paragraphs(3, 6 if mixed else 0), LEFT, top, width - 2 * LEFT))
    canvas.restoreState()
    return Layout(sheet.raw(), facts(12 if mixed else 6))


def vertical() -> Layout:
    """Characters below each other, lines from the right to the left."""
    sheet = Sheet()
    sheet.canvas.setFont(FONT, SIZE)
    x = sheet.width - 90
    for text in paragraphs(3):
        for at, line in sheet.lines(text, 600, 2):
            for number, character in enumerate(line):
                sheet.canvas.drawString(x, 740 - (at + number) * 13, character)
            x -= 22
    return Layout(sheet.raw(), facts(6))


def binding_line() -> Layout:
    """A turned line at the margin."""
    sheet = Sheet()
    sheet.draw(sheet.frame(paragraphs(4), LEFT, 720, sheet.width - 2 * LEFT))
    sheet.canvas.saveState()
    sheet.canvas.translate(30, 300)
    sheet.canvas.rotate(90)
    sheet.draw([(0, 0, "装订线内不得书写")])
    sheet.canvas.restoreState()
    return Layout(sheet.raw(), facts(8))


def watermark(angle: float, count: int = 1, after: bool = False, size: float = 48, pages: int = 3) -> Layout:
    sheet = Sheet()
    for page in range(pages):
        body = sheet.frame(paragraphs(4, 8 * page), LEFT, 740, sheet.width - 2 * LEFT)
        if after:
            sheet.draw(body)
        for number in range(count):
            sheet.canvas.saveState()
            sheet.canvas.setFillGray(0.8)
            sheet.canvas.translate(70 + 170 * (number % 3), 690 - 150 * (number // 3) - (220 if count == 1 else 0))
            sheet.canvas.rotate(angle)
            sheet.draw([(0, 0, "澄江县政府办2024-05-01")], size)
            sheet.canvas.restoreState()
        if not after:
            sheet.draw(body)
        sheet.canvas.showPage()
    return Layout(sheet.raw(), facts(8 * pages))


def footnotes(size: float = 9, rule: bool = True, mark: str = "①②") -> Layout:
    """A paragraph that the notes at the foot of its page stand in the middle of."""
    sheet = Sheet()
    whole = sheet.width - 2 * LEFT
    lines = sheet.frame(["".join(facts(30))], LEFT, 740, whole)
    held = 26
    sheet.draw(lines[:held])
    foot = lines[held - 1][1] - 50
    if rule:
        sheet.canvas.line(LEFT, foot + 18, LEFT + 144, foot + 18)
    notes = [f"{mark[0]}资金池：指政府与银行共同出资设立的资金。", f"{mark[1]}容缺办理：指材料不全时先行受理。"]
    sheet.draw([(LEFT, foot - 16 * n, note) for n, note in enumerate(notes)], size)
    sheet.canvas.showPage()
    sheet.draw([(x, 740 - sheet.leading * n, line) for n, (x, _, line) in enumerate(lines[held:])])
    return Layout(sheet.raw(), [*facts(30), *notes])


def table(rules: str = "all", cells: Sequence[Sequence[str]] = ()) -> Layout:
    """A table between paragraphs: with all rules, with those between rows only, or with none."""
    sheet = Sheet()
    whole = sheet.width - 2 * LEFT
    rows = cells or [
        ("责任单位", "完成时限", "数量"),
        ("县工信局", "2023年12月", "312家"),
        ("县金融办", "长期坚持", "45名"),
    ]
    rows = [*rows, *([("县人社局", "2024年6月", "98个")] * 3)]
    sheet.draw(sheet.frame(paragraphs(2), LEFT, 740, whole))
    width, y = whole / len(rows[0]), 600.0
    tops = [y]
    for row in rows:
        drawn = [sheet.frame([cell], LEFT + width * n + 5, y - 15, width - 10, 0) for n, cell in enumerate(row)]
        sheet.draw([line for cell in drawn for line in cell])
        y -= max(map(len, drawn)) * sheet.leading + 6
        tops.append(y)
    if rules in ("all", "rows"):
        for top in tops if rules == "all" else (tops[0], tops[1], tops[-1]):
            sheet.canvas.line(LEFT, top, LEFT + whole, top)
    if rules == "all":
        for n in range(len(rows[0]) + 1):
            sheet.canvas.line(LEFT + width * n, tops[0], LEFT + width * n, tops[-1])
    sheet.draw(sheet.frame(paragraphs(2, 4), LEFT, y - 40, whole))
    held = [cell for row in rows for cell in row if cell.endswith("。")]
    return Layout(sheet.raw(), [*facts(4), *held, *facts(4, 4)])


WIDE_CELLS = (
    ("问题", "整改措施"),
    ("部分小微企业融资难。", "设立风险补偿资金池，引导银行发放信用贷款，降低企业融资成本。"),
    ("审批环节偏多。", "推行一窗受理和容缺办理，办理时间压缩一半以上。"),
)


def red_head() -> Layout:
    """An official letter: a large red name over a rule, a number, and a seal's date at the right."""
    sheet = Sheet()
    sheet.canvas.setFillColorRGB(1, 0, 0)
    sheet.title("澄江县人民政府文件", 760)
    sheet.canvas.setFillColorRGB(0, 0, 0)
    sheet.canvas.line(LEFT, 720, sheet.width - LEFT, 720)
    sheet.draw([(240, 728, "澄政发〔2023〕12号")])
    sheet.draw(sheet.frame(paragraphs(4), LEFT, 680, sheet.width - 2 * LEFT))
    sheet.draw([(380, 200, "澄江县人民政府"), (390, 178, "2023年12月30日")])
    return Layout(sheet.raw(), facts(8))


def raised_notes() -> Layout:
    """Small raised marks behind words, and a bold print that is shifted by a hair."""
    sheet = Sheet()
    texts = facts(4)
    for number, text in enumerate(texts):
        head, y = text[:10], 720 - 40 * number
        sheet.draw([(LEFT, y, head)])
        sheet.draw([(LEFT + 0.3, y, head)])
        end = LEFT + pdfmetrics.stringWidth(head, FONT, SIZE)
        sheet.draw([(end, y + 5, "①")], 6)
        sheet.draw([(end + 6, y, text[10:30])])
        sheet.draw([(LEFT, y - 18, text[30:])])
    return Layout(sheet.raw(), [f"{text[:10]}①{text[10:]}" for text in texts])


LAYOUTS: dict[str, Callable[[], Layout]] = {
    "one column, indented": one_column,
    "one column, not indented": lambda: one_column(0),
    "large type": lambda: one_column(2, 16),
    "two columns": columns,
    "two columns, drawn by rows": lambda: columns(by_rows=True),
    "two columns, justified": lambda: columns(by_rows=True, justify=True),
    "two columns, narrow gutter": lambda: columns(by_rows=True, gutter=13),
    "two columns, lines not level": lambda: columns(by_rows=True, shift=9),
    "two columns, the second short": lambda: columns(by_rows=True, last=1),
    "two columns, two pages": lambda: columns(by_rows=True, pages=2, last=2),
    "two columns, header and number": lambda: columns(by_rows=True, pages=3, footer=True),
    "two columns, no title": lambda: columns(titled=False, by_rows=True),
    "three columns": lambda: columns(3, by_rows=True, size=9),
    "columns between whole lines": columns_between,
    "two pages on a sheet": lambda: two_pages_on_a_sheet(False),
    "two pages on a sheet, numbered": lambda: two_pages_on_a_sheet(True),
    "two pages on a sheet, the second short": lambda: two_pages_on_a_sheet(True, 1),
    "turned by 90": lambda: turned(1),
    "turned by 180": lambda: turned(2),
    "turned by 270": lambda: turned(3),
    "turned by 90 with its page": lambda: turned(1, by_page=True),
    "turned after an upright page": lambda: turned(1, mixed=True),
    "vertical writing": vertical,
    "a turned line at the margin": binding_line,
    "watermark, slanted": lambda: watermark(45),
    "watermark, slanted, one page": lambda: watermark(45, pages=1),
    "watermark, slanted, small, many": lambda: watermark(30, 12, size=14),
    "watermark, slanted, drawn last": lambda: watermark(-35, 6, after=True, size=20),
    "watermark, level, large": lambda: watermark(0, size=40),
    "notes, small, below a rule": footnotes,
    "notes, small": lambda: footnotes(rule=False, mark="12"),
    "notes in the text's size, below a rule": lambda: footnotes(12),
    "notes in the text's size": lambda: footnotes(12, rule=False),
    "table, short cells": table,
    "table, sentences in cells": lambda: table(cells=WIDE_CELLS),
    "table, rules between rows": lambda: table("rows"),
    "table without rules": lambda: table(""),
    "official letter": red_head,
    "raised marks, bold by a second print": raised_notes,
}


def score(layout: Layout, text: str) -> tuple[int, int, int]:
    """Count the sentences of a layout that a reader's text gives in order, those there are, and what else it gives.

    Args:
        layout: what is right.
        text: what a reader gives; it is cleaned and outlined as any report.
    """
    try:
        given = ["".join(sentence.text.split()) for sentence in from_text(text).sentences]
    except ReadError:
        given = []
    blocks = SequenceMatcher(None, layout.sentences, given, autojunk=False).get_matching_blocks()
    found = sum(block.size for block in blocks)
    return found, len(layout.sentences), len(given) - found


def every() -> Iterator[tuple[str, Any]]:
    """Yield the layouts with their names."""
    for name, make in LAYOUTS.items():
        yield name, make()
