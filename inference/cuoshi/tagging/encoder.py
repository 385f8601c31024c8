"""The encoder behind ONNX Runtime, and the pooling of token logits into sentence logits."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from cuoshi.errors import ModelError, first_line
from cuoshi.schema import Report
from cuoshi.tagging.windows import CONTEXT, Packer, Reading, Window, pad

Floats = NDArray[np.float32]
#: token ids and attention mask (windows × tokens) to logits (windows × tokens × labels), or to states
Forward = Callable[[NDArray[np.int64], NDArray[np.int64]], Floats]
#: padded tokens of a batch: eight full windows, so that the memory of a pass is bounded however long the reports are
BATCH_TOKENS = 2048
#: logit of a sentence without a single token, such as one of control characters only
NO_TOKENS = -20.0
#: outputs of the model file: of every token its logits, and its states before the first layer (what the word itself
#: is) and after the last (what it is in its context), beside one another
LOGITS, STATES = "logits", "states"


class OnnxEncoder:
    """A BERT token classifier run by ONNX Runtime on the CPU, every window in a pass of its own.

    Activations of an int8 model are scaled by the largest of a pass, so that a window's logits would hang on those that
    share its pass, and a run that was stopped would end with other digits. Single windows need no padding either, and
    passes side by side make better use of cores than threads inside one, which wait for each other.
    """

    def __init__(self, path: Path, threads: int | None = None, content: bytes | None = None) -> None:
        """Load a model.

        Args:
            path: its file.
            threads: windows that are read side by side; as many as there are cores when ``None``.
            content: what the file held on the machine that this one was sent from.

        Raises:
            ModelError: there is no such file, or no model in it.
        """
        import onnxruntime

        if content is None and not path.is_file():
            raise ModelError(f"{path}: no such model file; make one with `cuoshi-train export`")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(content or path, options, providers=["CPUExecutionProvider"])
            shapes = {output.name: output.shape for output in self._session.get_outputs()}
            shape = shapes[LOGITS]
        except Exception as error:  # the library's errors have no common base but Exception
            reason = first_line(error)
            raise ModelError(f"{path}: no model can be read from it ({reason}); export it anew") from error
        self._path = path
        self._threads = ThreadPoolExecutor(threads or os.cpu_count() or 1)
        #: labels that it gives logits for, ``None`` where the file does not say
        self.heads: int | None = shape[-1] if isinstance(shape[-1], int) else None
        #: whether it also gives states
        self.has_states = STATES in shapes

    def __reduce__(self) -> tuple[type[OnnxEncoder], tuple[Path, int, bytes]]:
        """Send the model itself to another process, which need not have the file; one thread, for there are many."""
        return OnnxEncoder, (self._path, 1, self._path.read_bytes())

    def __call__(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Floats:
        """Read windows.

        Args:
            ids: token ids (windows × tokens).
            mask: 1 for the tokens of a window, which stand first, 0 for padding (windows × tokens).

        Returns:
            Token logits (windows × tokens × labels), those of padding 0.
        """
        return self._passes([LOGITS], ids, mask)

    def states(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Floats:
        """Read windows as :meth:`__call__` does, for the states of tokens.

        Args:
            ids: token ids (windows × tokens).
            mask: 1 for the tokens of a window, 0 for padding (windows × tokens).

        Returns:
            States before the first layer, then after the last (windows × tokens × 2 · hidden width).

        Raises:
            ModelError: the file does not give them.
        """
        return self._passes([STATES], ids, mask)

    def both(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Floats:
        """Read windows as :meth:`__call__` does, for logits and, behind them, states.

        Args:
            ids: token ids (windows × tokens).
            mask: 1 for the tokens of a window, 0 for padding (windows × tokens).

        Returns:
            Token logits and states (windows × tokens × labels and 2 · hidden width).

        Raises:
            ModelError: the file gives no states.
        """
        return self._passes([LOGITS, STATES], ids, mask)

    def _passes(self, outputs: Sequence[str], ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Floats:
        if STATES in outputs and not self.has_states:
            raise ModelError(f"{self._path}: gives no token states; export it anew with `cuoshi-train export`")
        passes = list(self._threads.map(partial(self._read, outputs), ids, mask.sum(axis=1)))
        values = np.zeros((*ids.shape, passes[0].shape[-1]), np.float32)
        for row, read in enumerate(passes):
            values[row, : len(read)] = read
        return values

    def _read(self, outputs: Sequence[str], ids: NDArray[np.int64], length: int) -> Floats:
        """Outputs of one window beside one another (tokens × values)."""
        seen = ids[None, :length]
        read: list[Floats] = self._session.run(outputs, {"input_ids": seen, "attention_mask": np.ones_like(seen)})
        return np.concatenate([values[0] for values in read], axis=1)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the encoder says of the tokens of a report's sentences, in reading order.

    Attributes:
        values: tokens × logits, states or both.
        spans: for each token its characters ``(start, end)`` in its sentence.
        starts: index of each sentence's first token, and the number of tokens at the end (sentences + 1).
    """

    values: Floats
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

    logits: Floats
    tokens: Floats
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
    values: list[Floats] = [np.empty(0, np.float32)] * len(flat)
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


def _of_sentences(windows: Sequence[Window], values: Sequence[Floats], count: int) -> Tokens:
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
