from pathlib import Path

import pytest

from cuoshi.atomic import replaced
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
