from dataclasses import replace
from pathlib import Path

import pytest
from tests.inference.learning.conftest import SCHEME

from cuoshi.learning.judging import Interval
from cuoshi.learning.outcome import CategoryFigures, Learnt

FIGURE = Interval(0.7, 0.6, 0.8)
NONE = Interval(float("nan"), float("nan"), float("nan"))
LEARNT = Learnt(
    Path("m"),
    SCHEME,
    400,
    20,
    3,
    150,
    FIGURE,
    {"eco": CategoryFigures(60, FIGURE, FIGURE, FIGURE), "village": CategoryFigures(12, NONE, FIGURE, FIGURE)},
    float("nan"),
    ((100, 0.5), (200, 0.6), (400, 0.7)),
    (),
)


def test_the_curve_is_a_line_in_the_logarithm() -> None:
    assert LEARNT.gain == pytest.approx(10 * 0.584963, abs=1e-4)  # log2(600 / 400) doublings of 10 points each
    assert replace(LEARNT, curve=((100, 0.8), (400, 0.7))).gain == 0
    assert replace(LEARNT, macro_f1=Interval(0.99, 0.9, 1.0)).gain == pytest.approx(1)


def test_what_is_to_be_done_is_said() -> None:
    said = LEARNT.summary()
    assert "200 more sentences: about +6 points" in said
    assert "too few examples (below 20): village" in said
    assert "3 sentences left out" in said
    assert "150 sentences were not drawn" in said
    assert "not drawn" not in replace(LEARNT, chosen=0).summary()
    assert "precision –" in said and "status" not in said
    assert LEARNT.to_dict()["categories"]["village"]["precision"] == [None, None, None]
