import time
from dataclasses import replace

import pytest

from cuoshi.documents import Document
from cuoshi.places.gazetteer import NEWEST_LIST, gazetteer, stem_of
from cuoshi.places.place import code_of_column, doubts, find_place
from cuoshi.places.years import find_year
from cuoshi.schema import Place


def whole(title: str = "", path: str = "1.txt", lines: tuple[str, ...] = (), **metadata: str) -> Place:
    document = Document(path, "", metadata=metadata)
    return find_place(document, title, lines, find_year(document, title, lines))


def place(title: str = "", path: str = "1.txt", lines: tuple[str, ...] = (), **metadata: str) -> Place:
    """Name, code and candidates alone."""
    return replace(whole(title, path, lines, **metadata), id="", level="")


QINGYUAN = Place("清苑区", "130608", "保定市", "河北省")


@pytest.mark.parametrize(
    "title",
    [
        "清苑区2022年政府工作报告",
        "2022年清苑区政府工作报告",
        "保定市清苑区2022年工作总结",
        "河北省保定市清苑区2022年工作总结",
        "河北保定清苑区优化营商环境工作总结",
        "中共清苑区委关于整改情况的报告",
    ],
)
def test_full_names(title: str) -> None:
    assert place(title) == QINGYUAN


@pytest.mark.parametrize("title", ["保定清苑2022年工作总结", "河北保定市清苑工作总结", "保定清苑税务局工作总结"])
def test_names_without_suffix_behind_their_city(title: str) -> None:
    assert place(title) == QINGYUAN


def test_folders_and_file_named_without_suffix_say_the_place_together() -> None:
    found = place(path="资料/福建/福州/鼓楼/2022.txt")
    assert (found.county, found.city) == ("鼓楼区", "福州市")
    assert place(path="河北/保定/清苑.txt") == QINGYUAN
    assert place(path="鼓楼/2022.txt").county == ""


def test_a_file_name_without_suffix_counts_only_alone() -> None:
    assert place(path="清苑2022.txt") == QINGYUAN
    assert place(path="清苑好工作2022.txt") == Place()
    assert place(path="平安2022.txt") == Place()


def test_short_forms_of_autonomous_counties() -> None:
    full = Place("丰宁满族自治县", "130826", "承德市", "河北省")
    assert place("丰宁县2020年工作总结") == place("丰宁满族自治县2020年工作总结") == full


def test_a_former_name_keeps_the_code_of_its_time() -> None:
    assert place("清苑县2012年政府工作报告").county_code == "130622"
    assert place("莱芜市钢城区2015年工作总结").county_code == "371203"
    assert place("济南市钢城区2022年工作总结").county_code == "370117"
    assert place("钢城区2015年工作总结").city == "莱芜市"


@pytest.mark.parametrize(
    ("title", "county", "code"),
    [
        ("吴江市2021年政府工作报告", "吴江区", "320509"),
        ("吴江市2010年政府工作报告", "吴江市", "320584"),
        ("吴江区2010年政府工作报告", "吴江市", "320584"),
        ("清苑县2021年工作总结", "清苑区", "130608"),
    ],
)
def test_name_and_code_are_those_of_the_year_whatever_the_text_calls_the_county(
    title: str, county: str, code: str
) -> None:
    found = whole(title)
    assert (found.county, found.county_code, found.level) == (county, code, "county")


def test_an_earlier_name_or_code_that_is_stated_stays() -> None:
    found = whole(county="吴江市", year="2021")
    assert (found.county, found.county_code, found.id) == ("吴江市", "320509", "320509")
    found = whole(county_code="320584", year="2021")
    assert (found.county, found.county_code, found.id) == ("吴江市", "320584", "320509")


def test_one_name_at_two_levels_follows_the_year() -> None:
    assert place("毕节市2008年工作总结") == Place("毕节市", "522401", "毕节地区", "贵州省")
    assert place("毕节市2018年工作总结") == Place(city="毕节市", province="贵州省")


def test_an_ambiguous_name_stays_empty_and_lists_candidates() -> None:
    found = place("鼓楼区2022年工作总结")
    assert (found.county, found.county_code, found.city) == ("", "", "")
    assert "江苏省南京市鼓楼区（320106）" in found.candidates
    assert len(found.candidates) == 4


def test_another_source_resolves_an_ambiguous_name() -> None:
    assert place("鼓楼区2022年工作总结", "南京市/1.txt").county_code == "320106"
    assert place("南京市鼓楼区2022年工作总结").county_code == "320106"
    assert place("鼓楼区2022年工作总结", lines=("南京市鼓楼区人民政府",)).county_code == "320106"
    assert place("鼓楼区2022年工作总结", city="徐州").county_code == "320302"


def test_the_year_resolves_a_name_that_was_shared() -> None:
    assert len(place("郊区2003年工作总结").candidates) > len(place("郊区2022年工作总结").candidates) > 1


@pytest.mark.parametrize(
    ("title", "city", "province"),
    [
        ("保定市2022年政府工作报告", "保定市", "河北省"),
        ("河北省2022年政府工作报告", "", "河北省"),
        ("北京市2022年政府工作报告", "北京市", "北京市"),
        ("吉林松原优化营商环境", "松原市", "吉林省"),
        ("长沙市区道路改造", "长沙市", "湖南省"),
    ],
)
def test_a_report_of_a_city_or_province_has_no_county(title: str, city: str, province: str) -> None:
    assert place(title, lines=("清苑区人民政府坚持服务企业。",)) == Place(city=city, province=province)


@pytest.mark.parametrize(
    "title",
    ["各区县优化营商环境", "各市和县区工作", "中心城区改造", "开发区工作总结", "建设新城区", "全县工作", ""],
)
def test_plain_words_are_no_counties(title: str) -> None:
    assert place(title) == Place()


def test_a_county_of_the_city_before_it_may_share_a_character() -> None:
    assert place("济南市中区2022年工作总结").county_code == "370103"


def test_counties_without_city() -> None:
    assert place("湖北省神农架林区2021年工作总结") == Place("神农架林区", "429021", "", "湖北省")


def test_sources_in_order() -> None:
    assert place("涞水县2022年总结", "清苑区2022.txt", county="涞源县").county == "涞源县"
    assert place("涞水县2022年总结", "清苑区2022.txt").county == "清苑区"
    assert place("涞水县2022年总结", "清苑区/1.txt").county == "清苑区"
    assert place("涞水县2022年总结", lines=("清苑区人民政府",)).county == "涞水县"
    assert place("工作总结", lines=("清苑区人民政府", "学习昆山市的做法。")).county == "清苑区"


def test_archive_members_have_folders_too() -> None:
    assert place(path="reports.zip#河北省/保定市/清苑区.txt") == QINGYUAN


def test_what_the_metadata_state_stands() -> None:
    assert place(county="清禾县", province="河北省") == Place("清禾县", "", "", "河北省")
    assert place(county="清苑", city="保定") == QINGYUAN
    assert place(county="保定市清苑区") == QINGYUAN
    assert place(county_code="130608", year="2022") == QINGYUAN
    assert place(county="清禾县", county_code="990001").county_code == "990001"
    assert place("保定市工作总结", county="鼓楼区").county == "鼓楼区"
    assert place(city="保定", lines=("清苑区人民政府",)) == QINGYUAN


def test_a_report_takes_less_than_two_milliseconds() -> None:
    gazetteer()
    lines = ("全县城区市区各县区县市区" * 50,) * 10
    start = time.process_time()
    for _ in range(100):
        place("河北省保定市清苑区2022年政府工作报告", lines=lines)
    assert (time.process_time() - start) / 100 < 0.02  # ten times the aim, for a busy machine


def test_the_table_holds_what_it_should() -> None:
    table = gazetteer()
    rows = [unit for units in table.by_code.values() for unit in units]
    current = {unit.code for unit in rows if unit.is_county and unit.last_year == NEWEST_LIST}
    assert len(rows) > 3900
    assert 2800 < len(current) < 2900
    assert {unit.name for unit in table.by_code["420624"]} == {"南漳县"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("370282", "370215"),  # 即墨市 became 即墨区
        ("610126", "610117"),  # 高陵县 became 高陵区
        ("510124", "510117"),  # 郫县 became 郫都区
        ("522401", "520502"),  # 毕节市, the county-level one, became 七星关区
        ("452601", "451002"),  # 百色市 became 右江区
        ("420621", "420607"),  # 襄阳县 became 襄阳区, then 襄州区
        ("421302", "421303"),  # 曾都区 was given another code
        ("469031", "469026"),  # 昌江黎族自治县: a code that GB/T 2260 alone has
    ],
)
def test_a_unit_keeps_its_id_when_name_code_or_status_change(before: str, after: str) -> None:
    ids = {unit.unit_id for code in (before, after) for unit in gazetteer().by_code[code]}
    assert ids == {after}


def test_a_unit_that_merged_with_others_ends_and_what_comes_of_them_is_a_new_one() -> None:
    table = gazetteer()
    merged = [table.by_code[code][0].unit_id for code in ("120107", "120108", "120109", "120116")]
    assert merged == ["120107", "120108", "120109", "120116"], "滨海新区 of 塘沽区, 汉沽区 and 大港区"
    assert {unit.unit_id for unit in table.by_name["万盛区"]} == {"500110-2010"}, "its code is 綦江区's since"
    assert {unit.unit_id for name in ("綦江县", "綦江区") for unit in table.by_name[name]} == {"500110"}


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("清苑区", "清苑"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("东乡族自治县", "东乡"),
        ("内蒙古自治区", "内蒙古"),
    ],
)
def test_stems(name: str, stem: str) -> None:
    assert stem_of(name) == stem


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于学习昆山市政府优化营商环境做法的汇报", ("我县组织考察组赴昆山市考察。",)),
        ("赴昆山市考察学习情况的报告", ()),
        ("工作汇报", ("我县学习借鉴昆山市政府的做法，推行帮办代办。",)),
        ("工作汇报", ("与东阳市人民政府签订合作协议。",)),
        ("工作简报", ("昆山市委书记一行来我县考察。",)),
        ("工作简报", ("昆山市政府考察团到我县参观。",)),
        ("工作简报", ("县党政代表团赴昆山市委党校学习。",)),
        ("与昆山市人民政府签署合作框架协议", ()),
        ("借鉴昆山市人民政府先进经验", ()),
        ("工作汇报", ("昆山市的做法值得学习。",)),
        ("工作汇报", ("昆山市考察团到访我县。",)),
        ("工作汇报", ("接待昆山市政府考察团。",)),
        ("工作汇报", ("比学昆山市以改革促发展的经验。",)),
        ("驻昆山市招商组工作总结", ()),
        ("清禾县驻昆山市工作组2021年工作总结", ()),
        ("工作汇报", ("我县驻昆山市委党校联络组扎实工作。",)),
        ("工作汇报", ("昆山市政府驻我县办事处积极对接。",)),
        ("昆山市考察报告", ("我县考察组赴昆山市考察。",)),
        ("工作汇报", ("昆山市对口帮扶我县。",)),
        ("工作汇报", ("参照昆山市政府做法。",)),
        ("工作汇报", ("选派干部到昆山市政府挂职。",)),
        ("工作汇报", ("昆山市的营商环境值得学习。",)),
    ],
)
def test_a_model_partner_or_guest_is_not_the_reports_county(title: str, lines: tuple[str, ...]) -> None:
    assert place(title, lines=lines).county == ""


@pytest.mark.parametrize(
    "line",
    [
        "我代表涞源县人民政府向大会报告工作。",
        "向涞源县第十七届人民代表大会报告工作。",
        "省厅领导到涞源县政府调研。",
        "涞源县委、县政府学习借鉴昆山市的做法。",
        "中共涞源县委和涞源县人民政府联合印发方案。",
        "涞源县委书记一行赴昆山市考察。",
        "涞源县政府优化营商环境的做法和经验。",
        "省领导到涞源县政府考察。",
    ],
)
def test_the_reports_county_may_be_spoken_to_and_visited(line: str) -> None:
    assert place("工作汇报", lines=(line,)).county == "涞源县"


@pytest.mark.parametrize("title", ["省驻涞源县帮扶队汇报", "保定市驻涞源县工作队总结", "涞源县驻昆山市招商组总结"])
def test_a_county_in_which_a_team_is_posted_to_help_or_that_posts_one_is_the_reports(title: str) -> None:
    assert place(title).county == "涞源县"
    assert place("驻马店市2021年工作总结").city == "驻马店市"


def test_what_the_files_properties_say_comes_last() -> None:
    document = Document("a.docx", "", title="昆山市2018年工作总结")
    assert find_place(document, "工作总结", ["涞源县坚持改革。"], None).county == "涞源县"
    assert find_place(document, "工作总结", ["我县坚持改革。"], None).county == "昆山市"


def test_a_city_in_which_none_of_the_candidates_lies_is_not_the_report_s() -> None:
    found = place("朝阳区2021年工作总结", "朝阳.txt")
    assert (found.county, found.city, found.province) == ("", "", "")
    assert len(found.candidates) == 2


def test_a_county_stated_without_suffix_brings_no_city_of_its_name_along() -> None:
    found = place(county="朝阳")
    assert (found.county, found.city, found.province) == ("朝阳", "", "")
    assert "北京市朝阳区（110105）" in found.candidates


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("130608", "130608"),
        ("130608.0", "130608"),
        ("'130608", "130608"),
        ("１３０６０８", "130608"),
        ("130608000", "130608"),
        ("130608000000", "130608"),
        ("1.3061E+05", ""),
        ("13608", ""),
    ],
)
def test_codes_as_tables_have_them(cell: str, code: str) -> None:
    assert code_of_column(cell) == code


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"county_code": "1.3061E+05"}, "no code of six digits"),
        ({"county_code": "990001"}, "no county's in the lists from 2000"),
        ({"county_code": "990001", "county": "清禾县"}, ""),
        ({"county_code": "130608", "county": "清苑区"}, ""),
        ({"county_code": "130608", "county": "清苑县"}, ""),
        ({"county_code": "130608", "county": "清苑"}, ""),
        ({"county_code": "130608", "county": "昆山市"}, "130608 is 清苑区, not 昆山市; the code decides"),
        ({"county_code": "130608", "county": "虚构县"}, ""),
        ({"county": "昆山市"}, ""),
    ],
)
def test_what_is_stated_of_a_place_and_cannot_be_right_is_said(stated: dict[str, str], said: str) -> None:
    found = list(doubts(stated))
    assert len(found) == bool(said)
    assert all(said in one for one in found)


@pytest.mark.parametrize(
    ("title", "county", "code", "unit", "level"),
    [
        ("即墨市2015年政府工作报告", "即墨市", "370282", "370215", "county"),
        ("即墨区2021年政府工作报告", "即墨区", "370215", "370215", "county"),
        ("高陵县2010年政府工作报告", "高陵县", "610126", "610117", "county"),
        ("西安市高陵区2020年政府工作报告", "高陵区", "610117", "610117", "county"),
        ("上海市浦东新区2022年政府工作报告", "浦东新区", "310115", "310115", "county"),
        ("保定市清苑区财政局2022年工作总结", "清苑区", "130608", "130608", "department"),
        ("昆山市周庄镇人民政府2022年工作总结", "昆山市", "320583", "320583", "township"),
        ("苏州市2022年政府工作报告", "", "", "320500", "city"),
        ("苏州市财政局2022年工作总结", "", "", "320500", "department"),
        ("江苏省2022年政府工作报告", "", "", "320000", "province"),
        ("北京市2022年政府工作报告", "", "", "110000", "province"),
        ("苏州工业园区2022年工作总结", "苏州工业园区", "", "320500-工业园区", "zone"),
        ("儋州市2010年政府工作报告", "儋州市", "469003", "460400", "county"),
        ("儋州市2020年政府工作报告", "", "", "460400", "city"),
        ("南京市2022年鼓楼区工作总结", "鼓楼区", "320106", "320106", "county"),
        ("鼓楼区2022年工作总结", "", "", "", "county"),
        ("某某县2022年工作总结", "", "", "", ""),
    ],
)
def test_a_unit_has_one_id_in_every_year_and_it_is_said_who_reports(
    title: str, county: str, code: str, unit: str, level: str
) -> None:
    found = whole(title)
    assert (found.county, found.county_code, found.id, found.level) == (county, code, unit, level)


def test_words_that_were_a_countys_name_once_are_none() -> None:
    lines = ("市区道路平整一新。", "新区建设加快推进。")
    assert whole("2012年政府工作报告", lines=lines) == Place()
    assert whole("新区2001年工作总结").county == ""
    assert whole(county_code="410902", year="2001").county == "市区"


def test_a_city_or_province_around_does_not_report_itself() -> None:
    assert (whole("2022年工作总结", "江苏省/苏州市/一.txt").id, whole("2022年工作总结", "江苏省/1.txt").level) == (
        "",
        "",
    )
    assert whole("苏州市2022年政府工作报告", "江苏省/1.txt").id == "320500"


def test_what_no_list_has_is_told_apart_by_what_is_stated() -> None:
    assert whole(county="清禾县").id == "清禾县"
    assert whole(county="清禾县", province="河北省").id == "河北省清禾县"
    assert whole(county="清禾县", county_code="990001").id == "990001"
    assert whole("清禾县财政局2022年工作总结", county="清禾县", county_id="17").id == "17"
    assert whole("清禾县财政局2022年工作总结", county="清禾县").level == "department"
    assert whole("清禾县财政局2022年工作总结", county="清禾县", level="county").level == "county"
    assert whole(county="苏州市").level == "city"
    assert whole(county="即墨县").candidates == ("山东省青岛市即墨区（370215）",)
