"""Take layers out of an encoder: a student starts from what its teacher knows (Sanh et al. 2019, DistilBERT)."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import AutoConfig, AutoModelForTokenClassification

from cuoshi.tagging.folder import SCHEME_FILE, TOKENIZER_FILE, read_scheme
from cuoshi_training.encoder.bases import read_from
from cuoshi_training.errors import TrainingError


def shorten(folder: Path, layers: int, out: Path) -> list[int]:
    """Write a checkpoint with some of the layers of another, its embeddings and its head.

    Args:
        folder: a fine-tuned model folder, see ``cuoshi-train finetune``.
        layers: how many to keep; they are spread evenly, the first and the last among them.
        out: folder to write.

    Returns:
        Which layers were kept, from 0.

    Raises:
        TrainingError: the model cannot be read, or has no more layers than that.
    """
    with read_from(folder):
        whole = AutoConfig.from_pretrained(folder).num_hidden_layers
    if layers >= whole:
        raise TrainingError(f"{folder} has {whole} layers; keep fewer than that, not {layers}")
    with read_from(folder):
        model = AutoModelForTokenClassification.from_pretrained(folder, dtype=torch.float32)
    kept = np.linspace(0, whole - 1, layers).round().astype(int).tolist() if layers > 1 else [whole - 1]
    stack = model.base_model.encoder
    stack.layer = nn.ModuleList(stack.layer[i] for i in kept)
    model.config.num_hidden_layers = layers
    model.save_pretrained(out)
    shutil.copyfile(folder / TOKENIZER_FILE, out / TOKENIZER_FILE)
    read_scheme(folder).write(out / SCHEME_FILE)
    return kept
