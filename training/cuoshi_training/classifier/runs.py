"""Fine-tune with one seed or several, and leave the best model in a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from tokenizers import Tokenizer
from transformers import PreTrainedModel

from cuoshi.atomic import replaced
from cuoshi.scheme import Scheme
from cuoshi.tagging.folder import SCHEME_FILE
from cuoshi_training.classifier.finetune import finetune
from cuoshi_training.classifier.modelling import WEIGHTS_FILE, save
from cuoshi_training.classifier.settings import Settings
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.errors import TrainingError

SETTINGS_FILE = "finetune.json"


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
    *,
    reports: Sequence[TrainingReport],
    dev: Sequence[TrainingReport],
    scheme: Scheme,
    settings: Settings,
    out: Path,
    seeds: int = 1,
    log: Callable[[str], None] = print,
) -> list[float]:
    """Fine-tune with one seed or several, and leave the best model in a folder.

    Args:
        base: folder or hub name of a BERT checkpoint.
        tokenizer: the tokenizer that goes with it.
        reports: reports to learn from.
        dev: reports that choose epoch and seed.
        scheme: what the head gives; it goes into the folder.
        settings: of every run; the seeds are counted from its own.
        out: the folder: a plain ``transformers`` checkpoint, and the settings in ``finetune.json``. The state of a
            run that is cut off is there too, and the same call goes on from it.
        seeds: how many runs.
        log: receives one JSON line an epoch.

    Returns:
        Dev macro-F1 of every seed, at its own best thresholds.

    Raises:
        TrainingError: the folder holds a model whose training has ended, or the state of another run.
    """
    refuse_trained(out)
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
                with replaced(out / SETTINGS_FILE) as temporary:
                    temporary.write_text(json.dumps(asdict(run), indent=1), encoding="utf-8")

        _, f1 = finetune(
            base,
            tokenizer,
            train=reports,
            dev=dev,
            scheme=scheme,
            settings=run,
            log=log,
            keep=keep,
            checkpoint=checkpoint_file(out, seed),
        )
        scores.append(f1)
    for state in checkpoint_files(out):
        state.unlink()
    return scores
