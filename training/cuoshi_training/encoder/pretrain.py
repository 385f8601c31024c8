"""Masked-language-model pre-training that resumes where it was cut off.

Whole words are masked (jieba's words, see :mod:`cuoshi_training.corpus`), and only masked positions pass
through the vocabulary head, the costliest layer.
"""

from __future__ import annotations

import json
import math
import time
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertForMaskedLM, BertModel

from cuoshi.tagging.windows import token_id
from cuoshi_training import progress
from cuoshi_training.data.corpus import CONTINUES, TOKEN_MASK, load_shard
from cuoshi_training.encoder import checkpoints, devices
from cuoshi_training.encoder.optimisers import make_optimisers, set_rates, step
from cuoshi_training.encoder.vocabulary import load as load_tokenizer
from cuoshi_training.errors import TrainingError

HELD_OUT_WINDOWS = 256
LOG_EVERY = 50
LONGEST_WAVE = 1000.0
#: Settings that a run may be resumed with other values of.
MAY_CHANGE = ("steps", "decay", "checkpoint_minutes")


@dataclass(frozen=True)
class Settings:
    """What a pre-training run is made of; one TOML table a run.

    Attributes:
        tokens: token shard to learn from.
        tokenizer: ``tokenizer.json`` that wrote it.
        out: folder of the checkpoint and, at the end, of the encoder.
        base: encoder of the same size that ``embed`` writes and pre-training starts from; random weights when not
            given.
        hidden, layers, heads: size of the encoder.
        window: tokens in one training window, ``[CLS]`` and ``[SEP]`` included.
        batch: windows a step.
        steps: optimiser steps in all.
        mask: share of words masked.
        matrix_rate: peak learning rate of the weight matrices (Muon).
        other_rate: peak learning rate of embeddings, norms and biases (AdamW).
        weight_decay: of both optimisers.
        warmup, decay: shares of the steps in which the rate rises and falls.
        checkpoint_minutes: how often the state is saved.
        seed: of masking, order and initialisation.
    """

    tokens: Path
    tokenizer: Path
    out: Path
    base: Path | None = None
    hidden: int = 384
    layers: int = 4
    heads: int = 6
    window: int = 128
    batch: int = 64
    steps: int = 4000
    mask: float = 0.3
    matrix_rate: float = 0.02
    other_rate: float = 2e-3
    weight_decay: float = 0.01
    warmup: float = 0.02
    decay: float = 0.4
    checkpoint_minutes: float = 5.0
    seed: int = 1

    @classmethod
    def from_toml(cls, path: Path) -> Settings:
        """Read a run's settings; paths are relative to the working folder.

        Raises:
            TrainingError: a setting is missing or unknown.
        """
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        if missing := sorted({"tokens", "tokenizer", "out"} - set(table)):
            raise TrainingError(f"{path}: settings {missing} are missing")
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(table) - known):
            raise TrainingError(f"{path}: unknown settings {unknown}; known are {sorted(known)}")
        paths = ("tokens", "tokenizer", "out", "base")
        return cls(**(table | {name: Path(table[name]) for name in paths if name in table}))


def pretrain(settings: Settings) -> Path:
    """Train an encoder, or go on with one, and return the folder it was saved to.

    Progress goes to standard error, loss and tokens a second to ``log.jsonl`` in the folder.

    Raises:
        TrainingError: the token shard is too small or another tokenizer's, the base is missing, or the folder holds a
            run with other settings.
    """
    device = devices.device()
    torch.manual_seed(settings.seed)
    tokenizer = load_tokenizer(settings.tokenizer)
    windows = Windows(settings, tokenizer)
    model = new_model(bert_config(settings, tokenizer.get_vocab_size())).to(device)
    if settings.base:
        if not settings.base.is_dir():
            raise TrainingError(
                f"{settings.base}: no base there; write it with `cuoshi-train embed`, or take `base` out"
            )
        start = BertModel.from_pretrained(settings.base, add_pooling_layer=False)
        model.bert.load_state_dict(start.state_dict())
    optimisers = make_optimisers(model, settings.matrix_rate, settings.other_rate, settings.weight_decay)
    settings.out.mkdir(parents=True, exist_ok=True)
    checkpoint = settings.out / "checkpoint.pt"
    this = {name: value for name, value in readable(settings).items() if name not in MAY_CHANGE}
    first = checkpoints.restore(checkpoint, this, model, optimisers).get("step", 0)
    log = (settings.out / "log.jsonl").open("a", encoding="utf-8")
    model.train()
    saved = started = time.monotonic()
    losses: list[float] = []
    for done in progress.track(range(first, settings.steps), f"steps after {first}"):
        set_rates(optimisers, rate_scale(done, settings))
        loss = language_model_loss(model, windows.masked(done), device)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        step(optimisers)
        losses.append(loss.item())
        if (done + 1) % LOG_EVERY == 0:
            rate = (done + 1 - first) * settings.batch * settings.window / (time.monotonic() - started)
            line = {"step": done + 1, "loss": round(float(np.mean(losses)), 4), "tokens_per_second": round(rate)}
            print(json.dumps(line | {"of": settings.steps}), file=log, flush=True)
            losses = []
        if time.monotonic() - saved > settings.checkpoint_minutes * 60:
            checkpoints.save(checkpoint, this, model, optimisers, step=done + 1)
            saved = time.monotonic()
    print(json.dumps({"held_out_loss": held_out_loss(model, windows, device)} | {"steps": settings.steps}), file=log)
    log.close()
    checkpoints.save(checkpoint, this, model, optimisers, step=settings.steps)
    save_encoder(model.bert, settings.tokenizer, settings.out)
    (settings.out / "settings.json").write_text(json.dumps(readable(settings), indent=1))
    return settings.out


def readable(settings: Settings) -> dict[str, Any]:
    """The settings with paths as text."""
    return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(settings).items()}


def save_encoder(encoder: BertModel, tokenizer_file: Path, folder: Path) -> None:
    """Write a ``transformers`` checkpoint with its tokenizer: a base for ``finetune``."""
    encoder.save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes(tokenizer_file.read_bytes())


def bert_config(settings: Settings, vocabulary: int) -> BertConfig:
    """The encoder's shape; no dropout, since windows are seen once or a few times."""
    return BertConfig(
        vocab_size=math.ceil(vocabulary / 64) * 64,
        hidden_size=settings.hidden,
        num_hidden_layers=settings.layers,
        num_attention_heads=settings.heads,
        intermediate_size=4 * settings.hidden,
        max_position_embeddings=512,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id=0,
    )


def new_model(config: BertConfig) -> BertForMaskedLM:
    """A fresh model whose position embeddings start as sinusoids (Vaswani et al. 2017).

    Drawn at random they would have to learn, place by place, which place is next to which; masked prediction and
    fine-tuning then stand still for millions of tokens. They have the norm of the word embeddings and stay trainable.
    """
    model = BertForMaskedLM(config)
    model.set_attn_implementation(devices.attention())
    embeddings = model.bert.embeddings
    norm = embeddings.word_embeddings.weight.norm(dim=1).mean()
    angles = torch.arange(config.max_position_embeddings)[:, None] * torch.exp(
        torch.arange(0, config.hidden_size, 2) * (-math.log(LONGEST_WAVE) / config.hidden_size)
    )
    waves = torch.stack([angles.sin(), angles.cos()], dim=2).flatten(1)
    embeddings.position_embeddings.weight.data.copy_(waves * norm / math.sqrt(config.hidden_size / 2))
    return model


@dataclass(frozen=True)
class Batch:
    """Token ids (windows × tokens), flat positions that are predicted, and what stands there."""

    ids: Tensor
    positions: Tensor
    targets: Tensor


class Windows:
    """Contiguous windows of a token shard in a seeded order, the last few held out."""

    def __init__(self, settings: Settings, tokenizer: Tokenizer) -> None:
        self.settings = settings
        self.tokens = load_shard(settings.tokens, tokenizer.get_vocab_size())
        special = [token_id(tokenizer, token) for token in ("[CLS]", "[SEP]", "[MASK]", "[PAD]")]
        self.cls, self.sep, self.mask, _ = special
        self.ordinary = np.setdiff1d(np.arange(tokenizer.get_vocab_size()), special)
        self.count = len(self.tokens) // (settings.window - 2)
        if self.count <= (needed := HELD_OUT_WINDOWS + settings.batch):
            raise TrainingError(f"{settings.tokens} holds {self.count} windows; a run needs more than {needed}")
        order = np.random.default_rng(settings.seed).permutation(self.count)
        self.held_out, self.order = order[:HELD_OUT_WINDOWS], order[HELD_OUT_WINDOWS:]

    def masked(self, step: int) -> Batch:
        """The step's windows with whole words masked: 80% ``[MASK]``, 10% another token, 10% as they are."""
        random = np.random.default_rng((self.settings.seed, step))
        at = np.arange(step * self.settings.batch, (step + 1) * self.settings.batch)
        return self._mask(self._rows(self.order[at % len(self.order)]), self.settings.mask, random)

    def held_out_batches(self) -> list[Batch]:
        """The held-out windows with 15% of the words masked, the same ones every time."""
        random = np.random.default_rng(0)
        return [self._mask(self._rows(rows), 0.15, random) for rows in np.array_split(self.held_out, 8)]

    def _rows(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        inner = self.settings.window - 2
        raw = np.stack([self.tokens[i * inner : (i + 1) * inner] for i in chosen])
        ids = np.full((len(chosen), self.settings.window), self.cls, dtype=np.int64)
        ids[:, 1:-1] = raw & TOKEN_MASK
        ids[:, -1] = self.sep
        starts = np.ones(ids.shape, dtype=bool)
        starts[:, 1:-1] = (raw & CONTINUES) == 0
        return ids, starts

    def _mask(self, rows: tuple[np.ndarray, np.ndarray], share: float, random: np.random.Generator) -> Batch:
        ids, starts = rows
        words = np.cumsum(starts.ravel()) - 1
        hit = (random.random(words[-1] + 1) < share)[words].reshape(ids.shape)
        hit &= (ids != self.cls) & (ids != self.sep)
        positions = np.flatnonzero(hit)
        targets = ids.ravel()[positions]
        dice = random.random(len(positions))
        shown = np.where(dice < 0.8, self.mask, np.where(dice < 0.9, targets, random.choice(self.ordinary, len(dice))))
        masked = ids.copy()
        masked.ravel()[positions] = shown
        return Batch(torch.from_numpy(masked), torch.from_numpy(positions), torch.from_numpy(targets))


def language_model_loss(model: BertForMaskedLM, batch: Batch, device: torch.device) -> Tensor:
    """Mean cross-entropy, in nats, at the predicted positions."""
    with torch.autocast(device.type, torch.bfloat16):
        hidden = model.bert(input_ids=batch.ids.to(device)).last_hidden_state
        logits = model.cls(hidden.flatten(0, 1)[batch.positions.to(device)])
    return nn.functional.cross_entropy(logits.float(), batch.targets.to(device))


@torch.no_grad()
def held_out_loss(model: BertForMaskedLM, windows: Windows, device: torch.device) -> float:
    """Loss on the held-out windows at 15% masking, whatever the run masks."""
    return float(np.mean([language_model_loss(model, b, device).item() for b in windows.held_out_batches()]))


def rate_scale(step: int, settings: Settings) -> float:
    """Trapezoid: rise, stay, fall to zero. A longer run can start from the plateau of a shorter one."""
    at = (step + 1) / settings.steps
    return min(1.0, at / settings.warmup, (1 - at) / settings.decay + 1e-3)
