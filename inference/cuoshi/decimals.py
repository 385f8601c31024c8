"""How shares are rounded where people read them: 6.25% is 6.3% in terminal, spreadsheet, figure and page alike."""

from __future__ import annotations

import math

#: decimals that a number still has once what binary fractions add to it is gone
EXACT = 9


def decimal(value: float, digits: int = 1) -> str:
    """Write a number with so many decimals, a half rounded away from zero, as spreadsheets do it.

    Python's own rounding takes a half to the even digit, and a script's hangs on how the number is stored.

    Args:
        value: the number, ``nan`` for none.
        digits: decimals after the point.
    """
    if not math.isfinite(value):
        return str(value)
    scale = 10**digits
    whole = math.floor(round(abs(value) * scale, EXACT) + 0.5)
    return f"{math.copysign(whole / scale, value if whole else 1):.{digits}f}"


def percent(share: float, digits: int = 1) -> str:
    """Write a share in percent.

    Args:
        share: from 0 to 1.
        digits: decimals after the point.
    """
    return f"{decimal(100 * share, digits)}%"
