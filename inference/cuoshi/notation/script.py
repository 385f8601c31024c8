"""Traditional characters, and the simplified ones that a gazetteer, patterns and the encoder know.

The table and its phrases are OpenCC's (乾縣 is 乾县, 乾燥 is 干燥).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

#: what no encoding takes: halves of characters
HALF = re.compile("[\ud800-\udfff]")
#: Chinese characters, as they stand between the brackets of a pattern: ``[{HANZI}]``, ``[^{HANZI}]``
HANZI = r"\u4e00-\u9fff"
#: what places' names end with, which people leave traditional in simplified text
UNITS = str.maketrans("縣區鎮鄉", "县区镇乡")
CHARACTERS = "".join(map(chr, range(0x4E00, 0xA000)))


def simplified(text: str) -> str:
    """Write traditional Chinese in simplified characters.

    A line is traditional where at least as many of its characters are written so as are written only in simplified
    Chinese; any other line stays as it is but for what names of places end with (涞源縣). That GB/T 2312 (1980) has
    nearly all simplified characters and hardly a traditional one tells in a moment that a text needs no look.

    Args:
        text: any number of lines.

    Returns:
        The text, every character in its place.
    """
    if text.isascii() or text.encode("gb2312", "ignore").decode("gb2312") == text:
        return text
    traditional, plain = _scripts()
    if traditional.isdisjoint(text):
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        written = sum(character in traditional for character in line)
        if written and written >= sum(character in plain for character in line):
            lines[number] = _converted(line)
        elif written:
            lines[number] = line.translate(UNITS)
    return "\n".join(lines)


def _converted(line: str) -> str:
    line = HALF.sub("\ufeff", line)
    converted: str = _converter().convert(line)
    return converted if len(converted) == len(line) else "".join(map(_converter().convert, line))


@cache
def _converter() -> Any:
    from opencc import OpenCC  # its dictionaries take a moment, which most texts need not wait for

    return OpenCC("t2s")


@cache
def _scripts() -> tuple[frozenset[str], frozenset[str]]:
    """The characters that are written so in traditional, and in simplified Chinese alone."""
    pairs = list(zip(CHARACTERS, _converter().convert("\n".join(CHARACTERS)).split("\n"), strict=True))
    mainland, taiwan = (CHARACTERS.encode(name, "ignore").decode(name) for name in ("gb2312", "big5"))
    traditional = frozenset(one for one, other in pairs if one != other).difference(mainland)
    return traditional, frozenset(other for one, other in pairs if one in traditional).difference(traditional, taiwan)
