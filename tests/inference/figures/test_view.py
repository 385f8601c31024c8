from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")

from cuoshi.figures.view import CHOSEN, EVERYONE, INK, OTHERS, View, ink_on
from cuoshi.results.loading import Results, load


@pytest.fixture(scope="module")
def loaded(results: Path) -> Results:
    return load(results)


def county(loaded: Results, number: int = 0) -> tuple[str, str]:
    row = loaded.places.iloc[number]
    return row["county"], row["county_code"]


def test_everyone_is_one_group(loaded: Results) -> None:
    ((label, colour, reports),) = View(loaded).groups(loaded.reports)
    assert (label, colour, len(reports)) == ("全部县", EVERYONE, len(loaded.reports))


def test_chosen_counties_are_set_against_the_others(loaded: Results) -> None:
    chosen, others = View(loaded, [county(loaded)]).groups(loaded.reports)
    assert chosen[:2] == (county(loaded)[0], CHOSEN) and others[1] == OTHERS
    assert set(chosen[2]["county"]) == {county(loaded)[0]}
    assert len(chosen[2]) + len(others[2]) == len(loaded.reports)
    two = View(loaded, [county(loaded), county(loaded, 1)], lang="en").groups(loaded.reports)
    assert "2" in two[0][0]


def test_a_group_without_reports_is_none(loaded: Results) -> None:
    own = loaded.reports[loaded.reports["county_code"] == county(loaded)[1]]
    assert len(View(loaded, [county(loaded)]).groups(own)) == 1


def test_shares_are_those_of_the_coverage_table(loaded: Results) -> None:
    table = View(loaded).table(loaded.reports, ["county", "county_code", "year"])
    assert table["share"].tolist() == loaded.coverage["share"].tolist()
    assert "synthetic" not in table


def test_ink_can_be_read_on_every_colour(loaded: Results) -> None:
    assert (ink_on("#ffffff"), ink_on("#e3a72f"), ink_on("#07345f")) == (INK, INK, "white")
    assert View(loaded, lang="en").names != View(loaded).names
