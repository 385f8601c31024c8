from pathlib import Path

import pytest

from cuoshi import terminal
from cuoshi.corpus.inspection import inspect

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
    monkeypatch.setattr("cuoshi.terminal.inspection.MAX_ROWS", 2)
    (folder / "涞水县财政局2021.txt").write_text("涞水县财政局2021年工作总结\n核算一百二十户。", encoding="utf-8")
    (folder / "无名.txt").write_text("工作总结\n修渠一百二十里。", encoding="utf-8")
    found = inspect([folder])
    terminal.show_inspection(found)
    said = capsys.readouterr().out
    assert said.index("无名.txt") < said.index("财政局2021.txt") and "清苑区2020.txt" not in said
    assert "还有 3 份报告 (3 more reports; --all, or the manifest, has them)" in said
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
