import tempfile
from pathlib import Path

import pytest

from cuoshi.errors import CuoshiError
from cuoshi.results.formats.excel import workbook


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_workbook_on_a_full_disk_is_one_line_and_leaves_nothing(tmp_path):
    path = tmp_path / "x.xlsx"
    (tmp_path / ".x.xlsx.part").symlink_to("/dev/full")
    with pytest.raises(CuoshiError, match=r"x\.xlsx: cannot be written \(No space left"), workbook(path) as book:
        book.add_worksheet()
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_whose_rows_fail_leaves_nothing_and_hides_no_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with (
        pytest.raises(ValueError, match="of the rows"),
        workbook(tmp_path / "x.xlsx", constant_memory=True) as book,
    ):
        book.add_worksheet().write_string(0, 0, "a")
        raise ValueError("of the rows")
    assert [path.name for path in tmp_path.rglob("*")] == ["temporary"]
