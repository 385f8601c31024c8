"""The sentences of a results folder as the population that a sample is drawn from and shares are estimated for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cuoshi.arrays import Flags, Floats, Integers
from cuoshi.columns import PROBABILITY, probability
from cuoshi.coverage.counts import tagged_flags
from cuoshi.errors import CuoshiError
from cuoshi.results.tables import opening
from cuoshi.results.tables.before import as_now
from cuoshi.results.tables.checks import require_columns
from cuoshi.results.tables.condition import matching, unheld
from cuoshi.results.tables.copies import without_copies
from cuoshi.scheme import Scheme

#: columns of a sentences table beside the probabilities
NEEDED = ("report_id", "position", "text", "heading_path", "title", "county", "year", "categories", "status")

#: texts that are kept a sentence
OWN = ("text", "status", "report_id", "duplicate_of")


@dataclass(frozen=True, slots=True)
class Population:
    """All sentences of a results folder, or those that a condition keeps.

    Attributes:
        frame: the sentences table without lists (categories, evidence), ``sentence_id`` in front, rows numbered from 0.
        tagged: what the model gave, sentences × categories.
        scheme: what they were tagged with.
        fingerprint: digest of the sentences; a sample fits only those that it was drawn from.
        where: the condition, empty for all.
    """

    frame: pd.DataFrame
    tagged: Flags
    scheme: Scheme
    fingerprint: str
    where: str = ""

    @property
    def probabilities(self) -> Floats:
        """Calibrated probabilities, sentences × categories."""
        return self.frame[[probability(name) for name in self.scheme.category_ids]].to_numpy(np.float64)

    @property
    def reports(self) -> Integers:
        """Index of each sentence's report; copies of one are one."""
        own = self.frame["report_id"]
        original = self.frame["duplicate_of"].fillna("")
        return np.asarray(pd.factorize(own.where(original == "", original), sort=True)[0], np.int64)

    def strata(self, columns: tuple[str, ...]) -> Integers:
        """Number of each sentence's stratum: the columns' distinct values in their order.

        Raises:
            CuoshiError: there is no such column.
        """
        self.require(columns)
        if not columns:
            return np.zeros(len(self.frame), np.int64)
        return np.asarray(self.frame.groupby(list(columns), dropna=False, observed=True).ngroup(), np.int64)

    def require(self, columns: tuple[str, ...]) -> None:
        """Check that sentences can be grouped by columns.

        Raises:
            CuoshiError: there is no such column.
        """
        if missing := [name for name in columns if name not in self.frame]:
            raise CuoshiError(
                f"no column {', '.join(missing)} to group by; there are {', '.join(map(str, self.frame))}"
            )


def load(folder: Path | str, where: str = "") -> Population:
    """Read the sentences of a results folder.

    Args:
        folder: as ``cuoshi tally`` writes it.
        where: which sentences to keep, an expression of the table's columns such as ``year >= 2020``.

    Raises:
        CuoshiError: there is no sentences table, or the condition cannot be read or keeps nothing.
    """
    path = opening.sentences_of(Path(folder))
    with opening.open_table(path) as file:
        scheme = opening.scheme_of_file(file, path)
        table, tagged = _read(file, scheme, path)
    frame = matching(_frame(table), where)
    tagged, frame = tagged[frame.index], frame.reset_index(drop=True)
    if not len(frame):
        said = [f"no sentence to draw from{' where ' + where if where else ''}", *unheld(where, [table])]
        raise CuoshiError(f"{folder}: {'; '.join(said)}")
    return Population(frame, tagged, scheme, fingerprint(frame), where)


def fingerprint(sentences: pd.DataFrame) -> str:
    """Digest of which sentences there are and what the model says of them.

    It is a sum over sentences, so that neither their order nor where files lie is in it: a folder that was moved, or
    whose counties and years were corrected in the manifest, keeps its hand codes.

    Args:
        sentences: the table's columns ``report_id``, ``position`` and ``p_<category>``.
    """
    probabilities = sorted(name for name in map(str, sentences) if name.startswith(PROBABILITY))
    types = {"report_id": object, "position": np.int64} | dict.fromkeys(probabilities, np.float32)
    rows = pd.util.hash_pandas_object(sentences[list(types)].astype(types), index=False).to_numpy(np.uint64)
    return f"{int(rows.sum(dtype=np.uint64)):016x}-{len(rows)}"


def _read(file: pq.ParquetFile, scheme: Scheme, path: Path) -> tuple[pa.Table, Flags]:
    """The columns that are no lists, and what the model gave."""
    require_columns(NEEDED, as_now(file.schema_arrow.empty_table(), path).column_names, str(path))
    plain = [field.name for field in file.schema_arrow if not pa.types.is_list(field.type)]
    with opening.intact(path):
        given, table = file.read(["categories"])["categories"].combine_chunks(), file.read(plain)
    (table,) = without_copies([as_now(table, path, scheme.category_ids)], path)
    return table, tagged_flags(given, scheme).astype(bool)


def _frame(table: pa.Table) -> pd.DataFrame:
    """The table with ``sentence_id``; texts that many sentences share are kept once: a million would take gigabytes."""
    numbers = pc.cast(table["position"], pa.string())
    names = pc.binary_join_element_wise(table["report_id"], numbers, "-").to_pandas()
    texts = [name for name in table.column_names if table.schema.field(name).type == pa.string()]
    shared = [name for name in texts if name not in OWN]
    frame: pd.DataFrame = table.to_pandas(categories=shared, self_destruct=True, split_blocks=True)
    frame[shared] = frame[shared].apply(lambda one: one.cat.reorder_categories(sorted(one.cat.categories)))
    frame.insert(0, "sentence_id", names)
    return frame
