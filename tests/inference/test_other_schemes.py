"""What a researcher with categories of their own gets: every output, from the scheme that the model carries."""

import json
import sys

import openpyxl
import pandas as pd
import pytest

from cuoshi import cli
from cuoshi.figures.plot import KINDS
from cuoshi.page.report import write_report
from cuoshi.results.loading.folder import load
from cuoshi.results.tally import tally
from cuoshi.scheme import Scheme
from cuoshi.tagging.tagger import load as load_model

GROUP = ["county", "county_code", "year"]
COUNTED = ["category", "reports", "sentences", "tagged", "share", "present"]


def test_the_scheme_travels_from_the_model_to_the_results(scheme, scheme_results):
    run = json.loads((scheme_results / "run.json").read_text("utf-8"))
    assert Scheme.from_dict(run["scheme"], "run.json") == scheme == load(scheme_results).scheme
    assert run["codebook_version"] == scheme.version
    assert list(run["thresholds"]) == list(scheme.category_ids)


def test_the_tables_have_its_columns(scheme, scheme_results):
    sentences = pd.read_parquet(scheme_results / "sentences.parquet")
    assert [name for name in sentences if name.startswith("p_")] == [f"p_{name}" for name in scheme.category_ids]
    given = sentences["categories"].map(len) > 0
    assert given.any() and not given.all()
    assert set(sentences["status"].dropna()) <= set(scheme.status_ids)
    assert sentences.loc[given, "status"].notna().all() == bool(scheme.statuses)
    coverage = pd.read_parquet(scheme_results / "coverage.parquet")
    assert list(coverage) == [*GROUP, *COUNTED, *scheme.counted_ids, "expected", "low", "high"]
    assert coverage["category"].tolist()[: len(scheme.categories)] == list(scheme.category_ids)
    assert coverage["tagged"].sum() == sum(sentences["categories"].map(len))
    if scheme.statuses and not scheme.rest:
        assert (coverage[list(scheme.status_ids)].sum(axis=1) == coverage["tagged"]).all()
    pd.testing.assert_frame_equal(tally(scheme_results / "sentences.parquet"), coverage, check_dtype=False)


def test_a_frame_without_its_run_is_tallied_by_what_it_shows(scheme, scheme_results):
    frame = pd.read_parquet(scheme_results / "sentences.parquet")
    seen, known = tally(frame, by=()), tally(frame, by=(), scheme=scheme)
    assert seen["category"].tolist() == list(scheme.category_ids)
    assert seen["tagged"].tolist() == known["tagged"].tolist()


def test_the_workbook_speaks_of_it(scheme, scheme_results):
    book = openpyxl.load_workbook(scheme_results / "coverage.xlsx")
    header = [cell.value for cell in book["县汇总"][1]]
    assert header[5] == f"覆盖类别数（共{len(scheme.categories)}类）"
    assert header[6:] == [f"{one.zh}占比" for one in scheme.categories]
    assert ("状态" in [cell.value for cell in book["句子"][1]]) == bool(scheme.statuses)
    about = {row[0].value: row[1].value for row in book["说明"]}
    assert about["编码手册版本"] == scheme.version
    assert ("状态" in about) == (scheme.rest is not None)
    assert scheme.categories[0].zh in about["判定阈值"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_of_it(scheme, scheme_results, lang):
    text = write_report(scheme_results, lang).read_text("utf-8")
    assert all(one.name(lang) in text for one in (*scheme.categories, *scheme.statuses))
    assert ('id="breadth-status"' in text) == bool(scheme.statuses)
    assert (f"÷ ln {len(scheme.categories)}" in text) == (len(scheme.categories) > 1), "one category is even with none"


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_is_drawn(scheme, scheme_results, tmp_path, kind):
    from cuoshi.figures.plot import TAKES, plot

    chosen = ["青禾县"] if "county" in TAKES[kind] else ()
    assert plot(scheme_results, kind, tmp_path / f"{kind}.png", dpi=50).stat().st_size > 1000
    assert plot(scheme_results, kind, tmp_path / f"{kind}.svg", counties=chosen, lang="en").stat().st_size > 1000


def test_the_trend_has_a_panel_a_category_and_one_for_the_key(scheme, scheme_results):
    from cuoshi.figures.trend import trend
    from cuoshi.figures.view import View

    figure = trend(View(load(scheme_results)))
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles[: len(scheme.categories)] == [one.zh for one in scheme.categories]
    assert not any(axes.axison for axes in figure.axes[len(scheme.categories) :])


def test_the_terminal_shows_it(scheme, scheme_results, capsys, monkeypatch):
    model = str(scheme_results.parent / "model")
    reports = scheme_results.parent / "reports"

    def shown(*arguments):
        monkeypatch.setattr(sys, "argv", ["cuoshi", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert not left.value.code
        return capsys.readouterr().out

    assert all(one.meaning_zh in shown("categories", "--model", model) for one in scheme.categories)
    out = shown("tally", str(reports), "--out", str(scheme_results), "--model", model)
    assert "青禾县" in out and "9 of a text that was tagged already" in out
    assert ("more categories: " in out) == (len(scheme.categories) > 8)
    assert max(map(len, out.splitlines()[:8])) <= 80
    lines = shown("tag", "清理沟渠三百公里。推进审批提速。", "--model", model, "--json").splitlines()
    assert [list(json.loads(line)["thresholds"]) for line in lines] == [list(scheme.category_ids)] * 2
    assert [list(json.loads(line)["status_probabilities"]) for line in lines] == [list(scheme.status_ids)] * 2
    assert shown("tag", str(next(reports.rglob("*.txt"))), "--model", model)


def test_the_tagger_says_what_it_can_say(scheme, scheme_results):
    tagger = load_model(scheme_results.parent / "model")
    assert tagger.scheme == scheme
    assert list(tagger.thresholds) == list(scheme.category_ids)
