"""The reports of which it is not known where they are from, with what they can be from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa

from cuoshi.results import files

#: what is said of such a report; a manifest has the same columns, so that the file can be filled in and given back
COLUMNS = ("path", "title", "year", "county", "county_code", "county_candidates")
HEADER = ("path", "title", "year", "county", "county_code", "reason", "candidates")
#: reports of these have no code of a county and need none
WITHOUT_CODE = ("zone", "city", "province")
#: why: several units bear the name; no list has it; none is named
AMBIGUOUS, UNLISTED, UNNAMED = "ambiguous", "unlisted", "unnamed"
Row = tuple[str, str, int | None, str, str, str, str]


def needed_columns() -> list[str]:
    """The columns of the sentences table that decide."""
    return ["report_id", *COLUMNS, "county_id", "level"]


def collected(tables: Iterable[pa.Table], rows: list[Row]) -> Iterator[pa.Table]:
    """Pass pieces of the sentences table on, and collect the reports whose place is not known.

    Args:
        tables: the pieces, in order, with :func:`needed_columns`.
        rows: a row a report is appended to it: the values of ``HEADER``.

    Yields:
        The pieces as they are.
    """
    last = None
    for table in tables:
        frame = table.select(needed_columns()).to_pandas(types_mapper={pa.int32(): pd.Int32Dtype()}.get)
        reports = frame.drop_duplicates("report_id")
        rows += unresolved(reports[reports["report_id"] != last])
        last = frame["report_id"].iloc[-1] if len(frame) else last
        yield table


def unresolved(reports: pd.DataFrame) -> Iterator[Row]:
    """Yield the reports whose place is not known, and why.

    Args:
        reports: a row a report, with :func:`needed_columns`.
    """
    for one in reports.to_dict("records"):
        reason = _reason(*(one[name] or "" for name in ("county", "county_code", "county_id", "level", COLUMNS[-1])))
        if reason:
            year = None if pd.isna(one["year"]) else int(one["year"])
            known = (one["path"] or "", one["title"] or "", year, one["county"] or "", one["county_code"] or "")
            yield (*known, reason, one["county_candidates"] or "")


def _reason(county: str, code: str, unit: str, level: str, candidates: str) -> str:
    if code or (unit and level in WITHOUT_CODE):
        return ""
    if county:
        return UNLISTED
    if unit:
        return ""
    return AMBIGUOUS if candidates else UNNAMED


def write(rows: Iterable[Row], folder: Path) -> None:
    """Write ``unresolved.csv``."""
    files.write_csv(folder / files.UNRESOLVED, HEADER, rows)
