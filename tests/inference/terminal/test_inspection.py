from pathlib import Path

import pandas as pd
import pytest

from cuoshi import terminal
from cuoshi.corpus.inspection import Inspection, inspect

LONG = "组织企业家外出研修，设立资金池，" * 15 + "兑现承诺。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for county, years in (("清苑区", (2020, 2021)), ("涞水县", (2021,))):
        for year in years:
            text = f"{county}{year}年工作总结\n一、做法\n{county}{year}年走访企业三百家，解决问题一百二十个。{LONG}"
            (tmp_path / f"{county}{year}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 cut off")
    return tmp_path


def test_a_folder_is_shown_with_its_gaps_and_what_was_skipped(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    terminal.show_inspection(inspect([folder]))
    said = capsys.readouterr().out
    assert "skipped" in said and "坏.docx" in said
    rows = [line.split() for line in said.splitlines()]
    assert ["清苑区", "1", "1"] in rows and ["涞水县", "·", "1"] in rows
    assert "reports by county and year" in said


def test_unknown_ones_come_first_and_all_are_listed_when_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr("cuoshi.terminal.inspection.MAX_ROWS", 3)
    (folder / "涞水县财政局2021.txt").write_text("涞水县财政局2021年工作总结\n核算一百二十户。", encoding="utf-8")
    (folder / "无名.txt").write_text("工作总结\n修渠一百二十里。", encoding="utf-8")
    found = inspect([folder])
    terminal.show_inspection(found)
    said = capsys.readouterr().out
    assert said.index("无名.txt") < said.index("财政局2021.txt") and "清苑区2020.txt" not in said
    assert "several levels in this year: county, department" in said, "told as tally will tell it"
    assert "2 more reports; --all, or the manifest, has them" in said
    terminal.show_inspection(found, everything=True)
    said = capsys.readouterr().out
    assert said.index("财政局2021.txt") < said.index("清苑区2020.txt") and "more reports" not in said


def test_files_that_lie_in_no_common_folder_are_shown_in_full(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(folder)
    terminal.show_inspection(inspect(["清苑区2020.txt", folder / "涞水县2021.txt"]))
    said = capsys.readouterr().out
    assert f"{folder}/涞水县2021.txt" in said and " 清苑区2020.txt" in said


def found(rows: list[tuple[str, int, str]]) -> Inspection:
    facts = pd.DataFrame(rows, columns=["county", "year", "note"]).assign(county_id=lambda frame: frame["county"])
    facts = facts.assign(genre="总结", characters=900, level="county", reader="text", encoding="utf-8", duplicate_of="")
    facts["path"] = [f"in/{number}.txt" for number in range(len(rows))]
    return Inspection(facts, [], [], {}, 1.0)


def test_what_holds_of_most_reports_is_said_once_and_hides_no_other_doubt(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    unlisted = [(f"{name}县", 2021, f"{name}县: no list has the name") for name in "甲乙丙丁戊"]
    both = ("己县", 2021, "己县: no list has the name；only 40 characters")
    terminal.show_inspection(found([*unlisted, both, ("清苑区", 2021, "")]))
    said = capsys.readouterr().out
    assert (
        "6 of 7 reports, not said of each: their county: no list has the name" in said
        and "the doubtful one first" in said
    )
    assert said.count("no list has") == 1
    assert said.index("only 40 characters") < said.index("in/0.txt".removeprefix("in/"))
    terminal.show_inspection(found([both, *unlisted[:1]]))
    assert capsys.readouterr().out.count("no list has") == 2, "of few reports each has its own note"


def test_years_far_apart_leave_out_those_between_and_many_are_shown_in_parts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    terminal.show_inspection(found([("甲县", 1999, ""), ("甲县", 2021, ""), ("乙县", 2023, "")]), everything=True)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["county", "1999", "2021", "2023"] in rows and ["甲县", "1", "1", "·"] in rows
    terminal.show_inspection(found([("甲县", year, "") for year in range(2000, 2020)]), everything=True)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["county", *map(str, range(2000, 2012))] in rows and ["county", *map(str, range(2012, 2020))] in rows
