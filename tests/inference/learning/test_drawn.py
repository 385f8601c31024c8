from pathlib import Path

import pytest

from cuoshi.errors import CuoshiError
from cuoshi.learning import drawn
from cuoshi.schema import Heading, Sentence
from cuoshi.text.outline import outline, with_paths

LINES = [
    *(
        "一、回顾",
        "治理污水三处。造林千亩。",
        "（一）农业",
        "新建农田。",
        "1.种子",
        "良种推广到村。",
        "（二）林业",
        "封山育林。",
    ),
    *("二、计划", "继续治污。"),
]


def test_headings_stand_where_they_stood() -> None:
    given = outline(LINES).units
    said = [unit for unit in given if isinstance(unit, Sentence)]
    again = drawn.units((s.text, s.headings, s.paragraph, s.position) for s in said)
    assert [unit.text for unit in again] == [unit.text for unit in given]
    assert [unit.level for unit in again if isinstance(unit, Heading)] == [1, 2, 3, 2, 1]
    assert [s.headings for s in with_paths(again) if isinstance(s, Sentence)] == [s.headings for s in said]


def test_a_folder_without_sample_says_how_to_draw_one(tmp_path: Path) -> None:
    assert not drawn.has_sample(tmp_path)
    with pytest.raises(CuoshiError, match="draw one with `cuoshi sample`"):
        drawn.read(tmp_path)
    (tmp_path / drawn.FILE).write_bytes(b"PAR1")
    with pytest.raises(CuoshiError, match="no sample to learn from"):
        drawn.read(tmp_path)
