"""Sentences behind a figure: those around them, the whole report, and downloads."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from cuoshi.columns import sentence_id
from cuoshi.page.report import write_report

if TYPE_CHECKING:
    from playwright import sync_api

COUNTIES = "#heatmap .heat tbody tr:not(.all):not(.group)"


@pytest.fixture(scope="module")
def report(results) -> Path:
    return write_report(results)


@pytest.fixture(scope="module")
def sentences(results) -> pd.DataFrame:
    return pd.read_parquet(results / "sentences.parquet")


def opened(page: "sync_api.Page") -> "sync_api.Page":
    page.locator(f"{COUNTIES}:has-text('青禾县') td").nth(1).click()
    page.wait_for_selector("#drill-list li")
    return page


def saved(page: "sync_api.Page", button: str, folder: Path) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.click(button)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_sentences_around_one_are_shown_on_a_click(open_page, report, sentences):
    page = opened(open_page(report))
    item = page.locator("#drill-list li").first
    text = item.locator(".text").first.text_content()
    item.locator(".near").click()
    near = item.locator(".around p bdi").all_text_contents()
    assert text in near and 3 <= len(near) <= 5
    title = item.locator(".source bdi").nth(1).text_content()
    own = sentences[sentences["title"] == title].sort_values(["report_id", "position"])
    assert "".join(near) in "".join(own["text"])
    item.locator(".near").click()
    assert item.locator(".around").count() == 0


def test_the_whole_report_is_read_with_its_untagged_sentences(open_page, report, sentences):
    page = opened(open_page(report))
    item = page.locator("#drill-list li").first
    text = item.locator(".text").first.text_content()
    item.locator(".whole").click()
    page.wait_for_selector("#reader-text .current")
    assert page.locator("#reader-text .current").text_content() == text
    assert page.locator("#drill-sentences").is_hidden()
    shown = page.locator("#reader-text bdi:not(h3 bdi)").all_text_contents()
    title = page.locator("#reader-title").text_content()
    own = sentences[(sentences["title"] == title)]
    whole = [list(one.sort_values("position")["text"]) for _, one in own.groupby("report_id")]
    assert shown in whole
    assert page.locator("#reader-text h3").all_text_contents() == list(dict.fromkeys(own["heading_path"]))
    assert 0 < page.locator("#reader-text .tagged").count() < len(shown)
    page.click("#reader-back")
    assert page.locator("#drill-list li").first.is_visible()


def test_a_report_that_is_not_carried_says_so(open_page, make_rows, make_results, tmp_path):
    page = opened(open_page(write_report(make_results(tmp_path, make_rows(3, 2)), report_bytes=0)))
    assert page.locator("#drill-list .whole").count() == 0
    assert "全文未收录" in page.locator("#drill-list li").first.text_content()


def test_the_table_in_view_is_downloaded(open_page, report, tmp_path, sentences):
    page = open_page(report)
    page.select_option("#filter-province", label="东岭省")
    rows = saved(page, "#table-save", tmp_path)
    assert [row["county"] for row in rows] == page.locator(f"{COUNTIES} th bdi").all_text_contents()
    own = sentences[sentences["county"] == rows[0]["county"]]
    tagged = own["categories"].map(lambda given: "law" in given)
    assert rows[0]["law_n"] == str(tagged.sum()) and float(rows[0]["law_share"]) == pytest.approx(
        tagged.mean(), abs=1e-6
    )
    assert float(rows[0]["law_low"]) <= tagged.mean() <= float(rows[0]["law_high"])
    assert rows[0]["county_code"] == own["county_code"].iloc[0]
    assert (tmp_path / "cuoshi-table-东岭省-counted.csv").exists()
    assert {(row["year"], row["genre"], row["status"], row["group"], row["shares"]) for row in rows} == {
        ("", "", "", "", "counted")
    }


def test_a_filtered_table_says_by_what(open_page, report, tmp_path, sentences):
    page = open_page(report)
    page.select_option("#filter-year", label="2021")
    page.select_option("#filter-status", label="已实施")
    row = saved(page, "#table-save", tmp_path)[0]
    assert (tmp_path / "cuoshi-table-2021-done-counted.csv").exists()
    assert (row["year"], row["genre"], row["status"], row["shares"]) == ("2021", "", "done", "counted")
    own = sentences[(sentences["county"] == row["county"]) & (sentences["year"] == 2021)]
    done = own["categories"].map(lambda given: "law" in given) & (own["status"] == "done")
    assert float(row["law_share"]) == pytest.approx(done.mean(), abs=1e-6) and row["law_n"] == str(done.sum())


def test_the_sentences_in_view_are_downloaded(open_page, make_rows, make_results, tmp_path):
    rows = make_rows(2, 2)
    for row in rows:
        if row["county"] == "青禾县" and "贷款" in str(row["text"]):
            row["text"] = "=1+1，" + str(row["text"])
    page = opened(open_page(write_report(make_results(tmp_path / "results", rows))))
    wanted = [row for row in rows if row["county"] == "青禾县" and "finance" in row["categories"]]
    year = wanted[-1]["year"]
    page.fill("#drill-find", str(year))
    page.wait_for_function("() => document.getElementById('drill-status').textContent !== ''")
    found = saved(page, "#drill-save", tmp_path)
    wanted = [row for row in wanted if row["year"] == year]
    assert {row["sentence_id"] for row in found} == {
        sentence_id(str(row["report_id"]), int(str(row["position"]))) for row in wanted
    }
    assert (tmp_path / f"cuoshi-sentences-青禾县-finance-{year}.csv").exists()
    assert {row["category"] for row in found} == {"finance"}
    assert all(row["text"].startswith("'=1+1") for row in found)
    assert {row["county_code"] for row in found} == {"900001"} and {row["categories"] for row in found} == {"finance"}


def test_a_highlight_is_whole_numbers_and_names(open_page, make_rows, make_results, tmp_path):
    rows = make_rows(1, 1)
    text = "新增贷款4.15亿元，增长12%，设立“𠮷花贷”，落实《方案》。"
    for row in rows:
        row.update(text=text, categories=["finance"], p_finance=0.9, status="done")
        parts = ("贷款4", "1", "花", "方")
        starts = [text.index(part) for part in parts[:1]] + [text.index("12%"), text.index("花贷"), text.index("方案")]
        row["evidence"] = [
            {"category": "finance", "start": start, "end": start + len(part)}
            for start, part in zip(starts, parts, strict=True)
        ]
    page = opened(open_page(write_report(make_results(tmp_path, rows))))
    marks = page.locator("#drill-list li").first.locator("mark").all_text_contents()
    assert marks == ["贷款4.15", "12%", "𠮷花贷", "方案"]
