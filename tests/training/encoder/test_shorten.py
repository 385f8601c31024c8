from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForTokenClassification, BertConfig, BertForTokenClassification

from cuoshi.scheme import bundled
from cuoshi_training.encoder.shorten import shorten
from cuoshi_training.errors import TrainingError


@pytest.fixture
def model(tmp_path: Path) -> Path:
    config = BertConfig(
        vocab_size=50, hidden_size=16, num_hidden_layers=6, num_attention_heads=2, intermediate_size=32, num_labels=11
    )
    BertForTokenClassification(config).save_pretrained(tmp_path / "teacher")
    (tmp_path / "teacher" / "tokenizer.json").write_text("{}", encoding="utf-8")
    bundled().write(tmp_path / "teacher" / "scheme.toml")
    return tmp_path / "teacher"


def test_layers_are_spread_evenly_and_embeddings_and_head_stay(model: Path, tmp_path: Path) -> None:
    assert shorten(model, 3, tmp_path / "student") == [0, 2, 5]
    teacher, student = (AutoModelForTokenClassification.from_pretrained(tmp_path / f) for f in ("teacher", "student"))
    assert len(student.bert.encoder.layer) == 3
    for kept, layer in zip((0, 2, 5), student.bert.encoder.layer, strict=True):
        own = teacher.bert.encoder.layer[kept].state_dict()
        assert all(torch.equal(weights, own[name]) for name, weights in layer.state_dict().items())
    assert torch.equal(teacher.bert.embeddings.word_embeddings.weight, student.bert.embeddings.word_embeddings.weight)
    assert torch.equal(teacher.classifier.weight, student.classifier.weight)
    assert (tmp_path / "student" / "scheme.toml").read_text() == (model / "scheme.toml").read_text()


def test_a_student_has_fewer_layers(model: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="has 6 layers; keep fewer"):
        shorten(model, 6, tmp_path / "student")


def test_a_codebook_of_ones_own_goes_along(model: Path, tmp_path: Path) -> None:
    (model / "rules.md").write_text("1. 一句一标。", encoding="utf-8")
    replace(bundled(), codebook="rules.md").write(model / "scheme.toml")
    shorten(model, 2, tmp_path / "student")
    assert (tmp_path / "student" / "codebook.md").read_text(encoding="utf-8") == "1. 一句一标。"
