import pytest

from cuoshi.places.other_years import other_counties, other_years
from cuoshi.text.outline import outline

SAID = "走访企业三百家。解决问题一百个。减免税费。设立资金池。开展培训。推进改革。"


def found(title: str, *lines: str, year: int = 2015) -> list[tuple[int, str]]:
    outlined = outline([title, "各位代表：", "一、工作回顾", SAID, *lines, SAID])
    return list(other_years(outlined.title, outlined.units, year))


@pytest.mark.parametrize(
    ("title", "line", "year"),
    [
        ("临安市2015年政府工作报告", "临安市2016年政府工作报告", 2016),
        ("临安市2015年政府工作报告", "临安区二〇一八年政府工作报告", 2018),
        ("临安市2015年政府工作报告", "临安市2014年度政府工作报告", 2014),
        ("清禾县2015年优化营商环境工作总结", "清禾县2016年优化营商环境工作总结", 2016),
        ("2015年政府工作报告", "2016年政府工作报告", 2016),
        ("臨安市2015年政府工作報告", "臨安市2016年政府工作報告", 2016),
        ("政府工作报告", "——2016年1月20日在临安市第十五届人民代表大会第五次会议上", 2016),
        ("政府工作报告", "（2015年12月28日在临安市第十五届人民代表大会第五次会议上）", 2016),
    ],
)
def test_the_title_of_another_year_is_found(title: str, line: str, year: int) -> None:
    assert found(title, line) == [(year, line)]
    assert found(title, line, line) == [(year, line)], "each year once"
    assert not found(title, line, year=year)


@pytest.mark.parametrize(
    "line",
    [
        "二、2016年工作安排",
        "二、2016年政府工作报告重点任务",
        "2016年工作打算",
        "附件：清禾县2016年工作要点",
        "2016年2月全县经济工作会",
        "清禾县2015年政府工作报告",
        "清禾县2016—2020年政府工作报告",
    ],
)
def test_a_plan_a_meeting_and_the_own_title_are_none(line: str) -> None:
    assert not found("清禾县2015年政府工作报告", line)


def counties(title: str, *lines: str) -> list[tuple[str, str]]:
    outlined = outline([title, "一、做法", SAID, *lines, SAID])
    return list(other_counties(outlined.title, outlined.units))


def test_the_same_title_of_another_county_is_found_once() -> None:
    title, other = "涞源县2022年工作总结", "易县2022年工作总结"
    assert counties(title, other, other) == [("易县", other)]
    assert counties("保定市涞源县2022年工作总结", "保定市易县2021年工作总结") == [("易县", "保定市易县2021年工作总结")]


def test_the_own_county_under_another_name_and_other_headings_are_none() -> None:
    assert not counties("临安市2016年工作总结", "临安区2018年工作总结", "临安市2016年工作总结")
    assert not counties("涞源县2022年工作总结", "学习易县工作总结", "易县的做法", "2021年工作总结")
    assert not counties("2022年工作总结", "易县2022年工作总结")


def test_when_the_report_itself_was_given_is_no_other_year() -> None:
    outlined = outline(["政府工作报告", "2016年1月20日在清禾县第十五届人民代表大会第五次会议上", "各位代表：", SAID])
    assert not list(other_years(outlined.title, outlined.units, 2015))
