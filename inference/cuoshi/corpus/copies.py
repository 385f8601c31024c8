"""Which reports repeat another's text, wholly or nearly, and which of them is the original.

The same report comes as .doc, .pdf and web page, or from two sites. Counted twice it would weigh twice, and a
bootstrap over copies would give intervals of width zero. Which one is the original depends on the reports alone,
never on the order in which they were read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from cuoshi.corpus.messages import Job, Parsed
from cuoshi.corpus.overlaps import Index, excerpts, near_copies
from cuoshi.corpus.store import Entry

Key = tuple[str, int]
#: how files and folders are called that are copies by their own account: 副本 - 总结.docx, 总结 (1).docx, 备份/
COPIES = re.compile(
    r"副本|备份|拷贝|复件|(?<![a-z])(?:copy|backup|bak)(?![a-z])|[ _]?[（(]\d{1,2}[）)](?=\.[a-z]+(?:#|$))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that repeats another.

    Attributes:
        entry: the report.
        id: its report id in the tables, different from that of the original.
        original: the report that it repeats.
        similarity: share of the sentences of both that both have, of an excerpt of its own; 1 for a copy.
        exact: whether the wording is the same from the first to the last character.
    """

    entry: Entry
    id: str
    original: Entry
    similarity: float
    exact: bool

    @property
    def differs(self) -> bool:
        """Whether it is known as another county's or year's."""
        pairs = ((self.entry.county, self.original.county), (self.entry.year, self.original.year))
        return any(one and other and one != other for one, other in pairs)

    def row(self, counted: bool) -> list[object]:
        """Its row of ``duplicates.csv``, in the order of its columns."""
        one, other = self.entry, self.original
        similarity = round(self.similarity, 4)
        own = [self.id, one.name, one.county, one.year]
        return [*own, other.id, other.name, other.county, other.year, similarity, "yes" if counted else "no"]


def entry_of(job: Job, parsed: Parsed) -> Entry:
    """What is to be known of a report that was read."""
    report = parsed.report
    marks, size = (report.id, parsed.words, parsed.sentences), len(report.sentences)
    facts = report.facts()
    place = (facts["county"], facts["county_id"])
    return Entry(job.name, parsed.number, report.path, *marks, size, *place, report.year)


def find_copies(entries: Sequence[Entry]) -> dict[Key, Copy]:
    """Find the reports that repeat another.

    Args:
        entries: all reports.

    Returns:
        The copies by file and number. The original is the first by: county known, year known, county and year in the
        file's name, in its path, path not called a copy (副本, 备份, copy, ``(1)``), fewer folders, path, number.
    """
    ordered = sorted(entries, key=_rank)
    first: dict[str, Entry] = {}
    copies: dict[Key, Copy] = {}
    times: dict[str, int] = {}
    for entry in ordered:
        times[entry.id] = times.get(entry.id, 0) + 1
        original = first.setdefault(entry.words, entry)
        if original is not entry:
            own_id = entry.id if times[entry.id] == 1 else f"{entry.id}-{times[entry.id]}"
            copies[entry.path, entry.number] = Copy(entry, own_id, original, 1.0, True)
    originals = [entry for entry in ordered if (entry.path, entry.number) not in copies]
    for number, (of, similarity) in _repeats([_marks(entry) for entry in originals]).items():
        entry = originals[number]
        copies[entry.path, entry.number] = Copy(entry, entry.id, originals[of], similarity, False)
    return copies


def _rank(entry: Entry) -> tuple[bool, bool, int, int, bool, int, str, int]:
    """Sort the better known and better named first: 清禾县2021.docx before 1.html and 备份/清禾县2021.docx."""
    facts = [str(fact) for fact in (entry.county, entry.year) if fact]
    of_name, of_path = (sum(fact not in text for fact in facts) for text in (PurePath(entry.name).name, entry.name))
    name = entry.name.replace("\\", "/")
    own = (COPIES.search(name) is not None, len(PurePosixPath(name).parts))
    return not entry.county, entry.year is None, of_name, of_path, *own, entry.path, entry.number


def _repeats(sets: Sequence[NDArray[np.uint64]]) -> dict[int, tuple[int, float]]:
    """Near copies and excerpts, each with what repeats nothing itself: the whole that an excerpt's copy is of."""
    index = Index(sets)
    near = near_copies(index)
    parts = excerpts(index, [number for number in range(len(sets)) if number not in near])
    for number, (of, _) in near.items():
        if of in parts:
            whole = parts[of][0]
            near[number] = whole, index.common(number, whole) / len(sets[number])
    return near | parts


def _marks(entry: Entry) -> NDArray[np.uint64]:
    return np.sort(np.frombuffer(entry.marks, "<u8"))
