"""Each category's share by year with its interval, small multiples on one scale."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from cuoshi.figures.view import HAIR, INK, SOFT, View

MOST_COLUMNS, MOST_TICKS = 4, 4
FAINT = 3  # so many bands can lie over one another
WIDTH, ROW_INCHES = 7.6, 2.1


def trend(view: View) -> Figure:
    """Draw the figure.

    Args:
        view: what it shows; counties are a line each, beside the others; all reports are one line if there are none.

    Returns:
        The figure: a panel a category and one for the key.
    """
    reports = view.reports.dropna(subset=["year"])
    columns = min(MOST_COLUMNS, len(view.names) + 1)
    rows = math.ceil((len(view.names) + 1) / columns)
    size = view.size or (WIDTH, ROW_INCHES * max(rows, 1.3))
    figure = Figure(figsize=size, layout=ConstrainedLayoutEngine(hspace=0.09, wspace=0.04))
    panels = list(figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).flat)
    years = sorted({int(year) for year in reports["year"]})
    groups = view.groups(reports)
    for label, colour, some in groups:
        table = view.table(some, ["year"])
        for axes, category in zip(panels, view.results.scheme.category_ids, strict=False):
            one = table[table["category"] == category].set_index("year")
            _band(axes, one.reindex(_steps(years)), colour, label, 0.16 if len(groups) <= FAINT else 0.08)
    for axes, name in zip(panels, view.names, strict=False):
        _axes(axes, name)
    panels[0].set_xticks(years[:: -(-len(years) // MOST_TICKS)])
    panels[0].set_ylim(bottom=0)
    panels[0].xaxis.set_major_formatter("{x:.0f}")
    key, *empty = panels[len(view.names) :]
    band = view.word("band_corrected" if view.corrections else "band")
    held = view.held(groups[-1][2])
    _key(key, panels[0], [band, *([groups[-1][0], *held] if held else [])])
    for axes in empty:
        axes.axis("off")
    figure.supylabel(view.share, color=SOFT, fontsize=9)
    return figure


def _steps(years: list[int]) -> list[int]:
    """Years from the first to the last at the least distance that there is, so that one that is missing shows."""
    step = min((after - before for before, after in pairwise(years)), default=1)
    return sorted({*years, *range(years[0], years[-1] + 1, step)})


def _band(axes: Any, one: pd.DataFrame, colour: str, label: str, alpha: float) -> None:
    """Draw a line with its band; both break where a year is missing, and one year alone has a bar."""
    years = one.index.to_numpy(float)
    share, low, high = (one[name].to_numpy(float) * 100 for name in ("share", "low", "high"))
    axes.fill_between(years, low, high, color=colour, alpha=alpha, linewidth=0)
    known = ~np.isnan(low)
    alone = known & ~np.append(known[1:], False) & ~np.append(False, known[:-1])
    axes.vlines(years[alone], low[alone], high[alone], color=colour, linewidth=1.2, alpha=0.6)
    axes.plot(years, share, color=colour, linewidth=1.6, marker="o", markersize=3, label=label)


def _axes(axes: Any, name: str) -> None:
    axes.set_title(name, loc="left", fontsize=9.5, color=INK)
    axes.grid(axis="y", color=HAIR, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.tick_params(labelbottom=True)


def _key(panel: Any, first: Any, notes: list[str]) -> None:
    """The panel behind the last chart holds the key."""
    panel.axis("off")
    handles, labels = first.get_legend_handles_labels()
    panel.legend(handles, labels, loc="upper left", frameon=False, borderaxespad=0)
    panel.text(0, 0.1, "\n".join(map(_wrapped, notes)), transform=panel.transAxes, fontsize=7.5, color=SOFT)


def _wrapped(text: str) -> str:
    """Break a note where it can be broken to fit the width of a panel."""
    return text.replace("（", "\n（").replace(" (", "\n(").replace(": ", ":\n")
