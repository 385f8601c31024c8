import json
from types import SimpleNamespace

import numpy as np
import openpyxl
import pandas as pd
import pytest

from cuoshi.errors import CuoshiError
from cuoshi.results.files import VALIDITY
from cuoshi.results.measured.corrected import corrected_table, packed, read_validity, with_corrected
from cuoshi.results.panel.panel import write_panel
from cuoshi.results.writing.derived import refresh
from cuoshi.scheme import bundled
from cuoshi.tallying import tag_corpus
from cuoshi.validity.validation import validate

pytest.importorskip("scipy", reason="validation needs scipy: pip install 'cuoshi[validity]'")
K = len(bundled().category_ids)


@pytest.fixture
def own(make_rows, make_results, code, tmp_path):
    """Validated results that a test may change."""
    results = make_results(tmp_path / "results", make_rows(4, 2, 1, 40))
    validate(results, code(results, tmp_path / "coding", 60))
    return results


def test_what_is_packed_comes_back(validated):
    results, found = validated
    stored = read_validity(results)
    for columns, cells in found.groups.items():
        table = corrected_table(stored, columns)
        assert table["method"].tolist() == cells["method"].tolist()
        assert table["category"].tolist() == cells["category"].tolist()
        np.testing.assert_allclose(table["corrected"], cells["corrected"], atol=1e-7)
        assert table[list(columns)].astype(str).equals(cells[list(columns)].astype(str))


def test_groups_are_those_of_the_table_and_of_the_page(validated):
    _, found = validated
    assert set(found.groups) == {
        ("county_id", "year"),
        ("county", "county_code", "year"),
        ("county_id",),
        ("province", "year"),
        ("province",),
        ("year",),
    }


def test_groups_that_were_not_corrected_leave_the_table_as_it_was(validated):
    results, _ = validated
    coverage = pd.read_parquet(results / "coverage.parquet")
    assert coverage["corrected"].notna().all() and (coverage["hand_coded"] == 400).all()
    plain = coverage.drop(columns=["corrected", "corrected_low", "corrected_high", "method", "share_dsl", "hand_coded"])
    assert with_corrected(plain, ["genre"], read_validity(results)) is plain
    assert with_corrected(plain, ["county", "county_code", "year"], None) is plain


def test_a_missing_year_is_a_group():
    cells = pd.DataFrame({"year": pd.array([None, None, 2020, 2020], "Int32"), "category": list("abab")})
    cells = cells.assign(corrected=[0.1, 0.2, 0.3, 0.4], corrected_low=0.0, corrected_high=1.0)
    kept = packed(cells.assign(share_dsl=-0.1, method=["synthetic", "design"] * 2), ["year"], 2)
    assert json.loads(json.dumps(kept))["keys"] == [[None], [2020]]
    validity = SimpleNamespace(groups={"year": kept}, categories={"a": None, "b": None}, coded=2)
    coverage = cells[["year", "category"]].iloc[::-1].reset_index(drop=True)
    joined = with_corrected(coverage, ["year"], validity)
    assert joined["corrected"].tolist() == [0.4, 0.3, 0.2, 0.1]
    assert joined["method"].tolist() == ["design", "synthetic"] * 2


def tagged(folder, titles, sentences, tagger):
    """Tag reports of so many pairs of sentences under the titles of their files; where they and the results are."""
    reports, results = folder / "reports", folder / "results"
    reports.mkdir()
    for i, (name, title) in enumerate(titles.items()):
        text = "".join(f"推进审批提速第{i}{j}项。引导银行发放贷款{j}笔。" for j in range(sentences))
        (reports / name).write_text(f"{title}\n{text}", "utf-8")
    tag_corpus(reports, results, tagger=tagger)
    return reports, results


def test_hand_codes_fit_the_same_sentences_of_a_moved_folder_with_corrected_counties(tmp_path, code, tagger):
    names = {f"{4 - i}.txt": f"青禾县202{i % 2}年工作总结" for i in range(4)}
    reports, results = tagged(tmp_path, names, 20, tagger)
    coded = code(results, tmp_path / "coding", 120)
    first = validate(results, coded)
    assert read_validity(results) is not None
    moved = reports.rename(tmp_path / "moved")
    for i in range(1, 5):
        (moved / f"{i}.txt").rename(moved / f"{5 - i}{i}.txt")  # another order too
    rows = [f"{path.name},丰禾县,2023" for path in sorted(moved.iterdir())]
    (moved / "manifest.csv").write_text("\n".join(["path,county,year", *rows]), "utf-8")
    tag_corpus(moved, results, tagger=tagger)
    assert read_validity(results) is None, "its counties are not those of the table"
    again = validate(results, coded)
    assert {name: own.corrected.share for name, own in again.categories.items()} == pytest.approx(
        {name: own.corrected.share for name, own in first.categories.items()}, abs=1e-12
    ), "which reports are recalibrated together hangs on what they are, not on where they lie"
    assert pd.read_parquet(results / "coverage.parquet")["corrected"].notna().all()


def test_a_sample_of_other_sentences_says_nothing_of_these(own, make_rows, make_results):
    make_results(own, make_rows(4, 2, 1, 41))
    assert (own / VALIDITY).is_file()
    assert read_validity(own) is None


def test_a_damaged_file_is_one_line(own):
    (own / VALIDITY).write_text("{", encoding="utf-8")
    with pytest.raises(CuoshiError, match="damaged") as told:
        read_validity(own)
    assert "\n" not in str(told.value)


def test_workbook_and_tables_tell_it_and_a_second_tally_keeps_it(tmp_path, code, tagger, caplog):
    names = {f"青禾县202{i % 3}年工作总结{i}.txt": f"青禾县202{i % 3}年工作总结" for i in range(6)}
    reports, results = tagged(tmp_path, names, 12, tagger)
    found = validate(results, code(results, tmp_path / "coding", 110))

    def read():
        book = openpyxl.load_workbook(results / "coverage.xlsx")
        return [[cell.value for cell in row] for row in book["可信度"]], dict(book["说明"].iter_rows(values_only=True))

    rows, about = read()
    assert [row[0] for row in rows[1:]] == [label.zh for label in bundled().categories]
    for row, own in zip(rows[1:], found.categories.values(), strict=True):
        assert (row[1], row[2]) == (own.coded, own.tagged)
        assert row[4] == pytest.approx(own.corrected.share)
        assert row[9] == (pytest.approx(own.quality.precision.value) if own.quality.precision.value >= 0 else None)
    assert about["手工编码"].startswith("a编码了 110 句") and "不足 200 句" in about["注意"]
    coverage = pd.read_parquet(results / "coverage.parquet")
    assert len(coverage) == 3 * K and coverage["corrected"].notna().all() and (coverage["hand_coded"] == 110).all()
    write_panel(results)
    assert "Only 110 sentences were coded; below 200 intervals can be too short" in caplog.text
    caplog.clear()
    made = (results / "panel.csv").stat().st_mtime_ns
    (results / "validity.json").touch()  # as `validate` writes it anew, and says so of the sample itself
    refresh(results)
    assert (results / "panel.csv").stat().st_mtime_ns > made and "sentences were coded" not in caplog.text
    tag_corpus(reports, results, tagger=tagger)
    assert pd.read_parquet(results / "coverage.parquet").equals(coverage)
    assert read() == (rows, about)
    (reports / "丰禾县2021年工作总结.txt").write_text("丰禾县2021年工作总结\n推进审批提速。", "utf-8")
    tag_corpus(reports, results, tagger=tagger)
    assert "corrected" not in pd.read_parquet(results / "coverage.parquet")
    assert "可信度" not in openpyxl.load_workbook(results / "coverage.xlsx").sheetnames
