"""The words of the interface: what the page and the figures say, in each language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cuoshi.errors import CuoshiError

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("zh", "en")

#: texts by key, for the parts ``page``, ``script``, ``figure``, ``coding`` and ``validity``
Words = Mapping[str, Mapping[str, str]]


@cache
def interface_words(lang: str) -> Words:
    """Read the words of one language.

    Args:
        lang: ``zh`` or ``en``.

    Raises:
        CuoshiError: there are no words in this language.
    """
    if lang not in LANGUAGES:
        raise CuoshiError(f"no words in the language {lang!r}; choose one of {', '.join(LANGUAGES)}")
    words: Words = json.loads((FOLDER / f"{lang}.json").read_text("utf-8"))
    return words
