import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cuoshi.results.tables.rows import sentence_table, sentences_schema
from cuoshi.results.writing.folder import Run, write_results, write_sentences
from cuoshi.scheme import bundled

SCHEME = bundled()


def test_parquet_bytes_do_not_depend_on_the_size_of_the_pieces(tmp_path, monkeypatch, make_report):
    monkeypatch.setattr("cuoshi.results.writing.folder.ROW_GROUP", 3)
    pieces = [sentence_table(make_report(i), SCHEME) for i in range(7)]
    written = list(write_sentences(pieces, SCHEME, tmp_path / "small.parquet"))
    list(write_sentences([pa.concat_tables(pieces)], SCHEME, tmp_path / "large.parquet"))
    assert (tmp_path / "small.parquet").read_bytes() == (tmp_path / "large.parquet").read_bytes()
    assert pq.ParquetFile(tmp_path / "small.parquet").num_row_groups == 5
    assert pa.concat_tables(written).equals(pa.concat_tables(pieces))


def test_coverage_is_the_same_in_all_formats(tmp_path, make_report, write, cells):
    folder = write(tmp_path, [make_report(i, year=2020 + i % 2) for i in range(4)])
    parquet = pd.read_parquet(folder / "coverage.parquet")
    csv = pd.read_csv(folder / "coverage.csv", dtype={"county_code": str})
    pd.testing.assert_frame_equal(parquet, csv, check_dtype=False, atol=1e-6)
    sheet = cells(openpyxl.load_workbook(folder / "coverage.xlsx")["覆盖"])
    assert len(sheet) == 1 + len(parquet)
    assert sheet[1][:4] == ["清禾县", "130001", 2020, "法治环境"]
    assert [row[7] for row in sheet[1:]] == pytest.approx(parquet["share"].tolist())


def test_a_county_id_has_the_name_of_the_county_beside_it(tmp_path, make_report):
    reports = [make_report(i, county=county, year=2020 + i) for i, county in enumerate(["清苑县", "清苑区", ""])]
    places = [replace(one.place, id="130608" if one.place.county else "") for one in reports]
    tables = [sentence_table(replace(one, place=place), SCHEME) for one, place in zip(reports, places, strict=True)]
    run = Run(tables, (), ["county_id", "year"], SCHEME, {}, xlsx=False)
    write_results(run, tmp_path)
    coverage = pd.read_csv(tmp_path / "coverage.csv", keep_default_na=False)
    rows = coverage[["county_id", "year", "county"]].astype(str).drop_duplicates().to_numpy().tolist()
    assert rows == [["130608", "2020", "清苑县"], ["130608", "2021", "清苑区"], ["", "2022", ""]]
    assert len(pd.read_stata(tmp_path / "coverage.dta")) == len(coverage) == 3 * len(SCHEME.categories)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(tmp_path, start, make_report, write):
    evil = f"{start}HYPERLINK(1)"
    folder = write(tmp_path, [make_report(texts=(evil,), county=evil)], [(evil, evil)])
    assert pd.read_csv(folder / "skipped.csv").iloc[0].tolist() == [*[f"'{evil}"] * 3, "no"]
    assert pd.read_csv(folder / "coverage.csv")["county"].unique().tolist() == [f"'{evil}"]
    book = openpyxl.load_workbook(folder / "coverage.xlsx")
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert len(found) >= 5
    assert {cell.data_type for cell in found} == {"s"}


def test_same_reports_give_the_same_bytes(tmp_path, make_report, write):
    reports = [make_report(i) for i in range(3)]
    first, second = write(tmp_path / "a", reports), write(tmp_path / "b", reports)
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name
    with zipfile.ZipFile(first / "coverage.xlsx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert openpyxl.load_workbook(first / "coverage.xlsx").properties.created == datetime(2000, 1, 1)


def test_empty_corpus_gives_empty_tables(tmp_path, write):
    folder = write(tmp_path, [])
    assert pq.read_schema(folder / "sentences.parquet").equals(sentences_schema(SCHEME))
    assert len(pd.read_parquet(folder / "coverage.parquet")) == 0
    assert openpyxl.load_workbook(folder / "coverage.xlsx")["覆盖"].max_row == 1
