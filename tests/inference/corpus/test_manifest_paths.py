import os
from pathlib import Path

import pytest

from cuoshi.corpus.manifest import read_manifest
from cuoshi.corpus.manifest_paths import Base, base_of

FILES = ("清禾县/2021.txt", "清禾县/2022.txt", "河湄县/2021.txt")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / "in" / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("一。", encoding="utf-8")
    (tmp_path / "out").mkdir()
    return tmp_path / "in" / "reports"


def manifest(folder: Path, lead: str, *names: str) -> Path:
    path = folder / "own.csv"
    rows = [f"{lead}{name},{name[:3]}" for name in names or FILES]
    path.write_text("\n".join(["path,county", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "lead", ["", "reports/", "../in/reports/", "/old/place/in/reports/", "C:/Users/me/reports/", "renamed/since/"]
)
def test_a_manifest_that_was_moved_finds_its_files_among_those_that_are_read(
    reports: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, lead: str
) -> None:
    path = manifest(tmp_path / "out" if lead != "../in/reports/" else tmp_path, lead)
    found = read_manifest(path, [reports])
    assert [found.rows(reports / name)[""]["county"] for name in FILES] == ["清禾县", "清禾县", "河湄县"]
    assert not found.unmet() and "was moved" in caplog.text and "3 of 3" in caplog.text


def test_one_that_lies_where_it_was_is_read_from_there(reports: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert base_of(manifest(reports, ""), FILES, [reports.parent]) == Base(reports)
    assert base_of(manifest(reports.parent, "reports/"), [f"reports/{name}" for name in FILES]) == Base(reports.parent)
    assert not caplog.text


def test_a_path_that_may_mean_two_files_is_left_alone(
    reports: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = tmp_path / "other"
    for name in FILES:
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        (other / name).write_text("二。", encoding="utf-8")
    path = manifest(tmp_path / "out", "")
    assert base_of(path, FILES, [reports, other]) == Base(path.parent)
    assert "3 of the 3 files that it names are not there" in caplog.text and "was moved" not in caplog.text


def test_names_that_would_become_one_and_too_few_files_are_no_way(reports: Path, tmp_path: Path) -> None:
    path = manifest(tmp_path / "out", "")
    same = ["甲/清禾县/2021.txt", "乙/清禾县/2021.txt"]
    assert base_of(path, same, [reports]) == Base(path.parent), "both would be 清禾县/2021.txt"
    few = ["清禾县/2021.txt", "清禾县/2019.txt", "清禾县/2018.txt"]
    assert base_of(path, few, [reports]) == Base(path.parent)


def test_parts_of_files_and_addresses(reports: Path, tmp_path: Path) -> None:
    way = base_of(manifest(tmp_path / "out", ""), [f"moved/{FILES[0]}#甲.txt", f"moved/{FILES[0]}#乙.txt"], [reports])
    assert way.split(f"moved/{FILES[0]}#甲.txt") == (Path(os.path.realpath(reports / FILES[0])), "甲.txt")
    assert way.split("s3://bucket/a.zip#b.txt") == (Path("s3://bucket/a.zip"), "b.txt")
