from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from cuoshi.results.lists import unresolved
from cuoshi.results.lists.unresolved import collected, needed_columns
from cuoshi.schema import Place


def report(number: int = 0, **facts: object) -> dict[str, object]:
    known = dict.fromkeys(needed_columns(), "") | {"report_id": f"r{number}", "path": f"{number}.txt", "year": 2021}
    return known | facts


KNOWN = {"county": "清苑区", "county_code": "130608", "county_id": "130608", "level": "county"}


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (KNOWN, ""),
        ({"county": "清禾县", "county_id": "清禾县", "level": "county"}, "unlisted"),
        ({"county": "清禾县", "county_code": "990001", "county_id": "990001", "level": "county"}, ""),
        ({"county": "青岛高新区", "county_id": "370200-高新区", "level": "zone"}, ""),
        ({"county_id": "320500", "level": "city"}, ""),
        ({"county_id": "320500", "level": "department"}, ""),
        (
            {"level": "county", "county_candidates": "江苏省南京市鼓楼区（320106）；福建省福州市鼓楼区（350102）"},
            "ambiguous",
        ),
        (
            {"county": "鼓楼区", "county_id": "鼓楼区", "county_candidates": "福建省福州市鼓楼区（350102）"},
            "ambiguous",
        ),
        (
            {"county": "即墨县", "county_id": "即墨县", "county_candidates": "山东省青岛市即墨区（370215）"},
            "unlisted",
        ),
        ({}, "unnamed"),
        ({"county": None, "county_code": None, "county_candidates": None, "year": None}, "unnamed"),
        ({"county": "清苑区", "county_code": "130608"}, ""),  # results of before
    ],
)
def test_why_a_place_is_not_known(facts: dict[str, object], reason: str) -> None:
    rows = list(unresolved.unresolved(pd.DataFrame([report(**facts)])))
    assert [row[5] for row in rows] == ([reason] if reason else [])


def test_each_report_is_listed_once_however_the_table_is_cut_and_the_pieces_pass() -> None:
    rows = [report(0), report(0), report(1, **KNOWN), report(2, county="清禾县"), report(2, county="清禾县"), report(3)]
    table = pa.Table.from_pylist(rows)
    listed = []
    for size in (1, 2, 6):
        found: list[unresolved.Row] = []
        pieces = [table.slice(start, size) for start in range(0, len(table), size)]
        assert pa.concat_tables(collected(pieces, found)).equals(table)
        listed.append([(row[0], row[3], row[5]) for row in found])
    assert listed[0] == listed[1] == listed[2]
    assert listed[0] == [("0.txt", "", "unnamed"), ("2.txt", "清禾县", "unlisted"), ("3.txt", "", "unnamed")]


def test_the_run_writes_them(tmp_path, make_report, write, cells) -> None:
    folder = write(tmp_path, [make_report(0), replace(make_report(1), place=Place())])
    table = pd.read_csv(folder / "unresolved.csv", dtype=str, keep_default_na=False)
    assert list(table) == list(unresolved.HEADER)
    assert table["_reason"].tolist() == ["unnamed"]
    assert [(folder / path).resolve() for path in table["path"]] == [Path("in/1.txt").resolve()]
    sheet = cells(openpyxl.load_workbook(folder / "coverage.xlsx")["待查明"])
    assert [row[0] for row in sheet] == ["文件", "in/1.txt"]
    assert sheet[1][5] == "没有提到县"
