"""County × category, the share as colour and figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from cuoshi.figures.view import INK, SOFT, View, note

PLACE = ["province", "county_code", "county", "city"]
SYNTHETIC = "°"
BLUES = ("#f3f7fb", "#bfd9ec", "#8dbddd", "#2a74ac", "#135a92", "#07345f")  # those of the page
MOST_ROWS = 40  # more rows than that cannot be read on a page of a journal
ROW_INCHES, COLUMN_INCHES = 0.24, 0.72
UPRIGHT = 8  # more names than that do not fit beside one another


def heatmap(view: View) -> Figure:
    """Draw the figure.

    Args:
        view: what it shows; the counties asked for, or those with most sentences.

    Returns:
        The figure.
    """
    table = view.table(view.results.reports, PLACE)
    categories = list(view.results.scheme.category_ids)
    wide = table.pivot_table(index=PLACE, columns="category", values="share")[categories]
    sentences = table.drop_duplicates(PLACE)["sentences"].to_numpy()
    rows = _rows(wide.index, sentences, view.counties)
    shares = wide.to_numpy()[rows] * 100
    synthetic = np.zeros(shares.shape, bool)
    if view.corrections:
        synthetic = (
            table.pivot_table(index=PLACE, columns="category", values="synthetic")[categories].to_numpy()[rows] > 0
        )
    width = 2.16 + COLUMN_INCHES * len(view.names)
    figure = Figure(figsize=view.size or (width, 1.2 + ROW_INCHES * len(rows)))
    axes = figure.add_subplot()
    image = axes.imshow(shares, aspect="auto", cmap=LinearSegmentedColormap.from_list("blues", BLUES), vmin=0)
    _write_cells(axes, shares, synthetic)
    slant: dict[str, Any] = {"rotation": 45, "ha": "left", "rotation_mode": "anchor"}
    slanted = slant if len(view.names) > UPRIGHT else {}
    axes.set_xticks(range(len(view.names)), view.names, color=INK, **slanted)
    axes.set_yticks(range(len(rows)), [wide.index[row][2] or view.word("unknown") for row in rows], color=INK)
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)
    bar = figure.colorbar(image, ax=axes, fraction=0.025, pad=0.02)
    bar.outline.set_visible(False)
    bar.set_label(view.share, color=SOFT)
    shown = (
        [view.word("shown").format(n=len(rows), total=len(wide))] if len(rows) < len(wide) and not view.counties else []
    )
    if notes := shown + [f"{SYNTHETIC} {view.word('synthetic')}"] * bool(synthetic.any()):
        note(axes, "\n".join(notes))
    return figure


def _rows(index: pd.Index[Any], sentences: Any, chosen: Sequence[tuple[str, str]]) -> list[int]:
    """Rows to show, in the order of the table."""
    if chosen:
        return [row for row, (_, code, county, _) in enumerate(index) if (county, code) in chosen]
    return sorted(np.argsort(-sentences, kind="stable")[:MOST_ROWS].tolist())


def _write_cells(axes: Any, shares: Any, synthetic: Any) -> None:
    dark = shares.max() * 0.56  # the blue from which on white is easier to read than ink
    for (row, column), share in np.ndenumerate(shares):
        text = (f"{share:.1f}" if share else "–") + SYNTHETIC * bool(synthetic[row, column])
        axes.text(column, row, text, ha="center", va="center", fontsize=8, color="white" if share > dark else INK)
