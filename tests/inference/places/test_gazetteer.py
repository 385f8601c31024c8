import pytest

from cuoshi.places.gazetteer import Gazetteer, Unit, gazetteer, stem_of


def unit(
    code: str, name: str, city: str = "甲市", province: str = "乙省", years: tuple[int, int] = (2000, 2026)
) -> Unit:
    return Unit(code, name, city, province, *years, unit_id=code)


SMALL = Gazetteer(
    [
        unit("990000", "乙省", "", "乙省"),
        unit("990100", "甲市", "甲市"),
        unit("990101", "市中区"),
        unit("990102", "青禾县"),
    ]
)


def names(text: str) -> list[str]:
    return [mention.name for mention in SMALL.mentions(text)]


def test_names_are_found_left_to_right_the_longest_first() -> None:
    assert names("乙省甲市青禾县2021年") == ["乙省", "甲市", "青禾县"]
    assert names("甲市中区") == ["甲市", "市中区"], "a county that overlaps its city"
    assert names("没有名字的县") == []


def test_stems_are_found_from_either_end() -> None:
    found = SMALL.stem_starting_at("青禾工作", 0)
    assert found and (found.start, found.end, found.name) == (0, 2, "青禾")
    assert SMALL.stem_ending_at("乙省青禾", 4) == SMALL.stem_starting_at("乙省青禾", 2)
    assert SMALL.stem_starting_at("青海", 0) is None


def test_levels_are_told_by_the_code() -> None:
    province, city, district, county = (SMALL.by_name[name][0] for name in ("乙省", "甲市", "市中区", "青禾县"))
    assert [one.is_county for one in (province, city, district, county)] == [False, False, True, True]
    assert [one.is_city for one in (province, city, district, county)] == [False, True, False, False]
    assert str(county) == "乙省甲市青禾县（990102）"


def test_distance_counts_years_between_and_beyond_the_lists_none() -> None:
    changed = unit("990103", "新县", years=(2010, 2015))
    assert [changed.distance(year) for year in (2005, 2010, 2015, 2018)] == [5, 0, 0, 3]
    assert unit("990102", "青禾县").distance(1995) == unit("990102", "青禾县").distance(2030) == 0


@pytest.mark.parametrize(
    ("name", "stem"), [("清苑区", "清苑"), ("丰宁满族自治县", "丰宁"), ("东乡族自治县", "东乡"), ("西县", "西县")]
)
def test_stems(name: str, stem: str) -> None:
    assert stem_of(name) == stem


def test_short_names_of_autonomous_counties_are_known() -> None:
    table = gazetteer()
    assert table.by_name["丰宁县"] == table.by_name["丰宁自治县"] == table.by_name["丰宁满族自治县"]


def test_every_row_of_the_table_is_sound() -> None:
    units = [one for rows in gazetteer().by_code.values() for one in rows]
    assert len(units) > 3000
    for one in units:
        assert len(one.code) == 6 and one.code.isdecimal()
        assert one.first_year <= one.last_year
        assert one.province


def test_a_unit_of_a_year_is_found_by_its_id() -> None:
    names = {year: gazetteer().in_year("370215", year) for year in (2010, 2021)}
    assert [(unit.name, unit.code, unit.level) for unit in names.values() if unit] == [
        ("即墨市", "370282", "county"),
        ("即墨区", "370215", "county"),
    ]
    levels = {unit_id: gazetteer().in_year(unit_id, 2020) for unit_id in ("320500", "320000", "110000", "清禾县")}
    assert [unit and unit.level for unit in levels.values()] == ["city", "province", "province", None]
