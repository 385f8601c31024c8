"""How fine-tuning goes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import torch
from transformers import PreTrainedModel

from cuoshi.tagging.windows import Reading
from cuoshi_training.classifier import batches
from cuoshi_training.encoder.optimisers import layered


@dataclass(frozen=True)
class Settings:
    """How fine-tuning goes.

    Attributes:
        epochs: passes over the training reports.
        rate: peak learning rate of the encoder's last layer; all rates rise over the first tenth of the steps and
            fall to zero.
        head_rate: peak learning rate of the head, which starts at random.
        embedding_factor: learning rate of the embeddings, in multiples of ``rate``.
        layer_decay: what the rate of each layer below the last is multiplied by.
        batch_tokens: padded tokens a step.
        status_weight: weight of the status loss beside the category loss.
        dropout: of hidden states.
        weight_decay: of the matrices.
        reading: how reports are read at evaluation.
        context: how much context training shows.
        seed: of initialisation of the head, order and dropout.
    """

    epochs: int = 4
    rate: float = 2.5e-4
    head_rate: float = 1e-3
    embedding_factor: float = 2.0
    layer_decay: float = 1.0
    batch_tokens: int = 2048
    status_weight: float = 1.0
    dropout: float = 0.1
    weight_decay: float = 0.01
    reading: Reading = Reading(title=True)  # noqa: RUF009 (frozen)
    context: batches.Context = field(default_factory=batches.Context)
    seed: int = 1

    def scaled(self, rates: float) -> Settings:
        """The same with all learning rates multiplied by ``rates``."""
        return replace(self, rate=self.rate * rates, head_rate=self.head_rate * rates)

    def optimisers(self, model: PreTrainedModel) -> list[torch.optim.Optimizer]:
        """Those of a model's parameters, each with its own rate."""
        return layered(
            model,
            rate=self.rate,
            head_rate=self.head_rate,
            embedding_factor=self.embedding_factor,
            layer_decay=self.layer_decay,
            weight_decay=self.weight_decay,
        )
