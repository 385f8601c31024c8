from dataclasses import fields, replace

import pytest

from cuoshi.errors import CuoshiError
from cuoshi.schema import Evidence, Heading, Place, Report, Sentence, Tags

TAGS = Tags(("law",), "done", {"law": 0.9, "finance": 0.1}, {"done": 0.8, "planned": 0.2}, (Evidence("law", 0, 2),))
NONE = Tags((), None, {"law": 0.1, "finance": 0.1}, {"done": 0.5, "planned": 0.5})


@pytest.fixture
def report() -> Report:
    first = Sentence("执法检查减半。", 0, 0, ("一、做法", "（一）执法"), "review")
    units = [Heading(1, "一、做法"), Heading(2, "（一）执法"), first, Sentence("天气晴好。", 1, 1)]
    return Report("r1", units, "a.txt", "总结", Place("清禾县", "990101", "", "东岭省", ("甲县", "乙县")), 2021, "总结")


def test_a_report_is_the_sequence_of_its_sentences(report: Report) -> None:
    assert [sentence.text for sentence in report] == ["执法检查减半。", "天气晴好。"]
    assert len(report) == 2 and report[1].text == "天气晴好。"
    assert [heading.level for heading in report.headings] == [1, 2]


def test_a_sentence_knows_its_report(report: Report) -> None:
    assert {sentence.report_id for sentence in report} == {"r1"}
    tagged = report.with_tags([TAGS, NONE])
    assert {sentence.report_id for sentence in tagged} == {"r1"}
    assert [row["report_id"] for row in tagged.records()] == [sentence.report_id for sentence in tagged]
    assert {sentence.report_id for sentence in replace(tagged, id="r2")} == {"r2"}
    assert Sentence("天气晴好。").report_id == ""
    assert report[1] == Sentence("天气晴好。", 1, 1), "which report it is of decides no equality"


def test_tags_make_a_new_report_and_leave_the_old_one_as_it_was(report: Report) -> None:
    tagged = report.with_tags([TAGS, NONE])
    assert [sentence.tags for sentence in tagged] == [TAGS, NONE]
    assert [sentence.tags for sentence in report] == [None, None]
    assert tagged.units[0] == report.units[0] and replace(tagged, units=report.units) == report


def test_a_sentence_below_headings_or_of_a_year_keeps_all_else() -> None:
    values = ["执法检查减半。", 2, 5, ("一、做法",), "review", 2021, TAGS, 7, 0.9, "r1"]
    assert len(values) == len(fields(Sentence))
    sentence = Sentence(*values)  # type: ignore[arg-type]
    below = sentence.below(("二、打算",), "plan")
    assert below == replace(sentence, headings=("二、打算",), section_kind="plan")
    assert sentence.of_year(2022) == replace(sentence, covered_year=2022)
    assert sentence.of_report("r2") == sentence
    known = (below, sentence.of_year(2022), sentence.of_report("r2"))
    assert [one.report_id for one in known] == ["r1", "r1", "r2"]


def test_a_record_has_what_the_report_is_and_what_the_model_said(report: Report) -> None:
    first, second = report.with_tags([TAGS, NONE]).records()
    assert first["heading_path"] == "一、做法 / （一）执法"
    assert first["county_candidates"] == "甲县；乙县"
    assert (first["categories"], first["status"], first["status_p"]) == (["law"], "done", 0.8)
    assert first["evidence"] == [{"category": "law", "start": 0, "end": 2}]
    assert (second["categories"], second["status"], second["status_p"], second["p_law"]) == ([], None, None, 0.1)
    assert report.facts().items() <= first.items()


@pytest.mark.parametrize(
    ("place", "named"),
    [
        (Place(city="苏州市", province="江苏省", id="320500", level="city"), ("苏州市", "320500", "city")),
        (Place(city="苏州市", province="江苏省", id="320500", level="department"), ("苏州市", "320500", "department")),
        (Place("苏州市", "", "苏州市", "江苏省", id="320500", level="department"), ("苏州市", "320500", "department")),
        (Place(province="江苏省", id="320000", level="province"), ("江苏省", "320000", "province")),
        (Place(city="苏州市", province="江苏省"), ("", "", "")),  # it lies there, who reports is not known
        (Place("昆山市", "320583", "苏州市", "江苏省", id="320583", level="county"), ("昆山市", "320583", "county")),
        (Place("虚构县", "", "苏州市", "江苏省", id="江苏省苏州市虚构县", level="county"), ("虚构县", "", "county")),
    ],
)
def test_a_city_or_province_that_reports_itself_is_named_in_tables(place: Place, named: tuple[str, str, str]) -> None:
    facts = Report("r1", (), place=place).facts()
    assert (facts["county"], facts["county_code"], facts["level"]) == named


def test_a_sentence_that_is_not_tagged_has_no_record(report: Report) -> None:
    assert (report[0].categories, report[0].status) == ((), None)
    with pytest.raises(CuoshiError, match=r"sentence 0 is not tagged; give the report to cuoshi\.tag"):
        report.records()


def test_a_frame_keeps_a_year_that_is_not_known(report: Report) -> None:
    frame = replace(report, year=None).with_tags([TAGS, NONE]).to_frame()
    assert frame["year"].isna().all() and str(frame["year"].dtype) == "Int32"
    assert frame["text"].tolist() == [sentence.text for sentence in report]
    assert replace(report, units=[]).to_frame().empty
