from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cuoshi.schema import Report, Sentence
from cuoshi.scheme import Scheme
from cuoshi.tagging.grams import Grams
from cuoshi.tagging.heads import Heads
from cuoshi.tagging.tagger import Tagger, load_all
from cuoshi.tagging.together import Together, tag_together
from cuoshi.tagging.windows import Reading

REPORT = Report(
    "r", [Sentence("治理污水31吨，绿化造林70亩。", 0, 0, ("一、甲",)), Sentence("修路。", 1, 1)], title="总结"
)


@pytest.fixture(scope="module")
def taggers(make_model: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> list[Tagger]:
    """A model, heads on its encoder, and a model of its own."""
    folder = tmp_path_factory.mktemp("models")
    first = make_model(folder / "first", Scheme.plain(["a", "b"], ["c"]))
    other = make_model(folder / "other", Scheme.plain(["x"]))
    heads = folder / "heads"
    scheme = Scheme.plain(["eco"])
    make_model(heads, scheme)
    for name in ("model.onnx", "tokenizer.json"):
        (heads / name).unlink()
    weights = np.random.default_rng(0).normal(size=(1, 32)).astype(np.float32)
    grams = Grams.of(["治理污水", "污水"])
    Heads(weights, np.ones((1, len(grams.known)), np.float32), np.zeros(1, np.float32), grams).write(heads, first)
    return load_all([first, heads, other], threads=1)


def test_models_of_one_encoder_share_it(taggers: list[Tagger]) -> None:
    assert taggers[0].encoder is taggers[1].encoder is not taggers[2].encoder


def test_each_says_what_it_says_alone(taggers: list[Tagger]) -> None:
    for tagger, found in zip(taggers, tag_together(taggers, REPORT), strict=True):
        assert found == tagger.tag(REPORT)
    (alone,) = tag_together(taggers[1:2], REPORT)
    assert alone == taggers[1].tag(REPORT)


def test_the_encoder_reads_a_report_once(taggers: list[Tagger], monkeypatch: pytest.MonkeyPatch) -> None:
    passes = []
    encoder = taggers[0].encoder
    read = encoder._read

    def counted(outputs: list[str], *rest: object) -> np.ndarray:
        passes.append(tuple(outputs))
        return read(outputs, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(encoder, "_read", counted)
    once = [Tagger(*_parts(tagger)) for tagger in taggers[:2]]
    turns = Together(once).turns
    for turn, tagger in zip(turns, once, strict=True):
        assert turn.tag(REPORT) == tag_together([tagger], REPORT)[0]
        assert (turn.scheme, turn.model_hash, turn.thresholds) == (tagger.scheme, tagger.model_hash, tagger.thresholds)
    windows = [outputs for outputs in passes if len(outputs) == 2]
    assert windows == [("logits", "states")], "one window, read once for both; the others are of tag_together itself"


def test_what_an_earlier_turn_did_not_read_is_read(taggers: list[Tagger]) -> None:
    second = Together(taggers).turns[1]
    assert second.tag(REPORT) == taggers[1].tag(REPORT)


def _parts(tagger: Tagger) -> tuple[object, ...]:
    """A model that reads every sentence once."""
    from dataclasses import replace

    decision = replace(tagger.decision, reading=Reading(alone=False))
    return tagger.encoder, tagger.tokenizer, tagger.scheme, decision, tagger.model_hash, tagger.heads
