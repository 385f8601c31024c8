from pathlib import Path

import pytest

from cuoshi.atomic import made, named, replaced
from cuoshi.errors import CuoshiError


def test_a_file_takes_its_place_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("before", "utf-8")
    with replaced(path) as temporary:
        temporary.write_text("after", "utf-8")
        assert path.read_text("utf-8") == "before"
    assert path.read_text("utf-8") == "after"
    assert list(tmp_path.iterdir()) == [path]


def test_what_breaks_off_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("before", "utf-8")
    with pytest.raises(KeyError), replaced(path) as temporary:
        temporary.write_text("half", "utf-8")
        raise KeyError
    assert path.read_text("utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(CuoshiError, match=r"x\.json: cannot be written .* run again"),
        replaced(tmp_path / "gone" / "x.json") as temporary,
    ):
        temporary.write_text("a", "utf-8")


@pytest.mark.parametrize("out", ["", ".", Path()])
def test_the_working_folder_is_taken_where_it_is_empty_or_our_own(out, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert named(out, "own") == Path()
    (tmp_path / "run.json").write_text("the user's", "utf-8")
    with pytest.raises(CuoshiError, match="the working folder, which holds other files; name another folder"):
        named(out, "own")
    assert named(tmp_path, "own") == tmp_path
    (tmp_path / "own").mkdir()
    assert named(out, "own") == Path()


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    assert made(tmp_path / "a" / "b").is_dir() and made(tmp_path / "a").is_dir()
    (tmp_path / "file").write_text("", "utf-8")
    for bad in ("file", "file/below", "n" * 300):
        with pytest.raises(CuoshiError, match=r"^[^\n]+: cannot be written to \([^\n]+\); choose another --out$"):
            made(tmp_path / bad)
