from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")

from tests.conftest import fictional_rows, write_results

from cuoshi.figures.panel import panel
from cuoshi.figures.view import View
from cuoshi.results.loading.folder import load


def test_every_cell_bears_the_share_of_the_category_asked_for(tmp_path: Path) -> None:
    rows = [row for row in fictional_rows(2, 2, length=40) if (row["county"], row["year"]) != ("青禾县", 2021)]
    view = View(load(write_results(tmp_path, rows)), category=1)
    axes = panel(view).axes[0]
    table = view.table(view.reports, ["place", "year"])
    shares = [f"{100 * share:.1f}" if share else "0" for share in table.loc[table["category"] == "finance", "share"]]
    assert sorted(text.get_text() for text in axes.texts[:-1]) == sorted([*shares, "·"])
    assert axes.get_title(loc="left") == view.names[1]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2020", "2021"]


def test_where_nothing_was_found_the_cells_are_those_of_no_share(results: Path) -> None:
    loaded = load(results)
    view = View(replace(loaded, reports=loaded.reports.assign(tagged_law=0)))
    (image,) = panel(view).axes[0].images
    assert image.get_clim() == (0, 1)
    assert {text.get_text() for text in panel(view).axes[0].texts[:-1]} == {"0"}
