"""The county × category table, as much of it as one screen holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from cuoshi.coverage.shares import coverage_table
from cuoshi.coverage.units import KINDS, unit_of, unlike
from cuoshi.decimals import percent
from cuoshi.results import files
from cuoshi.results.loading.folder import Results
from cuoshi.results.panel.describing import described
from cuoshi.results.tally import DEFAULT_BY
from cuoshi.terminal.screen import MAX_COUNTIES, PLAIN, UNKNOWN, show_more

if TYPE_CHECKING:
    import pandas as pd

#: cells of a column of shares (“12.3%”) and characters of a name that stand in a line above it
NARROWEST, NAME_LINE = 6, 7
NUMBERS = ("reports", "sentences")
#: columns by which what is asked for is what is shown, or finer by the year
SHOWN = ("county_id", "county_code")
#: the row that joins all, counties or not, and what a city or province that reports itself is called
ALL, OWN_REPORT = "all reports", "{name} (own)"


def show_coverage(results: Results) -> None:
    """Print the county × category table of a results folder, as much of it as one screen holds.

    Counties are in the order of codes, categories go by their ids, as in the tables; below the counties is a row of all
    reports, whatever they are of.

    Args:
        results: what was loaded of the folder.
    """
    places = results.places
    reports = results.reports.assign(place=places.of_report)
    coverage = coverage_table(reports, ["place"], results.scheme)
    if coverage.empty:
        return
    console = Console()
    names = places.labels(OWN_REPORT, UNKNOWN)
    every = coverage.groupby("place")
    rows = [(names[int(group["place"].iloc[0])], group) for _, group in every]
    more = len(rows) - MAX_COUNTIES
    if more > 0:
        rows = sorted(rows, key=lambda row: -row[1]["sentences"].iloc[0])[:MAX_COUNTIES]
    rows.append((ALL, coverage_table(reports, [], results.scheme)))
    shown = _fitting(results.scheme.category_ids, max(cell_len(name) for name, _ in rows), console.width)
    table = Table(title="share of sentences by county and category", **PLAIN)
    table.add_column("county", no_wrap=True)
    for name in (*NUMBERS, *shown):
        table.add_column(_folded(name), justify="right", min_width=_width(name))
    for name, group in rows:
        first = group.iloc[0]
        facts = (name, str(first["reports"]), str(first["sentences"]))
        table.add_row(*facts, *map(_percent, group["share"].iloc[: len(shown)]))
    console.print(table)
    where = results.folder / files.COVERAGE_CSV
    show_more(more, f"county: {where}", f"counties: {where}")
    show_more(len(results.scheme.categories) - len(shown), f"category: {where}", f"categories: {where}")
    _show_asked(results, console)
    _show_mixed(results.reports, console)


def _show_asked(results: Results, console: Console) -> None:
    """Say where the table by the columns is that a user asked for, the one on the screen being by county."""
    by = results.run.get("by") or DEFAULT_BY
    if set(by) - {*SHOWN, *DEFAULT_BY}:
        console.print(f"by {', '.join(by)}: {results.folder / files.COVERAGE_CSV}", soft_wrap=True, markup=False)


def _show_mixed(reports: pd.DataFrame, console: Console) -> None:
    """Say in a line which counties' years join reports of several genres or levels, whose shares are of no kind."""
    joined = reports[unlike(reports)[[*KINDS]].any(axis="columns")]
    cells = described(joined.assign(unit=unit_of(joined)), ["unit", "year"], ["county", "level", "genre"])
    if len(cells):
        first = cells.iloc[0]
        said = f"{first['county']} {first['year']}: {first['level']}, {first['genre']}"
        more = " …" if len(cells) > 1 else ""
        what = "county × year joins" if len(cells) == 1 else "county × years join"
        line = f"{len(cells)} {what} genres or levels: {said}{more}; --by county_id,year,level,genre"
        console.print(line, soft_wrap=True, markup=False)


def _fitting(names: Sequence[str], county: int, width: int) -> Sequence[str]:
    """The categories whose columns fit beside those of the county, in cells of a terminal."""
    used = accumulate(map(_width, names), lambda room, own: room - own - 1, initial=width - county - 2 - _room(NUMBERS))
    fit = sum(room >= 0 for room in used) - 1
    return names[: max(1, fit)]


def _room(names: Sequence[str]) -> int:
    """The cells of columns, with what stands between them."""
    return sum(_width(name) + 1 for name in names)


def _width(name: str) -> int:
    return max(NARROWEST, *map(cell_len, _folded(name).split("\n")))


def _folded(name: str) -> str:
    """Break a long name into lines of one length: integ- above rity."""
    lines = math.ceil(len(name) / NAME_LINE)
    size = math.ceil(len(name) / lines)
    return "-\n".join(name[i : i + size] for i in range(0, len(name), size))


def _percent(share: float) -> str:
    return percent(share) if share else "·"
