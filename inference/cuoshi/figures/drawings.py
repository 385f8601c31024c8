"""The three figures, drawn with matplotlib from counts per report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from cuoshi.coverage.arithmetic import coverage_table
from cuoshi.schema import CATEGORIES, STATUSES

BLUES = ("#f3f7fb", "#bfd9ec", "#8dbddd", "#2a74ac", "#135a92", "#07345f")  # those of the page
EVERYONE, CHOSEN, OTHERS = "#14568c", "#b1400f", "#6b7680"
STATUS_COLOURS = {"done": "#14568c", "planned": "#e3a72f", "problem": "#b1400f", "general": "#c4ccd1"}
INK, SOFT, HAIR = "#16202a", "#55616d", "#dfe3e4"
MOST_ROWS = 40  # more rows than that cannot be read on a page of a journal
ROW_INCHES = 0.24

Words = Mapping[str, Any]
Counties = Sequence[tuple[str, str]]
Size = tuple[float, float] | None


def heatmap(reports: pd.DataFrame, chosen: Counties, words: Words, size: Size) -> Figure:
    """Draw county × category, the share as colour and figure.

    Args:
        reports: counts per report, see :class:`cuoshi.results.loading.Results`.
        chosen: name and code of the counties to show; all, or those with most sentences, if empty.
        words: the words of one language.
        size: width and height in inches.

    Returns:
        The figure.
    """
    table = coverage_table(reports, ["province", "county_code", "county"])
    wide = table.pivot_table(index=["province", "county_code", "county"], columns="category", values="share")
    sentences = table.drop_duplicates(["province", "county_code", "county"])["sentences"].to_numpy()
    rows = _heatmap_rows(wide.index, sentences, chosen)
    shares = wide[list(CATEGORIES)].to_numpy()[rows] * 100
    figure = Figure(figsize=size or (7.2, 1.2 + ROW_INCHES * len(rows)))
    axes = figure.add_subplot()
    image = axes.imshow(shares, aspect="auto", cmap=LinearSegmentedColormap.from_list("blues", BLUES), vmin=0)
    _write_cells(axes, shares)
    axes.set_xticks(range(len(CATEGORIES)), _names(words), color=INK)
    axes.set_yticks(range(len(rows)), [wide.index[row][2] or words["figure"]["unknown"] for row in rows], color=INK)
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)
    bar = figure.colorbar(image, ax=axes, fraction=0.025, pad=0.02)
    bar.outline.set_visible(False)
    bar.set_label(words["figure"]["share"], color=SOFT)
    if len(rows) < len(wide) and not chosen:
        _note(axes, words["figure"]["shown"].format(n=len(rows), total=len(wide)))
    return figure


def trend(reports: pd.DataFrame, chosen: Counties, words: Words, size: Size) -> Figure:
    """Draw each category's share by year with its interval, small multiples on one scale.

    Args:
        reports: counts per report.
        chosen: counties to set against the others; all counties are one line if empty.
        words: the words of one language.
        size: width and height in inches.

    Returns:
        The figure.
    """
    figure = Figure(figsize=size or (7.6, 4.2), layout=ConstrainedLayoutEngine(hspace=0.09, wspace=0.04))
    grid = figure.subplots(2, 4, sharex=True, sharey=True)
    panels = list(grid.flat)
    for label, colour, some in _groups(reports.dropna(subset=["year"]), chosen, words):
        table = coverage_table(some, ["year"])
        for axes, category in zip(panels, CATEGORIES, strict=False):
            one = table[table["category"] == category]
            _band(axes, one, colour, label)
    for axes, name in zip(panels, _names(words), strict=False):
        _trend_axes(axes, name)
    years = sorted({int(year) for year in reports["year"].dropna()})
    panels[0].set_xticks(years[:: max(1, len(years) // 4)])
    panels[0].set_ylim(bottom=0)
    panels[0].xaxis.set_major_formatter("{x:.0f}")
    _trend_key(panels[-1], panels[0], words)
    figure.supylabel(words["figure"]["share"], color=SOFT, fontsize=9)
    return figure


def profile(reports: pd.DataFrame, chosen: Counties, words: Words, size: Size) -> Figure:
    """Draw each category's share with its interval beside the status of its sentences.

    Args:
        reports: counts per report.
        chosen: counties to set against the others; all counties are one group if empty.
        words: the words of one language.
        size: width and height in inches.

    Returns:
        The figure. The status is that of the chosen counties, or of all.
    """
    figure = Figure(figsize=size or (7.6, 3.4), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[1.15, 1])
    groups = _groups(reports, chosen, words)
    for number, (label, colour, some) in enumerate(groups):
        table = coverage_table(some, [])
        places = np.arange(len(CATEGORIES)) + (number - (len(groups) - 1) / 2) * 0.26
        share, low, high = (table[name].to_numpy(float) * 100 for name in ("share", "low", "high"))
        left.hlines(places, low, high, color=colour, linewidth=1.6, alpha=0.65)
        left.plot(share, places, "o", color=colour, markersize=5.5, label=_label(label, some, words))
    left.set_yticks(range(len(CATEGORIES)), _names(words), color=INK)
    left.invert_yaxis()
    left.set_xlim(left=0)
    left.set_xlabel(words["figure"]["share"], color=SOFT)
    left.grid(axis="x", color=HAIR, linewidth=0.7)
    left.set_axisbelow(True)
    left.legend(loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, borderaxespad=0, handletextpad=0.2)
    _status_bars(right, coverage_table(groups[0][2], []), words)
    right.set_xlabel(f"{words['figure']['status']} · {groups[0][0]}", color=SOFT)
    return figure


def _heatmap_rows(index: pd.Index[Any], sentences: Any, chosen: Counties) -> list[int]:
    """Rows to show, in the order of the table."""
    if chosen:
        return [row for row, (_, code, county) in enumerate(index) if (county, code) in chosen]
    return sorted(np.argsort(-sentences, kind="stable")[:MOST_ROWS].tolist())


def _write_cells(axes: Any, shares: Any) -> None:
    dark = shares.max() * 0.56  # the blue from which on white is easier to read than ink
    for (row, column), share in np.ndenumerate(shares):
        text = f"{share:.1f}" if share else "–"
        axes.text(column, row, text, ha="center", va="center", fontsize=8, color="white" if share > dark else INK)


def _groups(reports: pd.DataFrame, chosen: Counties, words: Words) -> list[tuple[str, str, pd.DataFrame]]:
    """Label, colour and reports of each line: the chosen counties and the others, or everyone."""
    figure = words["figure"]
    if not chosen:
        return [(figure["all"], EVERYONE, reports)]
    keys = pd.MultiIndex.from_frame(reports[["county", "county_code"]])
    inside = keys.isin(list(chosen))
    label = chosen[0][0] if len(chosen) == 1 else figure["selected"].format(n=len(chosen))
    groups = [(label, CHOSEN, reports[inside]), (figure["rest"], OTHERS, reports[~inside])]
    return [group for group in groups if len(group[2])]


def _band(axes: Any, one: pd.DataFrame, colour: str, label: str) -> None:
    years = one["year"].to_numpy(float)
    share, low, high = (one[name].to_numpy(float) * 100 for name in ("share", "low", "high"))
    axes.fill_between(years, low, high, color=colour, alpha=0.16, linewidth=0)
    axes.plot(years, share, color=colour, linewidth=1.6, marker="o", markersize=3, label=label)


def _trend_axes(axes: Any, name: str) -> None:
    axes.set_title(name, loc="left", fontsize=9.5, color=INK)
    axes.grid(axis="y", color=HAIR, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.tick_params(labelbottom=True)


def _trend_key(empty: Any, first: Any, words: Words) -> None:
    """The eighth panel holds the key instead of a chart."""
    empty.axis("off")
    handles, labels = first.get_legend_handles_labels()
    empty.legend(handles, labels, loc="upper left", frameon=False, borderaxespad=0)
    empty.text(0, 0.1, _wrapped(words["figure"]["band"]), transform=empty.transAxes, fontsize=7.5, color=SOFT)


def _wrapped(text: str) -> str:
    """Break a note where it can be broken to fit the width of a panel."""
    return text.replace("（", "\n（").replace(" (", "\n(").replace(": ", ":\n")


def _status_bars(axes: Any, table: pd.DataFrame, words: Words) -> None:
    counts = table.assign(general=table["tagged"] - table[["done", "planned", "problem"]].sum(axis=1))
    start = np.zeros(len(table))
    for status in STATUSES:
        width = 100 * counts[status].to_numpy() / np.maximum(1, counts["tagged"].to_numpy())
        axes.barh(range(len(table)), width, left=start, height=0.55, color=STATUS_COLOURS[status])
        for row in np.flatnonzero(width >= 9):
            colour = INK if status in ("planned", "general") else "white"
            middle = start[row] + width[row] / 2
            axes.text(middle, row, f"{width[row]:.0f}", ha="center", va="center", fontsize=7.5, color=colour)
        start += width
    handles = [axes.barh(0, 0, color=STATUS_COLOURS[status]) for status in STATUSES]
    labels = [words["figure"][status] for status in STATUSES]
    axes.legend(handles, labels, loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, ncols=4, borderaxespad=0,
                handlelength=0.8, columnspacing=1, handletextpad=0.4)  # fmt: skip
    axes.set_xlim(0, 100)
    axes.spines["left"].set_visible(False)


def _label(label: str, reports: pd.DataFrame, words: Words) -> str:
    size = words["figure"]["n"].format(reports=f"{len(reports):,}", sentences=f"{int(reports['sentences'].sum()):,}")
    return f"{label} ({size})"


def _names(words: Words) -> list[str]:
    return [category["name"] for category in words["categories"]]


def _note(axes: Any, text: str) -> None:
    axes.text(0, -0.01, text, transform=axes.transAxes, va="top", fontsize=7.5, color=SOFT)
