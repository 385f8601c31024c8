"""The share of one category where it is reported: provinces as tiles, or the boundaries that a user has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PathCollection
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

from cuoshi.decimals import decimal
from cuoshi.figures.view import COLOURS, DARK, HAIR, INK, SOFT, View, colour_bar, folded, note, width_of
from cuoshi.maps.boundaries import Boundaries, flattened
from cuoshi.maps.tiles import TILES, rows_below

EMPTY = "#f1f2f0"
SIZE, TILE_INCHES = (7.2, 6.4), 0.8
#: Chinese characters that a tile is wide, and the size of letters that makes them so
CHARACTERS, POINTS = 4, 8.0
#: name, numbers of its reports, column and row
Tile = tuple[str, NDArray[np.intp], int, int]


def map(view: View) -> Figure:
    """Draw the figure.

    Args:
        view: what it shows. Where it has no boundaries, tiles of provinces; where all reports are of one province, or
            no province is known, tiles of counties, as the page opens it.

    Returns:
        The figure.
    """
    tiles = [] if view.boundaries else _tiles(view)
    rows = 1 + max((row for *_, row in tiles), default=0)
    figure = Figure(figsize=view.size or (SIZE[0], max(SIZE[1], TILE_INCHES * rows)))
    axes = figure.add_subplot()
    axes.set_title(view.names[view.category], loc="left", color=INK, fontsize=10)
    axes.set_axis_off()
    axes.set_aspect("equal")
    top = _shapes(axes, view, view.boundaries) if view.boundaries else _draw_tiles(axes, view, tiles)
    colour_bar(view, axes, ScalarMappable(Normalize(0, top), COLOURS), fraction=0.025)
    return figure


def _tiles(view: View) -> list[Tile]:
    """Lay out what has a tile, in order, with the numbers of its reports."""
    of_report = view.places.of_report
    province = view.places.table["province"].to_numpy()[of_report]
    names = list(dict.fromkeys(view.places.table["province"]))
    if len(names) == 1:
        places = rows_below(view.place_names, below=False)
        return [
            (name, np.flatnonzero(of_report == number), *places[name]) for number, name in enumerate(view.place_names)
        ]
    grid: Mapping[str, tuple[int, int]] = TILES if set(names) & set(TILES) else {}
    places = {**grid, **rows_below([name for name in names if name not in grid], bool(grid))}
    return [(view.province_name(name), np.flatnonzero(province == name), x, y) for name, (x, y) in places.items()]


def _draw_tiles(axes: Any, view: View, tiles: Sequence[Tile]) -> float:
    """Draw tiles; give the highest share."""
    shares = [_share(view, reports) if len(reports) else None for _, reports, _, _ in tiles]
    top = max((share for share in shares if share is not None), default=0.0) or 1.0
    for (name, _, x, y), share in zip(tiles, shares, strict=True):
        axes.add_patch(Rectangle((x, -y), 0.96, 0.96, facecolor=_colour(share, top), edgecolor="none"))
        lines = "\n".join(folded(word, CHARACTERS) for word in name.split())
        text = lines + ("" if share is None else f"\n{decimal(share)}")
        points = POINTS * min(1, (CHARACTERS + 0.5) / max(width_of(line) for line in lines.split("\n")))
        ink = SOFT if share is None else "white" if share > top * DARK else INK
        axes.text(x + 0.48, 0.48 - y, text, ha="center", va="center", fontsize=points, color=ink, linespacing=1.4)
    axes.set_xlim(0, 1 + max(x for *_, x, _ in tiles))
    axes.set_ylim(-max(y for *_, y in tiles), 1 - min(y for *_, y in tiles))
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
