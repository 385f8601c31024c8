import json
from pathlib import Path

from typer.testing import CliRunner

from cuoshi_training.cli import app


def test_a_base_without_a_tokenizer_and_one_that_is_nowhere_are_named(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps({"id": "a", "kind": "news", "text": "天气晴好。"}), encoding="utf-8")
    (tmp_path / "base").mkdir()
    for name, reason in (
        ("base", "no tokenizer.json there"),
        ("no/base", "no such folder, and no such model on the hub ("),
    ):
        base = str(tmp_path / name)
        result = CliRunner().invoke(app, ["trim", base, str(corpus), "--out", str(tmp_path / "out")])
        assert str(result.exception).startswith(f"{base}: {reason}")
        assert "\n" not in str(result.exception)
