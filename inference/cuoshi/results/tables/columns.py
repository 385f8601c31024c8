"""The columns of the coverage table, and those of the sentences table by which places and reports are told apart."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from cuoshi.results.tables.rows import sentences_schema
from cuoshi.scheme import Scheme

PLACE_COLUMNS = ["province", "city", "county", "county_code"]
REPORT_COLUMNS = [*PLACE_COLUMNS, "county_id", "level", "county_candidates", "year", "genre", "title", "path"]
#: sentences that were coded by hand in all, the same in every row
CODED = "hand_coded"
#: what a hand-coded sample adds to the coverage table
CORRECTED = [(name, pa.float64()) for name in ("corrected", "corrected_low", "corrected_high")] + [
    ("method", pa.string()),
    ("share_dsl", pa.float64()),
    (CODED, pa.int64()),
]


def coverage_schema(columns: Sequence[str], scheme: Scheme, corrected: bool = False) -> pa.Schema:
    """The columns of a coverage table.

    Args:
        columns: the columns that make a group.
        scheme: the statuses that are counted.
        corrected: whether the table has the columns of a hand-coded sample.
    """
    types = {field.name: field.type for field in sentences_schema(scheme)}
    return pa.schema(
        [(name, types.get(name, pa.string())) for name in columns]
        + [("category", pa.string()), ("reports", pa.int64()), ("sentences", pa.int64()), ("tagged", pa.int64())]
        + [("share", pa.float64()), ("present", pa.bool_())]
        + [(name, pa.int64()) for name in scheme.counted_ids]
        + [(name, pa.float64()) for name in ("expected", "low", "high")]
        + (CORRECTED if corrected else [])
    )
