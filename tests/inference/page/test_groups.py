from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cuoshi.page.groups import PRECISION, group_intervals, group_keys
from cuoshi.results.loading.folder import load
from cuoshi.results.tally import tally

COLUMNS = {"county": ("county", "county_code"), "province": ("province",), "year": ("year",)}


@pytest.mark.parametrize("name", ["county", "year", "province"])
def test_intervals_are_those_of_a_tally(results: Path, name: str) -> None:
    loaded = load(results)
    years = sorted(int(year) for year in loaded.reports["year"].dropna().unique())
    table = tally(results, by=COLUMNS[name])
    table = table[table["reports"] > 1]
    found = group_intervals(loaded, years)[name]
    ends = table[["low", "high"]].to_numpy().reshape(len(found), -1)
    # rows are in the order of the columns, which for counties need not be the page's
    assert sorted(row[1:] for row in found) == sorted(np.rint(ends * PRECISION).astype(int).tolist())


def test_intervals_of_cells_are_those_of_the_coverage_table(results: Path) -> None:
    loaded = load(results)
    years = sorted(int(year) for year in loaded.reports["year"].dropna().unique())
    table = pd.read_parquet(results / "coverage.parquet").set_index(["county_code", "year", "category"])
    first = loaded.scheme.category_ids[0]
    found = group_intervals(loaded, years)["county_year"]
    assert found
    for (county, year), low, high, *_ in found:
        row = table.loc[(loaded.places.table["code"][county], years[year], first)]
        assert [low, high] == np.rint(row[["low", "high"]].to_numpy(float) * PRECISION).tolist()


def test_groups_of_one_report_have_no_interval(results: Path) -> None:
    loaded = load(results)
    alone = loaded.reports.drop_duplicates(["county", "province"])
    assert group_intervals(replace(loaded, reports=alone), list(range(1978, 2050)))["county"] == []


def test_keys_number_places_and_years_and_keep_the_unknown(results: Path) -> None:
    loaded = load(results)
    places = pd.DataFrame({"county_id": loaded.places.table["key"].iloc[[1, 0]], "year": [2021, None]})
    assert group_keys(places, loaded, [2020, 2021]) == [[1, 1], [0, -1]]
    assert group_keys(pd.DataFrame({"province": ["东岭省", None]}), loaded, []) == [["东岭省"], [""]]
    assert group_keys(pd.DataFrame({"county_id": ["", "无此县"]}), loaded, []) == [[-1], [-1]]


def test_one_unknown_place_is_what_has_no_id(make_rows, make_results, tmp_path) -> None:
    rows = make_rows(2, 1)
    for row in rows[:60]:
        row.update(county="", county_code="", county_id="")
    loaded = load(make_results(tmp_path, rows))
    number = loaded.places.table["kind"].tolist().index("unknown")
    assert group_keys(pd.DataFrame({"county_id": [None, "910001"]}), loaded, []) == [[number], [1 - number]]
