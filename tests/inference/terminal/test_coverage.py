import re
from dataclasses import replace

import pytest

from cuoshi import terminal
from cuoshi.results.loading.folder import load
from cuoshi.terminal import coverage


def test_the_coverage_table_fits_the_screen_and_names_what_it_leaves_out(results, capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    loaded = load(results)
    terminal.show_coverage(loaded)
    wide = capsys.readouterr().out
    assert all(county in wide for county in set(loaded.reports["county"])) and " more " not in wide
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(coverage, "MAX_COUNTIES", 5)
    terminal.show_coverage(loaded)
    narrow = capsys.readouterr().out
    assert "7 more counties: " in narrow and re.search(r"\d more categories: ", narrow)
    assert max(map(len, narrow.splitlines()[:3])) <= 40


@pytest.mark.parametrize("width", range(50, 100, 7))
def test_no_figure_is_cut_however_long_the_names_are(results, capsys, monkeypatch, width) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    loaded = load(results)
    terminal.show_coverage(replace(loaded, reports=loaded.reports.assign(county="苏州工业园区")))
    row = next(line for line in capsys.readouterr().out.splitlines() if "苏州工业园区" in line)
    assert re.fullmatch(r" 苏州工业园区 \d{6} +\d+ +\d+( +(\d+\.\d%|·))+ *", row)


def test_cells_that_join_unlike_reports_are_told(results, capsys) -> None:
    loaded = load(results)
    terminal.show_coverage(loaded)
    assert "48 county × years join genres or levels: " in capsys.readouterr().out
    terminal.show_coverage(replace(loaded, reports=loaded.reports.assign(genre="工作总结", level="county")))
    assert "join genres" not in capsys.readouterr().out


def test_the_row_of_all_stands_below_named_rows(make_rows, make_results, tmp_path, capsys, monkeypatch):
    rows = make_rows(4, 1, length=10)
    for row in rows[:10]:
        row.update(county="青禾市", county_code="900000", county_id="900000", level="city")
    for row in rows[10:20]:
        row.update(county="", county_code="", county_id="")
    for row in rows[20:]:
        row.update(county="鼓楼区", province="沧州省")
    monkeypatch.setenv("COLUMNS", "120")
    terminal.show_coverage(load(make_results(tmp_path, rows)))
    lines = capsys.readouterr().out.splitlines()
    named = [line.split("  ")[0].strip() for line in lines if re.search(r"(\d+\.\d%|·)", line)]
    assert named == ["青禾市 (own)", "鼓楼区 920001", "鼓楼区 930001", "(unknown)", "all reports"]
    assert re.search(r"all reports +4 +40 ", lines[-2])


@pytest.mark.parametrize(
    ("by", "said"), [(["county", "year"], ""), (["county_id", "year"], ""), (["批次", "year"], "by 批次, year: ")]
)
def test_where_the_table_is_that_was_asked_for_is_said(results, capsys, by, said) -> None:
    loaded = load(results)
    terminal.show_coverage(replace(loaded, run={**loaded.run, "by": by}))
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("by ")]
    assert told == ([f"{said}{results / 'coverage.csv'}"] if said else [])
