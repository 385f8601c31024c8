"""Which reports repeat another's text, wholly or nearly, and which of them is the original.

The same report comes as .doc, .pdf and web page, or from two sites. Counted twice it would weigh twice, and a
bootstrap over copies would give intervals of width zero. Which one is the original depends on the reports alone,
never on the order in which they were read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
from numpy.typing import NDArray

from cuoshi.corpus.messages import Job, Parsed
from cuoshi.corpus.store import Entry

#: percent of all sentences of two reports that both must have, for the later to be a near copy, and percent of a
#: report's own that a longer one must have, for it to be an excerpt; one of fewer sentences than this is none
NEAR, SHORTEST_EXCERPT = 90, 5
Key = tuple[str, int]


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
        file's name, in its path, path, number.
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


def _rank(entry: Entry) -> tuple[bool, bool, int, int, str, int]:
    """Sort the better known and better named first: 清禾县2021年工作总结.docx before 下载1.html."""
    facts = [str(fact) for fact in (entry.county, entry.year) if fact]
    of_name, of_path = (sum(fact not in text for fact in facts) for text in (PurePath(entry.name).name, entry.name))
    return not entry.county, entry.year is None, of_name, of_path, entry.path, entry.number


def _repeats(sets: Sequence[NDArray[np.uint64]]) -> dict[int, tuple[int, float]]:
    """Near copies and excerpts, each with what repeats nothing itself: the whole that an excerpt's copy is of."""
    near = near_copies(sets)
    rest = [number for number in range(len(sets)) if number not in near]
    parts = {rest[one]: (rest[of], share) for one, (of, share) in excerpts([sets[one] for one in rest]).items()}
    for number, (of, _) in near.items():
        if of in parts:
            whole = parts[of][0]
            near[number] = whole, len(np.intersect1d(sets[number], sets[whole])) / len(sets[number])
    return near | parts


def near_copies(sets: Sequence[NDArray[np.uint64]], percent: int = NEAR) -> dict[int, tuple[int, float]]:
    """Find the sets that nearly equal an earlier one.

    Two sets with a Jaccard similarity of at least t share one of the n − ⌈tn⌉ + 1 rarest elements of each (prefix
    filter: Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007). Only such pairs are compared, and exactly:
    no hash decides at the border, and rare sentences are in few reports, so that few pairs are left.

    Args:
        sets: distinct sorted elements each.
        percent: the least similarity, in percent.

    Returns:
        For each set that is near an earlier one: the first of those that are near none themselves, and the similarity.
    """
    prefixes = list(_prefixes(sets, percent))
    holders: dict[int, list[int]] = {}
    found: dict[int, tuple[int, float]] = {}
    for number, prefix in enumerate(prefixes):
        for other in sorted({other for element in prefix for other in holders.get(element, ())}):
            both = len(np.intersect1d(sets[number], sets[other], assume_unique=True))
            either = len(sets[number]) + len(sets[other]) - both
            if 100 * both >= percent * either:
                found[number] = (other, both / either)
                break
        else:
            for element in prefix:
                holders.setdefault(element, []).append(number)
    return found


def excerpts(sets: Sequence[NDArray[np.uint64]], percent: int = NEAR) -> dict[int, tuple[int, float]]:
    """Find the sets of which another holds nearly all: chapters, excerpts and drafts of a whole report.

    A set that holds a share of t of another of n elements has one of its n − ⌈tn⌉ + 1 rarest, as in
    :func:`near_copies`.

    Args:
        sets: distinct sorted elements each.
        percent: the least share of a set's elements, in percent.

    Returns:
        For each set of which a larger one, or an earlier one as large, holds so many: that one, or the one that it is
        itself an excerpt of, and the share.
    """
    sizes = np.array([len(own) for own in sets], int)
    _, elements, counts = np.unique(
        np.concatenate([np.empty(0, np.uint64), *sets]), return_inverse=True, return_counts=True
    )
    holders = np.repeat(np.arange(len(sets)), sizes)[np.argsort(elements, kind="stable")]
    ends, behind = np.cumsum(counts), np.cumsum(sizes)
    found: dict[int, tuple[int, float]] = {}
    for number in sorted(range(len(sets)), key=lambda one: (-sizes[one], one)):
        size = sizes[number]
        if size < SHORTEST_EXCERPT:
            break
        own = elements[behind[number] - size : behind[number]]
        rarest = own[np.argsort(counts[own], kind="stable")[: size - -(-size * percent // 100) + 1]]
        shared = rarest[counts[rarest] > 1]
        others = {int(one) for element in shared for one in holders[ends[element] - counts[element] : ends[element]]}
        larger = [one for one in others if (-sizes[one], one) < (-size, number)]
        held = [(len(np.intersect1d(sets[number], sets[one], assume_unique=True)), -one) for one in larger]
        most, of = max(held, default=(0, 0))
        if 100 * most >= percent * size:
            found[number] = (found.get(-of, (-of, 0))[0], most / int(size))
    return found


def _prefixes(sets: Sequence[NDArray[np.uint64]], percent: int) -> Iterator[list[int]]:
    """The rarest elements of each set; equally rare ones by their value."""
    elements, counts = np.unique(np.concatenate([np.empty(0, np.uint64), *sets]), return_counts=True)
    for own in sets:
        order = np.lexsort((own, counts[np.searchsorted(elements, own)]))
        yield own[order[: len(own) - -(-len(own) * percent // 100) + 1]].tolist()


def _marks(entry: Entry) -> NDArray[np.uint64]:
    return np.sort(np.frombuffer(entry.marks, "<u8"))
