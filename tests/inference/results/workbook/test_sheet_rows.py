import pandas as pd
import pyarrow as pa

from cuoshi.results.workbook import sheet_rows
from cuoshi.scheme import Scheme, bundled


def test_facts_are_said_in_chinese() -> None:
    facts = dict.fromkeys(sheet_rows.FACTS, 0) | {
        "keep_duplicates": True,
        "by": ["county", "year"],
        "thresholds": {"law": 0.5},
    }
    said = dict(sheet_rows.about(facts, bundled()))
    assert said["正文相同的报告是否计入"] == "是"
    assert said["分组"] == "county，year"
    assert said["判定阈值"] == "法治环境 0.5"
    assert "状态" in said and "状态" not in dict(sheet_rows.about(facts, Scheme.plain(["law"])))
    assert not list(sheet_rows.about_validity(None))


def test_a_sentence_has_its_categories_and_status_by_name(monkeypatch) -> None:
    monkeypatch.setattr(sheet_rows, "AT_ONCE", 1)
    table = pa.table(
        {"text": ["一。", "二。"], "categories": [["law", "party"], []], "status": ["planned", None], "page": [1, 2]}
    )
    rows = list(sheet_rows.sentence_rows(table, ["text", "status", "categories"], bundled()))
    law, party = (bundled().category(name).zh for name in ("law", "party"))
    assert rows == [["一。", bundled().status("planned").zh, f"{law}；{party}"], ["二。", None, ""]]


def test_what_is_missing_of_a_group_is_an_empty_cell() -> None:
    coverage = pd.DataFrame({"county": ["甲县"], "category": ["law"], "present": [True], "low": [float("nan")]})
    assert list(sheet_rows.coverage_rows(coverage, bundled())) == [["甲县", bundled().category("law").zh, "是", None]]


def test_counties_stand_by_code_and_the_years_of_one_are_joined_in_the_language() -> None:
    counts = {"category": "law", "reports": 2, "sentences": 8, "present": True, "share": 0.5}
    rows = [("甲县", "130002"), ("", ""), ("乙县", "130001")]
    table = pd.DataFrame(
        [{"county": name, "county_code": code, "years": "2021、2022", **counts} for name, code in rows]
    )
    shown = list(sheet_rows.county_rows(table, "en"))
    assert [row[:3] for row in shown[:2]] == [["乙县", "130001", "2021, 2022"], ["甲县", "130002", "2021, 2022"]]
    assert shown[2][0] == "(unknown)"
    assert next(sheet_rows.county_rows(table))[2] == "2021、2022"
