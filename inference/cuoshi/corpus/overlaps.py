"""Sets that have most of their elements in common, found without comparing every two."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from cuoshi.arrays import Integers

#: percent of all sentences of two reports that both must have, for the later to be a near copy, and percent of a
#: report's own that a longer one must have, for it to be an excerpt; one of fewer sentences than this is none
NEAR, SHORTEST_EXCERPT = 90, 5


class Index:
    """Sets of marks, with how many have a mark, and which.

    Attributes:
        sizes: how many marks each set has.
    """

    def __init__(self, sets: Sequence[NDArray[np.uint64]]) -> None:
        """Index sets.

        Args:
            sets: distinct sorted marks each.
        """
        self.sizes: Integers = np.array([len(own) for own in sets], np.int64)
        self._sets = sets
        every = np.concatenate([np.empty(0, np.uint64), *sets])
        _, self._numbers, self._counts = np.unique(every, return_inverse=True, return_counts=True)
        self._ends, self._behind = np.cumsum(self._counts), np.cumsum(self.sizes)
        self._holders = np.repeat(np.arange(len(sets)), self.sizes)[np.argsort(self._numbers, kind="stable")]

    def __len__(self) -> int:
        return len(self._sets)

    def rarest(self, number: int, percent: int) -> Integers:
        """Marks of which a set that holds a share of t of this one's n must have one: the n − ⌈tn⌉ + 1 rarest.

        Args:
            number: of the set.
            percent: the share t, in percent.

        Returns:
            Numbers of the marks, the rarest first; equally rare ones by their value.
        """
        size = int(self.sizes[number])
        own = self._numbers[self._behind[number] - size : self._behind[number]]
        rarest: Integers = own[np.argsort(self._counts[own], kind="stable")[: size - -(-size * percent // 100) + 1]]
        return rarest

    def holders(self, marks: Integers) -> set[int]:
        """Numbers of the sets that have one of some marks."""
        spans = zip(self._ends[marks] - self._counts[marks], self._ends[marks], strict=True)
        return {int(one) for start, end in spans if end - start > 1 for one in self._holders[start:end]}

    def common(self, one: int, other: int) -> int:
        """How many marks two sets both have."""
        return len(np.intersect1d(self._sets[one], self._sets[other], assume_unique=True))


def near_copies(index: Index, percent: int = NEAR) -> dict[int, tuple[int, float]]:
    """Find the sets that nearly equal an earlier one.

    Two sets with a Jaccard similarity of at least t share one of the n − ⌈tn⌉ + 1 rarest elements of each (prefix
    filter: Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007). Only such pairs are compared, and exactly:
    no hash decides at the border, and rare sentences are in few reports, so that few pairs are left.

    Args:
        index: the sets.
        percent: the least similarity, in percent.

    Returns:
        For each set that is near an earlier one: the first of those that are near none themselves, and the similarity.
    """
    holders: dict[int, list[int]] = {}
    found: dict[int, tuple[int, float]] = {}
    for number in range(len(index)):
        prefix = index.rarest(number, percent).tolist()
        for other in sorted({other for mark in prefix for other in holders.get(mark, ())}):
            both = index.common(number, other)
            either = int(index.sizes[number] + index.sizes[other]) - both
            if 100 * both >= percent * either:
                found[number] = (other, both / either)
                break
        else:
            for mark in prefix:
                holders.setdefault(mark, []).append(number)
    return found


def excerpts(index: Index, among: Collection[int], percent: int = NEAR) -> dict[int, tuple[int, float]]:
    """Find the sets of which another holds nearly all: chapters, excerpts and drafts of a whole report.

    Args:
        index: the sets.
        among: numbers of those that are looked at.
        percent: the least share of a set's elements, in percent.

    Returns:
        For each set of which a larger one, or an earlier one as large, holds so many: that one, or the one that it is
        itself an excerpt of, and the share.
    """
    larger: set[int] = set()
    found: dict[int, tuple[int, float]] = {}
    for number in sorted(among, key=lambda one: (-index.sizes[one], one)):
        size = int(index.sizes[number])
        if size < SHORTEST_EXCERPT:
            break
        held = [(index.common(number, one), -one) for one in larger & index.holders(index.rarest(number, percent))]
        most, of = max(held, default=(0, 0))
        if 100 * most >= percent * size:
            found[number] = (found.get(-of, (-of, 0))[0], most / size)
        larger.add(number)
    return found
