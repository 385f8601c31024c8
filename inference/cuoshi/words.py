"""The words of the interface: what the page and the figures say, in each language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cuoshi.errors import CuoshiError

FILE = Path(__file__).with_name("words.json")


def interface_words(lang: str) -> dict[str, Any]:
    """Read the words of the page and of the figures.

    Args:
        lang: ``zh`` or ``en``.

    Returns:
        ``categories`` (id, name and meaning, in codebook order), and words by key for ``page``, ``script``
        and ``figure``.

    Raises:
        CuoshiError: there are no words in this language.
    """
    languages: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    if lang not in languages:
        raise CuoshiError(f"no report in the language {lang!r}; choose one of {', '.join(languages)}")
    return languages[lang]
