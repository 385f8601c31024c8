"""The model in training: a pre-trained encoder with a fresh head, its loss, and its predictions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModelForTokenClassification, PreTrainedModel

from cuoshi.scheme import Scheme
from cuoshi.tagging.encoder import Forward
from cuoshi.tagging.folder import DECISION_FILE, TOKENIZER_FILE
from cuoshi.tagging.pooling import score
from cuoshi.tagging.windows import Reading
from cuoshi_training.classifier import batches
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.encoder import devices
from cuoshi_training.encoder.bases import read_from

#: First token logit of a category: over some forty tokens its log-sum-exp says one sentence in ten.
RARE = -6.0
#: what ``transformers`` calls the files of a checkpoint
CONFIG_FILE, WEIGHTS_FILE = "config.json", "model.safetensors"


def load_base(base: str | Path, dropout: float, scheme: Scheme) -> PreTrainedModel:
    """A checkpoint with a fresh head of the scheme's labels, or the one that it has if it fits.

    Args:
        base: folder or hub name.
        dropout: share of hidden values that training drops.
        scheme: categories, then statuses, are the labels.

    Raises:
        TrainingError: it cannot be read.
    """
    with read_from(base):
        model, report = AutoModelForTokenClassification.from_pretrained(
            base,
            num_labels=len(scheme.label_ids),
            id2label=dict(enumerate(scheme.label_ids)),
            label2id={label: i for i, label in enumerate(scheme.label_ids)},
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=0.0,  # attention dropout would bar the fused kernel
            ignore_mismatched_sizes=True,
            dtype=torch.float32,
            attn_implementation=devices.attention(),
            output_loading_info=True,
        )
    new = [*report["missing_keys"], *(key for key, *_ in report["mismatched_keys"])]
    if any("classifier.bias" in key for key in new):
        nn.init.constant_(model.classifier.bias[: len(scheme.categories)], RARE)
    return model


def batch_loss(model: PreTrainedModel, batch: batches.Batch, status_weight: float) -> Tensor:
    """Binary cross-entropy of the categories plus weighted cross-entropy of the status, pooled per sentence.

    Args:
        model: the model, on any device.
        batch: windows and labels.
        status_weight: of the status beside the categories.

    Returns:
        The mean over sentences, a scalar.
    """
    device = model.device
    model.train()
    with torch.autocast(device.type, torch.bfloat16):
        logits = model(input_ids=batch.ids.to(device), attention_mask=batch.mask.to(device)).logits
    count = batch.categories.shape[1]
    pooled = pool(logits.float().flatten(0, 1), batch.owner.to(device), len(batch.categories), count)
    categories, status = batch.categories.to(device), batch.status.to(device)
    loss = nn.functional.binary_cross_entropy_with_logits(pooled[:, :count], categories, reduction="none")
    if not status.shape[1]:
        return loss.sum(1).mean()
    weight = status.sum(1)
    status_loss = -(status * pooled[:, count:].log_softmax(1)).sum() / weight.sum().clamp(min=1)
    return loss.sum(1).mean() + status_weight * status_loss


def pool(logits: Tensor, owner: Tensor, sentences: int, categories: int) -> Tensor:
    """Sentence logits (sentences × labels) from token logits (tokens × labels), as :mod:`cuoshi.tagging.pooling` does.

    Categories by the logarithm of the summed exponentials, so that a few tokens can speak for a sentence; status by
    the mean.

    Args:
        logits: tokens × labels, categories first.
        owner: for each token the row of its sentence, -1 for context.
        sentences: how many there are.
        categories: how many of the labels are categories.
    """
    own = owner >= 0
    owner, logits = owner[own], logits[own]
    tokens, status = logits[:, :categories], logits[:, categories:]
    index = owner[:, None].expand_as(tokens)
    highest = tokens.new_full((sentences, categories), -1e4).scatter_reduce(0, index, tokens.detach(), "amax")
    sums = tokens.new_zeros(sentences, categories).index_add(0, owner, (tokens - highest[owner]).exp())
    counts = logits.new_zeros(sentences).index_add(0, owner, torch.ones_like(owner, dtype=logits.dtype))
    means = status.new_zeros(sentences, status.shape[1]).index_add(0, owner, status) / counts.clamp(min=1)[:, None]
    return torch.cat([sums.clamp(min=1e-9).log() + highest, means], dim=1)


def forward(model: PreTrainedModel) -> Forward:
    """The torch model as the inference code calls an encoder."""
    device = next(model.parameters()).device
    model.eval()

    @torch.no_grad()
    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        with torch.autocast(device.type, torch.bfloat16):
            logits = model(input_ids=torch.from_numpy(ids).to(device), attention_mask=torch.from_numpy(mask).to(device))
        out: NDArray[np.float32] = logits.logits.float().cpu().numpy()
        return out

    return run


def predict(
    run: Forward, tokenizer: Tokenizer, reports: Sequence[TrainingReport], reading: Reading
) -> NDArray[np.float32]:
    """Read reports.

    Args:
        run: the model, from token ids and mask to token logits.
        tokenizer: the model's.
        reports: any number, not none.
        reading: window size, title, and whether sentences are read once more alone.

    Returns:
        Logits of all sentences, in order (sentences × labels).
    """
    found = score(run, tokenizer, [labelled.report for labelled in reports], reading, reports[0].categories.shape[1])
    return np.concatenate([scores.logits for scores in found])


def save(model: PreTrainedModel, tokenizer: Tokenizer, out: Path) -> None:
    """Write a plain ``transformers`` folder: ``config.json``, ``model.safetensors``, ``tokenizer.json``.

    An earlier model's decision rule is taken out: it does not fit these weights.

    Args:
        model: weights and configuration.
        tokenizer: the model's.
        out: the folder.
    """
    (out / DECISION_FILE).unlink(missing_ok=True)
    model.save_pretrained(out)
    tokenizer.save(str(out / TOKENIZER_FILE))
