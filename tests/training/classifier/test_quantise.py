from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnxruntime import InferenceSession
from transformers import BertConfig, BertForTokenClassification

from cuoshi.tagging.encoder import OnnxEncoder
from cuoshi.tagging.windows import Window
from cuoshi_training.classifier import quantise
from cuoshi_training.classifier.export import to_onnx
from cuoshi_training.classifier.quantise import FACTORS, move_logits, smoothed, to_int8

Array = np.ndarray


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random encoder with two channels that are twelve times as wide as the others."""
    torch.manual_seed(0)
    config = BertConfig(vocab_size=200, hidden_size=64, num_hidden_layers=2, num_attention_heads=2, num_labels=3)
    folder = tmp_path_factory.mktemp("model")
    bert = BertForTokenClassification(config)
    with torch.no_grad():
        for layer in bert.bert.encoder.layer:
            layer.attention.output.LayerNorm.weight[:2] = 12.0
            layer.output.LayerNorm.weight[:2] = 12.0
    bert.save_pretrained(folder)
    to_onnx(folder, folder / "fp32.onnx")
    return folder / "fp32.onnx"


def windows(seed: int) -> list[Window]:
    random = np.random.default_rng(seed)
    return [Window(random.integers(5, 200, 40).tolist()) for _ in range(6)]


def logits(path: Path) -> Array:
    read = OnnxEncoder(path, 1)
    ids = np.array([window.ids for window in windows(2)])
    return read(ids, np.ones_like(ids))


def test_the_smoothed_model_is_the_same_function(model: Path, tmp_path: Path) -> None:
    changed = smoothed(onnx.load(model), windows(1))
    onnx.save(changed, tmp_path / "smooth.onnx")
    assert sum(node.name.endswith(FACTORS) for node in changed.graph.node) == 2 * 4 + 1  # of every product with weights
    np.testing.assert_allclose(logits(tmp_path / "smooth.onnx"), logits(model), atol=1e-4)
    assert [out.name for out in InferenceSession(changed.SerializeToString()).get_outputs()] == ["logits", "states"]


def test_wide_channels_cost_less_once_they_are_smoothed(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_int8(model, tmp_path / "smooth.onnx", windows(1))
    monkeypatch.setattr(quantise, "smoothed", lambda model, windows: model)
    to_int8(model, tmp_path / "plain.onnx", windows(1))
    exact = logits(model)
    smooth, plain = (np.square(logits(tmp_path / f"{name}.onnx") - exact).mean() for name in ("smooth", "plain"))
    assert 0 < smooth < plain / 2


def test_logits_are_moved_by_what_is_given(model: Path, tmp_path: Path) -> None:
    to_int8(model, tmp_path / "int8.onnx", windows(1))
    before = logits(tmp_path / "int8.onnx")
    move_logits(tmp_path / "int8.onnx", np.array([0.5, 0, -2], np.float32))
    np.testing.assert_allclose(logits(tmp_path / "int8.onnx") - before, np.full(before.shape, [0.5, 0, -2]), atol=1e-5)
