"""What ``cuoshi learn`` found: how good the model is on reports that it has not seen, and where to go on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cuoshi.decimals import decimal, percent
from cuoshi.results.measured.coded import Measured
from cuoshi.scheme import Scheme
from cuoshi.words import interface_words

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

    def summary(self, lang: str = "en") -> str:
        """Say all that in lines.

        Args:
            lang: ``zh`` or ``en``.
        """
        words, mark = interface_words(lang)["learning"], interface_words(lang)["script"]["list"]
        return "\n".join([*self._figures(words, mark), *self._advice(words, mark)])

    def _figures(self, words: Mapping[str, str], mark: str) -> Iterator[str]:
        yield words["figures"].format(sentences=self.sentences, reports=self.reports)
        yield words["macro_f1"].format(f1=self.macro_f1.text())
        width = max(map(len, self.categories)) + 2
        for name, own in self.categories.items():
            measured = {"precision": own.precision.text(), "recall": own.recall.text(), "f1": decimal(own.f1.value, 2)}
            said = words["category"].format(**measured, examples=own.examples)
            yield f"  {name:<{width}}{said}  {self.scheme.category(name).zh}"
        if self.scheme.statuses:
            yield words["status"].format(share=percent(self.status_accuracy, 0))
        points, gain = mark.join(words["point"].format(f1=decimal(f1, 2), n=n) for n, f1 in self.curve), self.gain
        ahead = "" if gain is None else words["ahead"].format(n=AHEAD, gain=decimal(gain, 0))
        yield words["curve"].format(points=points) + ahead

    def _advice(self, words: Mapping[str, str], mark: str) -> Iterator[str]:
        if self.unlearnt:
            yield words["unlearnt"].format(names=mark.join(self.unlearnt))
        if self.lacking:
            yield words["few"].format(least=FEW, names=mark.join(self.lacking))
        if self.chosen:
            yield words["chosen"].format(n=self.chosen)
        if self.unsettled:
            yield words["unsettled"].format(n=self.unsettled)
        if self.doubts:
            yield words["doubts"]
        for doubt in self.doubts:
            said = {"category": doubt.category, "said": words["coded" if doubt.coded else "not_coded"]}
            yield "  " + words["doubt"].format(where=doubt.where, text=doubt.text, p=decimal(doubt.p, 2), **said)

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
