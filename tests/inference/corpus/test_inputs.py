from pathlib import Path

import pytest

from cuoshi.corpus.inputs import Corpus, find_files
from cuoshi.corpus.store import FOLDER
from cuoshi.errors import CuoshiError


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/1.txt", "manifest.csv", f"out/{FOLDER}/x", "out/t.csv"):
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("一。", "utf-8")
    return tmp_path / "reports"


def names(files: list[Path]) -> list[str]:
    return [path.name for path in files]


def test_files_are_listed_once_without_results_and_manifest(reports: Path) -> None:
    assert names(find_files([reports])) == ["1.txt", "b.txt"]
    assert names(find_files([reports, reports / "b.txt"])) == ["1.txt", "b.txt"]
    assert names(find_files([reports], manifest=reports / "b.txt")) == ["1.txt"]
    assert names(find_files([reports], reports / "a")) == ["b.txt"]


def test_what_cannot_be_read_from_is_said(reports: Path, tmp_path: Path) -> None:
    with pytest.raises(CuoshiError, match="no such file or folder"):
        find_files([tmp_path / "none"])
    with pytest.raises(CuoshiError, match="choose another --out"):
        find_files([reports], reports)
    (tmp_path / "empty").mkdir()
    with pytest.raises(CuoshiError, match="no report there"):
        find_files([tmp_path / "empty"])


def test_a_corpus_is_its_files_and_what_its_manifest_states(reports: Path) -> None:
    (reports / "manifest.csv").write_text("path,year\nb.txt,2021\n", "utf-8")
    found = Corpus.of(str(reports), out=reports / "a")
    assert (found.roots, names(found.files)) == ([reports], ["b.txt"])
    assert found.manifest.rows(reports / "b.txt") == {"": {"year": "2021"}}
    (reports.parent / "other.csv").write_text("path,year\n", "utf-8")
    assert Corpus.of([reports], reports.parent / "other.csv").manifest.rows(reports / "b.txt") == {}


def test_a_link_that_leads_nowhere_or_to_itself_is_listed(tmp_path):
    (tmp_path / "断.txt").symlink_to(tmp_path / "无")
    (tmp_path / "自.txt").symlink_to(tmp_path / "自.txt")
    assert [path.name for path in find_files([tmp_path], tmp_path / "out")] == ["断.txt", "自.txt"]
