"""A sentences table in which a report stands twice, as where two folders' tables were put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from cuoshi.arrays import Integers
from cuoshi.errors import CuoshiError

KEYS = ["report_id", "position"]


def without_copies(tables: Iterable[pa.Table], path: Path | str) -> Iterator[pa.Table]:
    """Pass pieces of a file on as long as no sentence comes a second time, which would be counted twice.

    Args:
        tables: the pieces; those without ``position`` are passed on unseen.
        path: the file, for the message.

    Yields:
        The pieces as they are. Eight bytes a sentence are held.

    Raises:
        CuoshiError: a sentence came before.
    """
    seen: dict[str, Integers] = {}
    for table in tables:
        if "position" in table.column_names:
            _see(table, seen, path)
        yield table


def _see(table: pa.Table, seen: dict[str, Integers], path: Path | str) -> None:
    keys = table.select(KEYS).to_pandas().dropna()
    for report, own in keys.groupby("report_id", sort=False, observed=True)["position"]:
        before = seen.get(str(report), np.empty(0, np.int64))
        known = np.concatenate([before, own.to_numpy(np.int64)])
        if len(np.unique(known)) < len(known):
            raise CuoshiError(
                f"{path}: sentences of report {report} are in it twice; keep one of each report_id and position, or "
                "tally the files anew"
            )
        seen[str(report)] = known
