"""Say which year each sentence of a report speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cuoshi.places.year_mentions import stated
from cuoshi.schema import Heading, Sentence

BACKWARD = ("review", "problems")


def with_covered_years(
    units: Sequence[Heading | Sentence], year: int | None, looks_back: bool
) -> list[Heading | Sentence]:
    """Write into every sentence the year that it speaks of.

    A heading that names the report's year or one beside it decides for what is below it (“2022年工作回顾”). Otherwise a
    government work report, which is given at the beginning of its year, speaks of the year before until its plan
    begins: in its review, where it admits problems, and in what stands before; and of its own year from there on. Any
    other document speaks of its own year.

    Args:
        units: headings and sentences, the sentences with their headings and the kind of their section.
        year: the report's, ``None`` where unknown: then no year is known of its sentences either.
        looks_back: whether it is a government work report.

    Returns:
        The same units, the sentences with ``covered_year``.
    """
    return list(units) if year is None else list(_covered(units, year, looks_back))


def _covered(units: Sequence[Heading | Sentence], year: int, looks_back: bool) -> Iterator[Heading | Sentence]:
    planned = not looks_back
    named: dict[Sequence[str], int | None] = {}
    years: dict[str, list[int]] = {}
    for unit in units:
        if isinstance(unit, Heading):
            yield unit
            continue
        planned = planned or unit.section_kind == "plan"
        backward = looks_back and (unit.section_kind in BACKWARD or not planned)
        if unit.headings not in named:
            years |= {heading: stated(heading) for heading in unit.headings if heading not in years}
            named[unit.headings] = _named([years[heading] for heading in unit.headings], year)
        yield unit.of_year(named[unit.headings] or year - backward)


def _named(years: Sequence[list[int]], year: int) -> int | None:
    """The year that the innermost heading with a year names, if it names that one alone and it can be meant.

    Args:
        years: those that each heading states, outermost first.
        year: the report's.
    """
    found = next(filter(None, reversed(years)), [])
    return found[0] if len(found) == 1 and abs(found[0] - year) <= 1 else None
