from pathlib import Path

import pytest
from typer.testing import CliRunner

from cuoshi_training.cli import app

DATA = Path(__file__).parents[3] / "data"


@pytest.mark.parametrize("command", ["finetune", "average"])
def test_a_trained_model_is_not_written_over(command: str, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").touch()
    labelled = ["--base", tmp_path, "--train", DATA / "dev.jsonl", "--dev", DATA / "dev.jsonl"]
    arguments = [command, *(labelled if command == "finetune" else [tmp_path]), "--out", tmp_path]
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert "holds a trained model" in str(result.exception)


def test_labels_without_their_corpus_are_counted_as_missing(tmp_path: Path) -> None:
    corpus, table = tmp_path / "corpus.jsonl", tmp_path / "labels.csv"
    corpus.write_text('{"id": "a", "kind": "work-report", "text": "走访企业三十家。"}\n', encoding="utf-8")
    table.write_text((DATA.parent / "training" / "annotations.csv").read_text("utf-8").split("\n")[0] + "\n")
    result = CliRunner().invoke(app, ["annotated", str(corpus), "--table", str(table), "--out", str(tmp_path / "out")])
    assert "0 sentences" in result.stdout, result.exception
