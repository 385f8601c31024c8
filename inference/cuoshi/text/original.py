"""Give a report that was read in simplified characters the traditional ones of its text back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from cuoshi.documents import Removed
from cuoshi.schema import Heading, Sentence
from cuoshi.text.finding import Finder


class Original:
    """A text as it was written, found again by what was read in its place.

    In a piece that is not found as it is, each character gets the form that it mostly has there.
    """

    def __init__(self, written: str, read: str) -> None:
        """Take the text both ways.

        Args:
            written: the text in traditional characters.
            read: the same in simplified ones, as long.
        """
        pairs = [pair for pair in zip(read, written, strict=True) if pair[0].isalnum()]
        self._finder = Finder(read)
        self._written = "".join(written for _, written in pairs)
        self._usual = {ord(read): written for (read, written), _ in reversed(Counter(pairs).most_common())}

    def of(self, text: str) -> str:
        """Write a piece of the text that was read as the text has it."""
        return self._at(self._finder.find(text), text)

    def units(self, units: Sequence[Heading | Sentence]) -> list[Heading | Sentence]:
        """Write headings and sentences, given in reading order, and the headings in force, as the text has them."""
        found: list[Heading | Sentence] = []
        above: dict[str, str] = {}
        for unit in units:
            text = self._at(self._finder.pass_by(unit.text), unit.text)
            if isinstance(unit, Sentence):
                above |= {heading: self.of(heading) for heading in unit.headings if heading not in above}
                found.append(replace(unit, text=text, headings=tuple(above[heading] for heading in unit.headings)))
            else:
                above[unit.text] = text
                found.append(replace(unit, text=text))
        return found

    def removed(self, removed: Sequence[Removed]) -> list[Removed]:
        """Write what cleaning took out as the text has it."""
        return [replace(one, text=self.of(one.text)) for one in removed]

    def _at(self, start: int, text: str) -> str:
        if start < 0:
            return text.translate(self._usual)
        written = iter(self._written[start : start + len(text)])
        return "".join(next(written) if character.isalnum() else character for character in text)
