"""PDF files as word processors print them: wrapped lines rejoined, what repeats at the margins dropped."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.readers import read_documents

pytest.importorskip("reportlab")
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]
FONT, SIZE, LEADING, LEFT, WIDTH = "STSong-Light", 16, 28, 80, 27
TITLE = "澄江县2023年服务企业工作总结"
SENTENCE = "全县组织干部走访企业，帮助解决用工、融资、用地等实际问题，逐条登记、逐条销号。"
PARAGRAPHS = [
    "一、总体情况",
    SENTENCE * 4,
    "二、主要做法",
    *[f"（{n}）{SENTENCE * 3}" for n in "一二三四五六七八"],
    "特此报告。",
]


def pages(
    indent: int,
    numbers: str = "— {} —",
    header: str = TITLE,
    paragraphs: list[str] | None = None,
    ragged: bool = False,
    apart: int = 0,
) -> bytes:
    """Print paragraphs as a typist would: lines of 27 characters, a header, a page number."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    y, page = A4[1] - 100.0, 1

    def decorate() -> None:
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 45, header)
        canvas.drawCentredString(A4[0] / 2, 40, numbers.format(page))
        canvas.setFont(FONT, SIZE)

    decorate()
    for paragraph in PARAGRAPHS if paragraphs is None else paragraphs:
        text, at = paragraph, indent
        while text:
            width = WIDTH - at - (len(text) % 5 if ragged else 0)
            line, text = text[:width], text[width:]
            canvas.drawString(LEFT + SIZE * at, y, line)
            at = 0
            y -= LEADING
            if y < 90:
                canvas.showPage()
                y, page = A4[1] - 100.0, page + 1
                decorate()
        y -= apart
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize("numbers", ["— {} —", "- {} -", "{}", "第 {} 页", "第{}页 共3页", "{}/3", "{} / 3"])
def test_indented_paragraphs(write: Write, read_one: Read, numbers: str) -> None:
    assert read_one(write("总结.pdf", pages(2, numbers))).text.split("\n") == PARAGRAPHS


def test_paragraphs_without_indentation_are_parted_by_short_lines(write: Write, read_one: Read) -> None:
    assert read_one(write("总结.pdf", pages(0))).text.split("\n") == PARAGRAPHS


def test_lines_of_unequal_length(write: Write, read_one: Read) -> None:
    paragraphs = ["一、情况", *[text.replace("。", "，")[:-1] + "。" for text in PARAGRAPHS[1:2] * 4], "二、问题"]
    assert read_one(write("总结.pdf", pages(2, ragged=True, paragraphs=paragraphs))).text.split("\n") == paragraphs
    assert (
        read_one(write("总结.pdf", pages(0, ragged=True, apart=8, paragraphs=paragraphs))).text.split("\n")
        == paragraphs
    )


def test_characters_are_read_in_their_order_on_paper_and_without_the_gaps_beside_numbers(
    write: Write, read_one: Read
) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont(FONT, SIZE)
    for x, text in ((80, "走访企业"), (149, "312"), (178, "家，推行"), (258, "一窗受理"), (338, "改革。")):
        canvas.drawString(x, 700, text)
    for x, text in ((242, "“"), (322, "”")):  # a word processor prints what is in another font afterwards
        canvas.drawString(x, 700, text)
    canvas.drawString(80, 672, "Apple Pay")
    canvas.drawString(80, 644, "完成。")
    canvas.save()
    assert read_one(write("页.pdf", file.getvalue())).text == "走访企业312家，推行“一窗受理”改革。\nApple Pay\n完成。"


def test_a_figure_at_the_foot_of_a_page_is_content(write: Write, read_one: Read) -> None:
    text = read_one(write("总结.pdf", pages(2, "", "", ["一、情况", f"{SENTENCE * 14}增长12%。", "完成。"]))).text
    assert text.split("\n") == ["一、情况", f"{SENTENCE * 14}增长12%。", "完成。"]


def scanned(count: int, text: str = "") -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for number in range(count):
        canvas.drawImage(ImageReader(Image.new("L", (50, 70), 200)), 0, 0, *A4)
        canvas.drawString(280, 30, f"{number + 1}")
        canvas.showPage()
    if text:
        canvas.drawString(80, 700, text)
    canvas.save()
    return file.getvalue()


def test_scans_without_ocr(write: Write) -> None:
    with pytest.raises(ReadError, match="3 of 3 pages are pictures without text; OCR is switched off"):
        list(read_documents(write("扫描.pdf", scanned(3)), ocr=False))
    with pytest.raises(ReadError, match="3 of 4 pages"):
        list(read_documents(write("扫描.pdf", scanned(3, "a cover sheet that somebody typed")), ocr=False))


def test_a_password(write: Write) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, encrypt=pdfencrypt.StandardEncryption("secret", canPrint=0))
    canvas.drawString(100, 700, "text")
    canvas.save()
    with pytest.raises(ReadError, match="protected by a password"):
        list(read_documents(write("加密.pdf", file.getvalue())))


@pytest.mark.parametrize("share", [0.005, 0.3, 0.8])
def test_cut_off(write: Write, share: float) -> None:
    raw = pages(2)
    path = write("断.pdf", raw[: int(len(raw) * share)])
    with pytest.raises(ReadError) as error:
        list(read_documents(path))
    assert str(error.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("untitled", ""),
        ("Microsoft Word - 清禾县工作总结", "清禾县工作总结"),
        ("文档1", ""),
        ("清禾县工作总结", "清禾县工作总结"),
    ],
)
def test_what_a_program_calls_a_document_is_no_title(write: Write, stated: str, title: str) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setTitle(stated)
    canvas.drawString(100, 700, "a line of text that is long enough to be read as one")
    canvas.save()
    (found,) = read_documents(write("a.pdf", file.getvalue()))
    assert isinstance(found, Document)
    assert found.title == title
