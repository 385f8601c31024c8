"""Equations as text: what Word's formulas and its EQ fields show on a line."""

from __future__ import annotations

import re
from typing import Any

from cuoshi.readers.package import qn

SUPERSCRIPT = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
RAISED = frozenset("0123456789+-n")
#: properties of formulas, and what is deleted in them
UNSEEN = frozenset(map(qn, ("w:del", "w:moveFrom", "w:rPr", "m:ctrlPr", "m:rPr", "m:argPr")))
FIELD = re.compile(r" ?eq ", re.I)
#: what an EQ field says of its look
SWITCH = re.compile(r'\\\* ?(?:"[^"]{0,99}"|[^ \\(]{1,40}) ?')
#: an option of an EQ field: its letter, further options, and where its arguments begin
OPTION = re.compile(r"\\([a-z]{1,3}) ?(?:\\[a-z]{2} ?-?\d{0,4} ?){0,6}\(", re.I)
ABOVE = re.compile(r" ?\\s ?\\(?:up|do)", re.I)
FRAMES = frozenset("○〇□△◇")
CIRCLED = dict(zip(map(str, range(1, 21)), map(chr, range(0x2460, 0x2474)), strict=True))
DEEPEST = 20


def formula(element: Any) -> str:
    """Write a formula (``m:oMath``) on one line: fractions with a stroke, raised digits raised.

    Args:
        element: the formula or a part of it.
    """
    form = FORMS.get(element.tag)
    if form is not None:
        return str(form(element))
    return "".join(formula(child) for child in element if child.tag not in UNSEEN)


def field(instruction: str) -> str:
    r"""Return what an EQ field shows: the base of a phonetic guide, a number in a circle, a fraction.

    Args:
        instruction: the field's code, ``eq \o\ad(\s\up 9(shuì),税)``; that of another field shows nothing.
    """
    code = " ".join(instruction.split())
    begin = FIELD.match(code)
    return _shown(SWITCH.sub("", code[begin.end() :]), 0).strip() if begin else ""


def _fraction(element: Any) -> str:
    return f"{_part(element, 'm:num')}/{_part(element, 'm:den')}"


def _raised(element: Any) -> str:
    power = _part(element, "m:sup")
    raised = power.translate(SUPERSCRIPT) if set(power) <= RAISED else f"^{power}"
    return f"{_part(element, 'm:e')}{raised}"


def _root(element: Any) -> str:
    return f"{_part(element, 'm:deg')}√{_part(element, 'm:e')}"


def _bracketed(element: Any) -> str:
    properties = element.find(qn("m:dPr"))
    marks = []
    for tag, usual in (("m:begChr", "("), ("m:endChr", ")")):
        mark = None if properties is None else properties.find(qn(tag))
        marks.append(usual if mark is None else mark.get(qn("m:val"), ""))
    inner = ",".join(formula(child) for child in element.findall(qn("m:e")))
    return f"{marks[0]}{inner}{marks[1]}"


def _part(element: Any, tag: str) -> str:
    part = element.find(qn(tag))
    return "" if part is None else formula(part)


FORMS = {
    qn("m:t"): lambda element: element.text or "",
    qn("m:f"): _fraction,
    qn("m:sSup"): _raised,
    qn("m:rad"): _root,
    qn("m:d"): _bracketed,
}


def _shown(code: str, depth: int) -> str:
    """Write a piece of an EQ field, the options in it by what they show."""
    text, position = "", 0
    while (option := OPTION.search(code, position)) and depth < DEEPEST:
        arguments, end = _arguments(code, option.end())
        text += code[position : option.start()] + _option(option[1].lower(), arguments, depth + 1)
        position = end
    return text + code[position:]


def _arguments(code: str, start: int) -> tuple[list[str], int]:
    """Part what stands in the brackets that open before ``start`` at its outer commas; return it and its end."""
    pieces: list[str] = []
    depth, begin = 1, start
    for position in range(start, len(code)):
        character = code[position]
        depth += (character in "(（") - (character in ")）")
        if depth == 0:
            return [*pieces, code[begin:position]], position + 1
        if depth == 1 and character in ",;":
            pieces.append(code[begin:position])
            begin = position + 1
    return [*pieces, code[begin:]], len(code)


def _option(letter: str, arguments: list[str], depth: int) -> str:
    if letter == "s":  # raised or lowered: beside a base, its reading
        return "".join(_shown(argument, depth) for argument in arguments)
    if letter == "o":
        return _overstruck([argument for argument in arguments if not ABOVE.match(argument)], depth)
    shown = [_shown(argument, depth).strip() for argument in arguments]
    if letter == "f":
        return "/".join(shown)
    return f"√{shown[-1]}" if letter == "r" else "".join(shown)


def _overstruck(arguments: list[str], depth: int) -> str:
    """Write characters that stand over each other: a number in a circle, or the base without what is set above."""
    shown = [_shown(argument, depth).strip() for argument in arguments]
    bare = [argument for argument in shown if argument not in FRAMES]
    if len(bare) < len(shown) and bare:
        return CIRCLED.get(bare[0], bare[0])
    return bare[-1] if bare else ""
