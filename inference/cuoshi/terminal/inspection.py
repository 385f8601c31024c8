"""What a folder would be read as: doubtful reports first, then which counties have which years."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cuoshi.corpus.doubts import AND
from cuoshi.corpus.inspection import Inspection
from cuoshi.terminal.screen import MAX_COUNTIES, PLAIN, county_name, show_more

if TYPE_CHECKING:
    import pandas as pd

#: reports, and other lines of one kind, that are shown, and years of the matrix
MAX_ROWS, MAX_YEARS = 20, 12
#: reports of which a note is said once, if most have it
OFTEN = 5


def show_inspection(found: Inspection, everything: bool = False) -> None:
    """Print what a folder would be read as: doubtful reports first, then which counties have which years.

    Args:
        found: what was found.
        everything: list all of it, not only as much as a screen holds.
    """
    most = None if everything else MAX_ROWS
    console = Console(highlight=False, soft_wrap=True)
    if found.manifest:
        console.print(found.manifest, markup=False)
    said = [*(f"skipped {path}: {reason}" for path, reason in found.skipped), *found.notices]
    for line in said[:most]:
        console.print(Text(line, "yellow"))
    where = "--all, or the manifest, has those of files"
    show_more(len(said) - len(said[:most]), f"such line; {where}", f"such lines; {where}")
    _show_rows(found, most)
    _show_matrix(found.matrix(), None if everything else MAX_COUNTIES)
    for name in ("level", "genre", "reader", "encoding"):
        counts = found.reports.loc[found.reports[name] != "", name].value_counts()
        if len(counts):
            console.print(f"{name}: " + "  ".join(f"{value} {count}" for value, count in counts.items()))
    console.print(f"{found.summary()} in {found.seconds:.1f} s")


def _show_rows(found: Inspection, most: int | None) -> None:
    """Print a row a report, first those whose county or year is not known, then the other doubtful ones."""
    if found.reports.empty:
        return
    reports, shared = _without_shared(found.reports)
    for kind, count in shared.items():
        print(f"{count} of {len(reports)} reports, not said of each: {kind}")
    known = (reports["county"] != "") & reports["year"].notna()
    order = (known.astype(int) + (known & (reports["note"] == ""))).sort_values(kind="stable").index
    reports = reports.loc[order]
    doubtful = (reports["note"] != "").sum()
    print(
        f"reports, the {doubtful} doubtful ones first"
        if doubtful > 1
        else "reports, the doubtful one first"
        if doubtful
        else "reports"
    )
    folder = _common_folder(reports["path"])
    table = Table(**PLAIN)
    for name in ("county", "year", "genre", "characters"):
        table.add_column(name, no_wrap=True, justify="right" if name == "characters" else "left")
    table.add_column(f"report {folder}".rstrip(), overflow="fold")
    for _, report in reports.iloc[:most].fillna({"year": 0}).iterrows():
        facts = (county_name(report), str(report["year"] or "?"), report["genre"], f"{report['characters']:,}")
        name = report["path"].removeprefix(folder).lstrip("/\\") if folder else report["path"]
        table.add_row(*facts, Text(name) + Text(f"\n{report['note']}".rstrip(), "yellow"))
    Console().print(table)
    where = "--all, or the manifest, has"
    show_more(len(reports) - len(reports.iloc[:most]), f"report; {where} it", f"reports; {where} them")


def _without_shared(reports: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Take out of the notes what holds of most reports alike, and would hide the other doubts.

    Returns:
        The reports with what is left of their notes, and of how many each kind was said.
    """
    pairs = zip(reports["note"], reports["county"], strict=True)
    notes = [
        [piece.replace(county or AND, "their county") for piece in note.split(AND) if piece] for note, county in pairs
    ]
    counts = Counter(kind for note in notes for kind in set(note))
    shared = {kind: n for kind, n in counts.items() if n >= OFTEN and 2 * n > len(reports)}
    pieces = zip(reports["note"].str.split(AND), notes, strict=True)
    left = [
        AND.join(piece for piece, kind in zip(filter(None, said), kinds, strict=True) if kind not in shared)
        for said, kinds in pieces
    ]
    return reports.assign(note=left), shared


def _common_folder(paths: Iterable[str]) -> str:
    """The folder that all files lie in; empty where there is none, as of ``a/1.txt`` and ``/b/2.txt``."""
    try:
        return os.path.commonpath([*map(os.path.dirname, paths)])
    except ValueError:
        return ""


def _show_matrix(counts: pd.DataFrame, most: int | None) -> None:
    """Print how many reports each county has of each year, counties with gaps first where there are many."""
    if counts.empty:
        return
    if most and len(counts) > most:
        gaps = (counts == 0).sum(axis=1)
        counts = counts.loc[gaps.sort_values(ascending=False, kind="stable").index]
    print("reports by county and year")
    if len(counts.columns) > MAX_YEARS and (empty := [year for year in counts if not counts[year].any()]):
        counts = counts.drop(columns=empty)
        print("years without a report are left out")
    starts = range(0, len(counts.columns), MAX_YEARS) if most is None else [-MAX_YEARS]
    for start in starts:
        _show_years(counts.iloc[:most, start:][counts.columns[start:][:MAX_YEARS]])
    show_more(len(counts) - len(counts.iloc[:most]), "county; --all has it", "counties; --all has them")


def _show_years(counts: pd.DataFrame) -> None:
    table = Table(**PLAIN)
    table.add_column("county", no_wrap=True)
    for year in counts:
        table.add_column(str(year), justify="right", no_wrap=True)
    for county, row in zip(counts.index.get_level_values("county"), counts.to_numpy(), strict=True):
        table.add_row(county, *(str(count or "·") for count in row))
    Console().print(table)
