from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")

from tests.conftest import fictional_rows, write_results

from cuoshi.figures.matrix import matrix
from cuoshi.figures.view import View
from cuoshi.results.loading import load


def test_every_cell_bears_its_number_of_reports_and_the_note_sums_them_up(tmp_path: Path) -> None:
    rows = fictional_rows(2, 2, reports=2, length=10)
    rows = [row for row in rows if (row["county"], row["year"]) != ("青禾县", 2021) and row["report_id"] != "r00001"]
    axes = matrix(View(load(write_results(tmp_path, rows)))).axes[0]
    assert [text.get_text() for text in axes.texts[:-1]] == ["1", "·", "2", "2"]
    assert axes.texts[-1].get_text() == "4 格中 3 格有报告（75%）"
