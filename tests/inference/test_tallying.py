from pathlib import Path

import pandas as pd

import cuoshi
from cuoshi.page.report import write_report
from cuoshi.results import files
from cuoshi.results.panel import write_panel
from cuoshi.results.sentences import write_sentences_csv
from cuoshi.results.writing import TABLES
from cuoshi.tallying import refresh, tag_corpus


def test_a_run_leaves_its_page_beside_its_tables(tagger, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲县2021年总结\n发放贷款二亿元。天气晴好。", encoding="utf-8")
    summary = tag_corpus(tmp_path / "a.txt", tmp_path / "out", tagger=tagger)
    assert (summary.reports, summary.sentences) == (1, 2)
    assert "发放贷款二亿元。" in (tmp_path / "out" / "report.html").read_text("utf-8")
    assert cuoshi.tag_corpus is tag_corpus


def test_nothing_that_was_made_of_the_tables_stays_when_they_change(tagger, tmp_path: Path) -> None:
    reports, out = tmp_path / "reports", tmp_path / "out"
    reports.mkdir()
    for year in (2020, 2021):
        text = f"清苑区{year}年工作总结\n发放贷款{year}万元。天气晴好。"
        (reports / f"清苑区{year}.txt").write_text(text, encoding="utf-8")
    tag_corpus(reports, out, tagger=tagger)
    write_report(out, "en")
    write_panel(out, by="county,year")
    write_sentences_csv(out)
    (out / files.VALIDITY).write_text('{"table": "of another"}')
    (reports / "清苑区2021.txt").write_text("清苑区2021年工作总结\n发放贷款七百万元。", encoding="utf-8")
    summary = tag_corpus(reports, out, tagger=tagger, where="年份 == 2021")
    assert (summary.where, summary.sentences) == ("年份 == 2021", 1)
    assert {path.name for path in out.iterdir() if path.is_file()} <= {*TABLES, *files.DERIVED, files.RUN}
    assert not (out / files.VALIDITY).exists()
    for name in (*files.PAGES.values(), files.SENTENCES_CSV):
        text = (out / name).read_text("utf-8")
        assert "发放贷款七百万元。" in text and "发放贷款2020" not in text and "发放贷款2021" not in text, name
    assert pd.read_csv(out / "panel.csv")["year"].tolist() == [2021]
    assert len(pd.read_stata(out / "panel.dta")) == len(pd.read_parquet(out / "panel.parquet")) == 1


def test_pages_that_are_there_are_written_in_their_languages(tagger, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲县2021年总结\n发放贷款二亿元。", encoding="utf-8")
    out = tag_corpus(tmp_path / "a.txt", tmp_path / "out", tagger=tagger).out
    assert [path.name for path in refresh(out, "en")] == ["report.html", "report.en.html"]
    (out / "report.html").unlink()
    assert [path.name for path in refresh(out, "en")] == ["report.en.html"]
