from pathlib import Path

import pytest

from cuoshi.errors import SchemeError
from cuoshi.scheme import bundled
from cuoshi_training.errors import TrainingError
from cuoshi_training.options import category_of, scheme_of


def test_the_bundled_scheme_serves_where_none_is_given(tmp_path: Path) -> None:
    assert scheme_of(None) == bundled()
    bundled().write(tmp_path / "scheme.toml")
    assert scheme_of(tmp_path / "scheme.toml") == bundled()


def test_a_category_is_known_by_its_place_or_named() -> None:
    assert category_of("finance", bundled()) == 1
    with pytest.raises(TrainingError, match=r"no category 'water' in the scheme county; it has law, finance"):
        category_of("water", bundled())


def test_a_file_that_is_no_scheme_is_refused(tmp_path: Path) -> None:
    (tmp_path / "scheme.toml").write_text("name = 1", encoding="utf-8")
    with pytest.raises(SchemeError):
        scheme_of(tmp_path / "scheme.toml")
