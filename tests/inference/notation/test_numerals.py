from pathlib import Path

import pytest

import cuoshi
from cuoshi.notation.numerals import counted, figures, placed, value


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (99, "九十九"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
    ],
)
def test_numbers_are_counted_as_headings_are(number: int, text: str) -> None:
    assert counted(number) == text


def test_what_is_written_is_read() -> None:
    assert [value(counted(number)) for number in range(1, 10_000)] == list(range(1, 10_000))


def test_other_digits_are_written_out_whole() -> None:
    assert counted(11, "零壹贰叁肆伍陆柒捌玖", "拾佰仟") == "壹拾壹"


def test_numbers_outside_the_range_are_written_in_figures() -> None:
    assert [counted(0), counted(10_000)] == ["0", "10000"]


def test_digits_stand_for_themselves_in_years() -> None:
    assert placed(2021) == "二〇二一"
    assert [figures(text) for text in ("二〇二一", "二○二一", "二零二一", "二O二一")] == ["2021"] * 4


def test_numerals_are_written_out_nowhere_else() -> None:
    package = Path(cuoshi.__file__).parent
    texts = {path: path.read_text("utf-8") for path in package.rglob("*.py") if path.parent.name != "notation"}
    assert len(texts) > 150
    assert [str(path) for path, text in texts.items() if "二三四" in text] == []
