"""The sentences that were given a category: how strongly, of which report and how long, without their text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cuoshi.columns import probability
from cuoshi.coverage.counts import tagged_flags
from cuoshi.scheme import Scheme

#: the columns of the sentences table that are looked at
COLUMNS = ("report_id", "text", "categories")


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a choice among sentences needs of each, in the order of the table: 40 bytes or so, whatever its text.

    Attributes:
        report: number of each sentence's report.
        size: bytes of each one's text in UTF-8.
        strength: sentences × categories, the probability of the categories given, missing of the others.
    """

    report: NDArray[np.int32]
    size: NDArray[np.int32]
    strength: NDArray[np.float32]


@dataclass(slots=True)
class Collected:
    """What passing the sentences table leaves; see :func:`collected`."""

    scheme: Scheme
    _ids: list[NDArray[np.object_]] = field(default_factory=list)
    _bytes: list[NDArray[np.float64]] = field(default_factory=list)
    _pieces: list[Tagged] = field(default_factory=list)

    def add(self, table: pa.Table) -> None:
        """Take a piece of the table."""
        codes, ids = pd.factorize(np.asarray(table["report_id"].to_pandas(), object))
        size = pc.binary_length(table["text"]).to_numpy()
        flags = tagged_flags(table["categories"].combine_chunks(), self.scheme) > 0
        given = flags.any(axis=1)
        strength = np.column_stack([table[probability(name)].to_numpy() for name in self.scheme.category_ids])
        strength = np.where(flags, strength, np.nan)[given].astype(np.float32)
        self._ids.append(ids)
        self._bytes.append(np.bincount(codes, size, len(ids)).astype(np.float64))
        self._pieces.append(Tagged(codes[given].astype(np.int32), size[given].astype(np.int32), strength))

    def text_bytes(self, reports: pd.Series[str]) -> NDArray[np.int64]:
        """Bytes of all text of each report.

        Args:
            reports: their ids.
        """
        sums = pd.Series(np.concatenate([np.empty(0), *self._bytes]), np.concatenate([[], *self._ids]), "int64")
        return reports.map(sums.groupby(level=0).sum()).to_numpy(np.int64)

    def tagged(self, reports: pd.Series[str]) -> Tagged:
        """The sentences that were given a category.

        Args:
            reports: ids of the reports, by which they are numbered.
        """
        number = {name: index for index, name in enumerate(reports)}
        own = [np.array([number[name] for name in ids], np.int32) for ids in self._ids]
        none = np.empty((0, len(self.scheme.categories)), np.float32)
        return Tagged(
            np.concatenate(
                [none[:, 0].astype(np.int32), *(of[one.report] for of, one in zip(own, self._pieces, strict=True))]
            ),
            np.concatenate([none[:, 0].astype(np.int32), *(one.size for one in self._pieces)]),
            np.concatenate([none, *(one.strength for one in self._pieces)]),
        )


def collected(tables: Iterable[pa.Table], found: Collected) -> Iterator[pa.Table]:
    """Pass pieces of the sentences table on, and keep of each what a choice among tagged sentences needs.

    Args:
        tables: the pieces, in order, with ``COLUMNS`` and the probabilities.
        found: it takes them.

    Yields:
        The pieces as they are.
    """
    for table in tables:
        found.add(table)
        yield table
