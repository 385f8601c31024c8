"""A category or status of a scheme: its id, what it is called, what belongs to it, how it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from cuoshi.errors import SchemeError

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,23}")  # with its prefix it stays within the 32 characters of a Stata name
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
#: relative luminance above which ink is easier to read on a colour than white
BRIGHT = 0.35
#: colours for labels that state none, readable on white and on black
PALETTE = ("#3b82c4", "#c98a1b", "#3f9a5a", "#2a9aa3", "#a65fb5", "#cf4f4f", "#7a7fd6", "#8a8f3a")


@dataclass(frozen=True, slots=True)
class Label:
    """A category or a status.

    Attributes:
        id: plain identifier, the name of its column in every table.
        zh, en: what it is called.
        meaning_zh, meaning_en: what belongs to it, in a line.
        colour: ``#rrggbb``.
        rest: whether it is the status of all that has no other; it has no column of its own in the coverage table.
        keywords: words that sentences of it are likely to have, by which a first sample finds examples.
    """

    id: str
    zh: str
    en: str
    meaning_zh: str = ""
    meaning_en: str = ""
    colour: str = PALETTE[0]
    rest: bool = False
    keywords: tuple[str, ...] = ()

    def name(self, lang: str) -> str:
        """What it is called in ``zh`` or ``en``."""
        return self.zh if lang == "zh" else self.en

    def meaning(self, lang: str) -> str:
        """What belongs to it, in ``zh`` or ``en``."""
        return self.meaning_zh if lang == "zh" else self.meaning_en

    def problems(self) -> Iterator[str]:
        """Say what is not allowed of it, the first thing first."""
        if not IDENTIFIER.fullmatch(self.id):
            yield f"id {self.id!r}: use 1 to 24 lower-case letters, digits and _, a letter first"
        if not self.zh.strip() or not self.en.strip():
            yield f"{self.id}: give it a name in zh and in en"
        if not COLOUR.fullmatch(self.colour):
            yield f"{self.id}: colour {self.colour!r}; write it as #rrggbb"

    def entry(self) -> dict[str, Any]:
        """The keys that :func:`labels` reads."""
        entry = asdict(self) | {"keywords": list(self.keywords)}
        return {key: value for key, value in entry.items() if value or key not in ("rest", "keywords")}


def labels(table: Mapping[str, Any], kind: str) -> tuple[Label, ...]:
    """Read the labels of a scheme.

    Args:
        table: the keys of its TOML file.
        kind: ``category`` or ``status``.

    Raises:
        SchemeError: one has an unknown key, or lacks one, or a value is of another type.
    """
    entries = table.get(kind, [])
    if not isinstance(entries, list):
        raise SchemeError(f"{kind} is no list of tables; write [[{kind}]] above the keys of each")
    return tuple(_label(kind, number, entry) for number, entry in enumerate(entries, 1))


def plain(names: Sequence[str]) -> tuple[Label, ...]:
    """Labels of which nothing is known but their ids."""
    return tuple(Label(name, name, name, colour=_colour(i)) for i, name in enumerate(names))


def text(table: Mapping[str, Any], key: str, where: str) -> str:
    """A text that a table has under a key.

    Args:
        table: keys of a scheme or of a label.
        key: the key.
        where: what the table is, for messages.

    Raises:
        SchemeError: it has none, or no text.
    """
    if key not in table:
        raise SchemeError(f"{where} has no {key}")
    if not isinstance(table[key], str):
        raise SchemeError(f"{where}: {key} is no text; put it in quotes")
    return str(table[key])


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_bright(colour: str) -> bool:
    """Whether ink is easier to read on a colour than white."""
    return luminance(colour) > BRIGHT


def _label(kind: str, number: int, entry: object) -> Label:
    where = f"{kind} {number}"
    if not isinstance(entry, Mapping):
        raise SchemeError(f"{where}: not a table; write [[{kind}]] above its keys")
    known = {field.name for field in fields(Label)}
    if unknown := set(entry) - known:
        raise SchemeError(f"{where}: unknown key {min(unknown)!r}; known are {', '.join(sorted(known))}")
    if not isinstance(rest := entry.get("rest", False), bool):
        raise SchemeError(f"{where}: rest is true or false")
    given = {"meaning_zh": "", "meaning_en": "", "colour": _colour(number - 1)} | dict(entry)
    texts = {key: text(given, key, where) for key in ("id", "zh", "en", "meaning_zh", "meaning_en", "colour")}
    return Label(**texts, rest=rest, keywords=_keywords(entry.get("keywords", []), where))


def _keywords(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise SchemeError(f'{where}: keywords is a list of words; write keywords = ["污染", "绿化"]')
    return tuple(dict.fromkeys(word.strip() for word in value))


def _colour(number: int) -> str:
    return PALETTE[number % len(PALETTE)]
