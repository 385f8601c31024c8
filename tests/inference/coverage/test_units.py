import pandas as pd
import pytest

from cuoshi.coverage.units import are_counties, count_counties, under_newest_name, unit_of, unlike

REPORTS = pd.DataFrame(
    [
        ("即墨市", "370282", "370215", 2015),
        ("即墨区", "370215", "370215", 2021),
        ("清禾县", "", "清禾县", 2021),
        ("丰岭县", "", "", 2021),
        ("苏州市", "320500", "320500", 2021),
        ("江苏省", "320000", "320000", 2021),
        ("苏州工业园区", "", "320500-工业园区", 2021),
        ("", "", "", 2021),
        (None, None, None, None),
    ],
    columns=["county", "county_code", "county_id", "year"],
).astype({"year": "Int32"})


def test_a_county_is_one_unit_whatever_it_was_called() -> None:
    units = unit_of(REPORTS)
    assert units.tolist()[:4] == ["370215", "370215", "清禾县", "丰岭县"]
    assert units.tolist()[-2:] == ["", ""]
    assert units.index.equals(REPORTS.index)


def test_cities_and_provinces_are_units_but_no_counties() -> None:
    assert are_counties(unit_of(REPORTS)).tolist() == [True] * 4 + [False, False, True, False, False]
    assert count_counties(REPORTS) == 4
    assert count_counties(REPORTS.iloc[:0]) == 0


def test_a_county_of_two_names_has_its_newest() -> None:
    named = under_newest_name(REPORTS)
    assert named["county"].tolist()[:4] == ["即墨区", "即墨区", "清禾县", "丰岭县"]
    assert named["county_code"].tolist()[:2] == ["370215", "370215"]
    assert under_newest_name(REPORTS.assign(year=[None, *REPORTS["year"][1:]]))["county"].tolist()[0] == "即墨区"


@pytest.mark.parametrize("rows", [slice(3, 4), slice(0, 0)])
def test_reports_without_an_id_keep_their_names(rows: slice) -> None:
    pd.testing.assert_frame_equal(under_newest_name(REPORTS[rows]), REPORTS[rows])


def test_reports_of_one_unit_and_year_are_unlike_whatever_the_county_was_called() -> None:
    rows = [
        ("即墨市", "370215", 2015, "county", "工作总结"),
        ("即墨区", "370215", 2015, "county", "政府工作报告"),
        ("即墨区", "370215", 2016, "county", ""),
        ("即墨区", "370215", 2016, "department", None),
        ("丰岭县", "", 2016, "county", "政府工作报告"),
        ("丰岭县", "", 2016, "county", "政府工作报告"),
        ("苏州市", "320500", 2016, "city", ""),
        ("苏州市", "320500", 2016, "city", "工作总结"),
        *[("", "", 2016, level, "政府工作报告") for level in ("county", "city")],
        *[("丰岭县", "", None, "county", genre) for genre in ("通知", "政府工作报告")],
    ]
    reports = pd.DataFrame(rows, columns=["county", "county_id", "year", "level", "genre"], index=range(5, 17))
    found = unlike(reports.astype({"year": "Int32"}))
    assert found.index.equals(reports.index)
    said = ["".join(kind[0] for kind in found if row[kind]) for _, row in found.iterrows()]
    assert said == ["g", "g", "l", "l", "s", "s", "g", "g", "", "", "", ""]
    assert unlike(reports, ["county"])["genre"].tolist() == [
        *[False] * 1,
        *[True] * 3,
        *[True] * 4,
        *[False] * 2,
        *[True] * 2,
    ]
    assert unlike(reports.iloc[:0]).empty
