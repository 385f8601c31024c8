"""What is made of a results folder's tables on request: brought up to date when these change, lest it be stale."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from cuoshi.errors import CuoshiError
from cuoshi.results import files
from cuoshi.results.measured.corrected import read_validity
from cuoshi.results.panel.panel import made_so, write_panel
from cuoshi.results.writing.sentences import write_sentences_csv

LOG = logging.getLogger("cuoshi")


def refresh(folder: Path) -> None:
    """Make what there is of ``REMADE`` again from the tables, as it was made; pages are the page's.

    ``validity.json`` of other sentences, counties or years is removed, and so is a panel that cannot be made as it was,
    each with a line of warning.

    Args:
        folder: the results folder.

    Raises:
        CuoshiError: a file is damaged or cannot be written.
    """
    validity = folder / files.VALIDITY
    if validity.exists() and read_validity(folder) is None:
        validity.unlink()
        LOG.warning("%s was of other sentences, counties or years and is removed; validate again", validity)
    for names, make in REMADE:
        if _is_older(folder, names):
            make(folder)


def _is_older(folder: Path, names: Sequence[str]) -> bool:
    """Whether one of these files is there that was written before the sentences, or what hand coding said of them."""
    own = [path.stat().st_mtime_ns for path in map(folder.joinpath, names) if path.exists()]
    made_of = [folder / name for name in (files.SENTENCES, files.VALIDITY)]
    return bool(own) and min(own) < max(path.stat().st_mtime_ns for path in made_of if path.exists())


def _panel_again(folder: Path) -> None:
    try:
        by, balanced = made_so(folder)
        write_panel(folder, by, balanced, again=True)
    except CuoshiError as error:
        for name in files.PANEL:
            (folder / name).unlink(missing_ok=True)
        LOG.warning("the panel of before cannot be made of these tables (%s) and is removed; run cuoshi panel", error)


#: what is made of the tables on request, and how it is made again
REMADE: tuple[tuple[Sequence[str], Callable[[Path], object]], ...] = (
    (files.PANEL, _panel_again),
    ((files.SENTENCES_CSV,), write_sentences_csv),
)
