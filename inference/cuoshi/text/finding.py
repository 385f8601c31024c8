"""Find pieces of a text in it again."""

from __future__ import annotations


class Finder:
    """A text in which its pieces are found by their letters and digits.

    Cleaning and the outline only leave out, join and part, and change marks and spaces: the letters of nearly every
    piece stand in the text in one row.
    """

    def __init__(self, text: str) -> None:
        self.letters = letters(text)
        self._position = 0

    def find(self, piece: str) -> int:
        """Where a piece begins among the letters, at the next place if it has several; -1 where it is not there."""
        wanted = letters(piece)
        start = self.letters.find(wanted, self._position)
        return start if start >= 0 else self.letters.find(wanted)

    def pass_by(self, piece: str) -> int:
        """Find a piece, given in reading order, and look for the following ones from there."""
        start = self.find(piece)
        self._position = max(self._position, start)
        return start


def letters(text: str) -> str:
    """The letters, Chinese characters and digits of a text."""
    return "".join(filter(str.isalnum, text))
