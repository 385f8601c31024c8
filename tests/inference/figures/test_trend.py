from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")

from tests.conftest import fictional_rows, write_results

from cuoshi.figures.trend import trend
from cuoshi.figures.view import View
from cuoshi.results.loading.folder import load


def test_a_panel_a_category_with_a_line_a_group(results: Path) -> None:
    loaded = load(results)
    view = View(loaded, [0, 1])
    figure = trend(view)
    panels = figure.axes[: len(view.names)]
    assert [axes.get_title(loc="left") for axes in panels] == view.names
    assert [len(axes.lines) for axes in panels] == [3] * len(panels)
    assert panels[0].get_legend_handles_labels()[1] == [*loaded.places.table["name"][:2], view.word("rest")]


def test_lines_are_the_shares_by_year_in_percent(results: Path) -> None:
    loaded = load(results)
    view = View(loaded)
    table = view.table(view.reports, ["year"])
    for axes, category in zip(trend(view).axes, loaded.scheme.category_ids, strict=False):
        own = table[table["category"] == category]
        np.testing.assert_allclose(axes.lines[0].get_xdata(), own["year"].to_numpy(float))
        np.testing.assert_allclose(axes.lines[0].get_ydata(), 100 * own["share"].to_numpy())


def test_lines_and_bands_break_where_a_year_is_missing(tmp_path: Path) -> None:
    rows = [row for row in fictional_rows(3, 6, reports=2) if (row["county"], row["year"]) != ("青禾县", 2022)]
    loaded = load(write_results(tmp_path / "results", rows))
    number = loaded.places.find(loaded.reports, "青禾县")[0]
    line, others = trend(View(loaded, [number])).axes[0].lines
    assert np.isnan(line.get_ydata()).tolist() == [False, False, True, False, False, False]
    assert not np.isnan(others.get_ydata()).any()


def test_one_year_alone_has_a_bar_for_its_band(tmp_path: Path) -> None:
    write_results(tmp_path / "results", fictional_rows(3, 1, reports=2))
    bars = trend(View(load(tmp_path / "results"))).axes[0].collections[-1]
    ((_, low), (_, high)) = bars.get_segments()[0]
    assert low < high


def test_many_years_have_few_ticks(tmp_path: Path) -> None:
    write_results(tmp_path / "results", fictional_rows(counties=2, years=7))
    assert trend(View(load(tmp_path / "results"))).axes[0].get_xticks().tolist() == [2020, 2022, 2024, 2026]


def test_all_panels_have_one_scale_that_begins_at_nothing(results: Path) -> None:
    view = View(load(results))
    limits = {axes.get_ylim() for axes in trend(view).axes[: len(view.names)]}
    assert len(limits) == 1 and limits.pop()[0] == 0


@pytest.mark.parametrize("counties", [0, 8])
def test_the_key_stands_clear_of_charts_and_note_where_no_panel_is_left_over(counties: int, results: Path) -> None:
    loaded = load(results)
    four = replace(loaded, scheme=replace(loaded.scheme, categories=loaded.scheme.categories[:4]))
    view = View(four, range(counties))
    figure = trend(view)
    figure.draw_without_rendering()
    (key,) = figure.legends
    assert len(figure.axes) == 4 and len(key.get_texts()) == (counties + 1 if counties else 1)
    assert key.get_window_extent().y0 > max(axes.title.get_window_extent().y1 for axes in figure.axes)


def test_the_key_in_a_panel_of_its_own_is_clear_of_the_note(results: Path) -> None:
    view = View(load(results), range(8))
    figure = trend(view)
    figure.draw_without_rendering()
    key = figure.axes[len(view.names)].get_legend()
    assert figure._supxlabel.get_window_extent().y1 < key.get_window_extent().y0


def test_a_category_without_any_sentence_has_a_scale_from_nothing(results: Path) -> None:
    loaded = load(results)
    none = loaded.reports.assign(**{f"tagged_{name}": 0 for name in loaded.scheme.category_ids})
    years = none[none["year"] == 2020].drop_duplicates("county")  # a report a line: no interval above nothing either
    assert trend(View(replace(loaded, reports=years.iloc[:1]))).axes[0].get_ylim() == (0, 1)
