"""From labelled reports to training batches, with the context of half the sentences withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from cuoshi.schema import Sentence
from cuoshi.tagging.windows import CONTEXT, Packer, Window, pad
from cuoshi_training.data.labelled import LabelledReport


@dataclass(frozen=True)
class Context:
    """How much context training shows.

    Attributes:
        sizes: window sizes in tokens, one drawn for each report and epoch.
        no_headings: share of reports shown without any heading.
        no_title: share of reports shown without their title.
        alone: share of reports whose sentences are each shown alone, half of them under title and headings.
    """

    sizes: tuple[int, ...] = (128, 256)
    no_headings: float = 0.1
    no_title: float = 0.3
    alone: float = 0.5


@dataclass(frozen=True)
class Batch:
    """Windows and the labels of the sentences in them.

    Attributes:
        ids, mask: windows × tokens.
        owner: flat, for every token the row of its sentence in the labels, or -1 for context.
        categories: sentences × 7. status: sentences × 4, rows of zeros where not to be learned.
    """

    ids: Tensor
    mask: Tensor
    owner: Tensor
    categories: Tensor
    status: Tensor


def epoch(
    reports: Sequence[LabelledReport],
    tokenizer: Tokenizer,
    context: Context,
    batch_tokens: int,
    random: np.random.Generator,
) -> Iterator[Batch]:
    """Yield one pass over the reports in random batches of about ``batch_tokens`` padded tokens."""
    pieces = [(window, report) for report in reports for window in _windows(report, tokenizer, context, random)]
    order = sorted(random.permutation(len(pieces)), key=lambda i: len(pieces[i][0]) // 8)
    groups: list[list[int]] = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(pieces[i][0]) > batch_tokens:
            groups.append([])
        groups[-1].append(i)
    for group in random.permutation(len(groups)):
        yield _collate([pieces[i] for i in groups[group]])


def _windows(
    labelled: LabelledReport, tokenizer: Tokenizer, context: Context, random: np.random.Generator
) -> Iterator[Window]:
    units = labelled.report.units
    sizes = Packer(tokenizer, int(random.choice(context.sizes)))
    if random.random() < context.no_headings:
        units = [replace(unit, headings=()) for unit in units if isinstance(unit, Sentence)]
    title = "" if random.random() < context.no_title else labelled.report.title
    if random.random() < context.alone:
        sentences = [unit for unit in units if isinstance(unit, Sentence)]
        under = random.random() < 0.5
        yield from sizes.alone(sentences, headings=under, title=title if under else "")
    else:
        yield from sizes.pack(units, title)


def _collate(pieces: Sequence[tuple[Window, LabelledReport]]) -> Batch:
    ids, mask = pad([window for window, _ in pieces])
    owner = np.full(ids.shape, -1, dtype=np.int64)
    categories, status, first = [], [], 0
    for row, (window, labelled) in enumerate(pieces):
        owners = np.array(window.owners)
        present, local = np.unique(owners[owners != CONTEXT], return_inverse=True)
        owner[row, : len(window)][owners != CONTEXT] = local + first
        first += len(present)
        categories.append(labelled.categories[present])
        status.append(labelled.status[present])
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(mask),
        torch.from_numpy(owner.ravel()),
        torch.from_numpy(np.concatenate(categories)),
        torch.from_numpy(np.concatenate(status)),
    )
