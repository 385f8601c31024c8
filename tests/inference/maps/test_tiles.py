from cuoshi.maps.tiles import COLUMNS, TILES, rows_below
from cuoshi.places.gazetteer import gazetteer


def test_every_province_has_a_tile_of_its_own() -> None:
    provinces = {unit.province for units in gazetteer().by_code.values() for unit in units if unit.last_year > 2020}
    assert provinces <= set(TILES)
    assert len({(x, y) for _, x, y in TILES.values()}) == len(TILES) == 34
    assert all(0 <= x < COLUMNS for _, x, _ in TILES.values())


def test_others_stand_in_rows_below_or_alone() -> None:
    names = [f"第{number}省" for number in range(10)]
    below = rows_below(names, below=True)
    lowest = max(y for _, _, y in TILES.values())
    assert [place[1:] for place in below.values()][7:9] == [(7, lowest + 1), (0, lowest + 2)]
    assert rows_below(names[:1], below=False) == {"第0省": ("第0省", 0, 0)}
