"""Each category's share by year with its interval, small multiples on one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from cuoshi.figures.view import HAIR, INK, SOFT, View, folded

MOST_COLUMNS, MOST_TICKS = 4, 4
FAINT = 3  # so many bands can lie over one another
WIDTH, ROW_INCHES = 7.6, 2.1
TITLE_CHARACTERS = 12  # Chinese ones that a panel is wide


def trend(view: View) -> Figure:
    """Draw the figure.

    Args:
        view: what it shows; counties are a line each, beside the others; all reports are one line if there are none.

    Returns:
        The figure: a panel a category; the key stands in the panel that is left over, or above the others.
    """
    reports = view.reports.dropna(subset=["year"])
    columns = min(MOST_COLUMNS, len(view.names) + 1)
    rows = math.ceil(len(view.names) / columns)
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
        _axes(axes, folded(name, TITLE_CHARACTERS))
    panels[0].set_xticks(years[:: -(-len(years) // MOST_TICKS)])
    panels[0].set_ylim(0, None if any(axes.dataLim.y1 > 0 for axes in panels) else 1)
    panels[0].xaxis.set_major_formatter("{x:.0f}")
    for axes in panels[len(view.names) :]:
        axes.axis("off")
    _key(figure, panels, len(view.names))
    held = view.held(groups[-1][2])
    notes = [view.word("band_corrected" if view.corrections else "band"), *([groups[-1][0], *held] if held else [])]
    figure.supxlabel("\n".join(notes), x=0.01, ha="left", color=SOFT, fontsize=7.5)
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


def _key(figure: Figure, panels: Sequence[Any], number: int) -> None:
    """Draw the key in the first panel without a chart; where there is none, above the charts."""
    handles, labels = panels[0].get_legend_handles_labels()
    if number < len(panels):
        panels[number].legend(handles, labels, loc="upper left", frameon=False, borderaxespad=0)
    else:
        figure.legend(handles, labels, loc="outside upper left", frameon=False, ncols=MOST_COLUMNS)
