"""Which of the finished reports, and which of their sentences, are in the tables."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict, replace

import pandas as pd
import pyarrow as pa

from cuoshi.corpus.copies import find_copies
from cuoshi.corpus.extra import ExtraColumns
from cuoshi.corpus.store import Entry, Store
from cuoshi.coverage.units import count_counties
from cuoshi.results import files
from cuoshi.results.tables.condition import matching, unheld
from cuoshi.results.tables.rows import as_copy, with_carried

LOG = logging.getLogger("cuoshi")


class Counted:
    """The reports of a store that are in the tables: no copies, and what a condition keeps."""

    def __init__(self, store: Store, keep_duplicates: bool, where: str, carried: ExtraColumns) -> None:
        """Find them.

        Args:
            store: what is finished.
            keep_duplicates: whether copies are in the tables too.
            where: condition on the sentences, empty for all.
            carried: the manifest's own columns.

        Raises:
            CuoshiError: the condition cannot be read.
        """
        self._store = store
        self._unheld: list[str] = []
        self._where = where
        self._carried = carried
        entries = store.entries()
        self._copies = find_copies(entries)
        left_out = {key for key, copy in self._copies.items() if copy.exact and not keep_duplicates}
        self._entries = {(own.path, own.number): own for own in entries if (own.path, own.number) not in left_out}
        if where:
            sizes = {(path, number): len(rows) for path, number, rows in self._tables()}
            self._entries = {key: replace(self._entries[key], sentences=size) for key, size in sizes.items() if size}
            self._unheld = [] if self._entries else unheld(where, (rows for _, _, rows in store.tables()))

    def tables(self) -> Iterator[pa.Table]:
        """Their rows, in the order of the sentences table."""
        return (rows for _, _, rows in self._tables())

    def duplicates(self) -> list[list[object]]:
        """The rows of ``duplicates.csv``, copies of one report together."""
        copies = sorted(self._copies.items(), key=lambda one: (one[1].original.path, one[1].original.number, one[0]))
        return [copy.row(key in self._entries) for key, copy in copies]

    def warn(self) -> None:
        """Say how many copies are another county's or year's, and what a condition asks for that is nowhere."""
        for said in self._unheld:
            LOG.warning("%s", said)
        if odd := sum(copy.exact and copy.differs for copy in self._copies.values()):
            said = "1 copy has" if odd == 1 else f"{odd} copies have"
            LOG.warning("%s another county or year than the original; see %s", said, files.DUPLICATES)

    def counts(self) -> dict[str, int]:
        """Count what is in the tables, and the copies."""
        counted: list[Entry] = list(self._entries.values())
        exact = sum(copy.exact for copy in self._copies.values())
        return {
            "reports": len(counted),
            "sentences": sum(entry.sentences for entry in counted),
            "duplicates": exact,
            "near_duplicates": len(self._copies) - exact,
            "counties": count_counties(pd.DataFrame(map(asdict, counted), columns=["county", "county_id"])),
            "years": len({entry.year for entry in counted} - {None}),
        }

    def _tables(self) -> Iterator[tuple[str, int, pa.Table]]:
        for path, number, rows in self._store.tables():
            if (path, number) not in self._entries:
                continue
            if copy := self._copies.get((path, number)):
                rows = as_copy(rows, copy.id, copy.original.id)
            rows = with_carried(rows, self._carried.of(path, rows["path"][0].as_py()))
            if self._where:
                rows = rows.take(pa.array(matching(rows.to_pandas(), self._where).index, pa.int64()))
            yield path, number, rows
