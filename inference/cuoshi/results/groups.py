"""The columns that make a group, as people name them on the command line and in Python."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cuoshi.aliases import field

COMMA = re.compile("[,，、;；]")


def column_names(by: Sequence[str] | str) -> list[str]:
    """Names of columns: a list of them, or a text with commas, Chinese or not; 县 and 年份 are county and year too."""
    names = COMMA.split(by) if isinstance(by, str) else by
    return list(dict.fromkeys(field(name) for name in map(str.strip, names) if name))


def group_columns(by: Sequence[str] | str) -> list[str]:
    """The columns that make a group: those asked for, and ``county_code`` behind ``county``."""
    columns = [
        part for name in column_names(by) for part in (("county", "county_code") if name == "county" else (name,))
    ]
    return list(dict.fromkeys(columns))
