import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")

from cuoshi.decimals import decimal
from cuoshi.figures.heatmap import MOST_ROWS, heatmap
from cuoshi.figures.view import View
from cuoshi.results.loading.folder import load


def test_every_cell_bears_its_share(results: Path) -> None:
    loaded = load(results)
    view = View(loaded)
    axes = heatmap(view).axes[0]
    texts = [text.get_text() for text in axes.texts]
    table = view.table(view.reports, ["place"])
    names = loaded.places.table["name"].iloc[table["place"].iloc[:: len(view.names)]]
    assert texts == [decimal(100 * share) if share else "–" for share in table["share"]]
    assert [label.get_text() for label in axes.get_xticklabels()] == view.names
    assert [label.get_text() for label in axes.get_yticklabels()] == names.tolist()


def test_the_counties_asked_for_are_shown_and_no_other(results: Path) -> None:
    loaded = load(results)
    axes = heatmap(View(loaded, [3])).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == [loaded.places.table["name"][3]]
    assert len(axes.texts) == len(loaded.scheme.categories), "no note on what is left out, for it was asked so"


def test_of_many_counties_those_with_most_sentences_are_shown(
    make_rows: Callable[..., list[dict[str, object]]], make_results: Callable[..., Path], tmp_path: Path
) -> None:
    rows = make_rows(MOST_ROWS + 2, 1, length=20)
    least = rows[0]["county"]
    loaded = load(make_results(tmp_path, [row for row in rows if row["county"] != least or row["position"] == 0]))
    axes = heatmap(View(loaded)).axes[0]
    shown = [label.get_text() for label in axes.get_yticklabels()]
    assert len(shown) == MOST_ROWS and least not in shown
    assert re.search(f"{MOST_ROWS} .*{MOST_ROWS + 2}", axes.texts[-1].get_text())


def test_an_unknown_county_has_a_name_in_the_figure(
    make_rows: Callable[..., list[dict[str, object]]], make_results: Callable[..., Path], tmp_path: Path
) -> None:
    rows = [row | {"county": "", "county_code": "", "county_id": ""} for row in make_rows(1, 1)]
    view = View(load(make_results(tmp_path, rows)))
    assert [label.get_text() for label in heatmap(view).axes[0].get_yticklabels()] == [view.word("unknown")]


def test_names_of_columns_are_slanted_where_they_are_wider_than_these(results: Path) -> None:
    loaded = load(results)
    labels = heatmap(View(loaded)).axes[0].get_xticklabels()
    assert {label.get_rotation() for label in labels} == {0}
    first, *others = loaded.scheme.categories
    long = replace(loaded.scheme, categories=(replace(first, zh="河湖长制与水环境治理"), *others))
    labels = heatmap(View(replace(loaded, scheme=long))).axes[0].get_xticklabels()
    assert {label.get_rotation() for label in labels} == {45}


def test_the_scale_of_a_low_figure_says_what_it_shows_in_two_lines(results: Path) -> None:
    loaded = load(results)
    high, low = (heatmap(View(loaded, counties)).axes[1].get_ylabel() for counties in ((), (0, 1)))
    assert "\n" not in high and high == low.replace("\n", "")
    assert "\n" in low
