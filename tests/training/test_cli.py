"""The commands of ``cuoshi-train`` one after another, as a new user would give them, on a small corpus."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel
from typer.testing import CliRunner

from cuoshi.reading import from_text
from cuoshi.tagging.tagger import load
from cuoshi_training.cli import COMMANDS, app, main
from cuoshi_training.encoder.tokenizer import SPECIAL_TOKENS, UNKNOWN

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The authored reports as a corpus, and a tiny BERT with a token for each character."""
    folder = tmp_path_factory.mktemp("runs")
    lines = (DATA / "train.jsonl").read_text(encoding="utf-8").splitlines()
    with (folder / "corpus.jsonl").open("w", encoding="utf-8") as corpus:
        for report in map(json.loads, lines):
            text = "\n".join(unit["text"] for unit in report["units"])
            document = {"id": report["id"], "kind": "work-report", "title": report["title"], "text": text}
            corpus.write(json.dumps(document, ensure_ascii=False) + "\n")
    (folder / "train.jsonl").write_text("\n".join(lines[:30]), encoding="utf-8")
    save_bert(folder / "bert", sorted(set((DATA / "train.jsonl").read_text(encoding="utf-8"))))
    return folder


def save_bert(folder: Path, characters: list[str]) -> None:
    """A checkpoint as a hub has them: random weights, one layer, a vocabulary of characters."""
    pieces = SPECIAL_TOKENS + [character for character in characters if not character.isspace()]
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
    )
    BertModel(config).save_pretrained(folder)
    tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / "tokenizer.json"))


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None, result.exception
    return result.stdout


def test_from_a_corpus_to_a_model_that_tags(folder: Path) -> None:
    corpus, train, dev = folder / "corpus.jsonl", folder / "train.jsonl", DATA / "dev.jsonl"
    assert "entries in" in run("trim", folder / "bert", corpus, "--out", folder / "base")
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
