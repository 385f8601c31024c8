"""County × category, the share as colour and figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from cuoshi.arrays import Integers
from cuoshi.decimals import decimal
from cuoshi.figures.cells import SYNTHETIC, write
from cuoshi.figures.view import CHARACTER_INCHES, COLOURS, DARK, INK, View, colour_bar, note, top_of, width_of

MOST_ROWS = 40  # more rows than that cannot be read on a page of a journal
ROW_INCHES, COLUMN_INCHES = 0.24, 0.72
MARGIN_INCHES = 2.16  # beside the cells


def heatmap(view: View) -> Figure:
    """Draw the figure.

    Args:
        view: what it shows; the counties asked for, or those with most sentences.

    Returns:
        The figure.
    """
    table = view.table(view.reports, ["place"])
    width, every = len(view.names), table["place"].to_numpy()[:: len(view.names)]
    rows = _rows(every, table["sentences"].to_numpy()[::width], view.counties)
    shares = table["share"].to_numpy().reshape(-1, width)[rows] * 100
    synthetic = np.zeros(shares.shape, bool)
    if view.corrections:
        synthetic = table["synthetic"].to_numpy(bool).reshape(-1, width)[rows]
    size = view.size or (MARGIN_INCHES + COLUMN_INCHES * width, 1.2 + ROW_INCHES * len(rows))
    figure = Figure(figsize=size)
    axes = figure.add_subplot()
    top = top_of(shares)
    image = axes.imshow(shares, aspect="auto", cmap=COLOURS, vmin=0, vmax=top)
    # where all cells are synthetic, the note says so and no cell bears the mark
    write(axes, shares, top * DARK, _percent, synthetic & (not synthetic.all()))
    axes.set_xticks(range(width), view.names, color=INK, **_slanted(view.names, (size[0] - MARGIN_INCHES) / width))
    axes.set_yticks(range(len(rows)), [view.place_names[every[row]] for row in rows], color=INK)
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)
    colour_bar(view, axes, image, fraction=0.025)
    notes = []
    if len(rows) < len(every) and not view.counties:
        notes.append(view.word("shown").format(n=len(rows), total=len(every)))
    if synthetic.any():
        notes.append(view.word("synthetic_all") if synthetic.all() else f"{SYNTHETIC} {view.word('synthetic')}")
    if notes:
        note(axes, "\n".join(notes))
    return figure


def _rows(places: Integers, sentences: Integers, chosen: Sequence[int]) -> list[int]:
    """Rows to show, in the order of the table."""
    if chosen:
        return [row for row, place in enumerate(places) if place in chosen]
    return sorted(np.argsort(-sentences, kind="stable")[:MOST_ROWS].tolist())


def _slanted(names: Sequence[str], inches: float) -> dict[str, Any]:
    """How names of columns stand that do not fit beside one another.

    Args:
        names: of the columns.
        inches: that a column is wide.
    """
    fit = max(map(width_of, names)) * CHARACTER_INCHES <= inches
    return {} if fit else {"rotation": 45, "ha": "left", "rotation_mode": "anchor"}


def _percent(share: float) -> str:
    return decimal(share) if share else "–"
