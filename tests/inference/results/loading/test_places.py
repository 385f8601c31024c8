import pandas as pd
import pytest

from cuoshi.results.loading.places import ABOVE, COUNTY, UNKNOWN, Places, places_of

COLUMNS = ("county", "county_code", "county_id", "level", "province", "city", "year")
ROWS = (
    ("即墨市", "370282", "370215", "county", "山东省", "青岛市", 2016),
    ("即墨区", "370215", "370215", "county", "山东省", "青岛市", 2021),
    ("青岛市", "370200", "370200", "city", "山东省", "青岛市", 2021),
    ("", "", "", "county", "山东省", "", 2021),
    ("", "", "", "county", "", "", None),
    ("丰岭县", "", "丰岭县", "county", "东岭省", "", 2020),
)


@pytest.fixture
def reports() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=COLUMNS).astype({"year": "Int32"})


@pytest.fixture
def places(reports: pd.DataFrame) -> Places:
    return places_of(reports)


def test_a_county_that_changed_its_name_and_code_is_one_place_under_its_newest(places: Places) -> None:
    first, second = places.of_report[:2]
    assert first == second
    assert places.table.loc[first, ["name", "code", "kind"]].tolist() == ["即墨区", "370215", COUNTY]


def test_a_citys_own_report_is_no_county_and_unknown_counties_stay_apart_by_province(places: Places) -> None:
    assert places.table["kind"].iloc[places.of_report[2]] == ABOVE
    assert (places.table["kind"] == UNKNOWN).sum() == 2
    assert places.table["kind"].iloc[places.of_report[5]] == COUNTY
    assert len(places.table) == 5


def test_places_are_ordered_by_code_those_without_one_last_in_their_province(places: Places) -> None:
    assert places.table["code"].tolist() == ["370200", "370215", "", "", ""]
    assert places.table["province"].tolist() == ["山东省", "山东省", "山东省", "", "东岭省"]


@pytest.mark.parametrize("wanted", ["即墨区", "370215", "即墨市", "370282", "即墨"])
def test_a_place_is_found_by_every_name_and_code_it_has_or_had(
    places: Places, reports: pd.DataFrame, wanted: str
) -> None:
    assert places.find(reports, wanted) == [places.of_report[0]]


def test_what_no_place_is_called_is_not_found(places: Places, reports: pd.DataFrame) -> None:
    assert places.find(reports, "无此县") == []
    assert places.find(reports, "丰岭") == [places.of_report[5]]


def test_aliases_are_the_earlier_and_short_names_and_codes(places: Places, reports: pd.DataFrame) -> None:
    names = places.aliases(reports)
    assert {"即墨市", "370282", "即墨"} <= set(names[places.of_report[0]])
    assert "即墨区" not in names[places.of_report[0]]
    assert names[places.of_report[3]] == []


def test_no_report_is_at_no_place(reports: pd.DataFrame) -> None:
    empty = places_of(reports.iloc[:0])
    assert len(empty.table) == 0 and len(empty.of_report) == 0


def test_a_city_that_reports_itself_is_called_by_its_name_and_namesakes_are_told_apart() -> None:
    rows = [
        ("", "320500", "320500", "江苏省", "苏州市", 2020),
        ("鼓楼区", "320106", "320106", "江苏省", "南京市", 2020),
        ("鼓楼区", "350102", "350102", "福建省", "福州市", 2020),
        ("", "", "", "江苏省", "", 2020),
        ("", "", "", "福建省", "", 2020),
    ]
    columns = ["county", "county_code", "county_id", "province", "city", "year"]
    labels = places_of(pd.DataFrame(rows, columns=columns)).labels("{name} itself", "unknown")
    assert labels == ["鼓楼区 320106", "苏州市 itself", "unknown 江苏省", "鼓楼区 350102", "unknown 福建省"]
