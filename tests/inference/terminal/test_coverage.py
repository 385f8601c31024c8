from cuoshi import terminal
from cuoshi.results.loading import load
from cuoshi.terminal import coverage


def test_the_coverage_table_fits_the_screen_and_names_what_it_leaves_out(results, capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    loaded = load(results)
    terminal.show_coverage(loaded)
    wide = capsys.readouterr().out
    assert all(county in wide for county in set(loaded.reports["county"])) and "未列出" not in wide
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(coverage, "MAX_COUNTIES", 5)
    terminal.show_coverage(loaded)
    narrow = capsys.readouterr().out
    assert "还有 7 个县未列出" in narrow and "个类别未列出" in narrow
    assert max(map(len, narrow.splitlines()[:3])) <= 40
