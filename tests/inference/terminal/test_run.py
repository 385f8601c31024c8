import io
from pathlib import Path

from rich.console import Console

from cuoshi import terminal
from cuoshi.corpus.inputs import Progress
from cuoshi.corpus.run import Summary
from cuoshi.terminal import run


def summary(out: Path, **changes: object) -> Summary:
    facts = dict.fromkeys(("files", "reports", "sentences", "new", "reused", "counties", "years"), 3)
    none = dict.fromkeys(("skipped", "doubts", "duplicates", "near_duplicates"), 0)
    return Summary(**({"out": out, "keep_duplicates": False, "seconds": 1.26} | facts | none | changes))  # type: ignore[arg-type]


def test_the_summary_says_what_is_there_and_only_that(tmp_path, capsys) -> None:
    (tmp_path / "coverage.csv").touch()
    terminal.show_summary(summary(tmp_path))
    said = capsys.readouterr().out
    assert "in the tables 3 reports, 3 sentences, 3 years, 3 counties; " in said
    assert "6 read, 3 tagged now, 3 of a text that was tagged already, 1.3 s" in said
    assert "coverage.csv" in said and "report.html" not in said and "skipped" not in said
    terminal.show_summary(summary(tmp_path, skipped=2, duplicates=4, reports=0, new=0, reused=0))
    said = capsys.readouterr().out
    assert "2 skipped, reasons in" in said and "4 copies of another report's text not counted" in said
    assert "no report could be read" in said
    terminal.show_summary(summary(tmp_path, skipped=1, doubts=2))
    assert "1 skipped, 2 doubtful, reasons in" in capsys.readouterr().out
    terminal.show_summary(summary(tmp_path, manifest="manifest: in/manifest.csv (22 rows)"))
    assert capsys.readouterr().out.startswith("manifest: in/manifest.csv (22 rows)\n")
    terminal.show_summary(summary(tmp_path, reports=0))
    assert "no sentence fulfils the condition" in capsys.readouterr().out


def test_without_a_terminal_progress_is_a_line_now_and_then(monkeypatch, capsys) -> None:
    clock = iter([0.0, 1.0, 11.0, 12.0])
    monkeypatch.setattr(run.time, "monotonic", lambda: next(clock))
    with terminal.progress() as advance:
        for files in (1, 2, 3):
            advance(Progress(files, 9, files, 0))
    said = capsys.readouterr().err
    assert said.splitlines() == ["2 of 9 files, 2 reports, 0.2 reports/s, 0 skipped, less than a minute left"]


def test_on_a_terminal_progress_is_a_bar(monkeypatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(run, "Console", lambda **_: Console(file=screen, force_terminal=True, width=100))
    with terminal.progress() as advance:
        advance(Progress(9, 9, 4, 1))
    assert "9/9" in screen.getvalue() and "writing the tables" in screen.getvalue()
