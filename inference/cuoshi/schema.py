"""What flows through cuoshi: documents, reports, sentences and their tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    r"""Text as a reader found it, one report each, before anything is cleaned.

    Attributes:
        path: file that it came from, as the user named it; a member of an archive or a row of a table
            is appended after ``#``.
        text: the report's text, lines parted by ``\\n``; a paragraph is one line.
        title: the title that the file itself states, else empty.
        metadata: further columns of a table row or of the manifest (``county``, ``year``, ``province`` …).
    """

    path: str
    text: str
    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An archive member or table row that holds no text that can be read; the rest of its file goes on.

    Attributes:
        path: where it is, as in :class:`Document`.
        reason: what is wrong and what to do.
    """

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A line, or a piece of one, that cleaning took out, and the rule that did."""

    line: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Characters ``text[start:end]`` of a sentence that speak most for a category, read in its window."""

    category: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tags:
    """What the encoder says of one sentence.

    Attributes:
        categories: ids whose probability reaches their threshold, in codebook order; may be empty.
        status: status id, ``None`` when no category was given.
        probabilities: calibrated probability of every category.
        status_probabilities: probability of every status; they sum to one.
        evidence: the characters that speak for each category given, strongest first.
    """

    categories: tuple[str, ...]
    status: str | None
    probabilities: Mapping[str, float]
    status_probabilities: Mapping[str, float]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line; context for the sentences below it, never tagged. Level 1 is outermost."""

    level: int
    text: str


@dataclass(slots=True)
class Sentence:
    """One sentence of a report, the unit that is tagged and counted.

    Attributes:
        text: the sentence with its end mark.
        paragraph: index of its paragraph in the report, from 0.
        position: index of the sentence in the report, from 0.
        headings: heading path in force, outermost first.
        section: what the heading says the section is: ``review``, ``plan``, ``problems`` or empty.
        tags: the encoder's answer, ``None`` before tagging.
    """

    text: str
    paragraph: int = 0
    position: int = 0
    headings: tuple[str, ...] = ()
    section: str = ""
    tags: Tags | None = None

    @property
    def categories(self) -> tuple[str, ...]:
        """Category ids given, empty when none or not tagged yet."""
        return self.tags.categories if self.tags else ()

    @property
    def status(self) -> str | None:
        """Status id, ``None`` without a category."""
        return self.tags.status if self.tags else None


@dataclass(slots=True)
class Place:
    """County-level unit of a report; empty strings where unknown, candidates where ambiguous."""

    county: str = ""
    county_code: str = ""
    city: str = ""
    province: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """A report as the tagger sees it: its headings and sentences in reading order."""

    id: str
    units: list[Heading | Sentence]
    path: str = ""
    title: str = ""
    place: Place = field(default_factory=Place)
    year: int | None = None
    genre: str = ""
    removed: list[Removed] = field(default_factory=list)

    @property
    def sentences(self) -> list[Sentence]:
        """The sentences in reading order."""
        return [unit for unit in self.units if isinstance(unit, Sentence)]

    @property
    def headings(self) -> list[Heading]:
        """The headings in reading order."""
        return [unit for unit in self.units if isinstance(unit, Heading)]
