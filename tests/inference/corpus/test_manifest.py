from pathlib import Path

import openpyxl
import pytest

from cuoshi.corpus.manifest import find_manifest, part_of, read_manifest, write_manifest
from cuoshi.errors import CuoshiError


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "manifest.csv"
    path.write_text(text, "utf-8")
    return path


def test_rows_are_found_by_file_and_part(tmp_path):
    manifest = read_manifest(write(tmp_path, "path,县,year\na.txt,甲县,2020\nb.zip#x.txt,乙县,\nc.csv#3,丙县,2021\n"))
    assert manifest.rows(tmp_path / "a.txt") == {"": {"county": "甲县", "year": "2020"}}
    assert manifest.rows(tmp_path / "b.zip") == {"x.txt": {"county": "乙县"}}
    assert manifest.rows(tmp_path / "." / "c.csv") == {"3": {"county": "丙县", "year": "2021"}}
    assert manifest.rows(tmp_path / "d.txt") == {}


def test_a_file_whose_name_has_a_number_sign(tmp_path):
    (tmp_path / "a#b.txt").write_text("一。", "utf-8")
    manifest = read_manifest(write(tmp_path, "path,county\na#b.txt,甲县\n"))
    assert manifest.rows(tmp_path / "a#b.txt") == {"": {"county": "甲县"}}


def test_files_that_nobody_asked_for_are_told(tmp_path):
    manifest = read_manifest(write(tmp_path, "path,county\na.txt,甲县\nb.txt,乙县\n,丙县\n"))
    manifest.rows(tmp_path / "a.txt")
    assert [path.name for path in manifest.unmet()] == ["b.txt"]


def test_a_manifest_that_was_copied_elsewhere_is_told_at_once(tmp_path, caplog):
    (tmp_path / "b.txt").write_text("一。", "utf-8")
    read_manifest(write(tmp_path, "path,county\na.txt,甲县\nb.txt,乙县\n"))
    assert not caplog.text
    read_manifest(write(tmp_path / "in", "path,county\na.txt,甲县\nb.txt,乙县\n../b.txt,乙县\n"))
    said = f"2 of the 3 files that it names are not there; its paths are seen from its own folder, {tmp_path / 'in'}"
    assert said in caplog.text


def test_one_manifest_is_found_and_two_are_refused(tmp_path):
    first, second = tmp_path / "1", tmp_path / "2"
    path = write(first, "path\n")
    assert find_manifest([second, first]) == path
    assert find_manifest([second]) is None
    write(second, "path\n")
    with pytest.raises(CuoshiError, match="only one manifest"):
        find_manifest([first, second])


def test_what_cannot_be_opened_is_said(tmp_path):
    with pytest.raises(CuoshiError, match="cannot be opened"):
        read_manifest(tmp_path / "none.csv")


@pytest.mark.parametrize("mark", [";", "\t", "|", "，"])
def test_the_delimiter_is_told(tmp_path, mark):
    text = "填报单位：县工商联\n文件名称,县（市、区）,报告年份\na.txt,甲县,2021\n".replace(",", mark)
    assert read_manifest(write(tmp_path, text)).rows(tmp_path / "a.txt") == {"": {"county": "甲县", "year": "2021"}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("path,title,county\nb.txt,总结,甲县\na.txt,优化环境,提升服务,甲县\n", "line 3: more cells than columns"),
        ('path,title,county\na.txt,"总结,甲县\nb.txt,汇报,乙县\n', "line 2: a quotation mark is not closed"),
        ("县,年份\n甲县,2021\n", "no column 'path' in its first line, which has 县, 年份"),
    ],
)
def test_rows_that_would_be_shifted_are_refused(tmp_path, text, message):
    with pytest.raises(CuoshiError, match=message):
        read_manifest(write(tmp_path, text))


def test_columns_of_the_users_own_are_carried_and_those_that_inform_are_not(tmp_path):
    manifest = read_manifest(
        write(tmp_path, "path,county,批次,_备注,gdp\na.txt,甲县,一,看过,\nb.zip,,二,,3\nb.zip#x,,,,4\n")
    )
    assert manifest.extra == ("批次", "gdp")
    assert manifest.rows(tmp_path / "a.txt") == {"": {"county": "甲县"}}
    assert manifest.stated(tmp_path / "a.txt", "") == {"county": "甲县", "批次": "一"}
    assert manifest.stated(tmp_path / "b.zip", "x") == {"批次": "二", "gdp": "4"}


def test_columns_that_hold_the_same_are_named(tmp_path, caplog):
    read_manifest(write(tmp_path, "path,county,县\na.txt,甲县,乙县\n"))
    assert "columns county, 县 hold the same (county), so the last one filled is used" in caplog.text


def test_a_manifest_is_written_from_where_it_lies_and_read_back(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lists").mkdir()
    rows = [
        {"path": "reports/=1.txt", "county": "甲县"},
        {"path": "-2.txt#x", "title": "-总结"},
        {"path": "lists/c#d.txt"},
    ]
    path = tmp_path / "lists" / "m.csv"
    for name in ("reports/=1.txt", "-2.txt", "lists/c#d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    write_manifest(path, ("path", "county", "title"), rows)
    manifest = read_manifest(path)
    assert manifest.rows(tmp_path / "reports" / "=1.txt") == {"": {"county": "甲县"}}
    assert manifest.rows(tmp_path / "-2.txt") == {"x": {"title": "-总结"}}
    assert manifest.rows(tmp_path / "lists" / "c#d.txt") == {"": {}}
    with pytest.raises(CuoshiError, match="is there already"):
        write_manifest(path, ("path",), rows)


def test_the_part_of_a_file_that_a_report_is():
    assert (part_of("a.csv", "a.csv#3"), part_of("a#b.txt", "a#b.txt"), part_of("a.zip", "a.zip#x#y")) == (
        "3",
        "",
        "x#y",
    )


def test_a_manifest_may_be_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    rows = [
        ["各县报告清单"],
        ["path", "county", "year", "批次"],
        ["a.txt", "甲县", 2021, 1],
        ["b.txt", None, None, 2.0],
        [],
    ]
    for row in rows:
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("B3:B4")
    path = tmp_path / "manifest.xlsx"
    book.save(path)
    manifest = read_manifest(path)
    assert manifest.stated(tmp_path / "a.txt", "") == {"county": "甲县", "year": "2021", "批次": "1"}
    assert manifest.stated(tmp_path / "b.txt", "") == {"county": "甲县", "批次": "2"}
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(CuoshiError, match="the workbook is damaged"):
        read_manifest(path)


def test_a_manifest_from_windows_is_read(tmp_path):
    text = "路径,县,年份\r\n清苑区\\2022\\总结.txt,清苑区,2022\r\n.\\b.txt,涞源县,2021\r\n"
    (tmp_path / "manifest.csv").write_bytes(text.encode("gb18030"))
    manifest = read_manifest(tmp_path / "manifest.csv")
    assert manifest.rows(tmp_path / "清苑区" / "2022" / "总结.txt") == {"": {"county": "清苑区", "year": "2022"}}
    assert manifest.rows(tmp_path / "b.txt") == {"": {"county": "涞源县", "year": "2021"}}


def test_a_head_that_is_marked_against_formulas_is_read_back_as_it_was(tmp_path: Path) -> None:
    write_manifest(tmp_path / "m.csv", ["path", "=批次"], [{"path": tmp_path / "a.txt", "=批次": "+1"}])
    read = read_manifest(tmp_path / "m.csv")
    assert read.extra == ("=批次",)
    assert read.stated(tmp_path / "a.txt", "")["=批次"] == "+1"
