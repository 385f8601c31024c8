import re

import openpyxl

from cuoshi.results.workbook import workbook
from cuoshi.scheme import bundled

SCHEME = bundled()


def test_workbook_has_its_sheets_headers_and_formats(tmp_path, make_report, write, cells):
    book = openpyxl.load_workbook(write(tmp_path, [make_report()], [("x.pdf", "扫描件")]) / "coverage.xlsx")
    assert book.sheetnames == ["覆盖", "县汇总", "句子", "未读取", "待查明", "说明"]
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    assert book["覆盖"]["H2"].number_format == "0.0%"
    assert book["句子"].column_dimensions["E"].width > 60
    assert cells(book["未读取"])[1] == ["x.pdf", "扫描件", "否"]
    assert cells(book["句子"])[1][4:7] == ["推进审批提速。", "政务环境", "已实施"]


def test_county_summary_has_one_row_a_county(tmp_path, make_report, write, cells):
    reports = [make_report(0), make_report(1, year=2023), make_report(2, county="丰岭县"), make_report(3, county="")]
    rows = cells(openpyxl.load_workbook(write(tmp_path, reports) / "coverage.xlsx")["县汇总"])
    assert len(rows[0]) == 6 + len(SCHEME.categories)
    by_county = {row[0]: row[1:] for row in rows[1:]}
    assert set(by_county) == {"清禾县", "丰岭县", "（未识别）"}
    assert by_county["清禾县"][1:5] == ["2021、2023", 2, 4, 1]
    assert by_county["清禾县"][5 + SCHEME.category_ids.index("service")] == 0.5


def test_control_characters_do_not_break_the_workbook(tmp_path, make_report, write, cells):
    folder = write(tmp_path, [make_report(texts=("推进\x00审\x1b批\ufffe。",))])
    assert cells(openpyxl.load_workbook(folder / "coverage.xlsx")["句子"])[1][4] == "推进审批。"


def test_what_excel_has_no_room_for_is_said(tmp_path, monkeypatch, make_report, write, cells):
    monkeypatch.setattr(workbook, "MAX_ROWS", 30)
    folder = write(tmp_path, [make_report(i, texts=("长" * 40_000, "二。")) for i in range(16)])
    book = openpyxl.load_workbook(folder / "coverage.xlsx")
    assert book["句子"].max_row == 31
    about = dict(cells(book["说明"]))
    assert "2 行" in about["“句子”未写入"]
    assert "15 个单元格" in about["“句子”被截短"]
    assert len(book["句子"]["E2"].value) == workbook.MAX_CHARACTERS


def test_an_english_workbook_has_no_chinese_but_that_of_the_reports(tmp_path, make_report, write, cells):
    folder = write(tmp_path, [make_report(), make_report(1, county="")], [("x.pdf", "扫描件")], lang="en")
    book = openpyxl.load_workbook(folder / "coverage.xlsx")
    assert book.sheetnames == ["coverage", "counties", "sentences", "not read", "to be settled", "about"]
    heads = [str(value) for sheet in book for value in cells(sheet)[0]]
    about = [str(value) for row in cells(book["about"]) for value in row]
    assert not re.search(r"[\u4e00-\u9fff]", "".join(heads + about))
    assert cells(book["sentences"])[1][5:7] == ["Services", "Done"]
    assert {row[0] for row in cells(book["counties"])[1:]} == {"清禾县", "(unknown)"}
    assert len(set(heads)) > len(SCHEME.categories) * 2
