import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer
from transformers import AutoModelForTokenClassification

from cuoshi.scheme import bundled
from cuoshi.tagging.decision import Decision
from cuoshi.tagging.encoder import OnnxEncoder
from cuoshi.tagging.folder import BUNDLED_MODEL, DECISION_FILE, MODEL_FILE, SCHEME_FILE, TOKENIZER_FILE
from cuoshi_training.classifier import export as module
from cuoshi_training.classifier.export import Comparison, ExportRefusedError, export, to_onnx
from cuoshi_training.classifier.modelling import forward, predict
from cuoshi_training.classifier.restore import restore
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.data.store import load
from cuoshi_training.encoder.shorten import shorten

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def dev() -> list[TrainingReport]:
    return load([DATA / "dev.jsonl"], bundled())


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(BUNDLED_MODEL / TOKENIZER_FILE))


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled model as torch takes it, with how it decides."""
    folder = tmp_path_factory.mktemp("restored")
    restore(BUNDLED_MODEL, folder)
    for name in (DECISION_FILE, SCHEME_FILE):
        (folder / name).write_bytes((BUNDLED_MODEL / name).read_bytes())
    return folder


def test_torch_and_onnx_agree_and_int8_decides_alike(
    tmp_path: Path, restored: Path, dev: list[TrainingReport], tokenizer: Tokenizer
) -> None:
    decision = Decision.read(restored / DECISION_FILE, bundled())
    to_onnx(restored, tmp_path / "fp32.onnx")
    model = AutoModelForTokenClassification.from_pretrained(restored).float()
    exported = OnnxEncoder(tmp_path / "fp32.onnx")
    ids = np.ones((1, 5), np.int64)
    assert exported.states(ids, ids).shape == (1, 5, 2 * model.config.hidden_size)
    exact = predict(exported, tokenizer, dev, decision.reading)
    bf16 = predict(forward(model), tokenizer, dev, decision.reading)
    quantised = predict(OnnxEncoder(BUNDLED_MODEL / MODEL_FILE), tokenizer, dev, decision.reading)
    assert len(exact) > 100
    assert np.abs(exact - bf16).max() < 0.3
    assert np.abs(exact - bf16).mean() < 0.03
    thresholds = np.array(decision.thresholds)
    changed = (decision.probabilities(exact) >= thresholds) != (decision.probabilities(quantised) >= thresholds)
    assert changed.mean() < 0.005
    assert changed.shape[1] == 7


def test_an_int8_that_decides_worse_is_refused(
    tmp_path: Path, restored: Path, dev: list[TrainingReport], tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [*dev, *load([DATA / "train.jsonl"], bundled())[::16]]  # in dev alone two decisions are half a point
    folder = tmp_path / "trained"
    shorten(restored, 2, folder)
    (folder / DECISION_FILE).write_bytes((restored / DECISION_FILE).read_bytes())
    decision = Decision.read(folder / DECISION_FILE, bundled())
    logits: list[np.ndarray] = []
    monkeypatch.setattr(module, "predict", lambda *given: logits.append(predict(*given)) or logits[-1])
    comparison = export(folder, tmp_path / "out", many)
    assert comparison.int8_bytes < comparison.fp32_bytes / 3
    exact, rough = logits
    few = predict(OnnxEncoder(tmp_path / "out" / MODEL_FILE), tokenizer, many[:1], decision.reading)
    np.testing.assert_allclose(few - rough[: len(few)], np.tile((exact - rough).mean(axis=0), (len(few), 1)), atol=1e-4)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "config.json",
        "cuoshi.json",
        "model.onnx",
        "scheme.toml",
        "tokenizer.json",
    ]
    monkeypatch.setattr(module, "compare", lambda *_, **__: Comparison(0.90, 0.88, 0.02, 1, 1))
    with pytest.raises(ExportRefusedError, match=r"0\.88"):
        export(folder, tmp_path / "refused", many)
    assert not (tmp_path / "refused" / MODEL_FILE).exists()
    assert json.loads((tmp_path / "out" / "config.json").read_text())["num_hidden_layers"] >= 1
