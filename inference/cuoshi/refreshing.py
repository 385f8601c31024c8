"""What is made of a results folder's tables, made anew when these change, as when ``validate`` corrects them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from cuoshi.errors import CuoshiError
from cuoshi.page.report import write_page
from cuoshi.page.shapes import boundaries_of
from cuoshi.page.texts import Carried, carried
from cuoshi.results import files
from cuoshi.results.loading.folder import Results, load
from cuoshi.results.writing import derived
from cuoshi.validity import validation
from cuoshi.validity.outcome import Validity
from cuoshi.words import interface_words

LOG = logging.getLogger("cuoshi")


def validate(
    results: Path | str,
    coded: Sequence[Path | str] | Path | str,
    by: Sequence[str] | str | None = None,
    write: bool = True,
    blank: str | None = None,
    lang: str = "zh",
) -> Validity:
    """Correct a results folder's shares by its hand-coded sample.

    Args:
        results: the results folder that the sample was drawn from.
        coded: one file, or one a coder; they lie in the folder of the sample.
        by: columns that make a group; those of the folder's coverage table when ``None``.
        write: put ``validity.json`` and what it says of tables, panel and pages into the results folder.
        blank: what a sentence without an answer means: ``missing`` that it was not coded, ``none`` that it belongs to
            no category. If not given it is missing; a file that has such sentences and none coded as of no category is
            refused.
        lang: language of a page that is written if there is none yet; pages that are there are written anew.

    Returns:
        All figures.

    Raises:
        CuoshiError: a file does not fit the sample, or the sample does not fit the results.
        MissingDependencyError: scipy is not installed.
    """
    interface_words(lang)
    found = validation.validate(results, coded, by, write, blank)
    if write:
        refresh(Path(results), lang)
    return found


def refresh(folder: Path, lang: str = "zh") -> list[Path]:
    """Bring all up to date that was made of a results folder's tables, and write its page, as it was drawn before.

    Args:
        folder: the results folder.
        lang: language of a page that is written if there is none yet; pages that are there are written anew.

    Returns:
        The pages.
    """
    return refreshed(folder, lang)[1]


def refreshed(folder: Path, lang: str) -> tuple[Results, list[Path]]:
    """Bring all up to date as :func:`refresh` does, and give the results as they were loaded for their pages."""
    derived.refresh(folder)
    loaded = load(folder, tagged=True)
    for warning in loaded.learnt_warnings("en"):
        LOG.warning("%s: %s", folder, warning)
    text = carried(loaded)
    there = [one for one, name in files.PAGES.items() if one == lang or (folder / name).exists()]
    return loaded, [_rewritten(loaded, text, one) for one in there]


def _rewritten(results: Results, text: Carried, lang: str) -> Path:
    """Write a page anew with the boundaries that it has; where these cannot be drawn any more, without."""
    boundaries = boundaries_of(results.folder / files.PAGES[lang])
    try:
        return write_page(results, text, lang, boundaries)
    except CuoshiError as error:
        if boundaries is None:
            raise
        page = write_page(results, text, lang)
        LOG.warning("%s is written without its boundaries (%s); cuoshi report --map draws them again", page, error)
        return page
