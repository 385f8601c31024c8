import json
from itertools import groupby
from pathlib import Path

import pytest
from opencc import OpenCC

from cuoshi import reading
from cuoshi.documents import Document
from cuoshi.errors import ReadError

DEV = Path(__file__).parents[2] / "data" / "dev.jsonl"
TEXT = """澄江县2023年服务企业工作总结
来源：澄江县政府网
一、总体情况
全年走访企业XX家。解决问题98个；企业满意。
—1—
二、下一步打算
设立风险补偿资金池。"""


def test_ids_depend_on_the_text_and_not_on_where_it_lies() -> None:
    here, there, changed = (
        reading.from_document(Document(path, text)).id
        for path, text in (("总结.txt", TEXT), ("甲/总结.txt", TEXT), ("总结.txt", TEXT + "再做一件事。"))
    )
    assert here == there != changed
    assert len(here) == 16
    assert reading.from_document(Document("总结.txt", TEXT)).id == here


def test_what_table_and_manifest_state_wins() -> None:
    metadata = {"county": "虚构县", "year": "2019", "title": "另一个标题", "genre": "总结", "province": "虚构省"}
    report = reading.from_document(Document("总结.txt", TEXT, "文件自己的标题", metadata))
    assert (report.place.county, report.place.county_code) == ("虚构县", "")
    assert (report.year, report.title, report.genre) == (2019, "另一个标题", "总结")
    assert report.place.province == "虚构省"


def test_a_title_that_a_file_states_is_used_only_where_the_text_has_none() -> None:
    assert reading.from_document(Document("a.docx", TEXT, "模板")).title == "澄江县2023年服务企业工作总结"
    assert reading.from_document(Document("a.docx", "一、总体情况\n企业满意。", "总结")).title == "总结"


@pytest.mark.parametrize("text", ["", "\n", "打印 关闭", "—3—\n仅供学习，禁止外传"])
def test_no_sentence_is_left(text: str) -> None:
    with pytest.raises(ReadError, match="no sentence is left"):
        reading.from_text(text)


@pytest.mark.parametrize("wrong", ["latin-1", "gb18030", "utf-8"])
def test_a_text_that_was_decoded_wrongly_is_no_report(wrong: str) -> None:
    garbled = TEXT.encode("gb18030" if wrong == "utf-8" else "utf-8").decode(wrong, "replace")
    with pytest.raises(ReadError, match=r"^a.txt: of its characters \d+% are none that Chinese uses: decoded wrongly"):
        reading.from_document(Document("a.txt", garbled))


def test_a_report_of_which_some_was_decoded_wrongly_is_doubtful() -> None:
    part = Document("a.txt", f"{TEXT}\n" * 9 + TEXT.encode().decode("latin-1")[:100])
    (said,) = reading.doubts(part, reading.from_document(part))
    assert "of its characters are none that Chinese uses" in said
    assert not reading.doubts(Document("a.txt", TEXT), reading.from_text(TEXT))


def test_a_report_that_holds_another_is_doubtful() -> None:
    both = Document("澄江县历年总结.txt", f"{TEXT}\n{TEXT.replace('2023', '2024')}")
    (said,) = reading.doubts(both, reading.from_document(both))
    assert said.startswith("it has a title of 2024 too, '澄江县2024年服务企业工作总结'")


@pytest.mark.parametrize(
    ("path", "metadata"),
    [
        ("澄江县2023-2024.txt", {}),
        ("澄江县.txt", {"year": "2024"}),
        ("澄江县2024.txt", {}),
        ("澄江县.txt", {"year": "2023"}),
        ("澄江县.txt", {"year": "2024", "title": "历年总结"}),
    ],
)
def test_a_report_that_holds_another_is_doubtful_wherever_its_year_is_from(path: str, metadata: dict[str, str]) -> None:
    both = Document(path, f"{TEXT}\n{TEXT.replace('2023', '2024')}", metadata=metadata)
    (said,) = reading.doubts(both, reading.from_document(both))
    assert said.startswith("it has a title of 2024 too")
    one = Document(path, TEXT, metadata=metadata)
    assert not reading.doubts(one, reading.from_document(one))


def test_a_report_that_holds_another_is_told_by_when_they_were_given() -> None:
    said = "走访企业三百家。解决问题一百个。减免税费。设立资金池。开展培训。推进改革。"
    one = (
        "政府工作报告\n——{}年1月20日在清禾县第十五届人民代表大会第{}次会议上\n县长　甲某\n各位代表：\n一、工作回顾\n"
        + said
    )
    text = f"{one.format(2019, '四')}\n{one.format(2020, '五')}"
    for metadata in ({}, {"year": "2020"}, {"year": "2019"}):
        both = Document("清禾县2019-2020.txt", text, metadata=metadata)
        (doubt,) = reading.doubts(both, reading.from_document(both))
        assert doubt.startswith("it has a title of 2020 too")


def test_a_text_in_another_language_is_no_report() -> None:
    with pytest.raises(ReadError, match="hardly any of its letters are Chinese"):
        reading.from_text("See the website of the county for the reports of other years and of its townships.")


def test_a_single_sentence() -> None:
    report = reading.from_text("组织45名企业家赴外地参加研修班")
    assert [sentence.text for sentence in report.sentences] == ["组织45名企业家赴外地参加研修班"]
    assert report.path == ""


def test_traditional_characters_are_read_and_shown_as_they_were() -> None:
    text = """涞源縣2021年工作總結
來源：涞源縣政府網
一、主要做法
推行惠企政策免申即享，減免稅費1860萬元。
二、存在問題
幹部隊伍薄弱，乾旱頻發；理髮店貸款難。
三、下一步打算
設立風險補償資金池。
返回頂部"""
    report = reading.from_document(Document("a.txt", text))
    assert (report.place.county_code, report.place.county, report.year) == ("130630", "涞源县", 2021)
    assert (report.title, report.genre) == ("涞源縣2021年工作總結", "工作总结")
    assert [removed.text for removed in report.removed] == ["來源：涞源縣政府網", "返回頂部"]
    assert [(sentence.text, sentence.heading_path, sentence.section_kind) for sentence in report.sentences] == [
        ("推行惠企政策免申即享，減免稅費1860萬元。", "一、主要做法", "review"),
        ("幹部隊伍薄弱，乾旱頻發；", "二、存在問題", "problems"),
        ("理髮店貸款難。", "二、存在問題", "problems"),
        ("設立風險補償資金池。", "三、下一步打算", "plan"),
    ]


def test_traditional_characters_are_known_in_names_and_columns() -> None:
    found = reading.from_document(Document("稅務/涞源縣/2021年工作總結.txt", "企业满意。"))
    assert (found.place.county_code, found.year, found.genre) == ("130630", 2021, "工作总结")
    stated = reading.from_document(Document("a.csv#2", "企业满意。", metadata={"county": "涞源縣", "title": "總結"}))
    assert (stated.place.county_code, stated.place.county, stated.title) == ("130630", "涞源县", "總結")


def test_a_report_in_traditional_characters_has_the_outline_of_the_simplified_one() -> None:
    into = OpenCC("s2t").convert
    for gold in map(json.loads, DEV.read_text("utf-8").splitlines()):
        groups = groupby(gold["units"], lambda unit: unit.get("paragraph", unit["text"]))
        lines = [gold["title"], *("".join(unit["text"] for unit in group) for _, group in groups)]
        simple = reading.from_document(Document("a.txt", "\n".join(lines)))
        report = reading.from_document(Document("a.txt", "\n".join(map(into, lines))))
        assert (report.place, report.year, report.genre) == (simple.place, simple.year, simple.genre)
        assert [sentence.section_kind for sentence in report] == [sentence.section_kind for sentence in simple]
        assert [unit.text for unit in report.units] == [into(unit.text) for unit in simple.units]
