import pyarrow as pa
import pytest

from cuoshi.errors import CuoshiError
from cuoshi.results.formats import plain


def test_csv_opens_in_excel_as_utf8(tmp_path, make_report, write):
    folder = write(tmp_path, [make_report()])
    assert (folder / "coverage.csv").read_bytes().startswith(b"\xef\xbb\xbfcounty,")


def test_neither_a_head_nor_a_cell_of_a_csv_is_run_as_a_formula(tmp_path):
    plain.write_csv(tmp_path / "x.csv", ("county", "=1+1", "@x"), [("-2", -2, "a")])
    assert (tmp_path / "x.csv").read_text("utf-8-sig").splitlines() == ["county,'=1+1,'@x", "'-2,-2,a"]


def test_a_table_is_whole_or_not_there(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("before")

    def rows():
        yield (1,)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        plain.write_csv(path, ("a",), rows())
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_table_that_cannot_be_replaced_says_what_to_do(tmp_path):
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(CuoshiError, match=r"x\.csv: cannot be written .* close it where it is open"):
        plain.write_csv(tmp_path / "x.csv", ("a",), [(1,)])


def test_rows_of_a_table_come_in_order_whatever_is_held_at_once(monkeypatch):
    monkeypatch.setattr(plain, "ROWS_AT_ONCE", 2)
    table = pa.table({"a": [1, 2, 3, None, 5], "b": [["x"], [], None, ["y"], ["z"]]})
    assert [dict(zip("ab", row, strict=True)) for row in plain.rows_of(table)] == table.to_pylist()
