"""AdamW with rates by layer for a pre-trained encoder."""

from __future__ import annotations

import re
from collections.abc import Sequence

import torch
from torch import nn
from transformers import PreTrainedModel


def layered(
    model: PreTrainedModel,
    *,
    rate: float,
    head_rate: float,
    embedding_factor: float,
    layer_decay: float,
    weight_decay: float,
) -> list[torch.optim.Optimizer]:
    """AdamW for a pre-trained BERT (Loshchilov & Hutter 2019), with a rate for each layer.

    Args:
        model: any BERT of ``transformers`` with a head ``classifier``.
        rate: peak learning rate of the last layer.
        head_rate: of the head, which starts at random.
        embedding_factor: of the embeddings, in multiples of ``rate``.
        layer_decay: each layer below the last has its rate multiplied by this (Howard & Ruder 2018); 1 for none.
        weight_decay: of matrices; vectors have none.

    Returns:
        The optimiser; every parameter group remembers its peak rate under ``peak``.
    """
    layers: int = model.config.num_hidden_layers
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        peak: float
        if found := re.search(r"\.layer\.(\d+)\.", name):
            peak = rate * layer_decay ** (layers - 1 - int(found.group(1)))
        else:
            peak = head_rate if "classifier" in name else rate * embedding_factor
        groups.setdefault((peak, weight_decay if parameter.ndim > 1 else 0.0), []).append(parameter)
    return [
        torch.optim.AdamW(
            [{"params": own, "lr": peak, "peak": peak, "weight_decay": decay} for (peak, decay), own in groups.items()],
            betas=(0.9, 0.98),
            fused=True,
        )
    ]


def set_rates(optimisers: Sequence[torch.optim.Optimizer], scale: float) -> None:
    """Set every rate to a share of its peak."""
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * scale


def step(optimisers: Sequence[torch.optim.Optimizer]) -> None:
    """Apply the gradients, and forget them."""
    for optimiser in optimisers:
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
