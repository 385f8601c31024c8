"""County × year, how many reports there are: how complete a panel is."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from cuoshi.decimals import percent
from cuoshi.figures.cells import cells, framed, write
from cuoshi.figures.view import View, note
from cuoshi.results.loading.places import COUNTY

#: colours of cells of one report and of more
REPORTS = ("#bfd9ec", "#2a74ac")


def matrix(view: View) -> Figure:
    """Draw which counties have reports of which years.

    Args:
        view: what it shows; the counties asked for, or all.

    Returns:
        The figure. Its note counts the cells of counties; cities, provinces and unknown counties are rows only.
    """
    places, years, reports = cells(view, "reports")
    figure, axes = framed(view, places, years, view.word("reports"))
    steps = np.where(np.isnan(reports), np.nan, np.minimum(reports, len(REPORTS)))
    colours = ListedColormap(REPORTS).with_extremes(bad=(0, 0, 0, 0))
    axes.imshow(steps, aspect="auto", cmap=colours, vmin=0.5, vmax=2.5, interpolation="none")
    write(axes, reports, 1, "{:.0f}".format)
    names = ("1", "2+")
    handles = [Patch(color=colour, label=name) for colour, name in zip(REPORTS, names, strict=True)]
    axes.legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 1.0), ncols=2, frameon=False, borderaxespad=1.6)
    counties = reports[view.places.table["kind"].to_numpy()[places] == COUNTY]
    if size := counties.size:
        full = np.count_nonzero(~np.isnan(counties))
        note(axes, view.word("full").format(full=f"{full:,}", cells=f"{size:,}", share=percent(full / size, 0)))
    return figure
