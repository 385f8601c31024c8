import pytest

from cuoshi.readers.word import equations


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (r"eq \o\ac(○,3)", "③"),
        (r"eq \o\ac(□,优)", "优"),
        (r"EQ \f(1,2)", "1/2"),
        (r"EQ \r(,9)", "√9"),
        (r"EQ \o\ad(\s\up 9(jiǎn),减)", "减"),
        (r"PAGE \* MERGEFORMAT", ""),
        (r"EQ \o(", ""),
    ],
)
def test_eq_fields(code: str, shown: str) -> None:
    assert equations.field(code) == shown


@pytest.mark.parametrize(
    "worst", [r"\o\ad" + " " * 100_000, r"\o(" * 30_000, r"\*" * 50_000, "(" * 100_000, "\\" * 100_000]
)
def test_eq_fields_take_linear_time(worst: str) -> None:
    assert isinstance(equations.field(f"EQ {worst}"), str)
