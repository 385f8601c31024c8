from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cuoshi.errors import ModelError
from cuoshi.schema import Report, Sentence
from cuoshi.scheme import Scheme
from cuoshi.tagging.encoder import BATCH_TOKENS, NO_TOKENS, OnnxEncoder, in_windows, score
from cuoshi.tagging.folder import BUNDLED_MODEL, MODEL_FILE, TOKENIZER_FILE
from cuoshi.tagging.tagger import read_tokenizer
from cuoshi.tagging.windows import Reading


@pytest.fixture
def bundled_encoder() -> Callable[[int], OnnxEncoder]:
    if not (BUNDLED_MODEL / MODEL_FILE).exists():
        pytest.skip("no bundled model in this checkout; make one with cuoshi-train export")
    return lambda threads: OnnxEncoder(BUNDLED_MODEL / MODEL_FILE, threads)


def test_an_encoder_gives_logits_of_every_token(tmp_path: Path, make_model: Callable[..., Path]) -> None:
    scheme = Scheme.plain(["a", "b"], ["c"])
    encoder = OnnxEncoder(make_model(tmp_path, scheme) / "model.onnx", threads=1)
    ids = np.arange(10, dtype=np.int64).reshape(2, 5)
    assert encoder.heads == 3
    assert encoder(ids, np.ones_like(ids)).shape == (2, 5, 3)
    states = encoder.states(ids, np.ones_like(ids))
    assert np.array_equal(encoder.both(ids, np.ones_like(ids))[:, :, 3:], states)


def test_an_encoder_without_states_says_what_to_do(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    model = onnx.load(BUNDLED_MODEL / "model.onnx")
    del model.graph.output[1:]
    onnx.save(model, tmp_path / "model.onnx")
    encoder, ids = OnnxEncoder(tmp_path / "model.onnx", threads=1), np.ones((1, 4), np.int64)
    assert encoder(ids, ids).shape == (1, 4, 11)
    with pytest.raises(ModelError, match="gives no token states; export it anew"):
        encoder.states(ids, ids)


def test_only_windows_of_wanted_sentences_are_read() -> None:
    tokenizer, sizes = read_tokenizer(BUNDLED_MODEL / TOKENIZER_FILE), []

    def forward(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        sizes.append(ids.size)
        return np.stack([ids, ids], axis=2).astype(np.float32)

    report = Report("a", [Sentence("推进审批提速，兑现承诺。" * 3, i, i) for i in range(60)])
    (whole,) = in_windows(forward, tokenizer, [report], Reading())
    every, (some,) = sum(sizes), in_windows(forward, tokenizer, [report], Reading(), [{50}])
    assert sum(sizes) - every < every / 3
    own, same = (tokens.values[tokens.starts[50] : tokens.starts[51]] for tokens in (whole, some))
    assert len(own) and np.array_equal(own, same)
    assert some.starts[1] == 0, "what is in no window that was read has no tokens"


def test_logits_hang_neither_on_other_windows_nor_on_threads(bundled_encoder: Callable[[int], OnnxEncoder]) -> None:
    ids = np.random.default_rng(1).integers(200, 15_000, (5, 40))
    mask = (np.arange(40) < np.array([[40], [31], [22], [9], [3]])).astype(np.int64)
    together = bundled_encoder(2)(ids, mask)
    one = bundled_encoder(1)
    for row, length in enumerate(mask.sum(axis=1)):
        assert (one(ids[row : row + 1, :length], mask[row : row + 1, :length])[0] == together[row, :length]).all()
        assert not together[row, length:].any()


def test_a_missing_model_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cuoshi-train export"):
        OnnxEncoder(tmp_path / "model.onnx")


def test_batches_stay_small_and_every_sentence_is_scored_once() -> None:
    tokenizer = read_tokenizer(BUNDLED_MODEL / TOKENIZER_FILE)
    sizes = []

    def forward(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        sizes.append(ids.size)
        return np.zeros((*ids.shape, 3), np.float32)

    units = [Sentence("推进审批提速，兑现承诺。" * (1 + i % 9), i, i) for i in range(120)]
    reports = [Report("a", units), Report("b", []), Report("c", units[:7])]
    found = list(score(forward, tokenizer, reports, Reading(alone=False), 2))
    assert [len(scores.logits) for scores in found] == [120, 0, 7]
    assert max(sizes) <= BATCH_TOKENS
    assert sum(sizes) > BATCH_TOKENS
    for scores in found:
        assert scores.starts[-1] == len(scores.tokens) == len(scores.spans)


def test_a_sentence_without_tokens_has_a_low_logit() -> None:
    tokenizer = read_tokenizer(BUNDLED_MODEL / TOKENIZER_FILE)

    def forward(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        return np.ones((*ids.shape, 1), np.float32)

    (scores,) = score(forward, tokenizer, [Report("a", [Sentence("\u3000"), Sentence("修渠。", 1, 1)])], Reading(), 1)
    assert scores.logits[0, 0] == NO_TOKENS
    assert scores.logits[1, 0] > 1
