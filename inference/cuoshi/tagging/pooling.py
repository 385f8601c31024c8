"""Reports read in windows, and the pooling of token logits into sentence logits."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from cuoshi.arrays import Singles
from cuoshi.schema import Report
from cuoshi.tagging.encoder import Forward
from cuoshi.tagging.windows import CONTEXT, Packer, Reading, Window, pad

#: padded tokens of a batch: eight full windows, so that the memory of a pass is bounded however long the reports are
BATCH_TOKENS = 2048
#: logit of a sentence without a single token, such as one of control characters only
NO_TOKENS = -20.0


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the encoder says of the tokens of a report's sentences, in reading order.

    Attributes:
        values: tokens × logits, states or both.
        spans: for each token its characters ``(start, end)`` in its sentence.
        starts: index of each sentence's first token, and the number of tokens at the end (sentences + 1).
    """

    values: Singles
    spans: NDArray[np.int64]
    starts: NDArray[np.int64]

    def part(self, columns: slice) -> Tokens:
        """The same tokens with some of their values."""
        return Tokens(self.values[:, columns], self.spans, self.starts)


@dataclass(slots=True)
class Scores:
    """What a model says of one report.

    Attributes:
        logits: of each sentence (sentences × labels).
        tokens: how far each token of the sentences speaks for each label (tokens × labels), in reading order.
        spans: for each of these tokens its characters ``(start, end)`` in its sentence.
        starts: index of each sentence's first token, and the number of tokens at the end (sentences + 1).
    """

    logits: Singles
    tokens: Singles
    spans: NDArray[np.int64]
    starts: NDArray[np.int64]


def score(
    forward: Forward, tokenizer: Tokenizer, reports: Sequence[Report], reading: Reading, categories: int
) -> Iterator[Scores]:
    """Score reports by the encoder's own logits, see :func:`pooled`.

    Args:
        forward: the encoder.
        tokenizer: the one that goes with it.
        reports: any number of reports; their windows are batched together by length.
        reading: how the model reads.
        categories: how many of the labels are categories, those first; the others are statuses.

    Yields:
        One :class:`Scores` a report, in order.
    """
    within = in_windows(forward, tokenizer, reports, reading)
    yield from pooled(within, forward, tokenizer, reports, reading, categories)


def in_windows(
    forward: Forward,
    tokenizer: Tokenizer,
    reports: Sequence[Report],
    reading: Reading,
    only: Sequence[Container[int]] | None = None,
) -> Iterator[Tokens]:
    """Read every sentence once, in its window.

    Args:
        forward: the encoder, or what it gives beside logits.
        tokenizer: the one that goes with it.
        reports: any number of reports; their windows are batched together by length.
        reading: size of the windows, and whether they open with the title.
        only: of each report the sentences that are wanted; windows without any of them are not read, and what stands
            there has no tokens.

    Yields:
        The tokens of each report, in order.
    """
    packer = Packer(tokenizer, reading.window)
    windows = [packed(packer, report, reading) for report in reports]
    if only is not None:
        windows = [
            [window for window in own if any(owner in wanted for owner in window.owners)]
            for own, wanted in zip(windows, only, strict=True)
        ]
    return _tokens(forward, windows, [len(report.sentences) for report in reports])


def packed(packer: Packer, report: Report, reading: Reading) -> list[Window]:
    """The windows that a report is read in.

    Args:
        packer: of the size that the reading has.
        report: the report.
        reading: whether windows open with the title.
    """
    return packer.pack(report.units, report.title if reading.title else "")


def alone(forward: Forward, tokenizer: Tokenizer, reports: Sequence[Report], reading: Reading) -> Iterator[Tokens]:
    """Read every sentence in a window to itself, without headings.

    Args:
        forward: the encoder, or what it gives beside logits.
        tokenizer: the one that goes with it.
        reports: any number of reports.
        reading: size of the windows.

    Yields:
        The tokens of each report, in order.
    """
    packer = Packer(tokenizer, reading.window)
    windows = [packer.alone(report.sentences) for report in reports]
    return _tokens(forward, windows, [len(report.sentences) for report in reports])


def pooled(
    within: Iterable[Tokens],
    forward: Forward,
    tokenizer: Tokenizer,
    reports: Sequence[Report],
    reading: Reading,
    categories: int,
) -> Iterator[Scores]:
    """Pool token logits into those of sentences: log-sum-exp of the categories, mean of the status.

    So a few tokens can speak for a category. Where the model reads so, every sentence is read once more alone, without
    headings: in its window a sentence borrows from its neighbours, rightly or wrongly; alone it lacks what they
    explain. The two err differently, so a category's logit is their mean: one to three points of macro-F1 better than
    the window (``training/RESULTS.md``). Whether something is done or planned is mostly said by the context, so the
    status is read in the window.

    Args:
        within: logits of each report's tokens in their windows.
        forward: the encoder, for the second reading.
        tokenizer: the one that goes with it.
        reports: the reports.
        reading: how the model reads.
        categories: how many of the labels are categories, those first; the others are statuses.

    Yields:
        One :class:`Scores` a report, in order.
    """
    first = (_pool(tokens, categories) for tokens in within)
    if not reading.alone:
        yield from first
        return
    for scores, lone in zip(first, alone(forward, tokenizer, reports, reading), strict=True):
        again = _pool(lone, categories)
        scores.logits[:, :categories] = (scores.logits[:, :categories] + again.logits[:, :categories]) / 2
        yield scores


def _tokens(forward: Forward, reports: Sequence[Sequence[Window]], sentences: Sequence[int]) -> Iterator[Tokens]:
    flat = [window for windows in reports for window in windows]
    values: list[Singles] = [np.empty(0, np.float32)] * len(flat)
    for batch in _batches([len(window) for window in flat]):
        out = forward(*pad([flat[i] for i in batch]))
        for row, i in enumerate(batch):
            values[i] = out[row, : len(flat[i])]
    first = 0
    for windows, count in zip(reports, sentences, strict=True):
        yield _of_sentences(windows, values[first : first + len(windows)], count)
        first += len(windows)


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Indices of windows, longest first, in batches of at most ``BATCH_TOKENS`` padded tokens."""
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    start = 0
    while start < len(order):
        size = max(1, BATCH_TOKENS // max(lengths[order[start]], 1))
        yield order[start : start + size]
        start += size


def _of_sentences(windows: Sequence[Window], values: Sequence[Singles], count: int) -> Tokens:
    owners = np.array([owner for window in windows for owner in window.owners], dtype=np.int64)
    own = owners != CONTEXT
    tokens = np.concatenate(values)[own] if windows else np.zeros((0, 0), np.float32)
    spans = np.array([span for window in windows for span in window.spans], dtype=np.int64).reshape(-1, 2)[own]
    return Tokens(tokens, spans, np.searchsorted(owners[own], np.arange(count + 1)))


def _pool(tokens: Tokens, categories: int) -> Scores:
    values, starts = tokens.values, tokens.starts
    lengths = np.diff(starts)
    logits = np.full((len(lengths), values.shape[1]), NO_TOKENS, np.float32)
    some = lengths > 0
    if some.any():
        first = starts[:-1][some]
        logits[some, :categories] = np.logaddexp.reduceat(values[:, :categories], first)
        logits[some, categories:] = np.add.reduceat(values[:, categories:], first) / lengths[some, None]
    return Scores(logits, values, tokens.spans, starts)
