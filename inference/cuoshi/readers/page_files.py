"""Files that are of no interest by their names, and folders whose pictures are the pages of one report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from cuoshi.readers.formats import PICTURES

#: files that programs leave behind: of Windows, and of Word while a document is open
LEFTOVERS = ("thumbs.db", "desktop.ini")
LOCK = "~$"
NUMBER = re.compile(r"\d{1,9}")


def is_visible(path: Path) -> bool:
    """Say whether a file or folder is one that a person put there."""
    return not path.name.startswith((".", LOCK)) and path.name.lower() not in LEFTOVERS


def page_set(files: Iterable[Path]) -> list[Path]:
    """The files of a folder in the order of their numbers, if they are the pages of one report, else none.

    They are when all are pictures, at least two, named alike but for the number that counts them without a gap.

    Args:
        files: what the folder holds.
    """
    pictures = [file for file in files if is_visible(file)]
    if len(pictures) < 2 or not all(file.suffix.lower() in PICTURES and file.is_file() for file in pictures):
        return []
    numbers = [[int(number) for number in NUMBER.findall(file.stem)][-1:] for file in pictures]
    shapes = {NUMBER.sub("#", file.stem) for file in pictures}
    if len(shapes) > 1 or not all(numbers):
        return []
    ordered = sorted(zip([number[0] for number in numbers], pictures, strict=True))
    counted = [number for number, _ in ordered]
    gapless = counted == list(range(counted[0], counted[0] + len(counted)))
    return [file for _, file in ordered] if gapless else []
