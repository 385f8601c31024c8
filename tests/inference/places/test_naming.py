from cuoshi.places.naming import Origin, read_closing, read_name, read_opening


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


def test_places_in_a_row_are_nobodys_report() -> None:
    assert counties(read_name("涞源、易县、涞水三县工作总结", 2020)) == set()
    assert counties(read_opening("昆山市、太仓市等地政府的做法各有特色。", 2020)) == set()
    assert counties(read_name("中共涞源县委、涞源县人民政府关于印发方案的通知", 2020)) == {"涞源县"}


def test_a_place_that_is_looked_up_to_forwarded_or_helps_is_another_one() -> None:
    assert counties(read_name("向昆山市学习什么", 2020)) == set()
    assert counties(read_name("转发《昆山市优化营商环境若干措施》的通知", 2020)) == set()
    assert counties(read_name("涞源县转发《昆山市优化营商环境若干措施》的通知", 2020)) == {"涞源县"}
    assert counties(read_opening("昆山市工商联与我县工商联结对。", 2020)) == set()
    assert counties(read_opening("昆山市政府对口支援我县五年。", 2020)) == set()
    assert counties(read_opening("代表政府向涞源县第十七届人民代表大会报告工作。", 2020)) == {"涞源县"}


def test_a_firm_that_heads_a_line_is_not_its_county() -> None:
    assert counties(read_opening("昆山市华禾电子有限公司落户我县。", 2020)) == set()
    assert counties(read_opening("昆山市坚持培育有限公司。", 2020)) == {"昆山市"}


def test_the_opening_may_say_whose_report_it_is() -> None:
    assert counties(read_opening("我县（涞源县）办件提速。", 2020)) == {"涞源县"}
    assert counties(read_opening("填报单位：涞源县发改局", 2020)) == {"涞源县"}


def test_who_signs_at_the_end() -> None:
    assert counties(read_closing(["推行帮办代办。", "中共涞源县委 办公室", "2022年12月30日"], 2022)) == {"涞源县"}
    assert counties(read_closing(["涞源县人民政府推行帮办代办。", "抄送：昆山市人民政府"], 2022)) == set()
