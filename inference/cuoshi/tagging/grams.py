"""Which runs of one to four characters a sentence has, weighted by how rare they are (TF-IDF)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cuoshi.arrays import Singles

LONGEST = 4
#: sentences that a gram must stand in to be known
LEAST = 2


@dataclass(frozen=True)
class Grams:
    """Known character grams and their inverse document frequencies.

    Attributes:
        known: the grams, in order.
        idf: ``1 + ln((1 + sentences) / (1 + sentences with it))`` of each.
    """

    known: tuple[str, ...]
    idf: Singles

    @classmethod
    def of(cls, texts: Sequence[str]) -> Grams:
        """Count the grams of sentences; those of a single one are left out."""
        counts = Counter(gram for text in texts for gram in {gram for gram, _ in _runs(text)})
        known = sorted(gram for gram, number in counts.items() if number >= LEAST)
        numbers = np.array([counts[gram] for gram in known], np.float32)
        return cls(tuple(known), (1 + np.log((1 + len(texts)) / (1 + numbers))).astype(np.float32))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {gram: i for i, gram in enumerate(self.known)}

    def row(self, text: str) -> tuple[NDArray[np.int64], Singles, list[int]]:
        """Find the known grams of a sentence.

        Args:
            text: the sentence.

        Returns:
            For each place where one stands its number, its share of the sentence's TF-IDF (``(1 + ln tf) · idf`` at
            Euclidean norm 1, shared out evenly over the places of a gram), and the character that it begins at.
        """
        found = [(self._places[gram], start) for gram, start in _runs(text) if gram in self._places]
        numbers = np.array([number for number, _ in found], np.int64)
        distinct, inverse, counts = np.unique(numbers, return_inverse=True, return_counts=True)
        weights = (1 + np.log(counts)) * self.idf[distinct]
        norm = max(float(np.sqrt((weights**2).sum())), 1e-9)
        return numbers, (weights / counts / norm)[inverse].astype(np.float32), [start for _, start in found]


def _runs(text: str) -> Iterator[tuple[str, int]]:
    lowered = text.lower() if len(text.lower()) == len(text) else text
    for size in range(1, LONGEST + 1):
        for start in range(len(lowered) - size + 1):
            yield lowered[start : start + size], start
