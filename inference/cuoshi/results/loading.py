"""Load a results folder as counts per report, which is what a page or a figure is drawn from."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from cuoshi.coverage import arithmetic
from cuoshi.errors import CuoshiError

PLACE_COLUMNS = ["province", "city", "county", "county_code"]
REPORT_COLUMNS = [*PLACE_COLUMNS, "year", "genre", "title"]


@dataclass(frozen=True, slots=True)
class Results:
    """A results folder in memory, its sentences boiled down to counts.

    Attributes:
        folder: where it lies.
        reports: one row a report: ``REPORT_COLUMNS`` (text never missing, ``year`` may be), ``report_id``
            and the counts of :func:`cuoshi.coverage.arithmetic.count_reports`.
        coverage: the coverage table, empty where the folder has none.
        skipped: pairs of path and reason, files that could not be read.
        run: what ``run.json`` says of the run; empty where the folder has none.
    """

    folder: Path
    reports: pd.DataFrame
    coverage: pd.DataFrame
    skipped: list[tuple[str, str]]
    run: Mapping[str, Any]

    @property
    def sentences_path(self) -> Path:
        """The sentences table."""
        return self.folder / "sentences.parquet"

    @property
    def places(self) -> pd.DataFrame:
        """The distinct counties, one row each, ordered by province, code and name."""
        order = ["province", "county_code", "city", "county"]
        return self.reports[PLACE_COLUMNS].drop_duplicates().sort_values(order, ignore_index=True)


def load(folder: Path) -> Results:
    """Read a results folder as ``cuoshi tally`` writes it.

    Args:
        folder: holds ``sentences.parquet``; ``coverage.parquet``, ``skipped.csv`` and ``run.json`` if present.

    Returns:
        Its content.

    Raises:
        CuoshiError: there is no sentences table, it lacks a column, or a file of the folder is damaged.
    """
    path = folder / "sentences.parquet"
    if not path.is_file():
        raise CuoshiError(f"{folder} holds no sentences.parquet; run `cuoshi tally REPORTS --out {folder}` first")
    reports = arithmetic.count_reports(arithmetic.batches(path, REPORT_COLUMNS), REPORT_COLUMNS)
    texts = [column for column in REPORT_COLUMNS if column != "year"]
    reports[texts] = reports[texts].fillna("").astype(object)
    try:
        return Results(folder, reports, _read_coverage(folder), _read_skipped(folder), _read_run(folder))
    except (pa.ArrowException, ValueError, OSError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise CuoshiError(f"{folder}: a file beside sentences.parquet is damaged ({reason}); tally again") from error


def _read_coverage(folder: Path) -> pd.DataFrame:
    path = folder / "coverage.parquet"
    return pd.read_parquet(path) if path.is_file() else pd.DataFrame()


def _read_run(folder: Path) -> Mapping[str, Any]:
    path = folder / "run.json"
    run = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return run if isinstance(run, dict) else {}


def _read_skipped(folder: Path) -> list[tuple[str, str]]:
    path = folder / "skipped.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row.get("path") or "", row.get("reason") or "") for row in csv.DictReader(file)]
