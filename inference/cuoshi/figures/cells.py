"""What figures of county × year have in common: the cells, the names of rows, the figures in cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from cuoshi.arrays import Floats, Integers
from cuoshi.figures.view import HAIR, INK, SOFT, View

#: behind a share that the error of all groups corrected
SYNTHETIC = "°"
#: rows that are labelled one by one; of more counties only provinces are named
MOST_LABELLED = 60
ROW_INCHES, THIN_INCHES, YEAR_INCHES = 0.24, 0.022, 0.52
#: that a label takes, and which part of a figure's height its rows fill
LABEL_INCHES, FILLED = 0.15, 0.77


def cells(view: View, measure: str) -> tuple[Integers, list[int], Floats]:
    """Lay a measure of the view's category out by county and year.

    Args:
        view: the counties asked for, or all.
        measure: a column of the coverage table.

    Returns:
        Numbers of the places, the years from the first to the last, and places × years, missing where there is no
        report.
    """
    reports = view.reports.dropna(subset=["year"])
    if view.counties:
        reports = reports[reports["place"].isin(list(view.counties))]
    table = view.table(reports, ["place", "year"]).iloc[view.category :: len(view.names)]
    named = view.reports["year"].dropna()
    every = list(range(int(named.min()), int(named.max()) + 1))  # a year without any report is a gap too
    wide = table.pivot_table(index="place", columns="year", values=measure).reindex(columns=every)
    return wide.index.to_numpy(np.int64), every, wide.to_numpy(np.float64)


def framed(view: View, places: Integers, years: list[int], title: str) -> tuple[Figure, Any]:
    """Begin a figure whose rows are named, each for itself or by province where they are many.

    Args:
        view: for its size and words.
        places: a number a row.
        years: one a column.
        title: what the cells show.

    Returns:
        The figure and its axes.
    """
    few = len(places) <= MOST_LABELLED
    height = 1.3 + (ROW_INCHES if few else THIN_INCHES) * len(places)
    figure = Figure(figsize=view.size or (2.6 + YEAR_INCHES * len(years), height))
    axes = figure.add_subplot()
    axes.set_title(title, loc="left", color=INK, fontsize=10, pad=22)
    axes.set_xticks(range(len(years)), [str(year) for year in years], color=INK, rotation=0)
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)
    if few:
        axes.set_yticks(range(len(places)), [view.place_names[place] for place in places], color=INK)
        return figure, axes
    province = view.places.table["province"].to_numpy()[places]
    starts = np.flatnonzero(province != np.append([None], province[:-1]))
    ends = np.append(starts[1:], len(places))
    names = [f"{view.province_name(province[start])} ({end - start})" for start, end in zip(starts, ends, strict=True)]
    gap = len(places) * LABEL_INCHES / (figure.get_figheight() * FILLED)
    axes.set_yticks(spread((starts + ends - 1) / 2, gap, len(places) - 1), names, color=INK)
    axes.hlines(starts[1:] - 0.5, -0.5, len(years) - 0.5, color="white", linewidth=1.2)
    axes.hlines(starts[1:] - 0.5, -0.5, len(years) - 0.5, color=HAIR, linewidth=0.5)
    return figure, axes


def spread(places: Floats, gap: float, last: float) -> Floats:
    """Move labels apart as little as possible, by isotonic regression (pool adjacent violators).

    Args:
        places: where they belong, ascending.
        gap: the least distance between two of them.
        last: none stands before 0 or behind it, if there is room.

    Returns:
        Where they stand.
    """
    pools: list[tuple[float, int]] = []  # mean, size
    for number, place in enumerate(places):
        mean, size = place - number * gap, 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        pools.append((mean, size))
    base = np.repeat([mean for mean, _ in pools], [size for _, size in pools])
    parted: Floats = np.clip(base, 0, max(0, last - gap * (len(places) - 1))) + gap * np.arange(len(places))
    return parted


def write(
    axes: Any, values: Floats, dark: float, form: Callable[[float], str], marked: NDArray[np.bool_] | None = None
) -> None:
    """Write the figures into the cells of a chart of labelled rows; of more rows they could not be read.

    Args:
        axes: the chart.
        values: rows × columns.
        dark: from which value on a cell is so dark that white is easier to read.
        form: gives the text of a value.
        marked: which values bear the mark of :data:`SYNTHETIC`, if any do.
    """
    if len(values) > MOST_LABELLED:
        return
    for (row, column), value in np.ndenumerate(values):
        text, ink = ("·", SOFT) if np.isnan(value) else (form(value), "white" if value > dark else INK)
        mark = SYNTHETIC if marked is not None and marked[row, column] else ""
        axes.text(column, row, text + mark, ha="center", va="center", fontsize=8, color=ink)
