from dataclasses import replace
from math import nan

from cuoshi.results.measured.learnt import description, warnings
from cuoshi.scheme import Scheme
from cuoshi.tagging.learnt import LearntFrom

SCHEME = Scheme.plain(["eco", "village"])
LEARNT = LearntFrom(200, 20, 0, (0.8, 0.7, 0.9), {"eco": (0.1, 0.06, 0.16), "village": (0.01, 0.001, 0.05)})


def test_a_category_far_more_frequent_than_among_drawn_sentences_is_told_of() -> None:
    assert warnings(LEARNT, {"eco": 0.19, "village": 0.04}, SCHEME, "en") == []
    (told,) = warnings(LEARNT, {"eco": 0.21, "village": 0.04}, SCHEME, "en")
    assert told.startswith("eco: 21.0% of the sentences here, 10.0% (6.0%–16.0%) of those drawn")
    assert len(warnings(LEARNT, {"eco": 0.21, "village": 0.06}, SCHEME, "zh")) == 2


def test_sentences_that_were_not_drawn_are_told_of() -> None:
    (told,) = warnings(replace(LEARNT, chosen=150, shares={}), {}, SCHEME, "zh")
    assert "200 句中有 150 句不是" in told
    assert "0.80 (0.70–0.90)" in description(LEARNT, "en")


def test_of_other_models_nothing_is_said() -> None:
    assert warnings(None, {"eco": 0.9}, SCHEME, "en") == [] and description(None, "zh") == ""


def test_what_could_not_be_measured_is_a_dash() -> None:
    assert "– (–––)" in description(replace(LEARNT, macro_f1=(nan, nan, nan)), "en")
