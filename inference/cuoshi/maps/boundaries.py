"""The boundaries that a user has, read from GeoJSON and matched with places by code."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuoshi.errors import CuoshiError

Ring = NDArray[np.float64]
#: a code of GB/T 2260, also with the country before it (156130630) or zeros behind (130630000000)
CODE = re.compile(r"(?:156)?(\d{6})(?:0{3}|0{6})?")
#: digits that say which province, city and county a code is of
SIZES = (2, 4, 6)
#: latitudes and longitudes lie within these; what does not is taken as projected already
LONGITUDE, LATITUDE = 180, 90
#: names are shown, if there are any
NAMES = ("name", "NAME", "名称", "县", "county", "NAME_CHN")


@dataclass(frozen=True, slots=True)
class Shape:
    """One feature: its code as a prefix of those of the units in it, what it is called, and its rings.

    Attributes:
        code: the significant digits: two of a province, four of a city, six of a county.
        name: as the file has it.
        rings: points × (x, y) each, in the file's coordinates.
    """

    code: str
    name: str
    rings: list[Ring]


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The features of a file that have a code.

    Attributes:
        property: the property that holds it.
        shapes: the features.
    """

    property: str
    shapes: list[Shape]

    def holding(self, codes: Sequence[Sequence[str]]) -> list[list[int]]:
        """Find which places lie in each shape.

        Args:
            codes: of each place the codes that it has or had, the newest first: the first that is in a shape decides.

        Returns:
            For each shape the numbers of the places.
        """
        shapes: dict[str, list[int]] = {}
        for number, shape in enumerate(self.shapes):
            shapes.setdefault(shape.code, []).append(number)
        held: list[list[int]] = [[] for _ in self.shapes]
        for place, own in enumerate(codes):
            found = ([one for size in SIZES for one in shapes.get(code[:size], [])] for code in own if code)
            for number in next(filter(None, found), []):
                held[number].append(place)
        return held


def read_boundaries(path: Path, codes: Iterable[str]) -> Boundaries:
    """Read the boundaries of a GeoJSON file.

    Args:
        path: a FeatureCollection of polygons.
        codes: those of the places that are to be found in it.

    Returns:
        Its features that have a code, by the property that holds codes of most of the places.

    Raises:
        CuoshiError: it cannot be read, is no GeoJSON of polygons, or no property holds codes of these places.
    """
    features = _features(path)
    wanted = {code[:size] for code in codes if code for size in SIZES}
    names = list(dict.fromkeys(name for feature in features for name in feature["properties"] or {}))
    matches = {name: sum(_prefix(_value(feature, name)) in wanted for feature in features) for name in names}
    best = max(matches, key=lambda name: matches[name], default="")
    if not best or not matches[best]:
        raise CuoshiError(
            f"{path}: no property holds codes of these counties, such as {next(iter(sorted(codes)), '130630')}; "
            f"it has {', '.join(names) or 'none'}"
        )
    shapes = [
        Shape(code, next((str(value) for name in NAMES if (value := _value(feature, name))), code), rings)
        for feature in features
        if (code := _prefix(_value(feature, best))) and (rings := list(_rings(feature["geometry"])))
    ]
    return Boundaries(best, shapes)


def _features(path: Path) -> list[Mapping[str, Any]]:
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise CuoshiError(
            f"{path}: cannot be read as GeoJSON ({error}); save the boundaries as GeoJSON, UTF-8"
        ) from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise CuoshiError(f"{path}: no GeoJSON FeatureCollection; save the boundaries as one")
    return [{"properties": one.get("properties"), "geometry": one.get("geometry")} for one in features]


def _value(feature: Mapping[str, Any], name: str) -> Any:
    return (feature["properties"] or {}).get(name)


def _prefix(value: Any) -> str:
    """The digits of a code that say what lies in it; empty where it is none."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    found = CODE.fullmatch(text)
    if not found:
        return ""
    return re.sub(r"(?:00){1,2}$", "", found[1])


def _rings(geometry: Any) -> Iterator[Ring]:
    """Yield the rings of a polygon or of several, holes the other way round; other geometry has none."""
    kind, parts = (geometry or {}).get("type"), (geometry or {}).get("coordinates") or []
    polygons = parts if kind == "MultiPolygon" else [parts] if kind == "Polygon" else []
    for polygon in polygons:
        for number, ring in enumerate(polygon):
            points = np.array([point[:2] for point in ring], np.float64)
            if points.shape[0] > 2 and points.shape[1:] == (2,) and np.isfinite(points).all():
                yield points if _is_left_turning(points) == (number == 0) else points[::-1]


def _is_left_turning(ring: Ring) -> bool:
    """Whether a ring goes round counterclockwise, by the sign of its area (shoelace formula)."""
    x, y = (ring - ring[0]).T
    return bool((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() > 0)


def flattened(shapes: Sequence[Shape]) -> list[list[Ring]]:
    """Lay boundaries out on a plane.

    Args:
        shapes: the features.

    Returns:
        Their rings, y upwards; degrees so that a kilometre is as long in both directions at the middle latitude
        (equirectangular projection), other coordinates as they are.
    """
    every = np.concatenate([ring for shape in shapes for ring in shape.rings])
    degrees = bool((np.abs(every) <= (LONGITUDE, LATITUDE)).all())
    middle = (every[:, 1].min() + every[:, 1].max()) / 2
    factor = np.array([math.cos(math.radians(middle)), 1.0]) if degrees else np.ones(2)
    return [[ring * factor for ring in shape.rings] for shape in shapes]
