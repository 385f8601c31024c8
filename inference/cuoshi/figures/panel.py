"""County × year, the share of one category as colour; cells without a report stay empty."""

from __future__ import annotations

from matplotlib.figure import Figure

from cuoshi.decimals import decimal
from cuoshi.figures.cells import cells, framed, write
from cuoshi.figures.view import COLOURS, DARK, View, colour_bar, note, top_of


def panel(view: View) -> Figure:
    """Draw the share of the view's category.

    Args:
        view: what it shows; the counties asked for, or all.

    Returns:
        The figure.
    """
    places, years, values = cells(view, "share")
    shares = values * 100
    top = top_of(shares)
    figure, axes = framed(view, places, years, view.names[view.category])
    blues = COLOURS.with_extremes(bad=(0, 0, 0, 0))
    image = axes.imshow(shares, aspect="auto", cmap=blues, vmin=0, vmax=top, interpolation="none")
    write(axes, shares, top * DARK, _percent)
    colour_bar(view, axes, image, fraction=0.03, aspect=24)
    note(axes, view.word("no_report"))
    return figure


def _percent(share: float) -> str:
    return decimal(share) if share else "0"
