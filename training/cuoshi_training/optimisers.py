"""Muon for the encoder's weight matrices, AdamW for everything else; used alike by pre-training and fine-tuning."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn


def make_optimisers(
    model: nn.Module, matrix_rate: float, other_rate: float, weight_decay: float
) -> list[torch.optim.Optimizer]:
    """Part a BERT model's parameters between the two optimisers (Muon: Jordan et al. 2024).

    Args:
        model: any BERT of ``transformers``; the matrices under ``.encoder.`` go to Muon.
        matrix_rate: peak learning rate of Muon.
        other_rate: peak learning rate of AdamW.
        weight_decay: of both.

    Returns:
        The optimisers; every parameter group remembers its peak rate under ``peak``.
    """
    matrices = [p for name, p in model.named_parameters() if p.ndim == 2 and ".encoder." in name]
    chosen = {id(p) for p in matrices}
    others = [p for p in model.parameters() if id(p) not in chosen]
    optimisers: list[torch.optim.Optimizer] = [
        torch.optim.Muon(matrices, lr=matrix_rate, weight_decay=weight_decay),
        torch.optim.AdamW(others, lr=other_rate, betas=(0.9, 0.98), weight_decay=weight_decay, fused=True),
    ]
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["peak"] = group["lr"]
    return optimisers


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
