"""Average the weights of models that went on from one another (Wortsman et al. 2022, "Model soups")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor
from transformers import AutoModelForTokenClassification, PreTrainedModel

from cuoshi.tagging.folder import TOKENIZER_FILE
from cuoshi_training.classifier.modelling import save
from cuoshi_training.encoder.bases import read_from
from cuoshi_training.encoder.tokenizer import load as load_tokenizer
from cuoshi_training.errors import TrainingError


def average(folders: Sequence[Path], out: Path) -> None:
    """Write the model whose every weight is the mean of the given models' weights.

    Useful where one was trained on from the other: the mean of unrelated models is worth nothing.

    Args:
        folders: model folders of one shape and one tokenizer.
        out: folder to write; calibrate it before use.

    Raises:
        TrainingError: tokenizers or shapes differ.
    """
    first, *others = folders
    tokenizer = load_tokenizer(first / TOKENIZER_FILE)
    model = _load(first)
    states = [model.state_dict()]
    for other in others:
        if load_tokenizer(other / TOKENIZER_FILE).to_str() != tokenizer.to_str():
            raise TrainingError(f"{first} and {other} have different tokenizers")
        states.append(_load(other).state_dict())
        if _shapes(states[-1]) != _shapes(states[0]):
            raise TrainingError(f"{first} and {other} have different shapes")
    model.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    save(model, tokenizer, out)


def _shapes(state: Mapping[str, Tensor]) -> dict[str, torch.Size]:
    return {name: weights.shape for name, weights in state.items()}


def _load(folder: Path) -> PreTrainedModel:
    with read_from(folder):
        model: PreTrainedModel = AutoModelForTokenClassification.from_pretrained(folder, dtype=torch.float32)
    return model
