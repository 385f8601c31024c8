"""Pages that are pictures: scanned PDFs, photographs, folders of page pictures."""

import importlib.util
import io
import logging
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.readers import find, read_documents
from cuoshi.readers.page_files import page_set
from cuoshi.readers.pages import ocr
from cuoshi.reading import from_document

pytest.importorskip("reportlab")
from reportlab.lib.utils import ImageReader

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


layouts, scans = load("layouts"), load("scans")
TEXTS = [
    "一、主要做法",
    "设立风险补偿资金池三千万元，引导银行发放信用贷款，企业融资成本明显下降。",
    "全年走访企业312家。",
]


def picture(texts: list[str] = TEXTS) -> Image.Image:
    """A small page; skips the test where no Chinese font prints it."""
    pytest.importorskip("rapidocr")
    sheet = layouts.Sheet((420, 300), 16)
    sheet.draw(sheet.frame(texts, 40, 260, 340))
    page: Image.Image = scans.rendered(sheet.raw(), 150)
    if page.convert("L").getextrema()[0] > 128:
        pytest.skip("no Chinese font is installed")
    return page


def saved(*pages: Image.Image, form: str = "PNG") -> bytes:
    file = io.BytesIO()
    more = {"save_all": True, "append_images": [page.copy() for page in pages[1:]]} if len(pages) > 1 else {}
    pages[0].copy().save(file, form, **more)  # an image keeps what its last format wanted
    return file.getvalue()


def test_a_page_askew_turned_and_stamped(write: Write, read_one: Read) -> None:
    page = scans.stamped(scans.askew(picture(), 2))
    for degrees in (0, 90, 180):
        turned = page.rotate(degrees, expand=True)
        assert read_one(write(f"页{degrees}.png", saved(turned))).text.split("\n") == TEXTS


def test_a_page_on_its_side_of_which_nothing_is_legible_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    page = np.zeros((90, 60, 3), np.uint8)
    page[0, 0] = 255  # tells how it is turned
    tall = np.array([[[0, 0], [5, 0], [5, 50], [0, 50]]], float)
    wide = np.array([[[0, 0], [50, 0], [50, 5], [0, 5]]], float)
    found = {0: (tall[:0], []), 2: (tall, ["走访企业。"]), 3: (wide, ["走访企业。"])}

    def recognise(image: ocr.Image) -> ocr._Found:
        turn = next(turn for turn in range(4) if np.array_equal(np.rot90(page, turn), image))
        return ocr._Found(*found[turn], [0.99] * len(found[turn][1]))

    monkeypatch.setattr(ocr, "_recognise", recognise)
    best, turned = ocr._upright(page)
    assert (best.texts, turned) == (["走访企业。"], 3)


def test_a_scanned_page_behind_one_of_text(write: Write, read_one: Read, caplog: pytest.LogCaptureFixture) -> None:
    page = picture(["清理拖欠账款一千二百万元，年底前全部清零。"])
    sheet = layouts.Sheet((420, 300), 16)
    sheet.draw(sheet.frame(TEXTS, 40, 260, 340))
    sheet.canvas.showPage()
    sheet.canvas.drawImage(ImageReader(page), 0, 0, 420, 300)
    path = write("混合.pdf", sheet.raw())
    with caplog.at_level(logging.WARNING, "cuoshi"):
        document = read_one(path)
    assert [(scan.page, scan.text) for scan in document.scans] == [(2, "清理拖欠账款一千二百万元，年底前全部清零。")]
    report = from_document(document)
    assert [sentence.page for sentence in report] == [None, None, 2]
    assert report[2].page_confidence == document.scans[0].confidence
    lines = document.text.split("\n")
    assert lines == [*TEXTS, "清理拖欠账款一千二百万元，年底前全部清零。"]
    assert re.search(r"1 pages read by OCR, confidence (?:1\.0|0\.9)\d, least on page 2", caplog.text)


def test_what_is_left_out_is_named(
    write: Write, read_one: Read, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    sheet = layouts.Sheet((420, 300), 16)
    sheet.draw(sheet.frame(TEXTS, 40, 260, 340))
    sheet.canvas.showPage()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (50, 70), 100)), 0, 0, 420, 300)
    path = write("混合.pdf", sheet.raw())
    with caplog.at_level(logging.WARNING, "cuoshi"):
        document = read_one(path)
    assert document.text.split("\n") == TEXTS
    assert document.pictures
    assert "1 of 2 pages are pictures without text and left out (page 2); run pip install 'cuoshi[ocr]'" in caplog.text
    with pytest.raises(ReadError, match=r"a picture; run pip install 'cuoshi\[ocr\]'"):
        list(read_documents(write("页.png", saved(Image.new("L", (50, 70))))))


def test_a_folder_of_page_pictures_and_all_pages_of_a_tiff_are_one_report(write: Write, read_one: Read) -> None:
    pages = [picture([f"第{word}页的内容已经全部写在这里。"]) for word in "一二"]
    first = write("扫描/第2页.jpg", saved(pages[0], form="JPEG"))
    write("扫描/第10页.jpg", b"no picture")
    assert len(list(find([first.parent]))) == 2
    first.with_name("第10页.jpg").rename(first.with_name("第3页.jpg")).write_bytes(saved(pages[1], form="JPEG"))
    assert list(find([first.parent])) == [first]
    both = "第一页的内容已经全部写在这里。第二页的内容已经全部写在这里。"
    assert read_one(first).text == both
    assert [scan.page for scan in read_one(first).scans] == [1, 2]
    assert read_one(write("报告.tif", saved(*pages, form="TIFF"))).text == both


@pytest.mark.parametrize(
    ("names", "set_"),
    [
        (("2.jpg", "1.jpg", "3.PNG"), ["1.jpg", "2.jpg", "3.PNG"]),
        (("扫描_009.tif", "扫描_010.tif", "Thumbs.db"), ["扫描_009.tif", "扫描_010.tif"]),
        (("1.jpg", "3.jpg"), []),
        (("1.jpg",), []),
        (("1.jpg", "2.jpg", "说明.txt"), []),
        (("照片1.jpg", "座谈2.jpg"), []),
        (("甲.jpg", "乙.jpg"), []),
    ],
)
def test_which_pictures_are_the_pages_of_a_report(tmp_path: Path, names: tuple[str, ...], set_: list[str]) -> None:
    for name in names:
        (tmp_path / name).touch()
    assert [path.name for path in page_set(tmp_path.iterdir())] == set_


def test_no_text_or_damaged(write: Write) -> None:
    pytest.importorskip("rapidocr")
    with pytest.raises(ReadError, match="no text is seen"):
        list(read_documents(write("白.png", saved(Image.new("RGB", (300, 200), "white")))))
    with pytest.raises(ReadError, match="damaged or was cut off"):
        list(read_documents(write("断.png", saved(Image.new("RGB", (300, 200), "white"))[:60])))


def test_a_pdf_without_anything_to_read_says_so_also_after_ocr(tmp_path: Path) -> None:
    file = pypdfium2.PdfDocument.new()
    file.new_page(595, 842)
    file.save(tmp_path / "空白.pdf")
    with pytest.raises(ReadError, match="OCR sees no text on its 1 pages"):
        list(read_documents(tmp_path / "空白.pdf"))
    with pytest.raises(ReadError, match="1 of 1 pages are pictures without text; OCR is switched off"):
        list(read_documents(tmp_path / "空白.pdf", ocr=False))


def test_illegible_characters_are_marked() -> None:
    box: list[list[int]] = []
    assert ocr._marked("设 立", [("设", 0.9, box), ("立", 0.3, box)]) == "设 □"
    assert ocr._marked("设立。", [("设", 0.1, box)]) == "设立。"


def test_a_picture_is_read_where_it_is_wanted(write: Write) -> None:
    assert (ocr.state(False), ocr.is_on(False), ocr.advice(False)) == ("off", False, "OCR is switched off")
    with pytest.raises(ReadError, match="a picture; OCR is switched off"):
        list(read_documents(write("页.png", saved(Image.new("RGB", (300, 200), "white"))), ocr=False))


def test_every_page_is_a_sign_of_life(write: Write) -> None:
    pytest.importorskip("rapidocr")
    page, signs = Image.new("RGB", (300, 200), "white"), []
    with pytest.raises(ReadError, match="no text is seen"):
        list(read_documents(write("白.png", saved(page)), alive=lambda: signs.append("page")))
    assert signs == ["page"]
