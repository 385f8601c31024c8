from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")

from tests.conftest import fictional_rows, write_results

from cuoshi.figures.cells import MOST_LABELLED, cells, framed, spread
from cuoshi.figures.view import View
from cuoshi.results.loading.folder import load


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    rows = [row for row in fictional_rows(3, 3, length=30) if (row["county"], row["year"]) != ("青禾县", 2021)]
    return View(load(write_results(tmp_path_factory.mktemp("gap"), rows)))


def test_cells_without_a_report_are_missing_and_others_have_their_share(view: View) -> None:
    places, years, shares = cells(view, "share")
    assert (places.tolist(), years) == ([0, 1, 2], [2020, 2021, 2022])
    (row,) = view.places.find(view.results.reports, "青禾县")
    assert np.isnan(shares).sum() == 1 and np.isnan(shares[row, 1])
    own = view.reports[(view.reports["place"] == row) & (view.reports["year"] == 2022)]
    assert shares[row, 2] == pytest.approx(own["tagged_law"].sum() / own["sentences"].sum())


def test_the_counties_asked_for_keep_the_years_of_all(view: View) -> None:
    places, years, reports = cells(View(view.results, [1]), "reports")
    assert places.tolist() == [1] and len(years) == reports.shape[1] == 3


def test_many_rows_are_named_by_province(tmp_path: Path) -> None:
    view = View(load(write_results(tmp_path, fictional_rows(MOST_LABELLED + 4, 1, length=8))))
    places, years, _ = cells(view, "share")
    labels = [label.get_text() for label in framed(view, places, years, "")[1].get_yticklabels()]
    assert labels == ["东岭省 (16)", "澜川省 (16)", "北溟省 (16)", "南浦省 (16)"]


def test_labels_that_lie_too_near_are_moved_apart_and_stay_in_order_and_within() -> None:
    np.testing.assert_allclose(spread(np.array([1.0, 9.0, 20.0]), 5, 30), [1, 9, 20])
    np.testing.assert_allclose(spread(np.array([10.0, 11.0, 20.0]), 5, 30), [8, 13, 20])
    np.testing.assert_allclose(spread(np.array([0.0, 1.0, 20.0]), 5, 30), [0, 5, 20])
    np.testing.assert_allclose(spread(np.array([28.0, 29.0, 30.0]), 5, 30), [20, 25, 30])
