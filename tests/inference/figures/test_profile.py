from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")

from matplotlib.text import Text
from tests.conftest import fictional_rows, write_results

from cuoshi.figures.profile import profile
from cuoshi.figures.trend import trend
from cuoshi.figures.view import View
from cuoshi.results.loading.folder import load
from cuoshi.scheme import Scheme


def test_shares_and_the_status_of_their_sentences_add_up(results: Path) -> None:
    loaded = load(results)
    view = View(loaded)
    left, right = profile(view).axes
    table = view.table(view.reports, [])
    np.testing.assert_allclose(left.lines[0].get_xdata(), 100 * table["share"])
    assert [label.get_text() for label in left.get_yticklabels()] == view.names
    ends = [bar.get_x() + bar.get_width() for bar in right.patches]
    assert max(ends) == pytest.approx(100)
    done = 100 * table["done"].to_numpy() / table["tagged"].to_numpy()
    np.testing.assert_allclose([bar.get_width() for bar in right.patches[: len(view.names)]], done)


def test_a_scheme_without_statuses_has_one_panel(scheme: Scheme, scheme_results: Path) -> None:
    figure = profile(View(load(scheme_results)))
    assert len(figure.axes) == (2 if scheme.statuses else 1)


def test_the_key_says_how_much_was_read(results: Path) -> None:
    loaded = load(results)
    place = loaded.places.table.iloc[0]
    left = profile(View(loaded, [0])).axes[0]
    own = loaded.reports[loaded.reports["county_code"] == place["code"]]
    first = left.get_legend().get_texts()[0].get_text()
    assert first.startswith(place["name"]) and str(len(own)) in first


def test_the_key_says_what_is_joined_beside_counties(tmp_path: Path) -> None:
    rows = fictional_rows(3, 1, length=10)
    for row in rows[:10]:
        row.update(county="青禾市", county_code="900000", county_id="900000", level="city")
    view = View(load(write_results(tmp_path, rows)))
    for figure in (profile(view).axes[0].get_legend(), trend(view)):
        said = "\n".join(text.get_text() for text in figure.findobj(Text))
        assert "全部报告" in said and "含 1 份市级、省级本级报告" in said


def test_many_counties_stay_within_their_rows(results: Path) -> None:
    left = profile(View(load(results), list(range(8)))).axes[0]
    rows = [round(float(y)) for line in left.lines for y in line.get_ydata()]
    assert rows == list(range(7)) * 9
    assert left.get_ylim() == (6.5, -0.5)
