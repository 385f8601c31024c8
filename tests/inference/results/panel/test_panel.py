import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import cuoshi
from cuoshi.errors import CuoshiError
from cuoshi.results.panel.panel import panel, write_panel
from cuoshi.results.panel.wide import column_name
from cuoshi.schema import Place, Report, Sentence
from cuoshi.scheme import bundled

CATEGORIES = bundled().category_ids


@pytest.fixture
def report(tagger):
    """Make a tagged report: its sentences, unit, name and code of the year."""

    def make(texts, unit="370215", year=2021, county="即墨区", code="370215", level="county"):
        units = [Sentence(text, position=number) for number, text in enumerate(texts)]
        place = Place(county, code, "青岛市", "山东省", id=unit, level=level)
        return tagger.tag(Report(f"{unit}{year}{texts}", units, place=place, year=year))

    return make


def test_a_unit_is_one_through_changes_of_name_and_code(report):
    reports = [
        report(["推进审批提速。", "种粮面积稳定。", "将推进审批改革。"], year=2016, county="即墨市", code="370282"),
        report(["推进审批提速。"], year=2018),
    ]
    table = panel(reports)
    assert table[["county_id", "year", "unit", "county", "county_code"]].values.tolist() == [
        ["370215", 2016, 1, "即墨市", "370282"],
        ["370215", 2018, 1, "即墨区", "370215"],
    ]
    assert table["county_code_num"].tolist() == [370282, 370215]
    first = table.iloc[0]
    assert (first["reports"], first["sentences"], first["characters"]) == (1, 3, 7 + 7 + 8)
    assert (first["service_n"], first["service_done"], first["service_planned"], first["service_present"]) == (
        2,
        1,
        1,
        1,
    )
    assert first["service_share"] == pytest.approx(2 / 3)
    assert first["service_per1000"] == pytest.approx(2000 / 22)
    assert (first["law_n"], first["law_share"], first["law_present"]) == (0, 0, 0)


@pytest.mark.parametrize("balanced", [False, True])
def test_years_are_plain_numbers_as_formulas_of_a_regression_want_them(results, balanced):
    assert cuoshi.panel(results, balanced=balanced)["year"].dtype == np.dtype("int32")


def test_figures_are_those_of_the_coverage_table(results):
    wide = cuoshi.panel(results, by="county,year")
    long = cuoshi.tally(results, by="county,year").set_index(["county", "year", "category"])
    for row in wide.to_dict("records"):
        for name in CATEGORIES:
            own = long.loc[(row["county"], row["year"], name)]
            for end, measure in (("share", "share"), ("n", "tagged"), ("done", "done"), ("low", "low")):
                assert row[f"{name}_{end}"] == own[measure]
    assert len(wide) * len(CATEGORIES) == len(long)


def test_a_balanced_panel_has_every_year_and_says_where_nothing_was_read(report):
    reports = [
        report(["推进审批提速。"], year=2016, county="即墨市", code="370282"),
        report(["推进审批提速。"], year=2019),
    ]
    reports.append(report(["种粮。"], unit="370285", year=2018, county="莱西市", code="370285"))
    table = panel(reports, balanced=True)
    assert table["year"].tolist() == [2016, 2017, 2018, 2019] * 2
    assert table["unit"].tolist() == [1] * 4 + [2] * 4
    gap = table.iloc[1]
    assert (gap["reports"], gap["sentences"], gap["level"]) == (0, 0, "county")
    assert np.isnan(gap["service_share"]) and pd.isna(gap["service_n"])
    # 即墨市 became 即墨区 in 2017: the gap has the name and code of its year, whatever the reports around it have
    assert table["county"].tolist() == ["即墨市", "即墨区", "即墨区", "即墨区"] + ["莱西市"] * 4
    assert table["county_code"].tolist() == ["370282", "370215", "370215", "370215"] + ["370285"] * 4
    with pytest.raises(CuoshiError, match="has no year"):
        panel(reports, by="county_id", balanced=True)


def test_reports_of_unknown_county_or_year_are_in_no_row(report, caplog):
    reports = [report(["推进审批提速。"]), report(["种粮。"], unit="", county=""), report(["修渠。"], year=None)]
    assert len(panel(reports)) == 1
    assert "2 reports of unknown county_id or year are in no row" in caplog.text


def test_a_row_that_joins_unlike_reports_says_so(report, caplog):
    reports = [report(["一。", "二。"], level="county"), report(["三。"], level="department", county="某局")]
    table = panel(reports)
    assert table[["county", "level"]].values.tolist() == [["即墨区", "county；department"]]
    assert (
        "1 of 1 rows join reports of several levels or genres, as these columns say (county；department …)"
        in caplog.text
    )
    assert "--by county_id,year,level,genre" in caplog.text
    assert panel(reports, by="county_id,year,level")["level"].tolist() == ["county", "department"]


def test_a_zone_has_no_number(report):
    table = panel([report(["一。"], unit="320500-工业园区", county="苏州工业园区", code="")])
    assert table["county_id_num"].isna().all() and table["unit"].tolist() == [1]


def test_any_grouping_and_none(report):
    reports = [report(["推进审批提速。"]), report(["种粮。"], year=2022)]
    assert panel(reports, by="year")["year"].tolist() == [2021, 2022]
    assert panel(reports, by=())[["reports", "characters"]].values.tolist() == [[2, 10]]
    assert panel(reports, by="省，年份")["province"].tolist() == ["山东省"] * 2


def test_files_open_where_they_are_to_be_used(scheme, scheme_results):
    csv, parquet, dta = write_panel(scheme_results, by="county,year")
    frame = pq.read_table(parquet).to_pandas()
    assert len(frame) == 9
    text = pd.read_csv(csv, dtype={"county_code": str})
    stata = pd.read_stata(dta)
    assert list(text) == list(stata) == list(frame)
    assert all(len(name) <= 32 and name.isidentifier() for name in frame)
    for category in scheme.category_ids:
        name = column_name(category, "share", set())
        np.testing.assert_allclose(stata[name], frame[name])
        np.testing.assert_allclose(text[name], frame[name], atol=1e-6)
        assert set(stata[column_name(category, "present", set())]) <= {0, 1}
    with pd.io.stata.StataReader(dta) as reader:
        labels = reader.variable_labels()
    assert labels[column_name(scheme.category_ids[0], "share", set())].startswith(scheme.categories[0].zh)
    before = [path.read_bytes() for path in (csv, parquet, dta)]
    assert [path.read_bytes() for path in write_panel(scheme_results, by="county,year")] == before


def test_the_stata_file_is_what_the_library_reads_that_haven_of_r_is_made_of(make_rows, make_results, tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat", reason="no pyreadstat: pip install 'cuoshi[dev]'")
    _, parquet, dta = write_panel(make_results(tmp_path, make_rows(3, 2, 2, 10)))
    frame = pq.read_table(parquet).to_pandas()
    read, about = pyreadstat.read_dta(dta)
    assert list(read) == list(frame) and len(read) == len(frame) == 6
    for name in frame:
        own = frame[name]
        if pd.api.types.is_numeric_dtype(own):
            np.testing.assert_allclose(read[name].astype(float), own.astype(float), rtol=1e-6, err_msg=str(name))
        else:
            assert read[name].tolist() == own.fillna("").tolist(), name
    labels = about.column_names_to_labels
    assert (labels["year"], labels["law_share"]) == ("年份 / year", "法治环境：占比 / Rule of law: share")


def test_corrected_shares_and_intervals_are_in_it(validated, caplog):
    results, found = validated
    table = cuoshi.panel(results, by="county,year").set_index(["county", "year"])
    cells = found.cells.set_index(["county", "year", "category"])
    for (county, year), row in table.iterrows():
        for name in CATEGORIES:
            own = cells.loc[(county, year, name)]
            assert row[f"{name}_dsl"] == pytest.approx(own["share_dsl"], abs=1e-6)
            assert row[f"{name}_corr_low"] == pytest.approx(own["corrected_low"], abs=1e-6)
            assert row[f"{name}_method"] == own["method"]
    assert "no corrected shares" not in caplog.text and "intervals can be too short" not in caplog.text
    balanced = cuoshi.panel(results, balanced=True)
    assert (balanced["hand_coded"] == 400).all() and not any(name.endswith("_hand_coded") for name in balanced)
    assert "law_corr" not in cuoshi.panel(results, by="county,genre,year")
    assert "validate again with --by county,county_code,genre,year" in caplog.text
