"""From labelled reports to training batches, with the context of half the sentences withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory
from typing import Any, overload

import numpy as np
import torch
from datasets import Dataset, Features, List, Value
from datasets.arrow_writer import ArrowWriter
from tokenizers import Tokenizer
from torch import Tensor

from cuoshi.schema import Sentence
from cuoshi.tagging.windows import CONTEXT, Packer, Window, pad
from cuoshi_training.data.labelled import TrainingReport

FEATURES = Features(
    {name: List(Value("int32")) for name in ("ids", "owners")}
    | {name: List(List(Value("float32"))) for name in ("categories", "status")}
)


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
        categories: sentences × categories, between 0 and 1.
        status: sentences × statuses, rows of zeros where not to be learned.
    """

    ids: Tensor
    mask: Tensor
    owner: Tensor
    categories: Tensor
    status: Tensor


class Epoch(Sequence[Batch]):
    """One pass over the reports: its windows lie on disk, and a batch is made when it is asked for."""

    def __init__(self, windows: Dataset, groups: Sequence[Sequence[int]], folder: TemporaryDirectory[str]) -> None:
        self._windows, self._groups, self._folder = windows, groups, folder

    def __len__(self) -> int:
        return len(self._groups)

    @overload
    def __getitem__(self, index: int) -> Batch: ...
    @overload
    def __getitem__(self, index: slice) -> Epoch: ...
    def __getitem__(self, index: int | slice) -> Batch | Epoch:
        """One batch, or the pass from there on."""
        if isinstance(index, slice):
            return Epoch(self._windows, self._groups[index], self._folder)
        return _collate(self._windows[list(self._groups[index])])


def epoch(
    reports: Iterable[TrainingReport],
    tokenizer: Tokenizer,
    context: Context,
    *,
    batch_tokens: int,
    random: np.random.Generator,
) -> Epoch:
    """Lay one pass over the reports out in random batches.

    Args:
        reports: taken one by one; their windows go to disk.
        tokenizer: the model's.
        context: how much context is shown.
        batch_tokens: padded tokens of a batch, about.
        random: of what is withheld and of the order.
    """
    folder = TemporaryDirectory(prefix="cuoshi-epoch-")
    path, lengths = f"{folder.name}/windows.arrow", []
    with ArrowWriter(features=FEATURES, path=path) as writer:
        for labelled in reports:
            for window in _windows(labelled, tokenizer, context, random):
                writer.write(_row(window, labelled))
                lengths.append(len(window))
        writer.finalize()
    order = sorted(random.permutation(len(lengths)), key=lambda i: lengths[i] // 8)
    groups: list[list[int]] = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * lengths[i] > batch_tokens:
            groups.append([])
        groups[-1].append(int(i))
    return Epoch(Dataset.from_file(path), [groups[i] for i in random.permutation(len(groups))], folder)


def _windows(
    labelled: TrainingReport, tokenizer: Tokenizer, context: Context, random: np.random.Generator
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


def _row(window: Window, labelled: TrainingReport) -> dict[str, Any]:
    """A window with the labels of the sentences in it, which its tokens name by their place among them."""
    owners = np.array(window.owners)
    present, local = np.unique(owners[owners != CONTEXT], return_inverse=True)
    owners[owners != CONTEXT] = local
    said = {"categories": labelled.categories[present], "status": labelled.status[present]}
    return {"ids": window.ids, "owners": owners} | said


def _collate(rows: dict[str, list[Any]]) -> Batch:
    ids, mask = pad([Window(ids) for ids in rows["ids"]])
    owner = np.full(ids.shape, CONTEXT, dtype=np.int64)
    first = 0
    for row, (owners, categories) in enumerate(zip(rows["owners"], rows["categories"], strict=True)):
        places = np.array(owners)
        owner[row, : len(places)] = np.where(places == CONTEXT, CONTEXT, places + first)
        first += len(categories)
    categories, status = (
        np.array([r for own in rows[name] for r in own], np.float32) for name in ("categories", "status")
    )
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(mask),
        torch.from_numpy(owner.ravel()),
        torch.from_numpy(categories.reshape(first, -1)),
        torch.from_numpy(status.reshape(first, -1)),
    )
