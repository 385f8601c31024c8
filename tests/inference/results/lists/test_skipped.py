from pathlib import Path

import pytest

from cuoshi.errors import CuoshiError
from cuoshi.results import files
from cuoshi.results.lists import skipped
from cuoshi.results.lists.skipped import Skipped

EMPTY = "the file is empty; check where it came from"


def test_what_was_skipped_is_read_as_it_was_written_also_what_excel_would_run(tmp_path: Path) -> None:
    rows = [Skipped("-附件.pdf", EMPTY), Skipped("'引.txt", EMPTY, counted=True)]
    skipped.write(rows, tmp_path)
    assert (tmp_path / files.SKIPPED).read_text("utf-8-sig").splitlines() == [
        "path,reason,reason_zh,counted",
        f"'-附件.pdf,{EMPTY},文件是空的；请核对来源,no",
        f"'引.txt,{EMPTY},文件是空的；请核对来源,yes",
    ]
    assert skipped.read(tmp_path) == rows


def test_a_folder_without_the_file_skipped_nothing(tmp_path: Path) -> None:
    assert skipped.read(tmp_path) == []


def test_a_list_that_a_spreadsheet_saved_in_its_own_encoding_is_read(tmp_path: Path) -> None:
    (tmp_path / files.SKIPPED).write_bytes("path,reason\r\n报告.docx,损坏\r\n".encode("gb18030"))
    assert skipped.read(tmp_path) == [Skipped("报告.docx", "损坏")]
    (tmp_path / files.SKIPPED).write_bytes(b"path\0reason")
    with pytest.raises(CuoshiError, match=r"skipped.csv: cannot be read"):
        skipped.read(tmp_path)
