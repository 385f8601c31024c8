"""Fine-tune an encoder on labelled reports, in windows of many sentences and sentence by sentence."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import PreTrainedModel

from cuoshi.learning.judging import macro_f1
from cuoshi.scheme import Scheme
from cuoshi.tagging.windows import Reading
from cuoshi_training import progress
from cuoshi_training.classifier import batches
from cuoshi_training.classifier.modelling import batch_loss, forward, load_base, predict
from cuoshi_training.classifier.restore import checkpoint as checkpoint_of
from cuoshi_training.classifier.settings import Settings
from cuoshi_training.data.labelled import TrainingReport, gold
from cuoshi_training.encoder import checkpoints, devices
from cuoshi_training.encoder.optimisers import set_rates, step
from cuoshi_training.errors import TrainingError
from cuoshi_training.evaluation.metrics import best_thresholds

SECONDS_BETWEEN_STATES = 300.0


def finetune(
    base: str | Path,
    tokenizer: Tokenizer,
    *,
    train: Sequence[TrainingReport],
    dev: Sequence[TrainingReport],
    scheme: Scheme,
    settings: Settings,
    log: Callable[[str], None] = print,
    keep: Callable[[PreTrainedModel, float], None] = lambda model, f1: None,
    checkpoint: Path | None = None,
) -> tuple[PreTrainedModel, float]:
    """Fine-tune a checkpoint and keep its best epoch.

    Args:
        base: folder or hub name of a BERT checkpoint.
        tokenizer: the tokenizer that goes with it.
        train: reports to learn from; their labels may be soft.
        dev: reports that choose the epoch.
        scheme: what the head gives.
        settings: see :class:`Settings`.
        log: receives one JSON line an epoch.
        keep: receives the model and its dev macro-F1 after every epoch that is the best so far, so that a long run
            that is cut off has left something.
        checkpoint: file for the run's state after every epoch; a run that finds one goes on from it, and ends where
            an uncut one does.

    Returns:
        The model of the best epoch, and its dev macro-F1 at its own best thresholds.

    Raises:
        TrainingError: the tokenizer is not the base's, or the checkpoint is of another run.
    """
    torch.manual_seed(settings.seed)
    model = _started(base, tokenizer, settings, scheme)
    this = asdict(settings) | {"base": str(base), "sentences": sum(len(labelled.categories) for labelled in train)}
    run = _Run(model, settings.optimisers(model), this, checkpoint)
    if run.best_f1 >= 0:
        keep(run.best, run.best_f1)
    if run.goes_on:
        log(f"going on after {run.steps} steps of epoch {run.epochs + 1} of {settings.epochs}")
    for epoch in range(run.epochs, settings.epochs):
        loss = train_epoch(
            model,
            run.optimisers,
            train,
            tokenizer=tokenizer,
            settings=settings,
            epoch=epoch,
            start=run.steps,
            write=run.write,
        )
        run.steps = 0
        f1 = dev_f1(model, tokenizer, dev, settings.reading)
        log(json.dumps({"epoch": epoch + 1, "loss": round(loss, 4), "dev_macro_f1": round(f1, 4)}))
        if f1 >= run.best_f1:
            run.best, run.best_f1 = copy.deepcopy(model), f1
            keep(run.best, f1)
        run.write(epoch + 1, 0)
    return run.best, run.best_f1


def _started(base: str | Path, tokenizer: Tokenizer, settings: Settings, scheme: Scheme) -> PreTrainedModel:
    """The base with a head for the scheme.

    Raises:
        TrainingError: the tokenizer is not the base's.
    """
    with checkpoint_of(base) as folder:
        model = load_base(folder, settings.dropout, scheme).to(devices.device())
    if (entries := tokenizer.get_vocab_size()) > model.config.vocab_size:
        raise TrainingError(f"the tokenizer has {entries} entries, {base} only {model.config.vocab_size}")
    return model


class _Run:
    """A model in training, how far it is, and the best that it has been; all that can be kept in a file.

    Attributes:
        epochs: epochs that are done.
        steps: steps of the next one that are done.
        goes_on: whether it was cut off before.
        best: the model of the best epoch so far, the untrained one before any.
        best_f1: its macro-F1 on dev, -1 before any.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        optimisers: Sequence[torch.optim.Optimizer],
        this: Mapping[str, Any],
        checkpoint: Path | None,
    ) -> None:
        """Start anew, or where a run that was cut off has left its state.

        Args:
            model: as it is at the start; gets the state's weights.
            optimisers: of its parameters; get theirs.
            this: what the run is made of.
            checkpoint: file for the state.

        Raises:
            TrainingError: the file has the state of another run.
        """
        saved = checkpoints.restore(checkpoint, this, model, optimisers) if checkpoint else {}
        self.optimisers = optimisers
        self.goes_on = bool(saved)
        self.epochs, self.steps = saved.get("epochs", 0), saved.get("steps", 0)
        self.best, self.best_f1 = model, -1.0
        if saved.get("best"):
            self.best, self.best_f1 = copy.deepcopy(model), saved["best_f1"]
            self.best.load_state_dict(saved["best"])
        if saved:
            torch.set_rng_state(saved["random"])
        self._model, self._this, self._checkpoint = model, this, checkpoint

    def write(self, epochs: int, steps: int) -> None:
        """Keep the state, where there is a file for it.

        Args:
            epochs: epochs that are done.
            steps: steps of the next one that are done.
        """
        if self._checkpoint:
            so_far = {"epochs": epochs, "steps": steps, "random": torch.get_rng_state(), "best_f1": self.best_f1}
            kept = self.best.state_dict() if self.best_f1 >= 0 else {}
            checkpoints.save(self._checkpoint, self._this, self._model, self.optimisers, best=kept, **so_far)


def train_epoch(
    model: PreTrainedModel,
    optimisers: Sequence[torch.optim.Optimizer],
    train: Sequence[TrainingReport],
    *,
    tokenizer: Tokenizer,
    settings: Settings,
    epoch: int,
    start: int = 0,
    write: Callable[[int, int], None] = lambda epochs, steps: None,
) -> float:
    """One pass over the reports, in an order and with a dropout that hang on seed and epoch only; the mean loss.

    Args:
        model: as it is before the pass.
        optimisers: of its parameters.
        train: reports to learn from.
        tokenizer: the one that goes with the model.
        settings: of the run.
        epoch: which pass, from 0.
        start: steps of it that were done before the run was cut off.
        write: receives epoch and number of steps done, every five minutes, to keep the run's state.
    """
    if not start:
        torch.manual_seed(1000 * settings.seed + epoch)
    random = np.random.default_rng((settings.seed, epoch))
    losses = []
    steps = batches.epoch(train, tokenizer, settings.context, batch_tokens=settings.batch_tokens, random=random)
    written = time.monotonic()
    for i, batch in enumerate(progress.track(steps[start:], f"epoch {epoch + 1} of {settings.epochs}"), start):
        set_rates(optimisers, warm_linear(epoch + (i + 1) / len(steps), settings.epochs))
        loss = batch_loss(model, batch, settings.status_weight)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        step(optimisers)
        losses.append(loss.item())
        if time.monotonic() - written > SECONDS_BETWEEN_STATES:
            write(epoch, i + 1)
            written = time.monotonic()
    return float(np.mean(losses))


def warm_linear(epoch: float, epochs: int) -> float:
    """Rise over the first tenth, then fall to zero."""
    at = epoch / epochs
    return min(at / 0.1, (1 - at) / 0.9 + 1e-3)


def dev_f1(model: PreTrainedModel, tokenizer: Tokenizer, dev: Sequence[TrainingReport], reading: Reading) -> float:
    """Macro-F1 with the best threshold of each category: what the epoch is chosen by.

    Args:
        model: as it is after an epoch.
        tokenizer: the model's.
        dev: labelled reports.
        reading: how they are read.
    """
    logits = predict(forward(model), tokenizer, dev, reading)[:, : dev[0].categories.shape[1]]
    labels = gold(dev)
    return macro_f1(labels, logits > best_thresholds(labels, logits))
