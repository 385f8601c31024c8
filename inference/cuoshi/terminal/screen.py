"""What the tables on a terminal have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console

if TYPE_CHECKING:
    import pandas as pd

#: a county that is not known
UNKNOWN = "(unknown)"
#: rows of counties that a screen holds
MAX_COUNTIES = 25
#: what stands between columns is one cell of the box
PLAIN: Mapping[str, Any] = {"title_justify": "left", "box": SIMPLE_HEAD, "padding": 0}


def county_name(row: pd.Series[Any]) -> str:
    """The name of a row's county, or that it is not known."""
    return str(row["county"]) or UNKNOWN


def show_more(count: int, one: str, many: str) -> None:
    """Say that more is to be had than is shown, if there is.

    Args:
        count: how many.
        one: of what, and where, if it is one.
        many: the same of several.
    """
    if count > 0:
        Console(highlight=False, soft_wrap=True).print(f"{count} more {one if count == 1 else many}", markup=False)
