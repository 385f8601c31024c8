import pandas as pd
import pytest

from cuoshi.results.tables.groups import column_names, group_columns, in_order


@pytest.mark.parametrize(
    ("by", "columns"),
    [
        ("county,year", ["county", "county_code", "year"]),
        ("县，年份", ["county", "county_code", "year"]),
        ("省、文种; year", ["province", "genre", "year"]),
        (("县编号", "年"), ["county_id", "year"]),
        ("report_id", ["report_id"]),
        ("", []),
        ((), []),
    ],
)
def test_columns_are_named_in_a_list_or_a_text_in_both_languages(by: str | tuple[str, ...], columns: list[str]) -> None:
    assert group_columns(by) == columns


def test_a_county_comes_with_its_code() -> None:
    assert group_columns(("year", "county")) == ["year", "county", "county_code"]
    assert group_columns(("county", "county_code", "county")) == ["county", "county_code"]
    assert group_columns(()) == []


def test_names_alone_stay_as_many_as_they_are() -> None:
    assert column_names("县、年份，县") == ["county", "year"]
    assert column_names([" 基金 ", ""]) == ["基金"]


def test_counties_stand_by_code_and_then_by_year_what_is_not_known_last() -> None:
    rows = [
        ("", "", 2021),
        ("安乡县", "430721", 2021),
        ("丰县", "320321", 2022),
        ("丰县", "320321", None),
        ("丰县", "320321", 2021),
    ]
    table = pd.DataFrame(rows, columns=["county", "county_code", "year"]).astype({"year": "Int32"})
    ordered = in_order(table, ["county", "county_code", "year"])
    assert ordered.index.tolist() == [0, 1, 2, 3, 4]
    assert ordered["county_code"].tolist() == ["320321"] * 3 + ["430721", ""]
    assert ordered["year"].fillna(0).tolist() == [2021, 2022, 0, 2021, 2021]


def test_provinces_and_cities_stand_by_code_those_that_no_list_has_by_name_behind_them() -> None:
    table = pd.DataFrame({"province": ["东岭省", "四川省", "", "北京市", "南浦省", None], "rest": range(6)})
    ordered = in_order(table, ["province"])["province"].fillna("").tolist()
    assert ordered == ["北京市", "四川省", "东岭省", "南浦省", "", ""]
    table = pd.DataFrame({"city": ["成都市", "保定市"]}, index=[7, 3])
    assert in_order(table, ["city"])["city"].tolist() == ["保定市", "成都市"]


def test_the_first_column_comes_first_and_the_rows_of_a_group_stay_as_they_were() -> None:
    table = pd.DataFrame(
        {"year": [2021, 2020, 2020], "genre": ["通知", "通知", "通知"], "category": ["law", "law", "finance"]}
    )
    assert in_order(table, ["year", "genre"])["category"].tolist() == ["law", "finance", "law"]
    assert in_order(table, []) is table
