"""What ``cuoshi learn`` found: how good the model is on reports that it has not seen, and where to go on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cuoshi.decimals import decimal, percent
from cuoshi.results.measured.coded import Measured
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
    precision: Measured
    recall: Measured
    f1: Measured


@dataclass(frozen=True, slots=True)
class Disagreement:
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
        shares: how frequent each category is by those that were; empty where these are few.
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
    shares: dict[str, Measured]
    macro_f1: Measured
    categories: dict[str, CategoryFigures]
    status_accuracy: float
    curve: tuple[tuple[int, float], ...]
    doubts: tuple[Disagreement, ...]

    @property
    def gain(self) -> float | None:
        """Points of macro-F1 that :data:`AHEAD` more sentences would bring if the curve goes on as it did.

        What F1 lacks of 1 falls as a power of the number of sentences (Hestness et al. 2017), found by least squares of
        the logarithms; so it falls ever more slowly, and never rises. ``None`` where a point is 0: nothing was learnt
        from so few.
        """
        if not all(f1 > 0 for _, f1 in self.curve):
            return None
        x = [math.log(n) for n, _ in self.curve]
        y = [math.log(max(1 - f1, 1e-3)) for _, f1 in self.curve]
        mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
        spread = sum((one - mean_x) ** 2 for one in x)
        if not spread:
            return None
        power = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread
        left = math.exp(min(power, 0.0) * math.log1p(AHEAD / self.sentences))
        return (1 - self.macro_f1.value) * (1 - left) * 100

    @property
    def unlearnt(self) -> list[str]:
        """Categories that the model gives no sentence rightly of reports that it had not seen."""
        return [name for name, figures in self.categories.items() if not figures.f1.value > 0]

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
        yield f"macro-F1 {self.macro_f1.text()}"
        width = max(map(len, self.categories)) + 2
        for name, own in self.categories.items():
            known = f"precision {own.precision.text()}  recall {own.recall.text()}  F1 {decimal(own.f1.value, 2)}"
            yield f"  {name:<{width}}{known}  ({own.examples} examples)  {self.scheme.category(name).zh}"
        if self.scheme.statuses:
            yield f"status right in {percent(self.status_accuracy, 0)}"
        points, gain = ", ".join(f"{f1:.2f} from {n}" for n, f1 in self.curve), self.gain
        ahead = "" if gain is None else f"; {AHEAD} more sentences: about +{gain:.0f} points if it goes on so"
        yield f"learning curve: {points}{ahead}"
        yield from self._advice()

    def _advice(self) -> Iterator[str]:
        if self.unlearnt:
            yield f"not learnt, never given rightly: {', '.join(self.unlearnt)}"
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
            "chosen": self.chosen,
            "shares": {name: own.plain(4) for name, own in self.shares.items()},
            "macro_f1": self.macro_f1.plain(4),
            "categories": {
                name: {"examples": own.examples}
                | {key: getattr(own, key).plain(4) for key in ("precision", "recall", "f1")}
                for name, own in self.categories.items()
            },
            "status_accuracy": None if math.isnan(self.status_accuracy) else self.status_accuracy,
            "curve": [list(point) for point in self.curve],
            "gain": self.gain,
        }
