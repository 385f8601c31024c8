import pandas as pd
import pytest

from cuoshi.terminal.screen import county_name, show_more


def test_a_county_without_name_is_said_to_be_unknown() -> None:
    assert county_name(pd.Series({"county": "清禾县"})) == "清禾县"
    assert county_name(pd.Series({"county": ""})) == "(unknown)"


@pytest.mark.parametrize("count", [0, -3])
def test_nothing_more_is_not_said(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    show_more(count, "county", "counties")
    assert capsys.readouterr().out == ""
    show_more(2, "county", "counties")
    show_more(1, "county", "counties")
    assert capsys.readouterr().out == "2 more counties\n1 more county\n"
