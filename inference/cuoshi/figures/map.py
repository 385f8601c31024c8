"""The share of one category where it is reported: provinces as tiles, or the boundaries that a user has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PathCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path as Outline

from cuoshi.figures.view import BLUES, HAIR, INK, SOFT, View, note
from cuoshi.maps.boundaries import Boundaries, flattened
from cuoshi.maps.tiles import TILES, rows_below

EMPTY = "#f1f2f0"
COLOURS = LinearSegmentedColormap.from_list("blues", BLUES)
SIZE = (7.2, 6.4)


def map(view: View) -> Figure:
    """Draw the figure.

    Args:
        view: what it shows; tiles of provinces where it has no boundaries.

    Returns:
        The figure.
    """
    figure = Figure(figsize=view.size or SIZE)
    axes = figure.add_subplot()
    axes.set_title(view.names[view.category], loc="left", color=INK, fontsize=10)
    axes.set_axis_off()
    axes.set_aspect("equal")
    top = _shapes(axes, view, view.boundaries) if view.boundaries else _tiles(axes, view)
    bar = figure.colorbar(ScalarMappable(Normalize(0, top), COLOURS), ax=axes, fraction=0.025, pad=0.02)
    bar.outline.set_visible(False)
    bar.set_label(view.share, color=SOFT)
    return figure


def _tiles(axes: Any, view: View) -> float:
    """Draw tiles; give the highest share."""
    province = view.places.table["province"].to_numpy()[view.places.of_report]
    shares = {
        name: _share(view, np.flatnonzero(province == name)) for name in dict.fromkeys(view.places.table["province"])
    }
    grid: Mapping[str, tuple[str, int, int]] = {} if not set(shares) & set(TILES) else TILES
    places = {**grid, **rows_below([name for name in shares if name not in grid], bool(grid))}
    top = max(shares.values()) or 1.0
    for name, (short, x, y) in places.items():
        share = shares.get(name)
        axes.add_patch(Rectangle((x, -y), 0.96, 0.96, facecolor=_colour(share, top), edgecolor="none"))
        dark = share is not None and share > top * 0.56
        text = (short or view.word("unknown")) + ("" if share is None else f"\n{share:.1f}")
        ink = "white" if dark else INK if share is not None else SOFT
        axes.text(x + 0.48, 0.48 - y, text, ha="center", va="center", fontsize=8, color=ink, linespacing=1.4)
    axes.set_xlim(0, 1 + max(x for _, x, _ in places.values()))
    axes.set_ylim(-max(y for _, _, y in places.values()), 1 - min(y for _, _, y in places.values()))
    if held := view.held(view.reports):
        note(axes, "\n".join(held))
    return top


def _shapes(axes: Any, view: View, boundaries: Boundaries) -> float:
    """Draw boundaries; give the highest share."""
    held = boundaries.holding(view.places.codes(view.results.reports))
    shares = [_share(view, np.flatnonzero(np.isin(view.places.of_report, own))) if own else None for own in held]
    top = max((share for share in shares if share is not None), default=0.0) or 1.0
    outlines = [
        Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings))
        for rings in flattened(boundaries.shapes)
    ]
    colours = [_colour(share, top) for share in shares]
    axes.add_collection(PathCollection(outlines, facecolors=colours, edgecolors=HAIR, linewidths=0.4))
    axes.autoscale_view()
    left = len(view.places.table) - len({place for own in held for place in own})
    note(axes, view.word("map_note").format(property=boundaries.property, left=left))
    return top


def _share(view: View, reports: Any) -> float:
    """The category's share in some reports in percent, corrected where the view is."""
    if view.corrections:
        return float(view.corrections.of(reports)[0, view.category]) * 100
    own = view.reports.iloc[reports]
    return float(own[f"tagged_{view.results.scheme.category_ids[view.category]}"].sum() / own["sentences"].sum()) * 100


def _colour(share: float | None, top: float) -> Any:
    return EMPTY if share is None else COLOURS(share / top)
