from pathlib import Path

import pytest
from transformers import BertConfig, BertModel

from cuoshi.scheme import bundled
from cuoshi.tagging.folder import MODELS
from cuoshi_training.classifier.modelling import load_base
from cuoshi_training.encoder.bases import located, read_from
from cuoshi_training.encoder.shorten import shorten
from cuoshi_training.errors import TrainingError


@pytest.fixture
def base(tmp_path: Path) -> Path:
    small = {"hidden_size": 8, "num_attention_heads": 1, "intermediate_size": 8, "num_hidden_layers": 2}
    BertModel(BertConfig(vocab_size=20, **small)).save_pretrained(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.json", b"{not JSON"),
        ("config.json", b"{}"),
        ("config.json", None),
        ("model.safetensors", b"cut off"),
        ("model.safetensors", None),
    ],
)
def test_a_checkpoint_that_cannot_be_read_is_one_line(base: Path, name: str, content: bytes | None) -> None:
    load_base(base, 0.1, bundled())
    (base / name).unlink() if content is None else (base / name).write_bytes(content)
    for read in (lambda: load_base(base, 0.1, bundled()), lambda: shorten(base, 1, base / "out")):
        with pytest.raises(TrainingError, match="no model can be read from it") as caught:
            read()
        assert str(caught.value).startswith(f"{base}: ") and "\n" not in str(caught.value)


def test_a_fault_of_ours_stays_what_it_is() -> None:
    with pytest.raises(TypeError), read_from("anything"):
        raise TypeError("a fault in the code")


@pytest.mark.parametrize(
    ("given", "found"), [("base", MODELS / "base"), ("someone/bert", "someone/bert"), ("no", "no")]
)
def test_a_bundled_model_is_a_base_by_its_name(given: str, found: Path | str) -> None:
    assert located(given) == found
