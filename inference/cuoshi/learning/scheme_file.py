"""The scheme that a user writes: a commented template, and what is doubtful about what was written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cuoshi.errors import CuoshiError
from cuoshi.scheme import BUNDLED, Scheme

TEMPLATE = BUNDLED / "template.toml"
#: a meaning that says less will not tell two coders the same
SHORT = 6


def write_template(path: Path) -> None:
    """Write a commented scheme of two categories to change.

    Args:
        path: the TOML file; its name becomes that of the scheme.

    Raises:
        CuoshiError: there is such a file already, or it cannot be written.
    """
    text = TEMPLATE.read_text("utf-8").replace("{name}", re.sub(r'["\\\x00-\x1f\x7f]', "_", path.stem))
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise CuoshiError(f"{path}: there already; name another file, or delete it") from error
    except OSError as error:
        raise CuoshiError(f"{path}: cannot be written ({error.strerror}); is its folder there?") from error


def doubts(scheme: Scheme, folder: Path) -> Iterator[str]:
    """Say what is allowed in a scheme but will make coding or learning harder than it need be.

    Args:
        scheme: the scheme.
        folder: where its file lies; the codebook's path starts there.
    """
    for label in (*scheme.categories, *scheme.statuses):
        if len(label.meaning_zh.strip()) < SHORT and len(label.meaning_en.strip()) < SHORT:
            yield f"{label.id}: meaning_zh and meaning_en say nothing; coders see them beside every sentence"
    yield from _alike(scheme)
    for category in scheme.categories:
        if not category.keywords:
            yield f"{category.id}: no keywords; a rare category is found sooner with some"
    if scheme.codebook:
        yield from _codebook_doubts(scheme, folder / scheme.codebook)


def _alike(scheme: Scheme) -> Iterator[str]:
    names = Counter(name for label in (*scheme.categories, *scheme.statuses) for name in {label.zh, label.en})
    for name, number in names.items():
        if number > 1:
            yield f"two labels are called {name}; readers of tables and figures cannot tell them apart"
    for colour, number in Counter(category.colour.lower() for category in scheme.categories).items():
        if number > 1:
            yield f"{number} categories have the colour {colour}; leave colours out, and each gets its own"


def _codebook_doubts(scheme: Scheme, codebook: Path) -> Iterator[str]:
    if not codebook.is_file():
        yield f"codebook {codebook}: no such file; the coding page lists the meanings instead"
    elif not scheme.is_named_in(codebook.read_text("utf-8", errors="replace")):
        yield f"codebook {codebook}: does not name version {scheme.version}; the coding page lists the meanings instead"
