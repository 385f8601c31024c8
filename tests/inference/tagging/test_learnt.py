import math

import pytest

from cuoshi.tagging.learnt import LearntFrom

STORED = {"sentences": 9, "reports": 3, "chosen": 0, "macro_f1": [0.8, None, None], "shares": {"eco": [0.1, 0.0, 0.4]}}


def test_what_is_stored_is_read_and_what_is_not_known_is_no_number() -> None:
    found = LearntFrom.of({**STORED, "curve": [[9, 0.8]]})
    assert found and (found.sentences, found.reports, found.shares) == (9, 3, {"eco": (0.1, 0.0, 0.4)})
    assert found.macro_f1[0] == 0.8 and math.isnan(found.macro_f1[2])
    assert LearntFrom.of({}) is None


@pytest.mark.parametrize(
    "other", [{"sentences": "many"}, {"chosen": None}, {"macro_f1": [0.8]}, {"macro_f1": 0.8}, {"shares": 3}]
)
def test_what_is_of_another_kind_is_no_such_thing(other: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        LearntFrom.of({**STORED, **other})


@pytest.mark.parametrize("name", STORED)
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(KeyError, match=name):
        LearntFrom.of({key: value for key, value in STORED.items() if key != name})
