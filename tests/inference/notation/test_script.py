import pytest

from cuoshi.notation.script import simplified


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("涞源縣2021年工作總結", "涞源县2021年工作总结"),
        ("減免稅費1860萬元。", "减免税费1860万元。"),
        ("乾縣的乾旱", "乾县的干旱"),
        ("縣", "县"),
        ("二、突出困難", "二、突出困难"),
        ("穀城縣、餘干縣、於都縣", "谷城县、余干县、于都县"),
    ],
)
def test_traditional_characters_become_simplified_ones(text: str, shown: str) -> None:
    assert simplified(text) == shown


@pytest.mark.parametrize(
    "text",
    ["", "Report 2021", "乾安县著力减免税费。", "2021年总结—①", "镕基⻓沙", "他姓於，不是于", "\ud800"],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert simplified(text) == text


def test_each_line_is_told_by_itself_and_every_character_keeps_its_place() -> None:
    text = "清禾縣設立風險補償資金池\n干部后来发展生产，書法家来了\n\ud800\u3000企業滿意。\r\n"
    shown = simplified(text)
    assert shown.split("\n")[:2] == ["清禾县设立风险补偿资金池", "干部后来发展生产，書法家来了"]
    assert len(shown) == len(text)
    assert shown.endswith("\u3000企业满意。\r\n")


def test_names_of_places_are_known_in_lines_that_mix_both() -> None:
    assert simplified("2021年涞源縣工作总结，书法家长久发展") == "2021年涞源县工作总结，书法家长久发展"
