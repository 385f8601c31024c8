from pathlib import Path

import pytest
from tokenizers import Tokenizer
from typer.testing import CliRunner

from cuoshi_training.cli import app


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    lines = [
        f'{{"id": "{kind}", "kind": "{kind}", "text": "{text}"}}\n'
        for kind, text in (("work-report", "走访企业三十家。"), ("news", "天气晴好。"))
    ]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_a_vocabulary_is_learnt_from_the_kinds_asked_for(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "tokenizer.json"
    result = CliRunner().invoke(app, ["vocabulary", str(corpus), "--size", "100", "--kind", "news", "--out", str(out)])
    assert f"entries in {out}" in result.stdout, result.exception
    known = Tokenizer.from_file(str(out)).get_vocab()
    assert "晴" in known and "企" not in known


def test_a_kind_that_the_corpus_lacks_is_named(corpus: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["vocabulary", str(corpus), "--kind", "policy", "--out", str(tmp_path / "tokenizer.json")]
    )
    assert str(result.exception) == "no document of kind policy; there are news, work-report"
