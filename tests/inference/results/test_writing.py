import zipfile
from datetime import datetime

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cuoshi.errors import CuoshiError
from cuoshi.results import columns, files, workbook, writing
from cuoshi.schema import Place, Report, Sentence
from cuoshi.scheme import bundled

SCHEME = bundled()
KEYS = ["county", "county_code", "year"]


@pytest.fixture
def make_report(tagger):
    def make(number=0, texts=("推进审批提速。", "种粮面积稳定。"), county="清禾县", year=2021):
        units = [Sentence(text, i // 2, i, ("一、回顾", "（一）环境"), "review") for i, text in enumerate(texts)]
        report = Report(f"r{number}", units, f"in/{number}.txt", "清禾县报告", Place(county, "130001"), year)
        return tagger.tag(report)

    return make


def write(folder, reports, skipped=(), xlsx=True):
    """The files of a run, made from reports without a store."""
    folder.mkdir(exist_ok=True)
    tables = (columns.sentence_table(report, SCHEME) for report in reports)
    facts = dict.fromkeys(workbook.FACTS, "0")
    writing.write_results(writing.Run(tables, skipped, KEYS, SCHEME, facts, xlsx), folder)
    return folder


def cells(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_sentence_rows_hold_what_was_said_of_the_sentence(make_report):
    table = columns.sentence_table(make_report(), SCHEME)
    assert table.schema == columns.sentences_schema(SCHEME)
    first, second = table.to_pylist()
    assert (first["report_id"], first["path"], first["county"], first["year"]) == ("r0", "in/0.txt", "清禾县", 2021)
    assert (first["heading_path"], first["section_kind"], first["position"]) == ("一、回顾 / （一）环境", "review", 0)
    assert (first["categories"], first["status"]) == (["service"], "done")
    assert first["p_service"] > 0.5 > first["p_law"]
    assert [first["text"][e["start"] : e["end"]] for e in first["evidence"]] == ["审批"]
    assert (second["categories"], second["status"], second["status_p"], second["evidence"]) == ([], None, None, [])


def test_unknown_year_is_null(make_report):
    assert columns.sentence_table(make_report(year=None), SCHEME)["year"].null_count == 2


def test_parquet_bytes_do_not_depend_on_the_size_of_the_pieces(tmp_path, monkeypatch, make_report):
    monkeypatch.setattr(writing, "ROW_GROUP", 3)
    pieces = [columns.sentence_table(make_report(i), SCHEME) for i in range(7)]
    written = list(writing.write_sentences(pieces, SCHEME, tmp_path / "small.parquet"))
    list(writing.write_sentences([pa.concat_tables(pieces)], SCHEME, tmp_path / "large.parquet"))
    assert (tmp_path / "small.parquet").read_bytes() == (tmp_path / "large.parquet").read_bytes()
    assert pq.ParquetFile(tmp_path / "small.parquet").num_row_groups == 5
    assert pa.concat_tables(written).equals(pa.concat_tables(pieces))


def test_coverage_is_the_same_in_all_formats(tmp_path, make_report):
    folder = write(tmp_path, [make_report(i, year=2020 + i % 2) for i in range(4)])
    parquet = pd.read_parquet(folder / "coverage.parquet")
    csv = pd.read_csv(folder / "coverage.csv", dtype={"county_code": str})
    pd.testing.assert_frame_equal(parquet, csv, check_dtype=False, atol=1e-6)
    sheet = cells(openpyxl.load_workbook(folder / "coverage.xlsx")["coverage"])
    assert len(sheet) == 1 + len(parquet)
    assert sheet[1][:4] == ["清禾县", "130001", 2020, "法治环境"]
    assert [row[7] for row in sheet[1:]] == pytest.approx(parquet["share"].tolist())


def test_csv_opens_in_excel_as_utf8(tmp_path, make_report):
    folder = write(tmp_path, [make_report()])
    assert (folder / "coverage.csv").read_bytes().startswith(b"\xef\xbb\xbfcounty,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(tmp_path, start, make_report):
    evil = f"{start}HYPERLINK(1)"
    folder = write(tmp_path, [make_report(texts=(evil,), county=evil)], [(evil, evil)])
    assert pd.read_csv(folder / "skipped.csv").iloc[0].tolist() == [f"'{evil}"] * 2
    assert pd.read_csv(folder / "coverage.csv")["county"].unique().tolist() == [f"'{evil}"]
    book = openpyxl.load_workbook(folder / "coverage.xlsx")
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert len(found) >= 5
    assert {cell.data_type for cell in found} == {"s"}


def test_workbook_has_its_sheets_headers_and_formats(tmp_path, make_report):
    book = openpyxl.load_workbook(write(tmp_path, [make_report()], [("x.pdf", "扫描件")]) / "coverage.xlsx")
    assert book.sheetnames == ["coverage", "county summary", "sentences", "skipped", "about"]
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    assert book["coverage"]["H2"].number_format == "0.0%"
    assert book["sentences"].column_dimensions["E"].width > 60
    assert cells(book["skipped"])[1] == ["x.pdf", "扫描件"]
    assert cells(book["sentences"])[1][4:7] == ["推进审批提速。", "政务环境", "已实施"]


def test_county_summary_has_one_row_a_county(tmp_path, make_report):
    reports = [make_report(0), make_report(1, year=2023), make_report(2, county="丰岭县"), make_report(3, county="")]
    rows = cells(openpyxl.load_workbook(write(tmp_path, reports) / "coverage.xlsx")["county summary"])
    assert len(rows[0]) == 6 + len(SCHEME.categories)
    by_county = {row[0]: row[1:] for row in rows[1:]}
    assert set(by_county) == {"清禾县", "丰岭县", "（未识别）"}
    assert by_county["清禾县"][1:5] == ["2021、2023", 2, 4, 1]
    assert by_county["清禾县"][5 + SCHEME.category_ids.index("service")] == 0.5


def test_control_characters_do_not_break_the_workbook(tmp_path, make_report):
    folder = write(tmp_path, [make_report(texts=("推进\x00审\x1b批\ufffe。",))])
    assert cells(openpyxl.load_workbook(folder / "coverage.xlsx")["sentences"])[1][4] == "推进审批。"


def test_what_excel_has_no_room_for_is_said(tmp_path, monkeypatch, make_report):
    monkeypatch.setattr(workbook, "MAX_ROWS", 30)
    folder = write(tmp_path, [make_report(i, texts=("长" * 40_000, "二。")) for i in range(16)])
    book = openpyxl.load_workbook(folder / "coverage.xlsx")
    assert book["sentences"].max_row == 31
    about = dict(cells(book["about"]))
    assert "2 行" in about["“sentences”未写入"]
    assert "15 个单元格" in about["“sentences”被截短"]
    assert len(book["sentences"]["E2"].value) == workbook.MAX_CHARACTERS


def test_same_reports_give_the_same_bytes(tmp_path, make_report):
    reports = [make_report(i) for i in range(3)]
    first, second = write(tmp_path / "a", reports), write(tmp_path / "b", reports)
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name
    with zipfile.ZipFile(first / "coverage.xlsx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert openpyxl.load_workbook(first / "coverage.xlsx").properties.created == datetime(2000, 1, 1)


def test_a_table_is_whole_or_not_there(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("before")

    def rows():
        yield (1,)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        files.write_csv(path, ("a",), rows())
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_table_that_cannot_be_replaced_says_what_to_do(tmp_path):
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(CuoshiError, match=r"x\.csv: cannot be written .* close it where it is open"):
        files.write_csv(tmp_path / "x.csv", ("a",), [(1,)])


def test_grouping_by_no_column_names_those_there_are():
    with pytest.raises(CuoshiError, match=r"'region'.*province"):
        columns.require_groups(["region"], SCHEME)
    with pytest.raises(CuoshiError, match="categories"):
        columns.require_groups(["categories"], SCHEME)


def test_empty_corpus_gives_empty_tables(tmp_path):
    folder = write(tmp_path, [])
    assert pq.read_schema(folder / "sentences.parquet").equals(columns.sentences_schema(SCHEME))
    assert len(pd.read_parquet(folder / "coverage.parquet")) == 0
    assert openpyxl.load_workbook(folder / "coverage.xlsx")["coverage"].max_row == 1
