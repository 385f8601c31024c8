from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cuoshi.errors import ModelError
from cuoshi.scheme import Scheme, bundled
from cuoshi.tagging.encoder import OnnxEncoder
from cuoshi.tagging.folder import BUNDLED_MODEL, MODEL_FILE, TOKENIZER_FILE
from cuoshi.tagging.tagger import read_tokenizer


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


def test_an_encoder_that_does_not_know_a_token_says_so_before_it_reads(
    tmp_path: Path, make_model: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    folder = make_model(tmp_path, Scheme.plain(["a"]))
    known = read_tokenizer(folder / TOKENIZER_FILE).get_vocab_size()
    encoder = OnnxEncoder(folder / MODEL_FILE, threads=1)
    encoder.require(known - 1)
    with pytest.raises(ModelError, match=f"does not know token {known} of the tokenizer beside it"):
        encoder.require(known)
    assert capfd.readouterr() == ("", ""), "the library says nothing beside the one line"


def test_a_model_that_reads_something_else_is_refused(tmp_path: Path, make_model: Callable[..., Path]) -> None:
    onnx = pytest.importorskip("onnx")
    path = make_model(tmp_path, Scheme.plain(["a"])) / MODEL_FILE
    model = onnx.load(path)
    model.graph.input.append(onnx.helper.make_tensor_value_info("token_type_ids", onnx.TensorProto.INT64, ["n"]))
    onnx.save(model, path)
    with pytest.raises(ModelError, match="reads input_ids, attention_mask, token_type_ids, not input_ids and"):
        OnnxEncoder(path)


def test_an_encoder_without_states_says_what_to_do(tmp_path: Path, make_model: Callable[..., Path]) -> None:
    onnx = pytest.importorskip("onnx")
    model = onnx.load(make_model(tmp_path, bundled()) / MODEL_FILE)
    del model.graph.output[1:]
    onnx.save(model, tmp_path / "model.onnx")
    encoder, ids = OnnxEncoder(tmp_path / "model.onnx", threads=1), np.ones((1, 4), np.int64)
    assert encoder(ids, ids).shape == (1, 4, 11)
    with pytest.raises(ModelError, match="gives no token states; export it anew"):
        encoder.states(ids, ids)


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
