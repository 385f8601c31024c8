from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")

from tests.conftest import fictional_rows, rows_with_gaps, write_results

from cuoshi.figures.matrix import matrix
from cuoshi.figures.view import View
from cuoshi.results.loading.folder import load


def test_every_cell_bears_its_number_of_reports_and_the_note_sums_them_up(tmp_path: Path) -> None:
    rows = fictional_rows(2, 2, reports=2, length=10)
    rows = [row for row in rows if (row["county"], row["year"]) != ("青禾县", 2021) and row["report_id"] != "r00001"]
    axes = matrix(View(load(write_results(tmp_path, rows)))).axes[0]
    assert [text.get_text() for text in axes.texts[:-1]] == ["1", "·", "2", "2"]
    assert axes.texts[-1].get_text() == "4 个县年中 3 个有报告（75%）"


def test_years_without_a_report_are_gaps_and_only_cells_of_counties_are_counted(tmp_path: Path) -> None:
    rows = rows_with_gaps(3, 10)
    view = View(load(write_results(tmp_path, rows)))
    axes = matrix(view).axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2020", "2021", "2022", "2023"]
    assert [text.get_text() for text in axes.texts[:-1]] == ["1", "·", "·", "1"] * 3
    assert axes.texts[-1].get_text() == "4 个县年中 2 个有报告（50%）"
    (own,) = view.places.find(view.results.reports, "青禾市")
    assert len(matrix(View(view.results, [own])).axes[0].texts) == 4
