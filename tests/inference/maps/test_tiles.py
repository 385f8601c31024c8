from cuoshi.maps.tiles import COLUMNS, TILES, rows_below
from cuoshi.places.gazetteer import gazetteer
from cuoshi.places.levels import LEVELS
from cuoshi.text.genres import GENRES
from cuoshi.words import LANGUAGES, interface_words


def test_every_province_has_a_tile_of_its_own() -> None:
    provinces = {unit.province for units in gazetteer().by_code.values() for unit in units if unit.last_year > 2020}
    assert provinces <= set(TILES)
    assert len({(x, y) for x, y in TILES.values()}) == len(TILES) == 34
    assert all(0 <= x < COLUMNS for x, _ in TILES.values())


def test_every_province_genre_and_level_has_a_name_in_each_language() -> None:
    for lang in LANGUAGES:
        assert set(interface_words(lang)["provinces"]) == set(TILES)
        assert list(interface_words(lang)["genres"]) == [name for name, _ in GENRES]
        assert list(interface_words(lang)["levels"]) == list(LEVELS)
        assert len(set(interface_words(lang)["provinces"].values())) == len(TILES)


def test_others_stand_in_rows_below_or_alone() -> None:
    names = [f"第{number}省" for number in range(10)]
    below = rows_below(names, below=True)
    lowest = max(y for _, y in TILES.values())
    assert list(below.values())[7:9] == [(7, lowest + 1), (0, lowest + 2)]
    assert rows_below(names[:1], below=False) == {"第0省": (0, 0)}
