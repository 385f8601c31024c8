import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cuoshi.errors import CuoshiError
from cuoshi.maps.boundaries import flattened, read_boundaries

SQUARE = [[110, 60], [111, 60], [111, 61], [110, 61], [110, 60]]


def feature(properties: dict[str, Any], kind: str = "Polygon", coordinates: Any = (SQUARE,)) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def written(folder: Path, features: Any) -> Path:
    path = folder / "bounds.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.mark.parametrize("code", ["130630", 130630, 130630.0, "156130630", "130630000", "130630000000"])
def test_a_county_is_known_by_its_code_however_it_is_written(tmp_path: Path, code: object) -> None:
    found = read_boundaries(written(tmp_path, [feature({"name": "甲", "PAC": code})]), ["130630"])
    assert (found.property, found.shapes[0].code, found.shapes[0].name) == ("PAC", "130630", "甲")


def test_the_property_that_holds_most_codes_is_taken(tmp_path: Path) -> None:
    features = [feature({"id": 130000 + i, "adcode": code}) for i, code in enumerate(("130630", "130631", "140110"))]
    assert read_boundaries(written(tmp_path, features), ["130630", "130631"]).property == "adcode"


def test_shapes_of_provinces_cities_and_counties_hold_what_lies_in_them(tmp_path: Path) -> None:
    features = [feature({"code": code}) for code in ("130000", "130600", "130630", "990101")]
    found = read_boundaries(written(tmp_path, features), ["130630", "130102"])
    codes = [["130630"], ["130102"], ["130699", "130630"], [], ["000000", "130630"]]
    assert found.holding(codes) == [[0, 1, 2, 4], [0, 2, 4], [0, 4], []]


def test_islands_and_holes_are_rings_and_what_is_no_area_is_left_out(tmp_path: Path) -> None:
    features = [
        feature({"code": "130630"}, "MultiPolygon", [[SQUARE, SQUARE], [SQUARE]]),
        feature({"code": "130631"}, "Point", [1, 2]),
        {"type": "Feature", "properties": {"code": "130632"}, "geometry": None},
        feature({"code": ""}),
    ]
    (shape,) = read_boundaries(written(tmp_path, features), ["130630"]).shapes
    assert [ring.shape for ring in shape.rings] == [(5, 2)] * 3


@pytest.mark.parametrize("turned", [False, True])
def test_holes_go_round_the_other_way_than_the_area_around_them(tmp_path: Path, turned: bool) -> None:
    rings = [SQUARE[::-1] if turned else SQUARE] * 2
    (shape,) = read_boundaries(written(tmp_path, [feature({"code": "130630"}, coordinates=rings)]), ["130630"]).shapes
    assert [ring.tolist() for ring in shape.rings] == [SQUARE, SQUARE[::-1]]


def test_degrees_are_drawn_in_their_proportions_and_metres_as_they_are(tmp_path: Path) -> None:
    found = read_boundaries(written(tmp_path, [feature({"code": "130630"})]), ["130630"])
    width, height = np.ptp(flattened(found.shapes)[0][0], axis=0)
    assert width / height == pytest.approx(np.cos(np.radians(60.5)))
    metres = [[x * 1000, y * 1000] for x, y in SQUARE]
    found = read_boundaries(written(tmp_path, [feature({"code": "130630"}, coordinates=[metres])]), ["130630"])
    assert np.ptp(flattened(found.shapes)[0][0], axis=0).tolist() == [1000, 1000]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read as GeoJSON"),
        ('{"type": "Topology"}', "no GeoJSON FeatureCollection"),
        ('{"features": [{"properties": {"name": "甲"}, "geometry": null}]}', "no property holds codes"),
        ('{"features": []}', "no property holds codes"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CuoshiError, match=said) as caught:
        read_boundaries(path, ["130630"])
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CuoshiError, match="cannot be read"):
        read_boundaries(tmp_path / "none.geojson", ["130630"])
