"""What tables, page and figures take from ``validity.json``: the one place that reads what is in it by name."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from cuoshi.decimals import decimal
from cuoshi.words import interface_words, said


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with its 95% interval; not a number where nothing bears on it."""

    value: float
    low: float
    high: float

    @property
    def is_known(self) -> bool:
        """Whether something bears on it."""
        return not math.isnan(self.value)

    def text(self, digits: int = 2, write: Callable[[float, int], str] = decimal) -> str:
        """What it is and its interval, as a person reads it.

        Args:
            digits: after the point.
            write: how numbers are written, :func:`cuoshi.decimals.percent` in percent.
        """
        value, low, high = (write(end, digits) for end in astuple(self))
        if not self.is_known:
            return "–"
        return value if math.isnan(self.low) else f"{value} ({low}–{high})"

    def plain(self, digits: int | None = None) -> list[float | None]:
        """Value and both ends as JSON has them, with null for what is not a number.

        Args:
            digits: after the point; all if not given.
        """
        ends = (None if math.isnan(end) else end for end in astuple(self))
        return [end if end is None or digits is None else round(end, digits) for end in ends]

    @classmethod
    def of(cls, stored: Mapping[str, float | None], name: str = "value") -> Measured:
        """Read it as JSON has it, with null for what is not a number."""
        value, low, high = (math.nan if (own := stored[key]) is None else own for key in (name, "low", "high"))
        return cls(value, low, high)


@dataclass(frozen=True, slots=True)
class CodedCategory:
    """What tables, page and figures take from a coded sample of one category.

    Attributes:
        coded: sentences that coders gave it.
        tagged: coded sentences that the model gave it.
        naive: share of the sentences that the model gave it.
        corrected: its share, corrected, with the interval for the sentences at hand.
        wide: the interval for reports like these.
        measured: ``precision``, ``recall`` and ``f1``, then ``agreement``, ``kappa`` and ``alpha``.
        reliability: points of the reliability diagram.
        needed: sentences to code for an interval of half the width; ``None`` where that is not known.
    """

    coded: int
    tagged: int
    naive: float
    corrected: Measured
    wide: tuple[float | None, float | None]
    measured: Mapping[str, Measured]
    reliability: Sequence[Sequence[float]]
    needed: int | None

    @classmethod
    def of(cls, own: Mapping[str, Any], needed: int | None) -> CodedCategory:
        """Read it as ``validity.json`` has it."""
        figures = {**own["quality"], **{name: own[name] for name in ("agreement", "kappa", "alpha")}}
        return cls(
            coded=own["coded"],
            tagged=own["tagged"],
            naive=own["naive"],
            corrected=Measured.of(own["corrected"], "share"),
            wide=(own["low_wide"], own["high_wide"]),
            measured={name: Measured.of(figure) for name, figure in figures.items()},
            reliability=own["reliability"],
            needed=needed,
        )


@dataclass(frozen=True, slots=True)
class Coded:
    """What tables, page and figures take from a coded sample.

    Attributes:
        coders: their names.
        coded: sentences of the sample that were coded.
        missing: those that nobody coded.
        unsettled: how many coders disagree on.
        population: sentences that the sample was drawn from.
        where: condition on these, empty for all.
        told: what to know before publishing: the ends of the names of the warnings, and what they are of.
        macro_f1: mean of the categories' F1.
        status_accuracy: share of right statuses.
        categories: by id, in the scheme's order.
        groups: corrected shares as :func:`cuoshi.results.measured.corrected.packed` lays them out, by the groups'
            columns with commas between.
    """

    coders: tuple[str, ...]
    coded: int
    missing: int
    unsettled: int
    population: int
    where: str
    told: Mapping[str, int | str]
    macro_f1: Measured
    status_accuracy: Measured
    categories: Mapping[str, CodedCategory]
    groups: Mapping[str, Mapping[str, Any]]

    @property
    def of_all(self) -> bool:
        """Whether the sample was drawn from all sentences, so that it corrects what is counted of them."""
        return not self.where

    @property
    def few(self) -> Sequence[str]:
        """Why corrected shares of groups can look too certain, in English; empty where enough sentences were coded."""
        return warnings({name: n for name, n in self.told.items() if name == "few"}, "en")

    @property
    def barred(self) -> str:
        """Why no share of a group is corrected, in English; empty where some are."""
        if not self.of_all:
            return f"the sample was drawn where {self.where}; only one of all sentences corrects tables and figures"
        if not self.groups:
            return f"only {self.coded} sentences were coded, by which no county or year is corrected; code more"
        return ""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Coded:
        """Read it as ``validity.json`` has it.

        Raises:
            KeyError: something is not there.
        """
        design, needed = stored["design"], stored["needed"]
        return cls(
            coders=tuple(stored["coders"]),
            coded=stored["coded"],
            missing=stored["missing"],
            unsettled=len(stored["unsettled"]),
            population=design["population"],
            where=design["where"],
            told=stored["told"],
            macro_f1=Measured.of(stored["macro_f1"]),
            status_accuracy=Measured.of(stored["status_accuracy"]),
            categories={name: CodedCategory.of(own, needed[name]) for name, own in stored["categories"].items()},
            groups=stored["groups"],
        )


def warnings(told: Mapping[str, int | str], lang: str) -> list[str]:
    """What to know before publishing, a line each.

    Args:
        told: the ends of the names of the warnings, and what they are of.
        lang: ``zh`` or ``en``.
    """
    words = interface_words(lang)["validity"]
    return [said(words[f"warn_{name}"], n=n) for name, n in told.items()]
