"""Each category's share with its interval, beside the status of its sentences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from cuoshi.decimals import decimal
from cuoshi.figures.view import HAIR, INK, SOFT, View, ink_on
from cuoshi.words import said

ROW_INCHES = 2.4 / 7
SMALL = 4  # groups of which dots are drawn smaller
#: of a row, how far groups lie apart, and how much of it they fill at most
APART, FILLED = 0.26, 0.8


def profile(view: View) -> Figure:
    """Draw the figure.

    Args:
        view: what it shows; counties are set against the others, all reports are one group if there are none.

    Returns:
        The figure. The status is that of the chosen counties, or of all; a scheme without statuses has no such panel.
    """
    groups = view.groups(view.reports)
    states = bool(view.results.scheme.statuses)
    size = view.size or (7.6 if states else 4.4, 1 + ROW_INCHES * max(3, len(view.names)) * max(1, len(groups) / 4))
    figure = Figure(figsize=size, layout="constrained")
    panels = figure.subplots(1, 1 + states, sharey=True, squeeze=False, width_ratios=[1.15, 1][: 1 + states])[0]
    left, dot = panels[0], 5.5 if len(groups) < SMALL else 4
    for number, (label, colour, some) in enumerate(groups):
        table = view.table(some, [])
        places = np.arange(len(view.names)) + (number - (len(groups) - 1) / 2) * min(APART, FILLED / len(groups))
        share, low, high = (table[name].to_numpy(float) * 100 for name in ("share", "low", "high"))
        left.hlines(places, low, high, color=colour, linewidth=1.6, alpha=0.65)
        left.plot(share, places, "o", color=colour, markersize=dot, label=_label(view, label, some))
    left.set_yticks(range(len(view.names)), view.names, color=INK)
    left.set_ylim(len(view.names) - 0.5, -0.5)
    left.set_xlim(left=0)
    left.set_xlabel(view.share, color=SOFT)
    left.grid(axis="x", color=HAIR, linewidth=0.7)
    left.set_axisbelow(True)
    left.legend(loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, borderaxespad=0, handletextpad=0.2)
    if states:
        _status_bars(panels[1], view.table(groups[0][2], []), view)
        panels[1].set_xlabel(f"{view.word('status')} · {groups[0][0]}", color=SOFT)
    return figure


def _label(view: View, label: str, reports: pd.DataFrame) -> str:
    sizes = {"reports_n": len(reports), "sentences_n": int(reports["sentences"].sum())}
    size = view.word("list").join(said(view.word(name), n=n) for name, n in sizes.items())
    return "\n".join([f"{label} ({size})", *view.held(reports)])


def _status_bars(axes: Any, table: pd.DataFrame, view: View) -> None:
    scheme = view.results.scheme
    rest = {scheme.rest.id: table["tagged"] - table[list(scheme.counted_ids)].sum(axis=1)} if scheme.rest else {}
    counts = table.assign(**rest)
    start = np.zeros(len(table))
    for status in scheme.statuses:
        width = 100 * counts[status.id].to_numpy() / np.maximum(1, counts["tagged"].to_numpy())
        axes.barh(range(len(table)), width, left=start, height=0.55, color=status.colour)
        for row in np.flatnonzero(width >= 9):
            middle, ink = start[row] + width[row] / 2, ink_on(status.colour)
            axes.text(middle, row, decimal(width[row], 0), ha="center", va="center", fontsize=7.5, color=ink)
        start += width
    handles = [axes.barh(0, 0, color=status.colour) for status in scheme.statuses]
    labels = [status.name(view.lang) for status in scheme.statuses]
    axes.legend(handles, labels, loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, ncols=4, borderaxespad=0,
                handlelength=0.8, columnspacing=1, handletextpad=0.4)  # fmt: skip
    axes.set_xlim(0, 100)
    axes.spines["left"].set_visible(False)
