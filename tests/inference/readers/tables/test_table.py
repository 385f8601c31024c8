import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cuoshi.documents import Document, Unreadable
from cuoshi.errors import ReadError
from cuoshi.readers import read_documents
from cuoshi.readers.source import Source
from cuoshi.readers.tables import other_workbooks

Write = Callable[[str, bytes | str], Path]
HEADER = ["县", "年份", "标题", "编号", "正文"]
ROWS: list[list[object]] = [
    ["澄江县", 2023, "工作总结", "A1", "一、总体情况\n全年走访企业312家，解决问题98个。"],
    ["丰岭县", 2022, "述职报告", None, "设立帮办窗口，“一窗受理”。"],
]
METADATA = [
    {"county": "澄江县", "year": "2023", "title": "工作总结", "编号": "A1"},
    {"county": "丰岭县", "year": "2022", "title": "述职报告"},
]


def csv_text(delimiter: str = ",") -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows([HEADER, *ROWS])
    return written.getvalue()


def xlsx(*sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parquet(columns: dict[str, list[object]]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


def columns() -> dict[str, list[object]]:
    return {name: [row[index] for row in ROWS] for index, name in enumerate(HEADER)}


def check(path: Path, numbers: tuple[int, int]) -> None:
    found = [document for document in read_documents(path) if isinstance(document, Document)]
    assert [document.path for document in found] == [f"{path}#{number}" for number in numbers]
    assert [document.text for document in found] == [row[4] for row in ROWS]
    assert [document.metadata for document in found] == METADATA
    assert [document.title for document in found] == [row["title"] for row in METADATA]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(("suffix", "delimiter"), [(".csv", ","), (".csv", ";"), (".tsv", "\t")])
def test_csv(write: Write, encoding: str, suffix: str, delimiter: str) -> None:
    check(write(f"材料{suffix}", csv_text(delimiter).encode(encoding)), (2, 3))


def test_xlsx(write: Write) -> None:
    check(write("材料.xlsx", xlsx([HEADER, *ROWS])), (2, 3))


def test_sheets_without_texts_are_passed_over(write: Write) -> None:
    path = write("材料.xlsx", xlsx([["说明"], ["共两份"]], [HEADER, *ROWS]))
    assert [document.path for document in read_documents(path)] == [f"{path}#Sheet1!2", f"{path}#Sheet1!3"]


def test_parquet(write: Write) -> None:
    check(write("材料.parquet", parquet(columns())), (1, 2))


@pytest.mark.parametrize("name", ["text", "content", "Content ", "正文", "内容", "全文"])
def test_names_of_the_column_of_texts(write: Write, name: str) -> None:
    (found,) = read_documents(write("材料.csv", f"{name},year\n企业满意。,2023\n"))
    assert isinstance(found, Document)
    assert (found.text, found.metadata) == ("企业满意。", {"year": "2023"})


def test_a_row_without_text_does_not_lose_the_others(write: Write) -> None:
    for path in (
        write("材料.csv", "county,text\n甲县,企业满意。\n乙县,\n,\n丙县,群众满意。\n"),
        write(
            "材料.xlsx", xlsx([["county", "text"], ["甲县", "企业满意。"], ["乙县", None], [], ["丙县", "群众满意。"]])
        ),
    ):
        first, second, third = read_documents(path)
        assert isinstance(first, Document) and isinstance(third, Document)
        assert second == Unreadable(f"{path}#3", "no text in column text; fill it or delete the row")
        assert third.path == f"{path}#5"


def test_a_row_with_commas_in_its_text_is_not_cut_short(write: Write) -> None:
    path = write("材料.csv", "county,text\n甲县,一,二,三\n乙县,企业满意。,,\n")
    first, second = read_documents(path)
    assert isinstance(first, Unreadable) and "more cells than the header" in first.reason
    assert isinstance(second, Document) and second.metadata == {"county": "乙县"}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("无.csv", "县,年份\n甲县,2023\n", "no column of texts among 县, 年份; name the column"),
        ("头.csv", "text\n", "no rows"),
        ("白.csv", "text,year\n,\n,\n", "no rows"),
        ("格.csv", "text\n" + "a" * 5_000_002, "line 2: field larger"),
        ("无.xlsx", xlsx([["县"], ["甲县"]]), "no sheet has a column of texts"),
        (
            "句.xlsx",
            xlsx([["县", "句子"], ["甲县", "修渠。"]]),
            "a row is a report, so one cell holds all its sentences",
        ),
        ("无.parquet", parquet({"a": [1]}), "no column of texts among a"),
        ("断.xlsx", xlsx([HEADER, *ROWS])[:3000], "damaged"),
        ("断.parquet", parquet(columns())[:300], "damaged"),
        ("空.csv", "\n\n \n", "empty"),
        ("零.csv", "text\n企业\0满意。\n", "null bytes"),
    ],
)
def test_what_cannot_be_read(write: Write, name: str, content: bytes | str, says: str) -> None:
    path = write(name, content)
    with pytest.raises(ReadError, match=says) as error:
        list(read_documents(path))
    assert str(error.value).startswith(f"{path}: ")


def test_long_texts_and_many_rows(write: Write) -> None:
    long = "企业满意。" * 40_000
    path = write("长.csv", "text\n" + f"{long}\n" * 5 + "短。\n" * 2000)
    assert sum(len(document.text) for document in read_documents(path) if isinstance(document, Document)) == 1_004_000


def merged(*ranges: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["县（市、区）", "报告年份", "正文"],
        ["澄江县", 2021, "推行帮办。"],
        [None, 2022, "减免税费。"],
        [None, 2023, "组织研修。"],
        ["丰岭县", 2023, "清理欠款。"],
    ):
        sheet.append(row)
    for cells in ranges:
        sheet.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def states(path: Path) -> list[tuple[str, str]]:
    found = [document.metadata for document in read_documents(path) if isinstance(document, Document)]
    return [(row.get("county", ""), row.get("year", "")) for row in found]


def test_a_merged_cell_holds_for_the_rows_that_it_covers(write: Write) -> None:
    years = ["2021", "2022", "2023", "2023"]
    merged_down = states(write("材料.xlsx", merged("A2:A4")))
    assert merged_down == list(zip(["澄江县", "澄江县", "澄江县", "丰岭县"], years, strict=True))
    assert states(write("二.xlsx", merged("A2:A3")))[2] == ("", "2023")
    assert states(write("三.xlsx", merged("A2:B2")))[1] == ("", "2022")
    assert states(write("四.xlsx", merged()))[1] == ("", "2022")


def test_a_row_that_only_merged_cells_cover_is_none(write: Write) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["县", "正文"], ["澄江县", "推行帮办。"], [None, None], ["丰岭县", "清理欠款。"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    file = io.BytesIO()
    book.save(file)
    path = write("材料.xlsx", file.getvalue())
    assert [document.path for document in read_documents(path)] == [f"{path}#2", f"{path}#4"]


@pytest.mark.parametrize("above", [[["各县2021年报告汇总"]], [[], ["填报单位：", "县工商联"], []]])
def test_the_header_may_stand_below_a_title(write: Write, above: list[list[object]]) -> None:
    numbers = (len(above) + 2, len(above) + 3)
    check(write("材料.xlsx", xlsx([*above, HEADER, *ROWS])), numbers)
    written = io.StringIO(newline="")
    csv.writer(written).writerows([*above, HEADER, *ROWS])
    check(write("材料.csv", written.getvalue()), numbers)


def test_a_line_for_excel_names_the_delimiter(write: Write) -> None:
    check(write("材料.csv", f"sep=;\n{csv_text(';')}"), (2, 3))


def test_an_unclosed_quotation_mark_costs_its_own_row(write: Write) -> None:
    path = write("材料.csv", '县,正文\n甲县,"企业满意。\n乙县,群众满意。\n丙县,"都\n满意。"\n')
    refused, *found = read_documents(path)
    assert isinstance(refused, Unreadable) and refused.path == f"{path}#2"
    assert "line 2: a quotation mark is not closed" in refused.reason
    assert [(document.path, document.text) for document in found if isinstance(document, Document)] == [
        (f"{path}#3", "群众满意。"),
        (f"{path}#4", "都\n满意。"),
    ]


def test_columns_that_are_not_used_are_named(write: Write, caplog: pytest.LogCaptureFixture) -> None:
    list(read_documents(write("材料.csv", csv_text())))
    assert "columns not known, so not used: 编号" in caplog.text


def test_a_gap_in_a_column_is_told(write: Write, caplog: pytest.LogCaptureFixture) -> None:
    list(read_documents(write("材料.csv", "县,年份,正文\n甲县,2021,企业满意。\n,2022,群众满意。\n,2023,\n")))
    assert "county is empty in 1 of 2 rows; if a cell stood for several rows, fill each" in caplog.text
    assert "year is empty" not in caplog.text


@pytest.mark.parametrize(("text", "told"), [("组织企业家外出研修。", True), ("组织企业家外出研修。" * 20, False)])
def test_a_table_of_sentences_is_told(write: Write, caplog: pytest.LogCaptureFixture, text: str, told: bool) -> None:
    assert len(list(read_documents(write("句子表.csv", "县,年份,正文\n" + f"甲县,2021,{text}\n" * 6)))) == 6
    said = "each of 6 rows counts as a report, and half of them have no more than 10 characters; put"
    assert (said in caplog.text) is told


def test_the_name_of_a_sheet_is_part_of_the_path(write: Write) -> None:
    book = openpyxl.Workbook()
    for number, name in enumerate(["清苑区", "2022年"]):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet()
        sheet.title = name
        sheet.append(["正文"])
        sheet.append(["企业满意。_x000D_\n群众满意。"])
    file = io.BytesIO()
    book.save(file)
    path = write("材料.xlsx", file.getvalue())
    found = [document for document in read_documents(path) if isinstance(document, Document)]
    assert [document.path for document in found] == [f"{path}#清苑区!2", f"{path}#2022年!2"]
    assert found[0].text == "企业满意。\n群众满意。"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_left_out_and_listed(write: Write, state: str) -> None:
    book = openpyxl.Workbook()
    for title in ("定稿", "旧稿", "编码表"):
        sheet = book.create_sheet(title)
        sheet.append(["县", "正文"] if title != "编码表" else ["代码"])
        sheet.append(["清苑区", f"{title}：企业满意。"])
        sheet.sheet_state = "visible" if title == "定稿" else state
    del book["Sheet"]
    file = io.BytesIO()
    book.save(file)
    path = write("材料.xlsx", file.getvalue())
    first, hidden = read_documents(path)
    assert isinstance(first, Document) and first.path == f"{path}#定稿!2"
    assert isinstance(hidden, Unreadable) and hidden.path == f"{path}#旧稿" and "hidden sheet" in hidden.reason
    pytest.importorskip("python_calamine")
    found = list(other_workbooks.read(Source(str(path), file, len(file.getvalue()))))
    assert [document.path for document in found] == [first.path, hidden.path]


def test_a_table_saved_as_text_is_a_table(write: Write) -> None:
    check(write("材料.txt", csv_text("\t").encode("utf-16")), (2, 3))
    for number, text in enumerate(
        ["报告\n\n全年走访企业312家。\n", "正文\t年份\n", "县\t年份\n甲县\t2021\n", "内容,报告\n提速。\n"]
    ):
        (found,) = read_documents(write(f"{number}.txt", text))
        assert isinstance(found, Document) and found.text == text


def test_a_row_of_totals_is_no_report(write: Write) -> None:
    path = write("表.csv", "县,正文\n清禾县,推行帮办。\n合计,共1份报告。\n")
    first, last = read_documents(path)
    assert isinstance(first, Document)
    assert isinstance(last, Unreadable)
    assert last.reason.startswith("a row of totals")
