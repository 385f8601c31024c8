import inspect
from dataclasses import fields
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from tests.conftest import text_of_page

import cuoshi
from cuoshi.errors import CuoshiError
from cuoshi.page.report import write_report
from cuoshi.results import files
from cuoshi.results.panel.panel import write_panel
from cuoshi.results.writing.derived import REMADE
from cuoshi.results.writing.folder import TABLES, write_again
from cuoshi.results.writing.sentences import write_sentences_csv
from cuoshi.scheme import Scheme, bundled
from cuoshi.tagging.tagger import load, load_all
from cuoshi.tallying import Options, tag_corpus, tally_by_each


def test_a_run_leaves_its_page_beside_its_tables(tagger, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲县2021年总结\n发放贷款二亿元。天气晴好。", encoding="utf-8")
    summary = tag_corpus(tmp_path / "a.txt", tmp_path / "out", tagger=tagger)
    assert (summary.reports, summary.sentences) == (1, 2)
    assert "发放贷款二亿元。" in text_of_page(tmp_path / "out" / "report.html")
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
    made = [*(name for names, _ in REMADE for name in names), *files.PAGES.values()]
    assert (summary.where, summary.sentences) == ("年份 == 2021", 1)
    assert {path.name for path in out.iterdir() if path.is_file()} <= {*TABLES, *made, files.RUN}
    assert not (out / files.VALIDITY).exists()
    for name in (*files.PAGES.values(), files.SENTENCES_CSV):
        text = text_of_page(out / name) if name.endswith(".html") else (out / name).read_text("utf-8")
        assert "发放贷款七百万元。" in text and "发放贷款2020" not in text and "发放贷款2021" not in text, name
    assert pd.read_csv(out / "panel.csv")["year"].tolist() == [2021]
    assert len(pd.read_stata(out / "panel.dta")) == len(pd.read_parquet(out / "panel.parquet")) == 1


def test_several_models_have_a_folder_each_with_what_they_say_alone(make_model, tmp_path):
    """The bytes of a model's tables are those of its own run."""
    reports = tmp_path / "reports"
    reports.mkdir()
    for number, county in enumerate(("清禾县", "丰岭县")):
        text = f"{county}2021年工作总结\n一、回顾\n推进审批提速{number}项。银行贷款将增长。\n"
        (reports / f"{number}.txt").write_text(text, "utf-8")
    models = [make_model(tmp_path / name, Scheme(name, "1", Scheme.plain(["a"]).categories)) for name in ("one", "two")]
    found = tally_by_each(reports, tmp_path / "all", load_all(models), Options(workers=1, xlsx=False))
    assert [one.summary.out.name for one in found] == ["one", "two"]
    for model in models:
        tag_corpus(reports, tmp_path / f"own-{model.name}", tagger=load(model), workers=1, xlsx=False)
        for table in ("sentences.parquet", "coverage.csv"):
            own, same = (tmp_path / folder / table for folder in (f"own-{model.name}", f"all/{model.name}"))
            assert own.read_bytes() == same.read_bytes()
    with pytest.raises(CuoshiError, match="2 models have schemes called one"):
        tally_by_each(reports, tmp_path / "all", load_all([models[0], models[0]]), Options())
    slash = make_model(tmp_path / "slash", Scheme("a/b", "1", Scheme.plain(["a"]).categories))
    with pytest.raises(CuoshiError, match="cannot name a folder"):
        tally_by_each(reports, tmp_path / "all", load_all([slash, models[0]]), Options())


def test_a_run_takes_each_option_under_one_name() -> None:
    taken = inspect.signature(tag_corpus).parameters
    own = {name: one.default for name, one in taken.items() if name not in ("paths", "out", "tagger")}
    assert own == {field.name: field.default for field in fields(Options)}


def test_a_run_in_english_has_an_english_page_and_workbook_that_stay_so(tagger, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲县2021年总结\n发放贷款二亿元。", encoding="utf-8")
    out = tag_corpus(tmp_path / "a.txt", tmp_path / "out", tagger=tagger, lang="en").out
    assert not (out / "report.html").exists() and (out / "report.en.html").exists()
    write_again(out, bundled())
    assert openpyxl.load_workbook(out / "coverage.xlsx").sheetnames[0] == "coverage"
    with pytest.raises(CuoshiError, match="'fr'"):
        tag_corpus(tmp_path / "a.txt", tmp_path / "fr", tagger=tagger, lang="fr")
    assert not (tmp_path / "fr").exists()


def test_an_empty_out_leaves_the_files_of_the_working_folder_alone(tagger, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a.txt").write_text("清禾县2021年总结\n推进审批提速。", "utf-8")
    (tmp_path / "run.json").write_text("mine", "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CuoshiError, match="out is '', the working folder"):
        tag_corpus("a.txt", "", tagger=tagger)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "run.json"]
