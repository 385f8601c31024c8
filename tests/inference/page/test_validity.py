import json
import re

import pandas as pd
import pytest

from cuoshi.page.report import write_report
from cuoshi.page.validity import validity_data
from cuoshi.results.loading.folder import load
from cuoshi.results.measured.corrected import GROUPS
from cuoshi.results.panel.panel import write_panel
from cuoshi.scheme import bundled
from cuoshi.validity.validation import validate

CATEGORIES = bundled().category_ids


@pytest.fixture(scope="module")
def data(validated):
    loaded = load(validated[0])
    return validity_data(loaded, sorted(loaded.reports["year"].unique()))


def test_figures_are_those_of_the_sample(validated, data):
    found = validated[1]
    assert data["coders"] == ["a", "b"] and data["coded"] == 400
    assert data["told"] == [("unsettled", len(found.unsettled))] and found.unsettled
    for name, shown in zip(CATEGORIES, data["categories"], strict=True):
        own = found.categories[name]
        assert shown["corrected"] == [own.corrected.share, own.corrected.low, own.corrected.high]
        assert shown["recall"] == [own.quality.recall.value, own.quality.recall.low, own.quality.recall.high]
        assert shown["kappa"][0] == own.kappa.value
        assert shown["needed"] == found.needed(name)


def test_every_group_is_found_under_its_numbers(validated, data):
    results, found = validated
    places = load(results).places.table
    for name, columns in GROUPS.items():
        cells = found.groups[columns]
        assert len(data["groups"][name]) * len(CATEGORIES) == len(cells)
    cells = found.groups[GROUPS["county_year"]]
    for (county, year), shares, lows, highs, synthetic in data["groups"]["county_year"][::7]:
        rows = cells[(cells["county_id"] == places["key"][county]) & (cells["year"] == 2020 + year)]
        assert rows["corrected"].tolist() == pytest.approx(shares, abs=1e-5)
        assert rows["corrected_low"].tolist() == pytest.approx(lows, abs=1e-5)
        assert rows["corrected_high"].tolist() == pytest.approx(highs, abs=1e-5)
        assert (rows["method"] == "synthetic").tolist() == [bool(one) for one in synthetic]


def test_without_a_sample_the_page_has_no_such_section(results):
    assert validity_data(load(results), []) is None
    html = write_report(results).read_text("utf-8")
    assert 'id="validity"' not in html and 'id="basis"' not in html


def test_the_switch_says_that_few_sentences_correct(validated, make_rows, make_results, code, tmp_path):
    results = make_results(tmp_path / "results", make_rows(4, 2, 1, 40))
    validate(results, code(results, tmp_path / "coding", 120))
    assert "校正后（仅编码 120 句）</option>" in write_report(results).read_text("utf-8")
    assert "手工校正后</option>" in write_report(validated[0]).read_text("utf-8")


def test_a_sample_of_some_sentences_corrects_no_groups(make_rows, make_results, code, tmp_path, caplog):
    results = make_results(tmp_path / "results", make_rows(4, 2, 1, 40))
    paths = code(results, tmp_path / "coding", 60, where="year >= 2021")
    validate(results, paths)
    data = validity_data(load(results), [2020, 2021])
    assert dict(data["told"]) == {"fewest": 60, "where": "year >= 2021"} and data["groups"] is None
    assert "corrected" not in pd.read_parquet(results / "coverage.parquet")
    write_panel(results)
    assert "no corrected shares in the panel: the sample was drawn where year >= 2021; only one of all" in caplog.text
    assert "validate again with --by" not in caplog.text, "which would not help"
    html = write_report(results).read_text("utf-8")
    assert 'id="validity"' in html and 'id="basis"' not in html
    assert json.loads(re.search(r'id="data">(.*?)</script>', html)[1])["validity"]["groups"] is None
