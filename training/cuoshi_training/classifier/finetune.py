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
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModelForTokenClassification, PreTrainedModel

from cuoshi.tagging.encoder import Forward, score
from cuoshi.tagging.tagger import DECISION_FILE
from cuoshi.tagging.windows import Reading
from cuoshi_training import progress
from cuoshi_training.classifier import batches
from cuoshi_training.data.labelled import CATEGORY_IDS, STATUS_IDS, LabelledReport, gold
from cuoshi_training.encoder import checkpoints, devices
from cuoshi_training.encoder.optimisers import layered, set_rates, step
from cuoshi_training.evaluation.metrics import best_thresholds, macro_f1

LABELS = [*CATEGORY_IDS, *STATUS_IDS]
N_CATEGORIES = len(CATEGORY_IDS)
#: First token logit of a category: over some forty tokens its log-sum-exp says one sentence in ten.
RARE = -6.0
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
    train: Sequence[LabelledReport],
    dev: Sequence[LabelledReport],
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
        settings: see :class:`Settings`.
        log: receives one JSON line an epoch.
        keep: receives the model and its dev macro-F1 after every epoch that is the best so far, so that a long run
            that is cut off has left something.
        checkpoint: file for the run's state after every epoch; a run that finds one goes on from it, and ends where
            an uncut one does.

    Returns:
        The model of the best epoch, and its dev macro-F1 at its own best thresholds.

    Raises:
        ValueError: the tokenizer is not the base's, or the checkpoint is of another run.
    """
    torch.manual_seed(settings.seed)
    model = load_base(base, settings.dropout).to(devices.device())
    if (entries := tokenizer.get_vocab_size()) > model.config.vocab_size:
        raise ValueError(f"the tokenizer has {entries} entries, {base} only {model.config.vocab_size}")
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
    train: Sequence[LabelledReport],
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
    steps = list(batches.epoch(train, tokenizer, settings.context, settings.batch_tokens, random))
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


def load_base(base: str | Path, dropout: float) -> PreTrainedModel:
    """A checkpoint with a fresh head of 7 category and 4 status labels."""
    model, report = AutoModelForTokenClassification.from_pretrained(
        base,
        num_labels=len(LABELS),
        id2label=dict(enumerate(LABELS)),
        label2id={label: i for i, label in enumerate(LABELS)},
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=0.0,  # attention dropout would bar the fused kernel
        ignore_mismatched_sizes=True,
        dtype=torch.float32,
        attn_implementation=devices.attention(),
        output_loading_info=True,
    )
    new = [*report["missing_keys"], *(key for key, *_ in report["mismatched_keys"])]
    if any("classifier.bias" in key for key in new):
        nn.init.constant_(model.classifier.bias[:N_CATEGORIES], RARE)
    return model


def batch_loss(model: PreTrainedModel, batch: batches.Batch, status_weight: float) -> Tensor:
    """Binary cross-entropy of the categories plus weighted cross-entropy of the status, pooled per sentence."""
    device = model.device
    model.train()
    with torch.autocast(device.type, torch.bfloat16):
        logits = model(input_ids=batch.ids.to(device), attention_mask=batch.mask.to(device)).logits
    pooled = pool(logits.float().flatten(0, 1), batch.owner.to(device), len(batch.categories))
    categories, status = batch.categories.to(device), batch.status.to(device)
    loss = nn.functional.binary_cross_entropy_with_logits(pooled[:, :N_CATEGORIES], categories, reduction="none")
    weight = status.sum(1)
    status_loss = -(status * pooled[:, N_CATEGORIES:].log_softmax(1)).sum() / weight.sum().clamp(min=1)
    return loss.sum(1).mean() + status_weight * status_loss


def pool(logits: Tensor, owner: Tensor, sentences: int) -> Tensor:
    """Sentence logits (sentences × 11) from token logits (tokens × 11), as :mod:`cuoshi.tagging.encoder` does.

    Categories by the logarithm of the summed exponentials, so that a few tokens can speak for a sentence; status by
    the mean.
    """
    own = owner >= 0
    owner, logits = owner[own], logits[own]
    tokens, status = logits[:, :N_CATEGORIES], logits[:, N_CATEGORIES:]
    index = owner[:, None].expand_as(tokens)
    highest = tokens.new_full((sentences, N_CATEGORIES), -1e4).scatter_reduce(0, index, tokens.detach(), "amax")
    sums = tokens.new_zeros(sentences, N_CATEGORIES).index_add(0, owner, (tokens - highest[owner]).exp())
    counts = logits.new_zeros(sentences).index_add(0, owner, torch.ones_like(owner, dtype=logits.dtype))
    means = status.new_zeros(sentences, status.shape[1]).index_add(0, owner, status) / counts.clamp(min=1)[:, None]
    return torch.cat([sums.clamp(min=1e-9).log() + highest, means], dim=1)


def warm_linear(epoch: float, epochs: int) -> float:
    """Rise over the first tenth, then fall to zero."""
    at = epoch / epochs
    return min(at / 0.1, (1 - at) / 0.9 + 1e-3)


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
    run: Forward, tokenizer: Tokenizer, reports: Sequence[LabelledReport], reading: Reading
) -> NDArray[np.float32]:
    """Sentence logits (sentences × 11) of all reports, in order."""
    found = score(run, tokenizer, [labelled.report for labelled in reports], reading)
    return np.concatenate([scores.logits for scores in found])


def dev_f1(model: PreTrainedModel, tokenizer: Tokenizer, dev: Sequence[LabelledReport], reading: Reading) -> float:
    """Macro-F1 with the best threshold of each category: what the epoch is chosen by."""
    logits = predict(forward(model), tokenizer, dev, reading)[:, :N_CATEGORIES]
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
        ValueError: the folder holds one.
    """
    if (out / "model.safetensors").exists() and not checkpoint_files(out):
        raise ValueError(f"{out} holds a trained model; name another folder, or delete this one")


def save(model: PreTrainedModel, tokenizer: Tokenizer, out: Path, settings: Settings | None = None) -> None:
    """Write a plain ``transformers`` folder: ``config.json``, ``model.safetensors``, ``tokenizer.json``.

    The settings, where training made the model, go to ``finetune.json``. An earlier model's decision rule is taken
    out: it does not fit these weights.
    """
    (out / DECISION_FILE).unlink(missing_ok=True)
    model.save_pretrained(out)
    tokenizer.save(str(out / "tokenizer.json"))
    if settings:
        (out / "finetune.json").write_text(json.dumps(asdict(settings), indent=1), encoding="utf-8")
