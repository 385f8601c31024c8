import pytest

from cuoshi.places.levels import with_level
from cuoshi.schema import Place

COUNTY = Place(county="清禾县", id="清禾县", level="county")


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("清禾县2022年政府工作报告", "county"),
        ("中共清禾县委关于2022年工作情况的报告", "county"),
        ("清禾县人民政府办公室关于印发方案的通知", "county"),
        ("中国共产党清禾县委员会工作报告", "county"),
        ("清禾县人民政府第14次常务会议纪要", "county"),
        ("清禾县关于推进政务服务中心建设的意见", "county"),
        ("清禾县乡镇工作总结", "county"),
        ("关于县政协第37号提案的答复", "county"),
        ("在清禾县民营企业座谈会上的讲话", "county"),
        ("清禾县社会信用体系建设实施方案", "county"),
        ("清禾县着力构建治理新格局", "county"),
        ("清禾县发展东南部，建设新城", "county"),
        ("清禾县委组织部2022年工作总结", "department"),
        ("清禾县营商环境建设办公室主任述职报告", "department"),
        ("清禾县人民法院2022年服务企业工作总结", "department"),
        ("政协清禾县委员会关于营商环境的视察报告", "department"),
        ("中共清禾县委党校2021年办学情况总结", "department"),
        ("在清禾县工商业联合会第九届执行委员会上的工作报告", "department"),
        ("清禾县发改委2022年工作总结", "department"),
        ("清禾县云溪镇党委书记述职报告", "township"),
        ("铁东街道工作简报 第8期", "township"),
        ("云溪村党支部2022年工作总结", "village"),
        ("清禾经济开发区管委会2022年工作总结", "zone"),
        ("清禾县高新技术产业园区2021年工作总结", "zone"),
        ("清禾县产业园区建设情况汇报", "county"),
    ],
)
def test_the_head_of_a_title_says_who_reports(title: str, level: str) -> None:
    place = with_level(COUNTY, [title])
    assert place.level == level
    assert (place.county, place.id) == ("清禾县", "清禾县")


def test_the_file_name_says_it_where_the_title_does_not_and_the_manifest_wins() -> None:
    assert with_level(COUNTY, ["2022年工作总结", "财政局2022"]).level == "department"
    assert with_level(COUNTY, ["清禾县财政局2022年工作总结"], "county").level == "county"
    assert with_level(COUNTY, ["清禾县财政局2022年工作总结"], "nonsense").level == "department"


@pytest.mark.parametrize(
    ("title", "city", "county", "unit"),
    [
        ("青岛高新区2022年工作总结", "", "青岛高新区", "370200-高新区"),
        ("青岛市高新技术产业开发区2021年工作总结", "青岛市", "青岛高新区", "370200-高新区"),
        ("高新区2022年工作总结", "青岛市", "青岛高新区", "370200-高新区"),
        ("西安经济技术开发区管委会工作总结", "", "西安经开区", "610100-经开区"),
        ("雄安新区2021年工作要点", "", "雄安新区", "雄安新区"),
        ("高新区2022年工作总结", "", "", ""),
    ],
)
def test_a_zone_that_is_no_unit_is_named_as_such(title: str, city: str, county: str, unit: str) -> None:
    place = with_level(Place(city=city), [title])
    assert (place.county, place.county_code, place.id, place.level) == (county, "", unit, "zone")


def test_a_unit_whose_name_ends_like_a_zones_is_none() -> None:
    place = Place("浦东新区", "310115", "上海市", "上海市", id="310115", level="county")
    assert with_level(place, ["上海市浦东新区2022年政府工作报告"]) == place


def test_a_zone_that_is_stated_as_the_county_is_one() -> None:
    place = with_level(Place(county="青岛高新区", level="county"), [])
    assert (place.county, place.city, place.id, place.level) == ("青岛高新区", "青岛市", "370200-高新区", "zone")
