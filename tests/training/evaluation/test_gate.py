import json
from pathlib import Path
from typing import Any

import pytest

from cuoshi_training.evaluation.gate import GateError, check, raise_floors

MEASURED = {"macro_f1": 0.85, "micro_f1": 0.9, "status_accuracy": 0.9, "ece": 0.02, "coverage_mae": 2.0}


def evaluate(path: Path) -> dict[str, Any]:
    return MEASURED | {"data_sha256": path.read_text()}


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    (tmp_path / "dev.jsonl").write_text("digest")
    present = {"data": "dev.jsonl", "sha256": "digest", "optional": False, "floors": {"macro_f1": 0.8, "ece": 0.05}}
    absent = {"data": "absent.jsonl", "sha256": "x", "optional": True, "floors": {"macro_f1": 0.99}}
    path = tmp_path / "floors.json"
    path.write_text(json.dumps([present, absent]))
    return path


def rewrite(path: Path, **changes: Any) -> None:
    entries = json.loads(path.read_text())
    entries[0] |= changes
    path.write_text(json.dumps(entries))


def test_floors_met_and_missed(floors: Path) -> None:
    assert all(v.passed for v in check(floors, evaluate))
    rewrite(floors, floors={"macro_f1": 0.86, "ece": 0.01})
    assert [v.passed for v in check(floors, evaluate)] == [False, False]


def test_changed_or_missing_data_is_no_measurement(floors: Path) -> None:
    rewrite(floors, sha256="other")
    with pytest.raises(GateError, match="not the data"):
        check(floors, evaluate)
    rewrite(floors, sha256="digest", data="gone.jsonl")
    with pytest.raises(GateError, match="missing"):
        check(floors, evaluate)


def test_raising_pins_just_below_what_is_measured(floors: Path) -> None:
    entries = json.loads(floors.read_text())[:1]
    floors.write_text(json.dumps(entries))
    raise_floors(floors, evaluate)
    pinned = json.loads(floors.read_text())[0]["floors"]
    assert pinned["macro_f1"] == 0.845
    assert pinned["ece"] == 0.025
    assert all(v.passed for v in check(floors, evaluate))


def test_lowering_needs_the_flag(floors: Path) -> None:
    floors.write_text(json.dumps(json.loads(floors.read_text())[:1]))
    rewrite(floors, floors={"macro_f1": 0.9})
    before = floors.read_text()
    with pytest.raises(GateError, match="allow-lower"):
        raise_floors(floors, evaluate)
    assert floors.read_text() == before
    raise_floors(floors, evaluate, allow_lower=True)
    assert json.loads(floors.read_text())[0]["floors"]["macro_f1"] == 0.845


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "no file of floors"), ("[1]", "no file of floors"), ('[{"data": "dev.jsonl"}]', "an entry has no floors")],
)
def test_a_file_that_holds_no_floors_is_refused(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "floors.json").write_text(content)
    with pytest.raises(GateError, match=rf"floors\.json: {said}"):
        check(tmp_path / "floors.json", evaluate)
