"""The encoder behind ONNX Runtime, and the pooling of token logits into sentence logits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from cuoshi.errors import ModelError, first_line
from cuoshi.schema import Report
from cuoshi.tagging.windows import CONTEXT, Packer, Reading, Window, pad

Floats = NDArray[np.float32]
#: token ids and attention mask (windows × tokens) to logits (windows × tokens × labels)
Forward = Callable[[NDArray[np.int64], NDArray[np.int64]], Floats]
#: padded tokens of a batch: eight full windows, so that the memory of a pass is bounded however long the reports are
BATCH_TOKENS = 2048
#: logit of a sentence without a single token, such as one of control characters only
NO_TOKENS = -20.0


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
            shape = {output.name: output.shape for output in self._session.get_outputs()}["logits"]
        except Exception as error:  # the library's errors have no common base but Exception
            reason = first_line(error)
            raise ModelError(f"{path}: no model can be read from it ({reason}); export it anew") from error
        self._path = path
        self._threads = ThreadPoolExecutor(threads or os.cpu_count() or 1)
        #: labels that it gives logits for, ``None`` where the file does not say
        self.heads: int | None = shape[-1] if isinstance(shape[-1], int) else None

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
        lengths = mask.sum(axis=1)
        passes = list(self._threads.map(self._read, ids, lengths))
        logits = np.zeros((*ids.shape, passes[0].shape[-1]), np.float32)
        for row, read in enumerate(passes):
            logits[row, : len(read)] = read
        return logits

    def _read(self, ids: NDArray[np.int64], length: int) -> Floats:
        """Token logits of one window (tokens × labels)."""
        seen = ids[None, :length]
        (logits,) = self._session.run(["logits"], {"input_ids": seen, "attention_mask": np.ones_like(seen)})
        read: Floats = logits[0]
        return read


@dataclass(slots=True)
class Scores:
    """What the encoder says of one report.

    Attributes:
        logits: pooled logits of each sentence's tokens (sentences × labels): log-sum-exp of the categories, so that
            a few tokens can speak for a sentence, and mean of the status.
        tokens: logits of the tokens of all sentences in their windows (tokens × labels), in reading order.
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
    """Score reports: every sentence in its window and, where the model reads so, once more alone, without headings.

    In its window a sentence borrows from its neighbours, rightly or wrongly; alone it lacks what they explain. The
    two err differently, so a category's logit is their mean: one to three points of macro-F1 better than the window
    (``training/RESULTS.md``). Whether something is done or planned is mostly said by the context, so the status is
    read in the window.

    Args:
        forward: the encoder.
        tokenizer: the one that goes with it.
        reports: any number of reports; their windows are batched together by length.
        reading: how the model reads.
        categories: how many of the labels are categories, those first; the others are statuses.

    Yields:
        One :class:`Scores` a report, in order.
    """
    packer = Packer(tokenizer, reading.window)
    counts = [len(report.sentences) for report in reports]
    windows = [packer.pack(report.units, report.title if reading.title else "") for report in reports]
    within = _score(forward, windows, counts, categories)
    if not reading.alone:
        yield from within
        return
    alone = _score(forward, [packer.alone(report.sentences) for report in reports], counts, categories)
    for scores, lone in zip(within, alone, strict=True):
        scores.logits[:, :categories] = (scores.logits[:, :categories] + lone.logits[:, :categories]) / 2
        yield scores


def _score(
    forward: Forward, reports: Sequence[Sequence[Window]], sentences: Sequence[int], categories: int
) -> Iterator[Scores]:
    flat = [window for windows in reports for window in windows]
    logits: list[Floats] = [np.empty(0, np.float32)] * len(flat)
    for batch in _batches([len(window) for window in flat]):
        out = forward(*pad([flat[i] for i in batch]))
        for row, i in enumerate(batch):
            logits[i] = out[row, : len(flat[i])]
    first = 0
    for windows, count in zip(reports, sentences, strict=True):
        yield _pool(windows, logits[first : first + len(windows)], count, categories)
        first += len(windows)


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Indices of windows, longest first, in batches of at most ``BATCH_TOKENS`` padded tokens."""
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    start = 0
    while start < len(order):
        size = max(1, BATCH_TOKENS // max(lengths[order[start]], 1))
        yield order[start : start + size]
        start += size


def _pool(windows: Sequence[Window], logits: Sequence[Floats], count: int, categories: int) -> Scores:
    owners = np.array([owner for window in windows for owner in window.owners], dtype=np.int64)
    own = owners != CONTEXT
    tokens = np.concatenate(logits)[own] if windows else np.zeros((0, 0), np.float32)
    spans = np.array([span for window in windows for span in window.spans], dtype=np.int64).reshape(-1, 2)[own]
    starts = np.searchsorted(owners[own], np.arange(count + 1))
    lengths = np.diff(starts)
    pooled = np.full((count, tokens.shape[1]), NO_TOKENS, np.float32)
    some = lengths > 0
    if some.any():
        first = starts[:-1][some]
        pooled[some, :categories] = np.logaddexp.reduceat(tokens[:, :categories], first)
        pooled[some, categories:] = np.add.reduceat(tokens[:, categories:], first) / lengths[some, None]
    return Scores(pooled, tokens, spans, starts)
