from pathlib import Path

import pytest

from cuoshi import terminal
from cuoshi.corpus.inspection import inspect


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for county, years in (("清苑区", (2020, 2021)), ("涞水县", (2021,))):
        for year in years:
            text = f"{county}{year}年工作总结\n一、做法\n{county}{year}年走访企业三百家，解决问题一百二十个。"
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
