from cuoshi.places.naming import Origin, read_name, read_opening


def counties(source: Origin) -> set[str]:
    return {unit.name for unit in source.counties}


def test_a_county_behind_its_city_is_told_from_its_namesakes() -> None:
    alone, behind = read_name("城关区2020年总结", 2020), read_name("兰州市城关区2020年总结", 2020)
    assert len({unit.unit_id for unit in alone.counties}) > 1
    assert {unit.city for unit in behind.counties} == {"兰州市"}


def test_a_name_that_opens_the_text_hides_those_behind_it() -> None:
    assert counties(read_name("清苑区赴昆山市考察报告", 2020)) == {"清苑区"}


def test_a_city_without_county_is_the_whole() -> None:
    source = read_name("保定市2020年政府工作报告", 2020)
    assert source.whole
    assert {unit.name for unit in source.outer} == {"保定市"}
    assert not read_name("2020年政府工作报告", 2020).whole


def test_a_bare_stem_counts_only_where_it_is_all_there_is() -> None:
    assert {unit.unit_id for unit in read_name("清苑2020", 2020, bare=True).counties} == {"130608"}
    assert counties(read_name("清苑2020", 2020)) == set()
    assert counties(read_name("清苑总结材料2020", 2020, bare=True)) == set()


def test_in_the_opening_only_a_county_that_acts_counts() -> None:
    assert counties(read_opening("涞源县人民政府2020年工作总结\n", 2020)) == {"涞源县"}
    assert counties(read_opening("各部门认真学习昆山市的做法。", 2020)) == set()
