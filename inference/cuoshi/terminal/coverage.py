"""The county × category table, as much of it as one screen holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from cuoshi.coverage.shares import coverage_table
from cuoshi.coverage.units import unit_of
from cuoshi.results import files
from cuoshi.results.describing import described, mixed
from cuoshi.results.loading import Results
from cuoshi.scheme import Label, Scheme
from cuoshi.terminal.screen import MAX_COUNTIES, PLAIN, UNKNOWN

if TYPE_CHECKING:
    import pandas as pd

#: cells of a column of shares (“12.3%”) and characters of a name that stand in a line above it
NARROWEST, NAME_LINE = 6, 3
#: the row that joins all, counties or not
ALL = "全部报告"


def show_coverage(results: Results) -> None:
    """Print the county × category table of a results folder, as much of it as one screen holds.

    Counties are in the order of codes; below them is a row of all reports, whatever they are of.

    Args:
        results: what was loaded of the folder.
    """
    places = results.places
    reports = results.reports.assign(place=places.of_report)
    coverage = coverage_table(reports, ["place"], results.scheme)
    if coverage.empty:
        return
    console = Console()
    names = places.labels("{name}（本级报告）", UNKNOWN)
    every = coverage.groupby("place")
    rows = [(names[int(group["place"].iloc[0])], group) for _, group in every]
    more = len(rows) - MAX_COUNTIES
    if more > 0:
        rows = sorted(rows, key=lambda row: -row[1]["sentences"].iloc[0])[:MAX_COUNTIES]
    rows.append((ALL, coverage_table(reports, [], results.scheme)))
    labels = _fitting(results.scheme, max(cell_len(name) for name, _ in rows), console.width)
    title = "各县各类句子占比  share of sentences by county and category"
    table = Table(title=title, **PLAIN)
    table.add_column("县", no_wrap=True)
    for name in ("报告", "句子"):
        table.add_column(name, justify="right", no_wrap=True)
    for label in labels:
        table.add_column(_folded(label.zh), justify="right", min_width=NARROWEST)
    for name, group in rows:
        first = group.iloc[0]
        facts = (name, str(first["reports"]), str(first["sentences"]))
        table.add_row(*facts, *map(_percent, group["share"].iloc[: len(labels)]))
    console.print(table)
    left = len(results.scheme.categories) - len(labels)
    for count, what, english in ((more, "个县", "counties"), (left, "个类别", "categories")):
        if count > 0:
            where = results.folder / files.COVERAGE_CSV
            console.print(f"还有 {count} {what}未列出，见 {where} ({count} more {english} there)", soft_wrap=True)
    _show_mixed(results.reports, console)


def _show_mixed(reports: pd.DataFrame, console: Console) -> None:
    """Say in a line which counties' years join reports of several genres or levels, whose shares are of no kind."""
    known = reports[(unit_of(reports) != "") & reports["year"].notna()]
    cells = described(known, ["county_id", "year"], ["county", "level", "genre"])
    unlike = cells[mixed(cells)]
    if len(unlike):
        first = unlike.iloc[0]
        said = f"{first['county']} {first['year']}: {first['level']}, {first['genre']}"
        more = " …" if len(unlike) > 1 else ""
        console.print(
            f"{len(unlike)} 格（县 × 年）混有不同文种或层级 ({len(unlike)} county × years join genres or levels): "
            f"{said}{more}; --by county_id,year,level,genre",
            soft_wrap=True,
            markup=False,
        )


def _fitting(scheme: Scheme, county: int, width: int) -> Sequence[Label]:
    """The categories whose columns fit beside those of the county, in cells of a terminal."""
    room = width - county - 2 * cell_len("报告 ") - 2  # and the edges of the table
    return scheme.categories[: max(1, room // (NARROWEST + 1))]


def _folded(name: str) -> str:
    """Break a name into lines of one length: 法治 above 环境."""
    size = math.ceil(len(name) / math.ceil(len(name) / NAME_LINE))
    return "\n".join(name[i : i + size] for i in range(0, len(name), size))


def _percent(share: float) -> str:
    return f"{share:.1%}" if share else "·"
