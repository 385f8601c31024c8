import tempfile
from pathlib import Path

import pyarrow as pa
import pytest

from cuoshi.errors import CuoshiError
from cuoshi.results import files


def test_csv_opens_in_excel_as_utf8(tmp_path, make_report, write):
    folder = write(tmp_path, [make_report()])
    assert (folder / "coverage.csv").read_bytes().startswith(b"\xef\xbb\xbfcounty,")


def test_neither_a_head_nor_a_cell_of_a_csv_is_run_as_a_formula(tmp_path):
    files.write_csv(tmp_path / "x.csv", ("county", "=1+1", "@x"), [("-2", -2, "a")])
    assert (tmp_path / "x.csv").read_text("utf-8-sig").splitlines() == ["county,'=1+1,'@x", "'-2,-2,a"]


def test_a_table_is_whole_or_not_there(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("before")

    def rows():
        yield (1,)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        files.write_csv(path, ("a",), rows())
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_table_that_cannot_be_replaced_says_what_to_do(tmp_path):
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(CuoshiError, match=r"x\.csv: cannot be written .* close it where it is open"):
        files.write_csv(tmp_path / "x.csv", ("a",), [(1,)])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_workbook_on_a_full_disk_is_one_line_and_leaves_nothing(tmp_path):
    path = tmp_path / "x.xlsx"
    (tmp_path / ".x.xlsx.part").symlink_to("/dev/full")
    with pytest.raises(CuoshiError, match=r"x\.xlsx: cannot be written \(No space left"), files.workbook(path) as book:
        book.add_worksheet()
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_whose_rows_fail_leaves_nothing_and_hides_no_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with (
        pytest.raises(ValueError, match="of the rows"),
        files.workbook(tmp_path / "x.xlsx", constant_memory=True) as book,
    ):
        book.add_worksheet().write_string(0, 0, "a")
        raise ValueError("of the rows")
    assert [path.name for path in tmp_path.rglob("*")] == ["temporary"]


def test_rows_of_a_table_come_in_order_whatever_is_held_at_once(monkeypatch):
    monkeypatch.setattr(files, "ROWS_AT_ONCE", 2)
    table = pa.table({"a": [1, 2, 3, None, 5], "b": [["x"], [], None, ["y"], ["z"]]})
    assert [dict(zip("ab", row, strict=True)) for row in files.rows_of(table)] == table.to_pylist()
