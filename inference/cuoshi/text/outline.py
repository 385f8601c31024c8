"""Read the outline of a report: its title, headings, paragraphs and sentences, and the heading path of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuoshi.notation.numbering import Numbering, Rank, numbering
from cuoshi.schema import Heading, Sentence
from cuoshi.text.headings import (
    DASH,
    DATE,
    END,
    LEAD_IN,
    MARKDOWN,
    SALUTATION,
    bare,
    is_heading,
    opens_nothing,
    section_kind,
)
from cuoshi.text.sentences import split_sentences
from cuoshi.text.titles import split_front

__all__ = ["Outline", "outline", "split_sentences", "with_paths"]

# A paragraph that opens so no longer belongs to the last point of the list above it.
CLOSING = re.compile(r"下一?步|今后|总之|综上|各位代表|各位委员|同志们|以上")
LONGEST_PROMPT, LONGEST_SECTION_PROMPT = 40, 15


@dataclass(slots=True)
class Outline:
    """A report's title and its units in reading order.

    Attributes:
        title: the title, empty where the report opens with none.
        units: headings and sentences; the lines around the title that are neither (date, speaker, document number,
            salutation) are left out.
    """

    title: str
    units: list[Heading | Sentence]


def outline(lines: Sequence[str]) -> Outline:
    """Read title, headings and sentences from a report's lines.

    A heading stands on a line of its own without an end mark. A report without any end mark is a list of
    sentences, one a line, so that a single sentence typed without its full stop is still read as one.

    Args:
        lines: cleaned lines, one paragraph or heading each; empty ones are passed over.

    Returns:
        The outline.
    """
    kept = [line.strip() for line in lines if line.strip()]
    if not any(END.search(line) or "。" in line for line in kept):
        return Outline("", with_paths([Sentence(line, index, index) for index, line in enumerate(kept)]))
    title, body = split_front(kept)
    levels = _Levels()
    units: list[Heading | Sentence] = []
    position = 0
    for paragraph, line in enumerate(body):
        if is_heading(line):
            units.append(Heading(levels.add(line, body[paragraph + 1 : paragraph + 2]), bare(line)))
            continue
        for text in split_sentences(line):
            units.append(Sentence(text, paragraph, position))
            position += 1
    return Outline(title, with_paths(units))


def with_paths(units: Sequence[Heading | Sentence]) -> list[Heading | Sentence]:
    """Write heading path and section into every sentence.

    A heading of level n ends those of level n and deeper. A prompt, a sentence that opens with an ordinal
    (“一是……。”), is in the path of the sentences behind it, until the next ordinal of its rank or farther out,
    the next such heading, or, where it opened inside a paragraph, that paragraph's end.

    Args:
        units: headings with their levels and sentences with their paragraphs, in reading order.

    Returns:
        The same units, the sentences with their headings and the kind of their section.
    """
    path = _Path()
    found: list[Heading | Sentence] = []
    for unit, following in pairwise([*units, None]):
        if isinstance(unit, Sentence):
            found.append(path.enter_sentence(unit))
        elif unit:
            found.append(path.enter_heading(unit, DATE.match(following.text) is not None if following else False))
    return found


@dataclass(frozen=True, slots=True)
class _Entry:
    """A heading or prompt in force; level 0 marks a prompt, ``inline`` one that opened inside its paragraph."""

    text: str
    level: int
    number: Numbering | None
    kind: str | None
    paragraph: int = -1
    inline: bool = False


class _Path:
    """The headings and prompts in force while a report is read."""

    def __init__(self) -> None:
        self.entries: list[_Entry] = []
        self.paragraph = -1

    def enter_heading(self, heading: Heading, signs: bool = False) -> Heading:
        """Put a heading in force, unless it is an aside or, with the date behind it, signs; end those that it ends."""
        self.paragraph = -1
        if SALUTATION.match(heading.text):
            del self.entries[1:]
        elif not (signs or opens_nothing(heading.text)):
            number = numbering(heading.text)
            self._cut(lambda entry: entry.level >= heading.level if entry.level else _ends(number, entry))
            self.entries.append(_Entry(heading.text, heading.level, number, section_kind(heading.text)))
        return heading

    def enter_sentence(self, sentence: Sentence) -> Sentence:
        """Give a sentence its path, then put it in force where it is a prompt."""
        opens_paragraph = sentence.paragraph != self.paragraph
        self.paragraph = sentence.paragraph
        if SALUTATION.match(sentence.text):
            del self.entries[1:]
        if opens_paragraph:
            closes = CLOSING.match(sentence.text)
            self._cut(lambda entry: entry.inline or (closes is not None and not entry.level))
        number = numbering(sentence.text)
        if number and _is_prompt(sentence.text, number):
            self._cut_for_prompt(number)
        else:
            number = None
        kind = next((entry.kind for entry in reversed(self.entries) if entry.kind is not None), "")
        placed = sentence.below(tuple([entry.text for entry in self.entries]), kind)
        if number:
            self.entries.append(_prompt(sentence, number, not opens_paragraph))
        return placed

    def _cut(self, ends: Callable[[_Entry], bool]) -> None:
        """Drop the outermost entry that ends, and all below it."""
        for index, entry in enumerate(self.entries):
            if ends(entry):
                del self.entries[index:]
                return

    def _cut_for_prompt(self, number: Numbering) -> None:
        # The next number ends the one before it, and a repeated 一是 the other 一是.
        before = (number.rank, max(number.number - 1, 1))
        for index in range(len(self.entries) - 1, -1, -1):
            other = self.entries[index].number
            if other and (other.rank, other.number) == before:
                del self.entries[index:]
                return
        # A list that starts anew inside the paragraph of a prompt hangs below it, whatever its form.
        self._cut(lambda entry: _ends(number, entry) and not (number.number == 1 and entry.paragraph == self.paragraph))


def _ends(number: Numbering | None, entry: _Entry) -> bool:
    """Say whether what bears this number, or none, ends a numbered heading or prompt."""
    if number is None:
        return not entry.level
    return entry.number is not None and entry.number.rank >= number.rank


def _is_prompt(text: str, number: Numbering) -> bool:
    return number.rank >= Rank.HAN and not text[number.length - 1].isspace()


def _prompt(sentence: Sentence, number: Numbering, inline: bool) -> _Entry:
    """Make the entry of a prompt: its first clauses stand for the whole."""
    text = END.sub("", sentence.text)
    kind = section_kind(text) if number.rank < Rank.ORDINAL and len(text) <= LONGEST_SECTION_PROMPT else None
    if len(text) > LONGEST_PROMPT:
        text = text[:LONGEST_PROMPT]
        text = text.rpartition("，")[0] or text
    return _Entry(text, 0, number, kind, sentence.paragraph, inline)


class _Levels:
    """The levels of headings: depth among those in force, which end by the form of their number."""

    def __init__(self) -> None:
        self.open: list[tuple[float, str | None]] = []
        #: ranks by Markdown's marks of headings with a number, for those with a number of that form alone
        self._marked: dict[int, float] = {}

    def add(self, line: str, following: Sequence[str]) -> int:
        """Return the level of a heading, given the line behind it if there is one."""
        if opens_nothing(line):
            return len(self.open) + 1
        kind = section_kind(bare(line))
        rank = self._rank(line, kind, following)
        while self.open and self.open[-1][0] >= rank:
            self.open.pop()
        self.open.append((rank, kind))
        return len(self.open)

    def _rank(self, line: str, kind: str | None, following: Sequence[str]) -> float:
        found, number = MARKDOWN.match(line), numbering(bare(line))
        if found:
            rank = len(found[1]) - len("#######")
            if number:
                self._marked[number.rank] = rank
            return rank
        if number:
            return self._marked.get(number.rank, number.rank)
        if DASH.match(line):
            return Rank.DASH
        return Rank.UNNUMBERED if LEAD_IN.search(line) else self._rank_plain(kind, following)

    def _rank_plain(self, kind: str | None, following: Sequence[str]) -> float:
        """Rank an unnumbered heading: over the numbered one right behind it, else below what is in force.

        One that names a kind of section stands beside the headings in force that name another.
        """
        number = numbering(following[0]) if following and is_heading(following[0]) else None
        if number:
            return number.rank - 0.5
        outer = next((rank for rank, other in self.open if kind and other and other != kind), Rank.UNNUMBERED)
        return outer
