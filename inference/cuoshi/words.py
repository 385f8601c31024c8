"""The words of the interface in each language: page, figures, columns, reasons, coding and the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cuoshi.errors import CuoshiError

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("zh", "en")

#: texts by key, for the parts of the interface: ``page``, ``script``, ``figure``, ``coding``, ``columns`` …
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


def said(text: str, **values: int | str) -> str:
    """Fill a text; of one that has a form for one thing before a bar, that form where ``n`` is 1, else the other.

    Args:
        text: such as ``{n} report|{n} reports``.
        values: what stands in its gaps; numbers have their thousands parted.
    """
    one, _, many = text.partition("|")
    chosen = many if many and values.get("n") != 1 else one
    return chosen.format_map(
        {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
    )


def in_chinese(reason: str) -> str:
    """Say in Chinese why a file was not read, or what is wrong in it.

    Args:
        reason: what a reader said, in English and without the file's name.

    Returns:
        The Chinese sentence with the same names and numbers; what is in no sentence that is known stays as it is.
    """
    for pattern, chinese in _reasons():
        if found := pattern.fullmatch(reason):
            return chinese.format(*map(in_chinese, found.groups()))
    return reason


@cache
def _reasons() -> list[tuple[re.Pattern[str], str]]:
    """What readers say as patterns, those with the most words of their own first, and the Chinese of each."""
    said: Mapping[str, str] = json.loads((FOLDER / "reasons.json").read_text("utf-8"))
    order = sorted(said, key=lambda english: -len(english.replace("{}", "")))
    return [(re.compile(re.escape(english).replace(r"\{\}", "(.+?)"), re.S), said[english]) for english in order]
