"""Han numerals: 二十一, 一百零一, 二〇二一."""

from __future__ import annotations

DIGITS = "〇一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}
#: characters of the numbers that headings, captions and sessions bear
NUMERALS = f"{DIGITS[1:]}十百零〇"
#: what people type for the zeros of a year: 二〇二一, 二○二一, 二零二一, 二O二一
ZEROS = "〇○零oO\u041e\u043eΟο"
FIGURES = str.maketrans(ZEROS + DIGITS[1:], "0" * len(ZEROS) + "123456789")


def value(text: str) -> int:
    """Read a number below 10,000 as it is counted: 十, 二十一, 一百零一."""
    total = digit = 0
    for character in text:
        if unit := UNITS.get(character):
            total, digit = total + (digit or 1) * unit, 0
        else:
            digit = DIGITS.find(character) if character in DIGITS else 0
    return total + digit


def counted(number: int, digits: str = DIGITS, units: str = "十百千") -> str:
    """Write a number below 10,000 as it is counted in headings: 十, 十一, 二十, 一百零一.

    Args:
        number: the number; others than 1 to 9,999 are written in figures.
        digits: the ten digits, from zero.
        units: ten, hundred and thousand.
    """
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += digits[digit] + (units[power - 1] if power else "")
        elif text and not text.endswith("零") and number % 10**power:
            text += "零"
    head = digits[1] + units[0]
    return text[1:] if digits == DIGITS and text.startswith(head) else text


def placed(number: int) -> str:
    """Write a number digit by digit, as years are: 二〇二一."""
    return "".join(DIGITS[int(digit)] for digit in str(number))


def figures(text: str) -> str:
    """Turn Han digits into figures, digit by digit: 二〇二一 into 2021."""
    return text.translate(FIGURES)
