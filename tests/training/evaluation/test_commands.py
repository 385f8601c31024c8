import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cuoshi.scheme import Scheme
from cuoshi_training.cli import app
from cuoshi_training.data.labelled import digest

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def two_reports(tmp_path: Path) -> Path:
    path = tmp_path / "two.jsonl"
    path.write_text("".join((DATA / "dev.jsonl").open(encoding="utf-8").readlines()[:2]), encoding="utf-8")
    return path


def test_the_simulation_prints_a_table() -> None:
    arguments = ["simulate-validity", "--data", str(DATA / "dev.jsonl"), "--replications", "2", "--coded", "100"]
    told = CliRunner().invoke(app, arguments).stdout
    assert "total, corrected" in told and "confidently wrong" in told


def test_labelled_reports_are_sampled_again(two_reports: Path) -> None:
    arguments = ["redraw-validity", "--data", str(two_reports), "--replications", "2", "--coded", "40"]
    told = CliRunner().invoke(app, arguments).stdout
    assert "to hand coding" in told and told.count("corrected") == 7 and "training" in told


def test_figures_come_as_a_table_or_as_one_json_object(two_reports: Path) -> None:
    figures = json.loads(CliRunner().invoke(app, ["evaluate", "--data", str(two_reports), "--json"]).stdout)
    assert figures["n_reports"] == 2 and figures["data"] == ["two.jsonl"]
    low, high = figures["intervals"]["micro_f1"]
    assert low <= figures["micro_f1"] <= high
    told = CliRunner().invoke(app, ["evaluate", "--data", str(two_reports)]).stdout
    assert "two.jsonl" in told and f"{figures['macro_f1']:.3f}" in told


def test_the_gate_measures_a_model_by_its_own_scheme(tmp_path: Path, make_model: Callable[..., Path]) -> None:
    data, floors = tmp_path / "mine.jsonl", tmp_path / "floors.json"
    unit = {"kind": "sentence", "paragraph": 0, "text": "植树三百亩。", "categories": ["eco"], "status": None}
    data.write_text(json.dumps({"id": "a", "title": "", "units": [unit]}, ensure_ascii=False), encoding="utf-8")
    pinned = {"data": data.name, "sha256": digest([data]), "optional": False, "floors": {"macro_f1": 0.0}}
    floors.write_text(json.dumps([pinned]), encoding="utf-8")
    told = CliRunner().invoke(
        app, ["gate", "--floors", str(floors), "--model", str(make_model(tmp_path / "model", Scheme.plain(["eco"])))]
    )
    assert told.exit_code == 0 and "mine.jsonl macro_f1" in told.stdout, told.exception
