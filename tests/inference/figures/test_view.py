from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")

import cuoshi.page.report
from cuoshi.figures.view import CHOSEN, EVERYONE, INK, OTHERS, View, folded, ink_on, top_of, width_of
from cuoshi.results.loading.folder import Results, load


@pytest.fixture(scope="module")
def loaded(results: Path) -> Results:
    return load(results)


def test_all_reports_are_one_group(loaded: Results) -> None:
    ((label, colour, reports),) = View(loaded).groups(View(loaded).reports)
    assert (label, colour, len(reports)) == ("全部报告", EVERYONE, len(loaded.reports))


def test_every_chosen_county_is_a_line_beside_the_others(loaded: Results) -> None:
    view = View(loaded, [0, 3])
    first, second, others = view.groups(view.reports)
    names = loaded.places.table["name"]
    assert [first[0], second[0]] == [names[0], names[3]] and len({first[1], second[1], others[1]}) == 3
    assert set(first[2]["county"]) == {names[0]} and set(second[2]["county"]) == {names[3]}
    assert len(first[2]) + len(second[2]) + len(others[2]) == len(loaded.reports)
    assert others[1] == OTHERS


def test_a_group_without_reports_is_none(loaded: Results) -> None:
    view = View(loaded, [0])
    assert len(view.groups(view.reports[view.reports["place"] == 0])) == 1


def test_places_are_named_after_what_they_are(make_rows, make_results, tmp_path) -> None:
    rows = make_rows(3, 1, length=10)
    for row in rows[:10]:
        row.update(county="青临市", county_code="900000", county_id="900000", level="city")
    for row in rows[10:20]:
        row.update(county="", county_code="", county_id="")
    view = View(load(make_results(tmp_path, rows)))
    assert sorted(view.place_names) == sorted(["青临市（本级报告）", "未识别县", "沧禾县"])
    assert view.held(view.reports) == ["含 1 份市级、省级本级报告", "含 1 份未识别县的报告"]
    assert [view.held(view.reports[view.reports["place"] == number]) for number in range(3)] == [[], [], []]


def test_shares_are_those_of_the_coverage_table(loaded: Results) -> None:
    table = View(loaded).table(loaded.reports, ["county", "county_code", "year"])
    keys = ["county", "county_code", "year", "category"]
    written = pd.read_parquet(loaded.folder / "coverage.parquet")
    both = table.merge(written, on=keys, suffixes=("", "_written"))
    assert len(both) == len(table) == len(written)
    assert both["share"].tolist() == both["share_written"].tolist()
    assert "synthetic" not in table


def test_ink_can_be_read_on_every_colour(loaded: Results) -> None:
    assert (ink_on("#ffffff"), ink_on("#e3a72f"), ink_on("#07345f")) == (INK, INK, "white")
    assert View(loaded, lang="en").names != View(loaded).names


def test_colours_of_lines_can_be_told_apart_and_are_those_of_the_page() -> None:
    style = (Path(cuoshi.page.report.__file__).parent / "templates" / "report.css").read_text("utf-8")
    assert all(f"--l{number}: {colour}; " in style for number, colour in enumerate(CHOSEN))
    parts = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (*CHOSEN, OTHERS)]
    apart = [np.abs(np.subtract(one, other)).sum() for one, other in combinations(parts, 2)]
    assert min(apart) > 80


def test_names_are_broken_at_blanks_or_by_characters() -> None:
    assert folded("Rivers, lakes and water quality", 12) == "Rivers, lakes and water\nquality"
    assert folded("河湖长制与水环境治理", 6) == "河湖长制与水\n环境治理"
    assert (width_of("党建"), width_of("Law 1")) == (2, 2.5)


def test_a_scale_of_nothing_ends_at_one() -> None:
    assert (top_of(np.array([np.nan, 0.0])), top_of(np.array([2.0, np.nan]))) == (1, 2)
