import json
from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")

from cuoshi.figures.map import map as draw_map
from cuoshi.figures.view import View
from cuoshi.maps.boundaries import read_boundaries
from cuoshi.results.loading import load


def texts(view: View) -> list[str]:
    return [text.get_text() for text in draw_map(view).axes[0].texts]


def test_a_tile_a_province_with_its_share(results: Path) -> None:
    view = View(load(results), category=2)
    table = view.table(view.reports, ["province"])
    shares = table[table["category"] == "service"].set_index("province")["share"]
    assert sorted(texts(view)) == sorted(f"{name}\n{100 * share:.1f}" for name, share in shares.items())


def test_real_provinces_lie_on_the_grid_of_all(make_rows, make_results, tmp_path: Path) -> None:
    rows = make_rows(2, 1)
    for row in rows:
        row["province"] = "海南省" if row["province"] == "东岭省" else ""
    shown = texts(View(load(make_results(tmp_path, rows))))
    assert len(shown) == 35 and "黑龙江" in shown
    assert any(text.startswith("海南\n") for text in shown) and any(text.startswith("未识别县\n") for text in shown)


def test_shapes_are_coloured_by_the_share_of_the_counties_in_them(results: Path, tmp_path: Path) -> None:
    def ring(x: float) -> list[list[list[float]]]:
        return [[[x, 30], [x + 1, 30], [x + 1, 31], [x, 30]]]

    shapes = {"900001": 110, "910000": 111, "980000": 112}
    features = [
        {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": ring(x)}}
        for code, x in shapes.items()
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    view = View(load(results), boundaries=read_boundaries(path, ["900001", "910001"]))
    figure = draw_map(view)
    colours = figure.axes[0].collections[0].get_facecolors()
    scale = figure.axes[0].texts[0].get_text()
    assert len({tuple(colour) for colour in colours}) == 3, "the third has no report and is grey"
    assert "code" in scale and "8 个单位" in scale, "one county and the three of a province have a shape"
