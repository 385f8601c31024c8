"""Fine-tune an encoder on labelled reports, in windows of many sentences and sentence by sentence."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import PreTrainedModel

from cuoshi.atomic import replaced
from cuoshi.learning.judging import macro_f1
from cuoshi.scheme import Scheme, bundled
from cuoshi.tagging.folder import SCHEME_FILE
from cuoshi.tagging.windows import Reading
from cuoshi_training import progress
from cuoshi_training.classifier import batches
from cuoshi_training.classifier.modelling import WEIGHTS_FILE, batch_loss, forward, load_base, predict, save
from cuoshi_training.classifier.restore import checkpoint as checkpoint_of
from cuoshi_training.data.labelled import TrainingReport, gold
from cuoshi_training.encoder import checkpoints, devices
from cuoshi_training.encoder.optimisers import layered, set_rates, step
from cuoshi_training.errors import TrainingError
from cuoshi_training.evaluation.metrics import best_thresholds

SECONDS_BETWEEN_STATES = 300.0


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


def finetune(
    base: str | Path,
    tokenizer: Tokenizer,
    train: Sequence[TrainingReport],
    dev: Sequence[TrainingReport],
    settings: Settings,
    log: Callable[[str], None] = print,
    keep: Callable[[PreTrainedModel, float], None] = lambda model, f1: None,
    checkpoint: Path | None = None,
    scheme: Scheme | None = None,
) -> tuple[PreTrainedModel, float]:
    """Fine-tune a checkpoint and keep its best epoch.

    Args:
        base: folder or hub name of a BERT checkpoint.
        tokenizer: the tokenizer that goes with it.
        train: reports to learn from; their labels may be soft.
        dev: reports that choose the epoch.
        settings: see :class:`Settings`.
        log: receives one JSON line an epoch.
        keep: receives the model and its dev macro-F1 after every epoch that is the best so far, so that a long run
            that is cut off has left something.
        checkpoint: file for the run's state after every epoch; a run that finds one goes on from it, and ends where
            an uncut one does.
        scheme: what the head gives; the county scheme when ``None``.

    Returns:
        The model of the best epoch, and its dev macro-F1 at its own best thresholds.

    Raises:
        TrainingError: the tokenizer is not the base's, or the checkpoint is of another run.
    """
    torch.manual_seed(settings.seed)
    scheme = scheme or bundled()
    with checkpoint_of(base) as folder:
        model = load_base(folder, settings.dropout, scheme).to(devices.device())
    if (entries := tokenizer.get_vocab_size()) > model.config.vocab_size:
        raise TrainingError(f"the tokenizer has {entries} entries, {base} only {model.config.vocab_size}")
    optimisers = layered(
        model,
        settings.rate,
        settings.head_rate,
        settings.embedding_factor,
        settings.layer_decay,
        settings.weight_decay,
    )
    this = asdict(settings) | {"base": str(base), "sentences": sum(len(labelled.categories) for labelled in train)}
    saved = checkpoints.restore(checkpoint, this, model, optimisers) if checkpoint else {}
    best, best_f1 = model, -1.0
    if saved.get("best"):
        best, best_f1 = copy.deepcopy(model), saved["best_f1"]
        best.load_state_dict(saved["best"])
        keep(best, best_f1)
    if saved:
        log(f"going on after {saved['steps']} steps of epoch {saved['epochs'] + 1} of {settings.epochs}")
        torch.set_rng_state(saved["random"])
    start = saved.get("steps", 0)

    def write(epochs: int, steps: int) -> None:
        if checkpoint:
            so_far = {"epochs": epochs, "steps": steps, "random": torch.get_rng_state(), "best_f1": best_f1}
            kept = best.state_dict() if best_f1 >= 0 else {}
            checkpoints.save(checkpoint, this, model, optimisers, best=kept, **so_far)

    for epoch in range(saved.get("epochs", 0), settings.epochs):
        loss = train_epoch(model, optimisers, train, tokenizer, settings, epoch, start, write)
        start = 0
        f1 = dev_f1(model, tokenizer, dev, settings.reading)
        log(json.dumps({"epoch": epoch + 1, "loss": round(loss, 4), "dev_macro_f1": round(f1, 4)}))
        if f1 >= best_f1:
            best, best_f1 = copy.deepcopy(model), f1
            keep(best, f1)
        write(epoch + 1, 0)
    return best, best_f1


def train_epoch(
    model: PreTrainedModel,
    optimisers: Sequence[torch.optim.Optimizer],
    train: Sequence[TrainingReport],
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
    steps = batches.epoch(train, tokenizer, settings.context, settings.batch_tokens, random)
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


def checkpoint_file(out: Path, seed: int) -> Path:
    """Where a run that writes to ``out`` keeps its state until all of its seeds are through."""
    return out / f"checkpoint-{seed}.pt"


def checkpoint_files(out: Path) -> list[Path]:
    """The states of all seeds that ``out`` holds."""
    return list(out.glob("checkpoint-*.pt"))


def refuse_trained(out: Path) -> None:
    """Keep a run from writing its first epoch over a model whose training has ended.

    Raises:
        TrainingError: the folder holds one.
    """
    if (out / WEIGHTS_FILE).exists() and not checkpoint_files(out):
        raise TrainingError(f"{out} holds a trained model; name another folder, or delete this one")


def train(
    base: str | Path,
    tokenizer: Tokenizer,
    reports: Sequence[TrainingReport],
    dev: Sequence[TrainingReport],
    settings: Settings,
    out: Path,
    seeds: int = 1,
    log: Callable[[str], None] = print,
    scheme: Scheme | None = None,
) -> list[float]:
    """Fine-tune with one seed or several, and leave the best model in a folder.

    Args:
        base: folder or hub name of a BERT checkpoint.
        tokenizer: the tokenizer that goes with it.
        reports: reports to learn from.
        dev: reports that choose epoch and seed.
        settings: of every run; the seeds are counted from its own.
        out: the folder: a plain ``transformers`` checkpoint, and the settings in ``finetune.json``. The state of a
            run that is cut off is there too, and the same call goes on from it.
        seeds: how many runs.
        log: receives one JSON line an epoch.
        scheme: what the head gives; the county scheme when ``None``. It goes into the folder.

    Returns:
        Dev macro-F1 of every seed, at its own best thresholds.

    Raises:
        TrainingError: the folder holds a model whose training has ended, or the state of another run.
    """
    refuse_trained(out)
    scheme = scheme or bundled()
    scores: list[float] = []
    best = -1.0
    for seed in range(settings.seed, settings.seed + seeds):
        run = replace(settings, seed=seed)

        def keep(model: PreTrainedModel, f1: float, run: Settings = run) -> None:
            nonlocal best
            if f1 > best:
                best = f1
                save(model, tokenizer, out)
                scheme.write(out / SCHEME_FILE)
                with replaced(out / "finetune.json") as temporary:
                    temporary.write_text(json.dumps(asdict(run), indent=1), encoding="utf-8")

        _, f1 = finetune(base, tokenizer, reports, dev, run, log, keep, checkpoint_file(out, seed), scheme)
        scores.append(f1)
    for state in checkpoint_files(out):
        state.unlink()
    return scores
