"""A tiny encoder, and reports of four sentences over and over that it can learn by heart."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from cuoshi.schema import Heading, Report, Sentence
from cuoshi.tagging.folder import BUNDLED_MODEL, TOKENIZER_FILE
from cuoshi.text.outline import with_paths
from cuoshi_training.data.labelled import TrainingReport

SAYINGS = ["发放贷款二亿元。", "建立党支部三十个。", "天气晴好。", "举办培训班五期。"]
LABELS = [1, 5, None, 6]


@pytest.fixture(scope="session")
def reports() -> Callable[[int, int], list[TrainingReport]]:
    """Makes so many reports of six sentences each, drawn by a seed."""
    return drawn


def drawn(n: int, seed: int) -> list[TrainingReport]:
    random = np.random.default_rng(seed)
    made = []
    for i in range(n):
        chosen = random.integers(4, size=6)
        units = [Heading(1, "一、工作情况"), *(Sentence(SAYINGS[c], 0, k) for k, c in enumerate(chosen))]
        categories = np.zeros((6, 7), np.float32)
        for row, c in enumerate(chosen):
            if LABELS[c] is not None:
                categories[row, LABELS[c]] = 1
        status = np.zeros((6, 4), np.float32)
        status[:, 0] = categories.any(axis=1)
        made.append(TrainingReport(Report(id=str(i), units=with_paths(units)), categories, status))
    return made


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """The bundled model's."""
    return Tokenizer.from_file(str(BUNDLED_MODEL / TOKENIZER_FILE))


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Path:
    """A BERT of one layer that has learnt nothing."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=48,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=96,
    )
    folder = tmp_path_factory.mktemp("base")
    BertModel(config).save_pretrained(folder)
    return folder
