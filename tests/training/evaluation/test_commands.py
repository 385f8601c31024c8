import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cuoshi_training.cli import app

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
