"""Where training runs, and which attention is fastest there."""

from __future__ import annotations

import torch


def device() -> torch.device:
    """The GPU where torch finds one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def attention() -> str:
    """Name of the attention that ``transformers`` shall use.

    A GPU has a fused kernel. On CPUs plain matrix products are faster: forward and backward of one fine-tuning step
    take two thirds of the time of the fused kernel (``RESULTS.md``).
    """
    return "sdpa" if device().type == "cuda" else "eager"
