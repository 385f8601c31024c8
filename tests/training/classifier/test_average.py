from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertForTokenClassification

from cuoshi.tagging.folder import BUNDLED_MODEL, TOKENIZER_FILE
from cuoshi_training.classifier.average import average
from cuoshi_training.classifier.modelling import save
from cuoshi_training.errors import TrainingError


def model(folder: Path, hidden: int = 16) -> BertForTokenClassification:
    config = BertConfig(
        vocab_size=20_032, hidden_size=hidden, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8
    )
    made = BertForTokenClassification(config)
    save(made, Tokenizer.from_file(str(BUNDLED_MODEL / TOKENIZER_FILE)), folder)
    return made


def test_every_weight_is_the_mean(tmp_path: Path) -> None:
    one, two = model(tmp_path / "1"), model(tmp_path / "2")
    average([tmp_path / "1", tmp_path / "2"], tmp_path / "mean")
    mean = BertForTokenClassification.from_pretrained(tmp_path / "mean").state_dict()
    for name, value in one.state_dict().items():
        torch.testing.assert_close(mean[name], (value + two.state_dict()[name]) / 2)


def test_models_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    model(tmp_path / "1")
    model(tmp_path / "wide", hidden=32)
    with pytest.raises(TrainingError, match="different shapes"):
        average([tmp_path / "1", tmp_path / "wide"], tmp_path / "mean")
    tokenizer = tmp_path / "wide" / TOKENIZER_FILE
    tokenizer.write_text(tokenizer.read_text(encoding="utf-8").replace("[MASK]", "[GAP]"), encoding="utf-8")
    with pytest.raises(TrainingError, match="different tokenizers"):
        average([tmp_path / "1", tmp_path / "wide"], tmp_path / "mean")
