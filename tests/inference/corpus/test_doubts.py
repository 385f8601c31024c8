import pandas as pd
import pytest

from cuoshi.corpus.copies import Copy
from cuoshi.corpus.doubts import place_doubts, with_unlike, year_doubts
from cuoshi.corpus.store import Entry
from cuoshi.schema import Heading, Report

KNOWN = {
    **{"county": "清苑区", "county_code": "130608", "county_id": "130608", "county_candidates": ""},
    **{"level": "county", "characters": 5000, "year": 2021, "path": "清苑区2021.txt", "title": "清苑区2021年工作总结"},
}


@pytest.mark.parametrize(
    ("title", "path", "year", "headings", "said"),
    [
        ("清苑区2021年工作总结", "a.txt", 2021, ("一、2021年工作", "二、2022年打算"), ""),
        ("清苑区工作总结", "清苑/2021/a.txt", 2021, (), ""),
        ("清苑区二〇二一年工作总结", "a.txt", 2021, (), ""),
        ("清苑区工作总结", "a.txt", None, (), "year not known"),
        ("清苑区2018年政府工作报告", "清苑区2019.txt", 2019, (), "the title says 2018, the path 2019"),
        ("清苑区2018年工作总结", "2019/清苑区2018.txt", 2018, (), ""),
        ("清苑区工作总结", "in/清苑区2019.txt", 2019, (), ""),
        ("清苑区2018年工作总结", "下载2024/清苑区.txt", 2018, (), ""),
        ("清苑区2018年工作总结", "20190520采集/清苑区.txt", 2018, (), ""),
        ("清苑区工作总结", "a.txt", 2021, (), "neither title nor path names its year 2021"),
        (
            "清苑区2020年总结",
            "a.txt",
            2020,
            ("一、2022年做法", "二、2023年打算"),
            "headings speak of 2022, 2023, not of 2020",
        ),
        ("清苑区2020年总结", "a.txt", 2020, ("一、做法", "二、2035年远景", "三、2021年打算"), ""),
    ],
)
def test_a_year_is_doubtful(title: str, path: str, year: int | None, headings: tuple[str, ...], said: str) -> None:
    report = Report("r", [Heading(1, text) for text in headings], path, title, year=year)
    assert list(year_doubts(report, "text", {})) == ([said] if said else [])


def test_a_year_that_is_stated_is_not_asked_for_in_the_name() -> None:
    report = Report("r", (), "a.txt", "工作总结", year=2021)
    assert not list(year_doubts(report, "text", {"year": "2021"}))
    assert list(year_doubts(report, "text", {})), "a file that says so nowhere is asked about"
    for table in ("csv", "xlsx", "workbook", "jsonl", "parquet"):
        assert not list(year_doubts(report, table, {}))


@pytest.mark.parametrize(
    ("title", "path", "said"),
    [
        ("清苑区2019年总结", "清苑区2019.txt", ["the manifest says 2020, the title 2019, the path 2019"]),
        ("清苑区总结", "清苑区2019.txt", ["the manifest says 2020, the path 2019"]),
        ("清苑区2021年总结", "a.txt", ["the manifest says 2020, the title 2021"]),
        ("清苑区2019年总结", "清苑区2020.txt", []),
        ("清苑区2020年总结", "清苑区2021.txt", []),
        ("清苑区2019—2021年总结", "a.txt", []),
        ("清苑区总结", "清苑区2019-2021/a.txt", []),
    ],
)
def test_a_stated_year_that_title_and_path_contradict_is_doubtful(title: str, path: str, said: list[str]) -> None:
    report = Report("r", (), path, title, year=2020)
    assert list(year_doubts(report, "text", {"year": "2020"})) == said


def test_a_tables_year_is_held_against_the_title_of_its_row() -> None:
    report = Report("r", (), "县2018.csv#2", "清苑区2019年总结", year=2020)
    assert list(year_doubts(report, "csv", {})) == ["its table says 2020, the title 2019"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, []),
        ({"level": "department"}, ["of a department, not of a county"]),
        (
            {"county": "苏州市", "county_code": "320500", "county_id": "320500", "level": "city"},
            ["of a city, not of a county"],
        ),
        ({"county": "虚构县", "county_code": "", "county_id": "虚构县"}, ["虚构县: no list has the name"]),
        ({"characters": 40}, ["only 40 characters"]),
        (
            {"path": "清苑县2021.txt", "title": "清苑县2021年工作总结"},
            ["named 清苑县, which was not its name in 2021"],
        ),
        ({"path": "2021.txt", "title": "工作总结"}, []),
        ({"county": "", "county_code": "", "county_id": "", "level": ""}, ["no county is named"]),
    ],
)
def test_who_reports_is_said_where_it_is_not_a_county_that_is_known(facts: dict[str, str], said: list[str]) -> None:
    assert list(place_doubts(KNOWN | facts, None)) == said


@pytest.mark.parametrize(
    ("county", "year", "said"),
    [
        ("涞水县", 2021, ", which is of 涞水县 2021"),
        ("清苑区", 2020, ", which is of 清苑区 2020"),
        ("清苑区", 2021, ""),
    ],
)
def test_a_copy_of_another_county_or_year_is_told_of_whom(county: str, year: int, said: str) -> None:
    one, other = (Entry(name, 0, name, "i", "w", b"", 9, *place) for name, *place in (
        ("a.txt", "清苑区", "130608", 2021), ("b.txt", county, county, year)
    ))  # fmt: skip
    assert list(place_doubts(KNOWN, Copy(one, "i", other, 1.0, True))) == [f"the same text as b.txt{said}"]


def test_reports_of_several_genres_in_one_year_are_told() -> None:
    rows = [
        ("130608", 2021, "county", "工作总结", "", "a"),
        ("130608", 2021, "county", "政府工作报告", "", ""),
        ("130608", 2021, "county", "通知", "c.txt", ""),
        ("130608", 2022, "county", "工作总结", "", ""),
        ("", 2022, "", "通知", "", ""),
        ("320583", 2022, "county", "通知", "", ""),
        ("320583", 2022, "department", "", "", ""),
        *[("320583", 2023, "county", "政府工作报告", "", "")] * 2,
    ]
    columns = ["county_id", "year", "level", "genre", "duplicate_of", "note"]
    reports = pd.DataFrame(rows, columns=columns).assign(county="")
    several = "its county has several genres in this year: "
    two = "its county has 2 of 政府工作报告 in this year: parts, drafts or years?"
    both = f"{several}工作总结, 政府工作报告"
    unlike = [f"its county has several levels in this year: county, department；{several}通知, ？"] * 2
    assert with_unlike(reports)["note"].tolist() == [f"a；{both}", both, "", "", "", *unlike, *[two] * 2]
