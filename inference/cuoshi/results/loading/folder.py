"""Load a results folder as counts per report, which is what a page or a figure is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from cuoshi.coverage.counts import count_reports
from cuoshi.errors import CuoshiError, first_line
from cuoshi.results import files
from cuoshi.results.lists import skipped
from cuoshi.results.lists.skipped import Skipped
from cuoshi.results.loading.places import Places, places_of
from cuoshi.results.loading.tagged import Collected, Tagged, collected
from cuoshi.results.measured import learnt
from cuoshi.results.measured.coded import Coded
from cuoshi.results.measured.corrected import read_validity
from cuoshi.results.tables.columns import REPORT_COLUMNS
from cuoshi.results.tables.copies import KEYS, without_copies
from cuoshi.results.tables.opening import open_table, read_batches, read_run, scheme_of_file, sentences_of
from cuoshi.scheme import Scheme
from cuoshi.tagging.learnt import LearntFrom


@dataclass(frozen=True, slots=True)
class Results:
    """A results folder in memory, its sentences boiled down to counts.

    Attributes:
        folder: where it lies.
        scheme: what its sentences were tagged with.
        reports: one row a report: ``REPORT_COLUMNS`` (text never missing, ``year`` may be), ``report_id``
            and the counts of :func:`cuoshi.coverage.counts.count_reports`; with tagged sentences also
            ``text_bytes``, of all its sentences.
        skipped: what could not be read, and why.
        run: what ``run.json`` says of the run; empty where the folder has none.
        tagged: the sentences that were given a category, in the order of the table, reports numbered as here; ``None``
            if not asked for.
        validity: what a hand-coded sample of these sentences said; ``None`` where none was coded.
        places: the places that the reports are from, a unit in all years being one.
    """

    folder: Path
    scheme: Scheme
    reports: pd.DataFrame
    skipped: list[Skipped]
    run: Mapping[str, Any]
    tagged: Tagged | None = None
    validity: Coded | None = None
    places: Places = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", places_of(self.reports))

    @property
    def learnt(self) -> LearntFrom | None:
        """What ``cuoshi learn`` said of the model; ``None`` for other models."""
        return LearntFrom.of(self.run.get("learnt") or {})

    def learnt_warnings(self, lang: str) -> list[str]:
        """Why counted shares may be too high; nothing where a hand-coded sample of all sentences corrects them.

        Args:
            lang: ``zh`` or ``en``.
        """
        if self.validity and self.validity.of_all:
            return []
        total = max(int(self.reports["sentences"].sum()), 1)
        shares = {name: float(self.reports[f"tagged_{name}"].sum()) / total for name in self.scheme.category_ids}
        return learnt.warnings(self.learnt, shares, self.scheme, lang)


def load(folder: Path, tagged: bool = False) -> Results:
    """Read a results folder as ``cuoshi tally`` writes it.

    Args:
        folder: holds ``sentences.parquet``; ``skipped.csv`` and ``run.json`` if present.
        tagged: look at the sentences that were given a category too; no text is held in memory.

    Returns:
        Its content.

    Raises:
        CuoshiError: there is no sentences table, it lacks a column, or a file of the folder is damaged.
    """
    path = sentences_of(folder)
    try:
        run = read_run(folder)
        LearntFrom.of(run.get("learnt") or {})
        beside = (skipped.read(folder), run)
    except (pa.ArrowException, KeyError, TypeError, ValueError, OSError) as error:
        reason = first_line(error)
        raise CuoshiError(f"{folder}: a file beside {files.SENTENCES} is damaged ({reason}); tally again") from error
    with open_table(path) as file:
        scheme = scheme_of_file(file, path, run)
        found = Collected(scheme)
        batches = read_batches(file, [*REPORT_COLUMNS, *(["text"] if tagged else [])], scheme, path, KEYS)
        batches = without_copies(batches, path)
        reports = count_reports(collected(batches, found) if tagged else batches, REPORT_COLUMNS, scheme)
    texts = [column for column in REPORT_COLUMNS if column != "year"]
    reports[texts] = reports[texts].fillna("").astype(object)
    if tagged:
        reports["text_bytes"] = found.text_bytes(reports["report_id"])
    sentences = found.tagged(reports["report_id"]) if tagged else None
    return Results(folder, scheme, reports, *beside, sentences, read_validity(folder))
