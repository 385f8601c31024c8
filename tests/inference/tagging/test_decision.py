import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cuoshi.errors import ModelError
from cuoshi.scheme import Scheme
from cuoshi.tagging.decision import Decision
from cuoshi.tagging.windows import Reading

SCHEME = replace(Scheme.plain(["a", "b"], ["c", "d"]), version="1")
DECISION = Decision(Reading(128, True, False), (1.0, 2.0), (0.0, -1.0), (0.5, 0.25), 2.0, "1", {"plan": (-1.0, 1.0)})


def test_probabilities_are_scaled_logits() -> None:
    logits = np.array([[0, 0.5, 3, 1], [2, -1, 0, 0]], np.float32)
    expected = 1 / (1 + np.exp(-np.array([[0, 0], [2, -3]])))
    np.testing.assert_allclose(DECISION.probabilities(logits), expected)
    states = DECISION.status_probabilities(logits, ["", "plan"])
    np.testing.assert_allclose(states.sum(axis=1), 1)
    assert states[0, 0] / states[0, 1] == pytest.approx(np.e)  # (3 - 1) / temperature 2
    assert states[1, 1] / states[1, 0] == pytest.approx(np.e**2)  # level logits in a section that says plan


def test_without_statuses_there_are_none() -> None:
    logits = np.zeros((3, 2), np.float32)
    assert replace(DECISION, status_offsets={}).status_probabilities(logits, [""] * 3).shape == (3, 0)
    assert replace(DECISION, status_offsets={}).status_probabilities(logits[:0], []).shape == (0, 0)


def test_large_logits_do_not_overflow() -> None:
    states = DECISION.status_probabilities(np.array([[0, 0, 5000, -5000]], np.float32), ["review"])
    assert states.tolist() == [[1, 0]]


def test_it_survives_a_round_trip(tmp_path: Path) -> None:
    DECISION.write(tmp_path / "cuoshi.json", SCHEME)
    assert Decision.read(tmp_path / "cuoshi.json", SCHEME) == DECISION


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"window": None}, "not a cuoshi model"),
        ({"slopes": {"a": 1}}, "not the scheme's"),
        ({"thresholds": {"a": 1, "b": 1, "x": 1}}, "not the scheme's"),
        ({"offsets": {"a": "much", "b": 1}}, "not a cuoshi model"),
        ({"status_offsets": {"plan": {"c": 1}}}, r"its statuses are not the scheme's \(c, d\)"),
        ({"status_offsets": {"plan": {"c": 1, "d": "much"}}}, "not a cuoshi model"),
        ({"codebook": "2"}, "codebook 2, the scheme beside it 1"),
        ({"window": 63}, "a window of 63 tokens; from 64 to 512 can be read; run `cuoshi-train calibrate`"),
        ({"window": 100_000}, "a window of 100000 tokens"),
        ({"thresholds": {"a": float("nan"), "b": 1}}, "thresholds: one is no number"),
        ({"slopes": {"a": 1, "b": float("inf")}}, "slopes: one is no number"),
        ({"status_temperature": 0}, "status_temperature 0.0; it is above 0"),
        ({"status_temperature": float("nan")}, "status_temperature nan"),
        ({"status_offsets": {"plan": {"c": 1, "d": float("nan")}}}, "status_offsets: one is no number"),
    ],
)
def test_what_does_not_fit_is_one_line(tmp_path: Path, change: dict[str, object], said: str) -> None:
    path = tmp_path / "cuoshi.json"
    DECISION.write(path, SCHEME)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ModelError, match=said) as caught:
        Decision.read(path, SCHEME)
    assert "\n" not in str(caught.value)
