import numpy as np
import pandas as pd
import pytest

from cuoshi.errors import CuoshiError
from cuoshi.figures.corrected import Corrections, corrected
from cuoshi.figures.plot import plot
from cuoshi.figures.view import View
from cuoshi.results.loading.folder import load
from cuoshi.results.measured.corrected import GROUPS
from cuoshi.scheme import bundled
from cuoshi.validity.validation import validate

CATEGORIES = list(bundled().category_ids)


@pytest.fixture(scope="module")
def loaded(validated):
    return load(validated[0])


@pytest.fixture(scope="module")
def corrections(loaded):
    return Corrections(loaded)


def rows(loaded, **wanted):
    kept = np.logical_and.reduce([loaded.reports[name] == value for name, value in wanted.items()])
    return np.flatnonzero(kept)


def cell(cells, **wanted):
    return cells[np.logical_and.reduce([cells[name] == value for name, value in wanted.items()])]


def test_all_reports_have_the_share_of_the_sample(validated, loaded, corrections):
    share, low, _high, synthetic = corrections.of(np.arange(len(loaded.reports)))
    for c, own in enumerate(validated[1].categories.values()):
        assert (share[c], low[c]) == (own.corrected.share, own.corrected.low)
    assert not synthetic.any()


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        (("year",), {"year": 2022}),
        (("province",), {"province": "东岭省"}),
        (("county_id",), {"county_id": "900001"}),
        (("province", "year"), {"province": "东岭省", "year": 2021}),
        (GROUPS["county_year"], {"county_id": "900001", "year": 2021}),
    ],
)
def test_reports_that_make_up_a_group_have_its_share_and_interval(validated, loaded, corrections, columns, wanted):
    share, low, high, synthetic = corrections.of(rows(loaded, **wanted))
    own = cell(validated[1].groups[tuple(columns)], **wanted)
    assert own["category"].tolist() == CATEGORIES
    np.testing.assert_allclose([share, low, high], own[["corrected", "corrected_low", "corrected_high"]].T, atol=1e-6)
    assert (synthetic > 0).tolist() == (own["method"] == "synthetic").tolist()


def test_others_have_the_mean_of_their_cells_and_no_interval(validated, loaded, corrections):
    some = loaded.reports["county"].isin(["青禾县", "临禾县"]) & (loaded.reports["year"] == 2020)
    share, low, high, _ = corrections.of(np.flatnonzero(some))
    cells = validated[1].groups[GROUPS["county_year"]]
    both = cells[cells["county_id"].isin(["900001", "910001"]) & (cells["year"] == 2020)]
    means = both.groupby("category")["corrected"].mean()  # the counties wrote equally many sentences
    np.testing.assert_allclose(share, means[CATEGORIES], atol=1e-6)
    assert np.isnan([low, high]).all()


def test_the_table_keeps_its_order(validated, loaded, corrections):
    view = View(loaded, corrections=corrections)
    table = view.table(loaded.reports, ["year"])
    years = validated[1].groups[("year",)]
    np.testing.assert_allclose(table["share"], years["corrected"], atol=1e-6)
    assert table["category"].tolist() == years["category"].tolist()
    counted = View(loaded).table(loaded.reports, ["year"])
    assert corrected(counted, loaded.reports, ["year"], corrections)["tagged"].equals(counted["tagged"])


@pytest.mark.parametrize("kind", ["heatmap", "trend", "profile"])
def test_figures_show_corrected_shares(validated, tmp_path, kind):
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")
    pictures = [
        plot(validated[0], kind, tmp_path / f"{so}.png", dpi=50, counties=["青禾县"], lang="en", corrected=so)
        for so in (True, False)
    ]
    assert pictures[0].read_bytes() != pictures[1].read_bytes()


def test_heatmap_marks_what_is_synthetic(validated, loaded, corrections):
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")
    from cuoshi.figures.heatmap import SYNTHETIC, heatmap

    texts = [text.get_text() for text in heatmap(View(loaded, corrections=corrections)).axes[0].texts]
    cells = validated[1].groups[("county_id",)]
    marked = sum(text.endswith(SYNTHETIC) for text in texts)
    synthetic = cells["method"] == "synthetic"
    assert marked == synthetic.sum() * (not synthetic.all())
    assert any(text.startswith(SYNTHETIC) for text in texts) == (marked > 0)
    assert not [text for text in heatmap(View(loaded)).axes[0].texts if SYNTHETIC in text.get_text()]


def test_without_a_sample_of_everything_there_is_one_line(results, make_rows, make_results, code, tmp_path):
    with pytest.raises(CuoshiError, match="no hand-coded sample"):
        Corrections(load(results))
    folder = make_results(tmp_path / "results", make_rows(4, 2, 1, 40))
    validate(folder, code(folder, tmp_path / "coding", 60, where="year >= 2021"))
    with pytest.raises(CuoshiError, match="drawn where year >= 2021"):
        Corrections(load(folder))


def test_few_coded_sentences_are_told_of_or_correct_no_figure(make_rows, make_results, code, tmp_path):
    for n in (60, 120):
        folder = make_results(tmp_path / f"results-{n}", make_rows(4, 2, 1, 40))
        validate(folder, code(folder, tmp_path / f"coding-{n}", n))
    view = View(load(folder), lang="en", corrections=Corrections(load(folder)))
    assert "few hand-coded sentences: intervals can be too short" in view.share
    with pytest.raises(CuoshiError, match="only 60 sentences were coded, by which no county or year is corrected"):
        Corrections(load(tmp_path / "results-60"))


def test_reports_without_a_year_are_found(make_rows, make_results, code, tmp_path):
    rows = [{**row, "year": None if row["year"] == 2020 else row["year"]} for row in make_rows(4, 2, 1, 40)]
    folder = make_results(tmp_path / "results", rows)
    found = validate(folder, code(folder, tmp_path / "coding", 120))
    loaded = load(folder)
    share = Corrections(loaded).of(np.flatnonzero(loaded.reports["year"].isna()))[0]
    years = found.groups[("year",)]
    np.testing.assert_allclose(share, years.loc[pd.isna(years["year"]), "corrected"], atol=1e-6)
