"""The files that could not be read, and the reports of which something could not, with the reasons."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from cuoshi.errors import CuoshiError, ReadError
from cuoshi.readers.text import decode
from cuoshi.results import files
from cuoshi.results.formats.plain import unmarked, write_csv
from cuoshi.words import in_chinese

HEADER = ("path", "reason", "reason_zh", "counted")


class Skipped(NamedTuple):
    """What could not be read, or is doubtful in a report that was.

    Attributes:
        path: the file or the part of it.
        reason: what is wrong and what to do.
        counted: whether the report is in the tables all the same.
    """

    path: str
    reason: str
    counted: bool = False


def write(rows: Iterable[Skipped], folder: Path) -> None:
    """Write ``skipped.csv``."""
    shown = ((one.path, one.reason, in_chinese(one.reason), "yes" if one.counted else "no") for one in rows)
    write_csv(folder / files.SKIPPED, HEADER, shown)


def read(folder: Path) -> list[Skipped]:
    """Read ``skipped.csv``, also as a spreadsheet saved it again; where there is none nothing was skipped.

    Raises:
        CuoshiError: it is no text, or no table.
    """
    path = folder / files.SKIPPED
    if not path.is_file():
        return []
    try:
        rows = [*csv.DictReader(StringIO(decode(path.read_bytes()), newline=""))]
    except (ReadError, csv.Error) as error:
        raise CuoshiError(f"{path}: cannot be read ({error}); tally again") from error
    return [
        Skipped(unmarked(row.get("path") or ""), row.get("reason") or "", row.get("counted") == "yes") for row in rows
    ]
