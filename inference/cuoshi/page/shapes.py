"""The boundaries that a user has, as the page draws them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from cuoshi.maps.boundaries import Ring, flattened, read_boundaries
from cuoshi.results.loading.folder import Results

#: units of the drawing from west to east: finer than a screen, so that no point that can be seen is lost
WIDTH = 1600
#: how a page says where its boundaries are, and within how many of its first characters
NAMED, HEAD = re.compile('<meta name="boundaries" content="([^"]*)">'), 8192


def boundaries_of(page: Path) -> Path | None:
    """Say which boundaries a page was drawn with.

    Args:
        page: one that :func:`cuoshi.page.report.write_report` wrote.

    Returns:
        Path of the GeoJSON file; ``None`` where there is no page, or it has no boundaries.
    """
    if not page.exists():
        return None
    with page.open(encoding="utf-8", errors="replace") as file:
        found = NAMED.search(file.read(HEAD))
    return page.parent / html.unescape(found[1]) if found else None


def map_shapes(results: Results, path: Path) -> dict[str, Any]:
    """Lay boundaries out as the page's script draws them.

    Args:
        results: whose places are looked for.
        path: the GeoJSON file.

    Returns:
        ``width`` and ``height`` of the drawing, ``shapes`` (path, name, numbers of the places in it), the ``property``
        that held the codes, how many shapes are ``matched``, and how many places are ``left`` without one.

    Raises:
        CuoshiError: as :func:`cuoshi.maps.boundaries.read_boundaries`.
    """
    codes = results.places.codes(results.reports)
    boundaries = read_boundaries(path, [code for own in codes for code in own])
    held = boundaries.holding(codes)
    rings = flattened(boundaries.shapes)
    every = np.concatenate([ring for own in rings for ring in own])
    west, north = every[:, 0].min(), every[:, 1].max()
    scale = WIDTH / max(np.ptp(every[:, 0]), np.ptp(every[:, 1]), 1e-9)
    drawn = ["".join(_outline(own, west, north, scale)) for own in rings]
    names = [shape.name for shape in boundaries.shapes]
    return {
        "width": round(float(np.ptp(every[:, 0])) * scale),
        "height": round(float(np.ptp(every[:, 1])) * scale),
        "shapes": [list(shape) for shape in zip(drawn, names, held, strict=True)],
        "property": boundaries.property,
        "matched": sum(map(bool, held)),
        "left": len(codes) - len({place for own in held for place in own}),
    }


def _outline(rings: list[Ring], west: float, north: float, scale: float) -> Iterator[str]:
    """Yield the rings as pieces of an SVG path, on whole units and without points that fall together."""
    for ring in rings:
        points = np.rint(np.column_stack([ring[:, 0] - west, north - ring[:, 1]]) * scale).astype(int)
        points = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))]
        if len(points) > 2:
            yield "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"
