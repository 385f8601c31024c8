import pytest

from cuoshi.errors import SchemeError
from cuoshi.label import PALETTE, Label, is_bright, labels, luminance, plain, text

WATER = {"id": "water", "zh": "水利", "en": "Water"}


def test_what_is_left_out_has_a_value_and_colours_go_round() -> None:
    count = len(PALETTE) + 1
    read = labels({"category": [WATER | {"id": f"c{i}"} for i in range(count)]}, "category")
    assert [one.colour for one in read] == [*PALETTE, PALETTE[0]]
    assert (read[0].meaning_zh, read[0].rest, read[0].keywords) == ("", False, ())
    assert [one.colour for one in plain([one.id for one in read])] == [one.colour for one in read]
    assert labels({}, "status") == ()


def test_its_entry_is_read_again_and_keeps_to_what_was_said() -> None:
    label = Label("water", "水利", "Water", "渠道", "Canals", "#14568c", rest=True, keywords=("水库", "渠"))
    assert labels({"status": [label.entry()]}, "status") == (label,)
    assert not {"rest", "keywords"} & set(Label("water", "水利", "Water").entry())


def test_words_are_kept_once() -> None:
    (label,) = labels({"category": [WATER | {"keywords": ["水库", " 水库 ", "渠"]}]}, "category")
    assert label.keywords == ("水库", "渠")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "2nd"}, "a letter first"),
        ({"id": "w" * 25}, "1 to 24"),
        ({"zh": " "}, "water: give it a name in zh and in en"),
        ({"colour": "#12345"}, "#rrggbb"),
        ({}, ""),
    ],
)
def test_what_is_not_allowed_of_it(changed: dict[str, str], said: str) -> None:
    assert said in "".join(Label(**WATER | changed).problems())  # type: ignore[arg-type]
    assert bool(said) == bool([*Label(**WATER | changed).problems()])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("water", r"status 1: not a table; write \[\[status\]\]"),
        (WATER | {"rest": 1}, "rest is true or false"),
        (WATER | {"keywords": [""]}, "keywords is a list of words"),
        (WATER | {"zh": 3}, "zh is no text"),
        ({"id": "water"}, "status 1 has no zh"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(entry: object, said: str) -> None:
    with pytest.raises(SchemeError, match=said):
        labels({"status": [entry]}, "status")


def test_a_text_is_asked_for_by_name() -> None:
    assert text({"name": "x"}, "name", "the scheme") == "x"
    with pytest.raises(SchemeError, match="the scheme has no version"):
        text({"name": "x"}, "version", "the scheme")


def test_luminance_is_that_of_the_standard() -> None:
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1)
    assert is_bright("#ffffff") and not is_bright("#777777")
    assert luminance("#ff0000") == pytest.approx(0.2126)
    assert luminance("#777777") == pytest.approx(0.1845, abs=1e-3)
