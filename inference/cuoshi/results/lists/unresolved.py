"""The reports of which it is not known where they are from, with what they can be from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from cuoshi.coverage.counts import to_frame
from cuoshi.results import files
from cuoshi.results.formats.plain import write_csv

#: what is said of such a report
COLUMNS = ("path", "title", "year", "county", "county_code", "county_candidates")
#: a manifest's columns, so that the file can be filled in and given back; those that begin with _ are then passed over
HEADER = ("path", "title", "year", "county", "county_code", "_reason", "_candidates")
#: reports of these have no code of a county and need none
WITHOUT_CODE = ("zone", "city", "province")
#: why: several units bear the name, also one that is stated; no list has it; none is named
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
        frame = to_frame(table.select(needed_columns()))
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
        if why := reason_of(one):
            year = None if pd.isna(one["year"]) else int(one["year"])
            known = (one["path"] or "", one["title"] or "", year, one["county"] or "", one["county_code"] or "")
            yield (*known, why, one["county_candidates"] or "")


def reason_of(report: Mapping[Any, Any]) -> str:
    """Say why it is not known where a report is from, empty where it is.

    Args:
        report: its facts, with the place columns of :func:`needed_columns`.
    """
    if report["county_code"] or (report["county_id"] and report["level"] in WITHOUT_CODE):
        return ""
    if county := report["county"]:
        return AMBIGUOUS if f"{county}（" in (report["county_candidates"] or "") else UNLISTED
    if report["county_id"]:
        return ""
    return AMBIGUOUS if report["county_candidates"] else UNNAMED


def write(rows: Iterable[Row], folder: Path) -> None:
    """Write ``unresolved.csv``, its paths as a manifest in the folder names files."""
    write_csv(folder / files.UNRESOLVED, HEADER, ((files.seen_from(folder, row[0]), *row[1:]) for row in rows))
