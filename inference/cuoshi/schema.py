"""What flows through cuoshi: reports, sentences and their tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cuoshi.columns import BETWEEN_HEADINGS, NULLABLE, SENTENCE, probability
from cuoshi.documents import Removed
from cuoshi.errors import CuoshiError

if TYPE_CHECKING:
    import pandas as pd

#: the genre of a government's report to the people's congress: it reviews one year and sets out the next
WORK_REPORT = "政府工作报告"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Characters ``text[start:end]`` of a sentence that speak most for a category, read in its window.

    Attributes:
        category: its id.
        start: of its first character in the sentence, from 0.
        end: of the character after its last.
    """

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


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a report, the unit that is tagged and counted.

    Attributes:
        text: the sentence with its end mark.
        paragraph: index of its paragraph in the report, from 0.
        position: index of the sentence in the report, from 0.
        headings: heading path in force, outermost first.
        section_kind: what the headings say the section is: ``review``, ``plan``, ``problems`` or empty.
        covered_year: the year that it speaks of, ``None`` where unknown.
        tags: the encoder's answer, ``None`` before tagging.
        page: where it was read by OCR, the number of its page in the file, from 1.
        page_confidence: how sure OCR was of that page, from 0 to 1.
        report_id: the id of the report that it is part of, empty as long as it is of none; decides no equality.
    """

    text: str
    paragraph: int = 0
    position: int = 0
    headings: tuple[str, ...] = ()
    section_kind: str = ""
    covered_year: int | None = None
    tags: Tags | None = None
    page: int | None = None
    page_confidence: float | None = None
    report_id: str = field(default="", compare=False, repr=False)

    def below(self, headings: tuple[str, ...], section_kind: str) -> Sentence:
        """The same sentence below headings; ``dataclasses.replace`` takes twice the time, and all are made so."""
        rest = self.covered_year, self.tags, self.page, self.page_confidence, self.report_id
        return Sentence(self.text, self.paragraph, self.position, headings, section_kind, *rest)

    def of_year(self, year: int | None) -> Sentence:
        """The same sentence, speaking of a year."""
        first = self.text, self.paragraph, self.position, self.headings, self.section_kind
        return Sentence(*first, year, self.tags, self.page, self.page_confidence, self.report_id)

    def of_report(self, report_id: str) -> Sentence:
        """The same sentence, as part of a report."""
        first = self.text, self.paragraph, self.position, self.headings, self.section_kind
        return Sentence(*first, self.covered_year, self.tags, self.page, self.page_confidence, report_id)

    @property
    def heading_path(self) -> str:
        """The headings in force as one text, outermost first."""
        return BETWEEN_HEADINGS.join(self.headings)

    @property
    def categories(self) -> tuple[str, ...]:
        """Category ids given, empty when none or not tagged yet."""
        return self.tags.categories if self.tags else ()

    @property
    def status(self) -> str | None:
        """Status id, ``None`` without a category."""
        return self.tags.status if self.tags else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report is from; empty strings where unknown.

    Attributes:
        county: name of the county-level unit in the report's year.
        county_code: its GB/T 2260 code in that year.
        city: the city that it lies in.
        province: the province that it lies in.
        candidates: the counties that it can be where several bear the name, or a like one.
        id: the same for a unit in every year: the last code that it had; that of the city or province where one of
            these reports; the name where no list has it.
        level: of whom: ``county`` ``city`` ``province``, or a ``zone`` ``township`` ``village`` ``department`` there.
    """

    county: str = ""
    county_code: str = ""
    city: str = ""
    province: str = ""
    candidates: tuple[str, ...] = ()
    id: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report as the tagger sees it: its headings and sentences in reading order; iterating gives the sentences.

    Attributes:
        id: digest of the sentences; two files with the same text have the same.
        units: headings and sentences.
        path: the file, as ``Document`` names it.
        title: its title, empty where it has none.
        place: where it is from.
        year: the year that it is about, ``None`` where unknown.
        genre: what kind of document it is, empty where unknown.
        removed: what cleaning took out.
    """

    id: str
    units: Sequence[Heading | Sentence]
    path: str = ""
    title: str = ""
    place: Place = field(default_factory=Place)
    year: int | None = None
    genre: str = ""
    removed: Sequence[Removed] = ()

    def __post_init__(self) -> None:
        """Have its sentences know it."""
        known = [
            unit if isinstance(unit, Heading) or unit.report_id == self.id else unit.of_report(self.id)
            for unit in self.units
        ]
        object.__setattr__(self, "units", known)

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self.sentences)

    def __len__(self) -> int:
        return len(self.sentences)

    def __getitem__(self, position: int) -> Sentence:
        return self.sentences[position]

    @property
    def sentences(self) -> list[Sentence]:
        """The sentences in reading order."""
        return [unit for unit in self.units if isinstance(unit, Sentence)]

    @property
    def headings(self) -> list[Heading]:
        """The headings in reading order."""
        return [unit for unit in self.units if isinstance(unit, Heading)]

    def with_tags(self, tags: Iterable[Tags]) -> Report:
        """Give the report's sentences their tags.

        Args:
            tags: one for each sentence, in order.

        Returns:
            A report that differs in nothing else.
        """
        given = iter(tags)
        return replace(self, units=[u if isinstance(u, Heading) else replace(u, tags=next(given)) for u in self.units])

    def facts(self) -> dict[str, Any]:
        """Say in one record what the report is, with the columns of ``cuoshi.columns.REPORT``.

        There a city or province that reports itself is named as ``county``, with its id as the code; ``level`` says
        that it is none.
        """
        place = self.place
        above = place.city or place.province if place.id and place.county in ("", place.city, place.province) else ""
        return {
            "report_id": self.id,
            "duplicate_of": "",
            "path": self.path,
            "title": self.title,
            "genre": self.genre,
            "county": place.county or above,
            "county_code": place.county_code or (place.id if above else ""),
            "county_id": place.id,
            "level": place.level,
            "province": place.province,
            "city": place.city,
            "county_candidates": "；".join(place.candidates),
            "year": self.year,
        }

    def records(self) -> list[dict[str, Any]]:
        """Lay a tagged report out as one record a sentence: the row of every table, line of JSON and frame.

        Raises:
            CuoshiError: a sentence is not tagged yet.
        """
        shared = self.facts()
        return [shared | _record(sentence) for sentence in self.sentences]

    def to_frame(self) -> pd.DataFrame:
        """Lay a tagged report out as a data frame with the columns of the sentences table, one row a sentence.

        ``cuoshi.tally`` takes it, alone or put together with others.

        Raises:
            CuoshiError: a sentence is not tagged yet.
        """
        import pandas as pd  # it takes a second to import, `import cuoshi` should not

        frame = pd.DataFrame(self.records())
        return frame.astype(NULLABLE) if len(frame) else frame


def _record(sentence: Sentence) -> dict[str, Any]:
    if (tags := sentence.tags) is None:
        raise CuoshiError(f"sentence {sentence.position} is not tagged; give the report to cuoshi.tag first")
    return {
        **{name: getattr(sentence, name) for name in SENTENCE},
        "categories": list(tags.categories),
        "status": tags.status,
        **{probability(category): p for category, p in tags.probabilities.items()},
        "status_p": tags.status_probabilities[tags.status] if tags.status else None,
        "evidence": [{"category": e.category, "start": e.start, "end": e.end} for e in tags.evidence],
    }
