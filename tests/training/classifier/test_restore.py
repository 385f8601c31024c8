import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import AutoModelForTokenClassification, BertConfig, BertForTokenClassification
from typer.testing import CliRunner

from cuoshi.scheme import bundled
from cuoshi.tagging.folder import MODEL_FILE, TOKENIZER_FILE
from cuoshi.tagging.windows import Window
from cuoshi_training.classifier.export import to_onnx
from cuoshi_training.classifier.modelling import CONFIG_FILE, load_base, save
from cuoshi_training.classifier.quantise import to_int8
from cuoshi_training.classifier.restore import checkpoint, restore
from cuoshi_training.cli import app
from cuoshi_training.errors import TrainingError


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer, base: Path) -> tuple[Path, Path]:
    """A model of two layers as it was trained, and as ``export`` leaves it."""
    torch.manual_seed(0)
    names = dict(enumerate(bundled().label_ids))
    config = BertConfig.from_pretrained(base, num_hidden_layers=2, num_labels=11, id2label=names)
    trained, out = (tmp_path_factory.mktemp(name) for name in ("trained", "exported"))
    model = BertForTokenClassification(config)
    with torch.no_grad():
        for parameter in model.parameters():  # biases that are all zero would be exported as one
            parameter += 0.02 * torch.randn_like(parameter)
        for layer in model.bert.encoder.layer:  # two channels as wide as those of pre-trained encoders are
            layer.attention.output.LayerNorm.weight[:2] = 12.0
    save(model, tokenizer, trained)
    to_onnx(trained, out / "fp32.onnx")
    random = np.random.default_rng(0)
    to_int8(out / "fp32.onnx", out / MODEL_FILE, [Window(random.integers(5, 5000, 64).tolist()) for _ in range(4)])
    for name in (CONFIG_FILE, TOKENIZER_FILE):
        shutil.copyfile(trained / name, out / name)
    return trained, out


def test_an_exported_model_is_restored_nearly_as_it_was(exported: tuple[Path, Path], tmp_path: Path) -> None:
    trained, folder = exported
    restore(folder, tmp_path)
    exact, again = (AutoModelForTokenClassification.from_pretrained(path).state_dict() for path in (trained, tmp_path))
    assert exact.keys() == again.keys()
    for name, value in exact.items():
        # coarser where channels are narrow, and weights count for less
        assert (again[name] - value).norm() <= 0.15 * value.norm() + 1e-6, name


def test_finetuning_goes_on_from_an_exported_model(exported: tuple[Path, Path]) -> None:
    trained, folder = exported
    with checkpoint(folder) as base:
        model = load_base(base, 0.0, bundled())
    assert not Path(base).exists()
    exact = load_base(trained, 0.0, bundled())
    assert torch.allclose(model.classifier.weight, exact.classifier.weight, atol=0.01), "its head is kept"
    with checkpoint(trained) as same:
        assert same == trained


def test_the_bundled_model_is_restored_by_name(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["restore", "base", "--out", str(tmp_path / "plain")])
    assert result.exit_code == 0, result.exception
    model = AutoModelForTokenClassification.from_pretrained(tmp_path / "plain")
    assert tuple(model.config.id2label[i] for i in range(11)) == bundled().label_ids


def test_a_folder_without_a_model_is_refused(exported: tuple[Path, Path], tmp_path: Path) -> None:
    _, folder = exported
    with pytest.raises(TrainingError, match=r"no model\.onnx there"):
        restore(tmp_path, tmp_path / "out")
    shutil.copyfile(folder / MODEL_FILE, tmp_path / MODEL_FILE)
    (tmp_path / CONFIG_FILE).write_text(
        (folder / CONFIG_FILE).read_text().replace('hidden_layers": 2', 'hidden_layers": 3')
    )
    with pytest.raises(TrainingError, match="do not fit one another"):
        restore(tmp_path, tmp_path / "out")
