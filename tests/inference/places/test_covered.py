import pytest

from cuoshi.documents import Document
from cuoshi.places.covered import with_covered_years
from cuoshi.reading import from_document
from cuoshi.schema import Heading, Sentence
from cuoshi.text.outline import outline

REPORT = """澄江县政府工作报告
各位代表：
现在，我代表县人民政府，向大会报告工作。
一、过去一年工作回顾
全年减免税费1860万元。
二、存在的问题
企业融资仍然偏难。
三、今年工作安排
设立风险补偿资金池。
（一）优化环境
推行一窗受理。"""


def years(text: str, year: int | None, looks_back: bool) -> dict[str, int | None]:
    units = with_covered_years(outline(text.split("\n")).units, year, looks_back)
    return {unit.text: unit.covered_year for unit in units if isinstance(unit, Sentence)}


def test_a_work_report_speaks_of_the_year_before_until_its_plan_begins() -> None:
    assert list(years(REPORT, 2023, looks_back=True).values()) == [2022, 2022, 2022, 2023, 2023]


def test_any_other_document_speaks_of_its_own_year_and_one_without_a_year_of_none() -> None:
    assert set(years(REPORT, 2023, looks_back=False).values()) == {2023}
    assert set(years(REPORT, None, looks_back=True).values()) == {None}


@pytest.mark.parametrize(
    ("heading", "looks_back", "covered"),
    [
        ("二、2024年工作打算", False, 2024),
        ("二、2023年工作打算", False, 2023),
        ("一、2022年工作回顾", True, 2022),
        ("一、2018—2022年工作回顾", True, 2022),
        ("一、过去五年工作回顾", True, 2022),
        ("一、2015年以来工作回顾", True, 2022),
        ("三、2035年远景目标", False, 2023),
    ],
)
def test_a_heading_that_names_the_year_or_one_beside_it_decides(heading: str, looks_back: bool, covered: int) -> None:
    assert years(f"澄江县总结\n{heading}\n推行一窗受理。", 2023, looks_back) == {"推行一窗受理。": covered}


def test_what_stands_behind_the_plan_is_of_the_year_and_headings_pass() -> None:
    units = [
        Heading(1, "甲"),
        Sentence("一。", section_kind="plan"),
        Sentence("二。"),
        Sentence("三。", section_kind="review"),
    ]
    found = with_covered_years(units, 2023, looks_back=True)
    assert found[0] == units[0]
    assert [unit.covered_year for unit in found if isinstance(unit, Sentence)] == [2023, 2023, 2022]


def test_a_report_that_is_read_has_both_years() -> None:
    report = from_document(Document("澄江县2023.txt", REPORT))
    assert (report.year, report.genre) == (2023, "政府工作报告")
    assert [sentence.covered_year for sentence in report.sentences] == [2022, 2022, 2022, 2023, 2023]
    summary = from_document(Document("澄江县2023.txt", REPORT, metadata={"genre": "工作总结"}))
    assert {sentence.covered_year for sentence in summary.sentences} == {2023}
