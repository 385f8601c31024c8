"""The files of a results folder: their names, and paths as they are seen from it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

SENTENCES, SENTENCES_CSV = "sentences.parquet", "sentences.csv"
COVERAGE_PARQUET, COVERAGE_CSV, COVERAGE_XLSX = "coverage.parquet", "coverage.csv", "coverage.xlsx"
COVERAGE_DTA = "coverage.dta"
SKIPPED, UNRESOLVED, DUPLICATES = "skipped.csv", "unresolved.csv", "duplicates.csv"
RUN = "run.json"
VALIDITY = "validity.json"
PAGES = {"zh": "report.html", "en": "report.en.html"}
LEFT_OUT = "report-sentences.csv"
PANEL = ("panel.csv", "panel.parquet", "panel.dta")

#: a fixed date, so that the same results give the same bytes
CREATED = datetime(2000, 1, 1)


def seen_from(folder: Path, path: str) -> str:
    """A path as seen from a folder; as it is where there is no way between them, as from C: to D:, or to an address."""
    if "://" in path:
        return path
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path
