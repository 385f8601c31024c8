"""What ``cuoshi learn`` found: how good the model is on reports that it has not seen, and where to go on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cuoshi.learning.judging import Interval
from cuoshi.scheme import Scheme

#: coded examples of a category below which its figures say little
FEW = 20
#: sentences that the learning curve looks ahead
AHEAD = 200


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """A category on reports that the heads had not seen.

    Attributes:
        examples: coded sentences that have it.
        precision, recall, f1: with intervals.
    """

    examples: int
    precision: Interval
    recall: Interval
    f1: Interval


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence that coder and model see most differently.

    Attributes:
        where: where it was coded.
        text: the sentence.
        category: the category that they differ on.
        coded: whether the coder gave it.
        p: the probability that heads gave it which had not seen its report.
    """

    where: str
    text: str
    category: str
    coded: bool
    p: float


@dataclass(frozen=True, slots=True)
class Learnt:
    """A model and how good it is.

    Attributes:
        folder: the model folder.
        scheme: its categories and statuses.
        sentences, reports: how much was coded.
        unsettled: sentences left out because coders differ on them.
        chosen: coded sentences that were not drawn by ``cuoshi sample``.
        macro_f1: mean F1 of the categories, cross-validated over reports.
        categories: figures by category.
        status_accuracy: share of right statuses where there is one; missing without statuses.
        curve: sentences learnt from, and the macro-F1 that they bring.
        doubts: where coders and model disagree most, worst first.
    """

    folder: Path
    scheme: Scheme
    sentences: int
    reports: int
    unsettled: int
    chosen: int
    macro_f1: Interval
    categories: dict[str, CategoryFigures]
    status_accuracy: float
    curve: tuple[tuple[int, float], ...]
    doubts: tuple[Doubt, ...]

    @property
    def gain(self) -> float:
        """Points of macro-F1 that :data:`AHEAD` more sentences would bring if the curve goes on as it did.

        The curve is a straight line in the logarithm of the number of sentences, by least squares; never below 0.
        """
        x = [math.log(n) for n, _ in self.curve]
        y = [f1 for _, f1 in self.curve]
        mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
        spread = sum((one - mean_x) ** 2 for one in x)
        if not spread:
            return 0.0
        slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread
        room = 1 - self.macro_f1.value
        return max(0.0, min(slope * math.log((self.sentences + AHEAD) / self.sentences), room)) * 100

    @property
    def lacking(self) -> list[str]:
        """Categories with too few examples."""
        return [name for name, figures in self.categories.items() if figures.examples < FEW]

    def summary(self) -> str:
        """Say all that in lines."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield (
            f"{self.sentences} coded sentences of {self.reports} reports; figures are of reports that the model had "
            "not seen, with 95% intervals"
        )
        yield f"macro-F1 {_shown(self.macro_f1)}"
        width = max(map(len, self.categories)) + 2
        for name, own in self.categories.items():
            known = f"precision {_shown(own.precision)}  recall {_shown(own.recall)}  F1 {own.f1.value:.2f}"
            yield f"  {name:<{width}}{known}  ({own.examples} examples)  {self.scheme.category(name).zh}"
        if self.scheme.statuses:
            yield f"status right in {self.status_accuracy:.0%}"
        points = ", ".join(f"{f1:.2f} from {n}" for n, f1 in self.curve)
        yield f"learning curve: {points}; {AHEAD} more sentences: about +{self.gain:.0f} points"
        if self.lacking:
            yield f"too few examples (below {FEW}): {', '.join(self.lacking)}; draw more with keywords, or --active"
        if self.chosen:
            yield (
                f"{self.chosen} sentences were not drawn by `cuoshi sample`: where a category is rarer in your reports "
                "than among them, the model gives it too often; add a drawn sample"
            )
        if self.unsettled:
            yield f"{self.unsettled} sentences left out, coders differ on them"
        if self.doubts:
            yield "coders and model disagree most on:"
        for doubt in self.doubts:
            said = "coded" if doubt.coded else "not coded"
            yield f"  {doubt.where}: {doubt.text} [{doubt.category}: {said}, model {doubt.p:.2f}]"

    def to_dict(self) -> dict[str, Any]:
        """All figures as plain values, without the sentences."""
        return {
            "sentences": self.sentences,
            "reports": self.reports,
            "macro_f1": _plain(self.macro_f1),
            "categories": {
                name: {"examples": own.examples}
                | {key: _plain(getattr(own, key)) for key in ("precision", "recall", "f1")}
                for name, own in self.categories.items()
            },
            "status_accuracy": None if math.isnan(self.status_accuracy) else self.status_accuracy,
            "curve": [list(point) for point in self.curve],
            "gain": self.gain,
        }


def _shown(figure: Interval) -> str:
    if math.isnan(figure.value):
        return "–"
    return f"{figure.value:.2f} ({figure.low:.2f}–{figure.high:.2f})"


def _plain(figure: Interval) -> list[float | None]:
    values = (figure.value, figure.low, figure.high)
    return [None if math.isnan(value) else round(value, 4) for value in values]
