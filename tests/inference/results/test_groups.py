import pytest

from cuoshi.results.groups import column_names, group_columns


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
