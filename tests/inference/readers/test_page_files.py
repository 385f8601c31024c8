from pathlib import Path

import pytest

from cuoshi.readers.page_files import is_visible, page_set


def files(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).touch()
    return [folder / name for name in names]


def test_pictures_counted_without_a_gap_are_the_pages_of_one_report(tmp_path: Path) -> None:
    found = page_set(files(tmp_path, "扫描10.jpg", "扫描9.jpg", "扫描11.JPG"))
    assert [path.name for path in found] == ["扫描9.jpg", "扫描10.jpg", "扫描11.JPG"]


@pytest.mark.parametrize(
    "names",
    [("1.jpg",), ("1.jpg", "3.jpg"), ("1.jpg", "第2页.jpg"), ("1.jpg", "2.txt"), ("甲.jpg", "乙.jpg"), ()],
)
def test_other_folders_are_none(tmp_path: Path, names: tuple[str, ...]) -> None:
    assert page_set(files(tmp_path, *names)) == []


def test_what_programs_leave_behind_is_no_page(tmp_path: Path) -> None:
    found = page_set(files(tmp_path, "1.png", "2.png", "Thumbs.db", ".DS_Store"))
    assert [path.name for path in found] == ["1.png", "2.png"]
    assert not any(map(is_visible, [Path("~$总结.docx"), Path(".git"), Path("a/desktop.ini")]))
