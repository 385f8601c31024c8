from pathlib import Path

import pytest

from cuoshi.scheme import bundled
from cuoshi.tagging.tagger import load as load_tagger
from cuoshi_training.data.store import load
from cuoshi_training.evaluation import speed
from cuoshi_training.evaluation.baselines import fitted

DATA = Path(__file__).parents[3] / "data"


def test_all_sides_are_timed_on_the_same_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    small = {"hidden_size": 48, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 96}
    build = speed.BertConfig
    monkeypatch.setattr(speed, "BertConfig", lambda **given: build(**(small | given)))
    labelled = load([DATA / "dev.jsonl"], bundled())
    texts = {sentence.text for one in labelled for sentence in one.report.sentences}
    given: list[list[str]] = []

    def seconds(run: object, *arguments: object, **options: object) -> float:
        if options:
            given.append(arguments[0])  # type: ignore[arg-type]
        return 2.0 if options else 0.5

    monkeypatch.setattr(speed, "_seconds", seconds)
    found = speed.measure(load_tagger(), labelled, sentences=10, turns=1)
    assert all(len(some) == 10 and set(some) <= texts for some in given)
    assert found.pop("ratio") == pytest.approx(len(texts) / 2.5)
    assert found.pop("bert-base") == 5.0
    assert set(found) == {"cuoshi", *fitted(labelled, bundled())}
    assert set(found.values()) == {len(texts) / 0.5}


def test_the_pipeline_reads_characters_and_scores_seven_categories() -> None:
    bert = speed.bert_base(["发放贷款。"], 7)
    assert bert.tokenizer.tokenize("贷款。") == ["贷", "款", "。"]  # type: ignore[attr-defined]
    assert len(bert("发放贷款。")[0]) == 7  # type: ignore[index]
    assert bert.model.num_parameters() > 100_000_000  # type: ignore[attr-defined]
