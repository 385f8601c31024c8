"""Counts numbered lists as Word does, whose numbers are not in the paragraphs' text.

Source: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cuoshi.notation.numerals import counted, placed

PLACEHOLDER = re.compile(r"%([1-9])")
PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]")
#: behind these a number needs no space to be told from the text
CLOSED = re.compile(r"[、．.）)：:，,　\s①-⓿]$")
#: from here on a number is damage, and the i of a Roman one would fill memory
LONGEST = 10_000
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _counting(number: int) -> str:
    return counted(number) if number < 100 else placed(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _one_of(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= count else str(number)


def _circled(number: int) -> str:
    return _one_of("①", 20)(number) if number <= 20 else f"({number})"


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate({48 + digit: 65296 + digit for digit in range(10)}),
    "decimalFullWidth2": lambda number: str(number).translate({48 + digit: 65296 + digit for digit in range(10)}),
    "chineseCounting": _counting,
    "chineseCountingThousand": counted,
    "japaneseCounting": counted,
    "taiwaneseCounting": counted,
    "taiwaneseCountingThousand": counted,
    "ideographDigital": placed,
    "japaneseDigitalTenThousand": placed,
    "taiwaneseDigital": placed,
    "chineseLegalSimplified": lambda number: counted(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographLegalTraditional": lambda number: counted(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographTraditional": lambda number: "甲乙丙丁戊己庚辛壬癸"[(number - 1) % 10],
    "ideographZodiac": lambda number: "子丑寅卯辰巳午未申酉戌亥"[(number - 1) % 12],
    "ideographEnclosedCircle": _one_of("㊀", 10),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _one_of("⑴", 20),
    "decimalEnclosedFullstop": _one_of("⒈", 20),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "none": lambda _: "",
    "bullet": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts and what it writes; ``restart`` 0 never counts anew."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class NumberedList:
    """A list and where its count stands; several numbers in a document may share one, and count on.

    Attributes:
        levels: its levels, from 0.
        style_link: name of a style that has the levels instead.
        counts: the last number of each level in use.
        begun: uses of the list, each with a level, that were counted before.
    """

    levels: dict[int, Level]
    style_link: str | None = None
    counts: dict[int, int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def count(self, use: str, level_id: int, overrides: Mapping[int, Level], restart_at: int | None) -> str:
        """Count one paragraph.

        Args:
            use: which use of the list it belongs to.
            level_id: its level.
            overrides: levels that this use has of its own.
            restart_at: number at which this use begins anew, ``None`` to count on.

        Returns:
            The number as it stands before the text, empty for a bullet.
        """
        levels = {**self.levels, **overrides}
        level = levels.get(level_id)
        if level is None:
            return ""
        if restart_at is not None and (use, level_id) not in self.begun:
            self.counts[level_id] = restart_at
        else:
            self.counts[level_id] = self.counts.get(level_id, level.start - 1) + 1
        self.begun.add((use, level_id))
        for deeper in [deep for deep in self.counts if deep > level_id]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level_id < restart:
                del self.counts[deeper]
        return _write(level, levels, self.counts)


def _write(level: Level, levels: Mapping[int, Level], counts: Mapping[int, int]) -> str:
    if level.format == "bullet":
        return ""

    def number(found: re.Match[str]) -> str:
        key = int(found[1]) - 1
        other = levels.get(key, Level())
        name = "decimal" if level.legal and other.format != "decimalZero" else other.format
        value = counts.get(key, other.start)
        return FORMATS[name](value) if 0 < value < LONGEST else str(value)

    text = PRIVATE_USE.sub("", PLACEHOLDER.sub(number, level.text))
    return text if not text or CLOSED.search(text) else f"{text} "
