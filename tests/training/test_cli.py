"""The commands of ``cuoshi-train`` one after another, as a new user would give them, on a small corpus."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cuoshi.reading import from_text
from cuoshi.tagging.tagger import load
from cuoshi_training.cli import COMMANDS, app, main

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The authored reports as a corpus, and settings for a tiny encoder."""
    folder = tmp_path_factory.mktemp("runs")
    lines = (DATA / "train.jsonl").read_text(encoding="utf-8").splitlines()
    with (folder / "corpus.jsonl").open("w", encoding="utf-8") as corpus:
        for report in map(json.loads, lines):
            text = "\n".join(unit["text"] for unit in report["units"])
            document = {"id": report["id"], "kind": "work-report", "title": report["title"], "text": text}
            corpus.write(json.dumps(document, ensure_ascii=False) + "\n")
    (folder / "train.jsonl").write_text("\n".join(lines[:30]), encoding="utf-8")
    names = {"tokens": "tokens.npy", "tokenizer": "tokenizer.json", "out": "encoder", "base": "base"}
    settings = [f'{key} = "{folder / name}"' for key, name in names.items()]
    (folder / "run.toml").write_text("\n".join([*settings, "hidden = 32", "heads = 2", "layers = 1"]))
    return folder


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None, result.exception
    return result.stdout


def test_from_a_corpus_to_a_model_that_tags(folder: Path) -> None:
    corpus, tokenizer, train = folder / "corpus.jsonl", folder / "tokenizer.json", folder / "train.jsonl"
    dev = DATA / "dev.jsonl"
    assert "3000 entries" in run("vocabulary", corpus, "--size", 3000, "--out", tokenizer)
    assert "tokens in" in run("pack", corpus, "--tokenizer", tokenizer, "--out", folder / "tokens.npy")
    assert "base in" in run("embed", folder / "run.toml")
    given = ("--base", folder / "base", "--train", train, "--dev", dev)
    told = run("finetune", *given, "--out", folder / "model", "--epochs", 1, "--seeds", 2)
    assert "dev macro-F1" in told and "over 2 seeds" in told
    assert not list((folder / "model").glob("checkpoint*"))
    assert "calibration error" in run("calibrate", folder / "model", "--dev", dev)
    unlabelled = ("--corpus", corpus, "--soft", folder / "soft", "--sentences", 300, "--repeat", 1)
    told = run("distil", *given, *unlabelled, "--out", folder / "student")
    assert "passages labelled by 1" in told
    assert not list((folder / "student").rglob("*.arrow")), "no text of the corpus stays beside the weights"
    run("calibrate", folder / "student", "--dev", dev)
    assert "int8_f1" in run("export", folder / "student", "--dev", dev, "--out", folder / "exported")
    sentences = load(folder / "exported").tag(from_text("发放贷款二亿元。建立党支部三十个。"))
    assert [bool(sentence.tags and sentence.tags.probabilities) for sentence in sentences] == [True, True]


def test_a_known_error_is_one_line_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.jsonl").write_text("{", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["cuoshi-train", "evaluate", "--data", str(tmp_path / "broken.jsonl")])
    with pytest.raises(SystemExit) as exit_:
        main()
    said = capsys.readouterr().err
    assert exit_.value.code == 2
    assert said.startswith("error: ") and "broken.jsonl" in said and said.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_every_command_shows_an_example_of_itself(command: Callable[..., None]) -> None:
    name = command.__name__.replace("_", "-")
    assert f"Example: `cuoshi-train {name}" in (command.__doc__ or "").replace("nice -n 19 ", "")
