import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from cuoshi import terminal
from cuoshi.corpus.inputs import Progress
from cuoshi.corpus.run import Summary
from cuoshi.reading import from_text
from cuoshi.results.loading import load
from cuoshi.schema import Report
from cuoshi.scheme import bundled


@pytest.fixture
def tagged(tagger) -> Report:
    return tagger.tag(from_text("清禾县2022年工作总结\n一、做法\n发放贷款二亿元。天气晴好。\n扫一扫在手机打开当前页"))


def summary(out: Path, **changes: object) -> Summary:
    facts = dict.fromkeys(("files", "reports", "sentences", "new", "reused", "counties", "years"), 3)
    none = dict.fromkeys(("skipped", "duplicates", "near_duplicates"), 0)
    return Summary(**({"out": out, "keep_duplicates": False, "seconds": 1.26} | facts | none | changes))  # type: ignore[arg-type]


def test_json_lines_are_the_rows_of_the_table_with_what_decided(tagged, tagger) -> None:
    rows = list(terminal.lines(tagged, tagger.thresholds, show_removed=False))
    assert [row["text"] for row in rows] == ["发放贷款二亿元。", "天气晴好。"]
    assert rows[0]["categories"] == ["finance"] and rows[0]["thresholds"]["finance"] == 0.5
    assert rows[0]["p_finance"] == round(tagged[0].tags.probabilities["finance"], 4)
    assert sum(rows[0]["status_probabilities"].values()) == pytest.approx(1, abs=0.001)
    assert json.loads(json.dumps(rows)) == rows


def test_what_cleaning_removed_comes_first_if_asked_for(tagged, tagger) -> None:
    assert tagged.removed
    first, *rest = terminal.lines(tagged, tagger.thresholds, show_removed=True)
    assert first == {
        "report_id": tagged.id,
        "removed": "扫一扫在手机打开当前页",
        "line": 4,
        "rule": tagged.removed[0].rule,
    }
    assert len(rest) == len(tagged)


def test_a_report_is_shown_with_its_headings_and_each_tag_with_its_threshold(tagged, tagger, capsys) -> None:
    terminal.show_report(tagged, tagger, show_removed=True)
    said = capsys.readouterr().out
    assert "清禾县2022年工作总结  2022" in said
    assert (
        said.index("一、做法") < said.index("发放贷款二亿元。") < said.index("→ 金融环境 0.") < said.index("天气晴好。")
    )
    assert "≥ 0.50" in said and "4: 扫一扫在手机打开当前页" in said


def test_the_coverage_table_fits_the_screen_and_names_what_it_leaves_out(results, capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    loaded = load(results)
    terminal.show_coverage(loaded)
    wide = capsys.readouterr().out
    assert all(county in wide for county in set(loaded.reports["county"])) and "未列出" not in wide
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(terminal, "MAX_COUNTIES", 5)
    terminal.show_coverage(loaded)
    narrow = capsys.readouterr().out
    assert "还有 7 个县未列出" in narrow and "个类别未列出" in narrow
    assert max(map(len, narrow.splitlines()[:3])) <= 40


def test_the_summary_says_what_is_there_and_only_that(tmp_path, capsys) -> None:
    (tmp_path / "coverage.csv").touch()
    terminal.show_summary(summary(tmp_path))
    said = capsys.readouterr().out
    assert "3 reports, 3 sentences, 3 counties, 3 years in 1.3 s: 3 tagged now, 3 as before" in said
    assert "coverage.csv" in said and "report.html" not in said and "skipped" not in said
    terminal.show_summary(summary(tmp_path, skipped=2, duplicates=4, reports=0))
    said = capsys.readouterr().out
    assert "2 skipped, reasons in" in said and "4 reports repeat the text of another and are not counted" in said
    assert "no report could be read" in said


def test_the_codebook_in_short_names_every_label(capsys) -> None:
    terminal.show_scheme(bundled())
    said = capsys.readouterr().out
    assert all(label.id in said and label.meaning_zh[:10] in said for label in bundled().categories)


def test_without_a_terminal_progress_is_a_line_now_and_then(monkeypatch, capsys) -> None:
    clock = iter([0.0, 1.0, 11.0, 12.0])
    monkeypatch.setattr(terminal.time, "monotonic", lambda: next(clock))
    with terminal.progress() as advance:
        for files in (1, 2, 3):
            advance(Progress(files, 9, files, 0))
    said = capsys.readouterr().err
    assert said.splitlines() == ["2 of 9 files, 2 reports, 0.2 reports/s, 0 skipped"]


def test_on_a_terminal_progress_is_a_bar(monkeypatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(terminal, "Console", lambda **_: Console(file=screen, force_terminal=True, width=100))
    with terminal.progress() as advance:
        advance(Progress(9, 9, 4, 1))
    assert "9/9" in screen.getvalue() and "writing the tables" in screen.getvalue()
