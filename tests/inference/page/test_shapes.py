import json
from pathlib import Path

import pytest

from cuoshi.errors import CuoshiError
from cuoshi.page.shapes import WIDTH, boundaries_of, map_shapes
from cuoshi.results.loading.folder import load


def test_shapes_are_paths_on_whole_units_with_the_places_in_them(results: Path, tmp_path: Path) -> None:
    ring = [[110, 30], [112, 30], [112.000001, 30], [112, 31], [110, 31], [110, 30]]
    features = [
        {"properties": {"code": code, "name": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for code in ("900001", "980001")
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"features": features}), encoding="utf-8")
    loaded = load(results)
    found = map_shapes(loaded, path)
    (drawn, name, places), (_, _, none) = found["shapes"]
    assert name == "900001" and loaded.places.table["code"].iloc[places].tolist() == ["900001"] and none == []
    assert drawn.startswith("M0 ") and drawn.count("L") == 4, "points that fall together are one"
    assert found["width"] == WIDTH and 0 < found["height"] < WIDTH
    assert (found["matched"], found["left"], found["property"]) == (1, 11, "code")


def test_a_page_says_where_its_boundaries_are(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert boundaries_of(page) is None
    page.write_text('<meta charset="utf-8"><meta name="boundaries" content="../a &amp; b.geojson">', encoding="utf-8")
    assert boundaries_of(page) == tmp_path / "../a & b.geojson"
    page.write_text("x" * 10_000 + '<meta name="boundaries" content="a">', encoding="utf-8")
    assert boundaries_of(page) is None, "text of a report is no boundary"


def test_boundaries_of_elsewhere_are_refused(results: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"features": [{"properties": {"code": "110101"}, "geometry": null}]}', encoding="utf-8")
    with pytest.raises(CuoshiError, match="no property holds codes"):
        map_shapes(load(results), path)
