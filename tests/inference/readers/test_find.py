from pathlib import Path

import pytest

from cuoshi.errors import ReadError
from cuoshi.readers import find, read_documents


def test_walks_in_the_order_of_names_and_leaves_out_what_is_no_report(tmp_path: Path) -> None:
    names = ["乙县/2022/报告.txt", "乙县/2021/报告.docx", "甲县/总结 1.md", "图.png", "乙县/manifest.csv"]
    hidden = ["manifest.csv", ".cuoshi/x.txt", "甲县/.DS_Store", "甲县/~$总结.docx", "甲县/Thumbs.db"]
    for name in names + hidden:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in find([tmp_path])]
    assert found == sorted(names)


def test_a_file_is_given_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.touch()
    assert list(find([path, tmp_path / "没有.txt"])) == [path, tmp_path / "没有.txt"]


def test_links_that_go_round_end(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "报告.txt").touch()
    (tmp_path / "甲" / "回").symlink_to(tmp_path, target_is_directory=True)
    assert list(find([tmp_path])) == [tmp_path / "甲" / "报告.txt"]


def test_links_that_lead_nowhere_are_seen_to_be_skipped(tmp_path: Path) -> None:
    (tmp_path / "断.txt").symlink_to(tmp_path / "无")
    (tmp_path / "自.txt").symlink_to(tmp_path / "自.txt")
    found = list(find([tmp_path]))
    assert found == [tmp_path / "断.txt", tmp_path / "自.txt"]
    for path in found:
        with pytest.raises(ReadError, match="cannot be opened"):
            list(read_documents(path))


def test_no_such_file_and_a_folder_are_read_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.txt", tmp_path):
        with pytest.raises(ReadError, match="cannot be opened") as error:
            list(read_documents(path))
        assert str(path) in str(error.value)
