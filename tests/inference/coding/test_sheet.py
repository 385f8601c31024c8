import re
from pathlib import Path

import openpyxl
from tests.inference.coding.test_forms import CODEBOOK, ITEMS

from cuoshi.coding.codes import read
from cuoshi.coding.forms import coded_columns
from cuoshi.coding.sheet import cell_text, coding_sheet
from cuoshi.scheme import bundled


def test_the_sheet_protects_text_and_offers_labels(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    coding_sheet(path, ITEMS, bundled(), CODEBOOK, "zh")
    book = openpyxl.load_workbook(path)
    sheet = book["coding"]
    heads = [str(cell.value).split("\n")[0] for cell in sheet[1]]
    assert [name for name in heads if name in coded_columns(bundled())] == list(coded_columns(bundled()))
    assert sheet.protection.sheet and sheet.freeze_panes == "A2"
    locked = {name: sheet.cell(2, number).protection.locked for number, name in enumerate(heads, 1)}
    assert locked["text"] and locked["sentence_id"] and locked["before"]
    assert not any(locked[name] for name in coded_columns(bundled())[1:])
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert len(lists) == 10 and '"done,planned,problem,general"' in lists.values()
    text = sheet.cell(3, heads.index("text") + 1)
    assert text.data_type == "s" and text.value == "=1+1 全年粮食总产量达到31万吨。"
    told = [cell.value for cell in book["codebook"]["A"]]
    assert told[1] == "law" and "# 手册" in told


def test_the_sheet_speaks_the_language_that_is_asked_for(tmp_path: Path) -> None:
    han, said = re.compile(r"[\u4e00-\u9fff]"), {}
    for lang in ("zh", "en"):
        coding_sheet(tmp_path / f"{lang}.xlsx", ITEMS, bundled(), "", lang)
        sheet = openpyxl.load_workbook(tmp_path / f"{lang}.xlsx")["coding"]
        rules = [rule.prompt + rule.error for rule in sheet.data_validations.dataValidation]
        said[lang] = [*(str(cell.value) for cell in sheet[1]), *rules]
    assert all(han.search(text) for text in said["zh"]) and not any(han.search(text) for text in said["en"])
    assert [text.split("\n")[0] for text in said["zh"][:10]] == [text.split("\n")[0] for text in said["en"][:10]]


def test_a_filled_sheet_reads_as_its_coder_meant(tmp_path: Path) -> None:
    path = tmp_path / "coded-a.xlsx"
    coding_sheet(path, ITEMS, bundled(), CODEBOOK, "zh")
    book = openpyxl.load_workbook(path)
    sheet = book["coding"]
    column = {str(cell.value).split("\n")[0]: number for number, cell in enumerate(sheet[1], 1)}
    sheet.cell(2, column["training"]).value = 1
    sheet.cell(2, column["status"]).value = "done"
    sheet.cell(3, column["none"]).value = 1
    book.save(path)
    codes = read([path], [item.sentence_id for item in ITEMS], bundled())
    assert codes.labels[0, :, 0].tolist() == [0, 0, 0, 0, 0, 0, 1]
    assert codes.labels[1, :, 0].tolist() == [0] * 7
    assert codes.answered.tolist() == [True, True, False]
    assert codes.status[:, 0].tolist() == ["done", "", ""]


def test_a_sentence_longer_than_a_cell_can_hold_shows_that_it_was_cut() -> None:
    whole = "长" * 32_767
    assert cell_text(whole) == whole and cell_text(None) == "" and cell_text("a\x00b") == "ab"
    assert cell_text(whole + "句") == "长" * 32_766 + "…"
