"""One rule of rounding: what Python, the page's script and a spreadsheet show of a share is the same."""

import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cuoshi.decimals import decimal, percent
from cuoshi.offline import document

if TYPE_CHECKING:
    from playwright import sync_api

SHARES = [0, 9 / 144, 0.0145, 0.1125, 0.00049999, 0.0005, 1 / 3, 0.99949, 0.9995, 1, 0.285, 0.00125, 5 / 80]


@pytest.mark.parametrize(
    ("share", "text"),
    [(9 / 144, "6.3%"), (0.0145, "1.5%"), (0.1125, "11.3%"), (0.0625 - 1e-6, "6.2%"), (0.9995, "100.0%"), (0, "0.0%")],
)
def test_a_half_is_rounded_up_as_in_a_spreadsheet(share, text):
    assert percent(share) == text


def test_numbers_below_zero_are_rounded_away_from_it_and_zero_has_no_sign():
    assert [decimal(-6.25), decimal(-0.04), decimal(2.5, 0), decimal(0.125, 2)] == ["-6.3", "0.0", "3", "0.13"]
    assert decimal(math.nan) == "nan"


def test_the_script_of_pages_rounds_by_the_same_rule(browser: "sync_api.Browser"):
    script = (Path(document.__file__).parent / "base.js").read_text("utf-8")
    page = browser.new_page()
    shown = page.evaluate(f"(shares) => {{ {script}; return shares.map((share) => percent(share)); }}", SHARES)
    several = page.evaluate(f"() => {{ {script}; return [decimal(-6.25, 1), decimal(0.125, 2), decimal(2.5, 0)]; }}")
    page.close()
    assert shown == [percent(share) for share in SHARES]
    assert several == ["-6.3", "0.13", "3"]
