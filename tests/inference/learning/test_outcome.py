from dataclasses import replace
from pathlib import Path

import pytest
from tests.inference.learning.conftest import SCHEME

from cuoshi.learning.outcome import CategoryFigures, Learnt
from cuoshi.results.measured.coded import Measured

FIGURE = Measured(0.7, 0.6, 0.8)
NONE = Measured(float("nan"), float("nan"), float("nan"))
LEARNT = Learnt(
    Path("m"),
    SCHEME,
    400,
    20,
    3,
    150,
    {},
    FIGURE,
    {"eco": CategoryFigures(60, FIGURE, FIGURE, FIGURE), "village": CategoryFigures(12, NONE, FIGURE, FIGURE)},
    float("nan"),
    ((100, 0.5), (200, 0.6), (400, 0.7)),
    (),
)


def test_what_f1_lacks_falls_as_a_power_of_the_number_of_sentences() -> None:
    halved = replace(LEARNT, curve=((100, 0.2), (200, 0.6), (400, 0.8)), macro_f1=Measured(0.8, 0.7, 0.9))
    assert halved.gain == pytest.approx(20 * (1 - 400 / 600))  # half as much at twice the sentences
    assert LEARNT.gain is not None and 0 < LEARNT.gain < 10 * 0.585, "less than a straight line would promise"
    assert replace(LEARNT, curve=((100, 0.8), (400, 0.7))).gain == 0
    assert replace(LEARNT, curve=((100, 0.99), (400, 1.0)), macro_f1=Measured(1.0, 1.0, 1.0)).gain == 0


def test_a_model_that_learnt_nothing_promises_nothing() -> None:
    nothing = CategoryFigures(3, NONE, Measured(0, 0, 0), Measured(0, 0, 0))
    found = replace(
        LEARNT, curve=((10, 0.0), (39, 0.0)), categories={"eco": nothing, "village": LEARNT.categories["eco"]}
    )
    assert found.gain is None and "more sentences" not in found.summary()
    assert "not learnt, never given rightly: eco\n" in found.summary()


def test_what_is_to_be_done_is_said() -> None:
    said = LEARNT.summary()
    assert "200 more sentences: about +4 points" in said
    assert "too few examples (below 20): village" in said
    assert "3 sentences left out" in said
    assert "150 sentences were not drawn" in said
    assert "not drawn" not in replace(LEARNT, chosen=0).summary()
    assert "precision –" in said and "status" not in said
    assert "再编 200 句约提高 4 个百分点" in LEARNT.summary("zh") and "learn" not in LEARNT.summary("zh")
    assert LEARNT.to_dict()["categories"]["village"]["precision"] == [None, None, None]
