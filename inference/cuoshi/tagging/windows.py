"""Pack consecutive sentences of a report into windows that the encoder reads in one pass.

A window is ``[CLS] title [SEP] heading [SEP] … sentence sentence [SEP] sentence … [SEP]``: it opens with the
report's title, where the model reads one, and the heading path in force at its first sentence; headings met on the
way stand where they stand in the report, and ``[SEP]`` closes every heading and paragraph. So each sentence is read
in its context; :meth:`Packer.alone` gives it a window to itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from cuoshi.errors import ModelError
from cuoshi.schema import Heading, Sentence

CONTEXT = -1
MAX_HEADING_TOKENS = 32
MAX_TITLE_TOKENS = 40
#: sizes of a window: below, a title may leave no room for sentences; a BERT has no positions beyond
SMALLEST, LARGEST = 64, 512


@dataclass(frozen=True)
class Reading:
    """How a model reads a report; it was calibrated so.

    Attributes:
        window: window size in tokens.
        title: whether windows open with the report's title.
        alone: whether every sentence is read once more alone.
    """

    window: int = 256
    title: bool = False
    alone: bool = True


@dataclass(slots=True)
class Window:
    """Tokens for one pass of the encoder.

    Attributes:
        ids: token ids, special tokens included.
        owners: for each token the index of its sentence among the report's sentences, or ``CONTEXT``.
        spans: for each token its characters ``(start, end)`` in the text of its sentence or heading.
    """

    ids: list[int] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)

    def mark(self, token: int) -> None:
        """Append a special token."""
        self.ids.append(token)
        self.owners.append(CONTEXT)
        self.spans.append((0, 0))

    def add(self, encoding: Encoding, owner: int, start: int = 0, end: int | None = None) -> None:
        """Append tokens of a text.

        Args:
            encoding: the text's tokens.
            owner: index of its sentence among the report's, or ``CONTEXT``.
            start: first token to append.
            end: token behind the last; all that follow when ``None``.
        """
        ids = encoding.ids[start:end]
        self.ids += ids
        self.owners += [owner] * len(ids)
        self.spans += encoding.offsets[start:end]


class Packer:
    """Turns a report's units into windows of at most ``size`` tokens."""

    def __init__(self, tokenizer: Tokenizer, size: int = 256) -> None:
        self.tokenizer = tokenizer
        self.size = size
        self.cls = token_id(tokenizer, "[CLS]")
        self.sep = token_id(tokenizer, "[SEP]")

    def pack(self, units: Sequence[Heading | Sentence], title: str = "") -> list[Window]:
        """Pack the units of one report, in reading order, every window under ``title`` if there is one.

        A sentence that does not fit into what is left of a window opens the next one; only a sentence longer
        than a whole window is cut, and its pieces go to windows of their own.
        """
        return self._pack(units, self._encode(units, title), title)

    def alone(self, sentences: Sequence[Sentence], headings: bool = False, title: str = "") -> list[Window]:
        """Pack every sentence of a report by itself.

        Args:
            sentences: the report's sentences.
            headings: whether a window opens with the sentence's heading path.
            title: the report's title, where a window opens with it too.

        Returns:
            A window a sentence, more for one that is longer than a window.
        """
        seen = sentences if headings else [replace(sentence, headings=()) for sentence in sentences]
        encoded = self._encode(seen, title)
        windows = []
        for owner, sentence in enumerate(seen):
            for window in self._pack([sentence], encoded, title):
                window.owners = [CONTEXT if own == CONTEXT else owner for own in window.owners]
                windows.append(window)
        return windows

    def _pack(self, units: Sequence[Heading | Sentence], encoded: Mapping[str, Encoding], title: str) -> list[Window]:
        head = encoded.get(title)
        windows: list[Window] = []
        window: Window | None = None
        paragraph, owner = None, CONTEXT
        for unit in units:
            text = encoded[unit.text]
            if isinstance(unit, Heading):
                if window and len(window) + min(len(text), MAX_HEADING_TOKENS) + 2 <= self.size:
                    self._close(window)
                    window.add(text, CONTEXT, 0, MAX_HEADING_TOKENS)
                    self._close(window)
                continue
            owner += 1
            path = [encoded[heading] for heading in unit.headings]
            if window and unit.paragraph != paragraph:
                self._close(window)
            paragraph = unit.paragraph
            if not window or len(window) + len(text) + 1 > self.size:
                window = self._open(head, path)
                windows.append(window)
            room = self.size - len(window) - 1
            window.add(text, owner, 0, room)
            for start in range(room, len(text), room):
                self._close(window)
                window = self._open(head, path)
                windows.append(window)
                window.add(text, owner, start, start + room)
        for window in windows:
            self._close(window)
        return windows

    def _encode(self, units: Sequence[Heading | Sentence], title: str) -> dict[str, Encoding]:
        """Encode every text and heading, and the title if there is one, once, all together."""
        headings = [heading for unit in units if isinstance(unit, Sentence) for heading in unit.headings]
        distinct = list(dict.fromkeys([unit.text for unit in units] + headings + [title] * bool(title)))
        return dict(zip(distinct, self.tokenizer.encode_batch(distinct, add_special_tokens=False), strict=True))

    def _open(self, title: Encoding | None, path: Iterable[Encoding]) -> Window:
        """Start a window with title and heading path, outer headings dropped where it is longer than half a window."""
        kept: list[Encoding] = []
        room = self.size // 2 - 1 - (min(len(title), MAX_TITLE_TOKENS) + 1 if title else 0)
        for heading in reversed(list(path)):
            room -= min(len(heading), MAX_HEADING_TOKENS) + 1
            if room < 0:
                break
            kept.append(heading)
        window = Window()
        window.mark(self.cls)
        if title:
            window.add(title, CONTEXT, 0, MAX_TITLE_TOKENS)
            window.mark(self.sep)
        for heading in reversed(kept):
            window.add(heading, CONTEXT, 0, MAX_HEADING_TOKENS)
            window.mark(self.sep)
        return window

    def _close(self, window: Window) -> None:
        if window.ids[-1] != self.sep and len(window) < self.size:
            window.mark(self.sep)


def token_id(tokenizer: Tokenizer, token: str) -> int:
    """Id of a token that a vocabulary must have.

    Raises:
        ModelError: it does not have it.
    """
    found: int | None = tokenizer.token_to_id(token)
    if found is None:
        raise ModelError(f"the tokenizer has no {token}; use the tokenizer.json of a BERT checkpoint")
    return found


def pad(windows: Sequence[Window]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Stack windows into token ids and attention mask, both windows × tokens of the longest."""
    longest = max(len(window) for window in windows)
    ids = np.zeros((len(windows), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, window in enumerate(windows):
        ids[row, : len(window)] = window.ids
        mask[row, : len(window)] = 1
    return ids, mask
