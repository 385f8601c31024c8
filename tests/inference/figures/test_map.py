import json
from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")

import matplotlib as mpl

from cuoshi.errors import CuoshiError
from cuoshi.figures.map import map as draw_map
from cuoshi.figures.plot import find_chinese_font
from cuoshi.figures.view import View
from cuoshi.maps.boundaries import read_boundaries
from cuoshi.results.loading.folder import load


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
    assert any(text.startswith("海南\n") for text in shown) and any(text.startswith("未知省份\n") for text in shown)


@pytest.mark.parametrize("province", ["", "东岭省"])
def test_where_all_are_of_one_province_its_counties_are_tiles(
    province, make_rows, make_results, tmp_path: Path
) -> None:
    rows = [row | {"province": province} for row in make_rows(10, 1, length=10)]
    view = View(load(make_results(tmp_path, rows)))
    shown = [text.split("\n")[0] for text in texts(view)]
    assert shown == view.places.table["name"].tolist()


def test_names_stay_within_their_tiles(make_rows, make_results, tmp_path: Path) -> None:
    try:
        font = find_chinese_font()
    except CuoshiError:
        pytest.skip("no Chinese font installed: apt-get install fonts-noto-cjk")
    rows = make_rows(4, 1, length=10)
    for row in rows:
        row["province"] = {"东岭省": "东岭生产建设兵团", "澜川省": ""}.get(str(row["province"]), row["province"])
    with mpl.rc_context({"font.family": [font, "DejaVu Sans"]}):
        axes = draw_map(View(load(make_results(tmp_path, rows)), lang="en")).axes[0]
        axes.figure.canvas.draw()
        tiles = [patch.get_window_extent() for patch in axes.patches]
        names = [text.get_window_extent() for text in axes.texts]
    assert len(names) == len(tiles) == 4
    for name, tile in zip(names, tiles, strict=True):
        assert tile.x0 < name.x0 and name.x1 < tile.x1 and tile.y0 < name.y0 and name.y1 < tile.y1


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
