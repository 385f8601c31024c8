"""What a validation found: figures with intervals, what to know before publishing, a screen of plain words."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from cuoshi.decimals import decimal, percent
from cuoshi.results.measured import coded
from cuoshi.results.measured.coded import Measured
from cuoshi.results.measured.corrected import packed
from cuoshi.scheme import Scheme
from cuoshi.validity.cells import LEAST_IN_ALL
from cuoshi.validity.quality import Quality
from cuoshi.validity.sampled import FEWEST, Design
from cuoshi.validity.shares import Estimate, logit_interval
from cuoshi.words import interface_words


@dataclass(frozen=True, slots=True)
class CategoryValidity:
    """What the sample says of one category.

    Attributes:
        naive: share of the sentences that the model gave it.
        corrected: its share, corrected.
        low_wide, high_wide: 95% interval for reports like these: the spread between reports added.
        quality: precision, recall and F1.
        reliability: points of the reliability diagram.
        agreement: percent agreement of the coders, and
        kappa, alpha: beyond chance; missing with one coder.
        coded: sentences that coders gave it.
        tagged: coded sentences that the model gave it.
    """

    naive: float
    corrected: Estimate
    low_wide: float
    high_wide: float
    quality: Quality
    reliability: list[tuple[float, float, float]]
    agreement: Measured
    kappa: Measured
    alpha: Measured
    coded: int
    tagged: int


@dataclass(frozen=True, slots=True)
class Validity:
    """The outcome of a validation.

    Attributes:
        scheme: categories and statuses.
        design: how the sample was drawn.
        coders: names.
        coded: sentences of the sample that were coded.
        categories: by id.
        macro_f1: mean of the categories' F1.
        status_accuracy: share of right statuses among sentences that coders and model gave a category.
        unsure: ids of the sentences that a coder was unsure of.
        unsettled: ids of those that coders disagree on.
        differences: the sentences where coders, or coders and model, differ, or a coder was unsure, in their context;
            columns as ``cuoshi.validity.differences.differences`` has them.
        by: columns that make a group.
        cells: corrected shares of those groups, one row a group × category; none where too few sentences were coded.
        groups: the same of the groups of the coverage table, and of those that the page draws, by their columns; none
            where too few were coded, or the sample was drawn of some sentences only.
    """

    scheme: Scheme
    design: Design
    coders: tuple[str, ...]
    coded: int
    categories: dict[str, CategoryValidity]
    macro_f1: Measured
    status_accuracy: Measured
    unsure: list[str]
    unsettled: list[str]
    differences: pd.DataFrame
    by: tuple[str, ...]
    cells: pd.DataFrame
    groups: dict[tuple[str, ...], pd.DataFrame]

    @property
    def missing(self) -> int:
        """Sentences of the sample that nobody coded."""
        return self.design.n - self.coded

    @property
    def told(self) -> dict[str, int | str]:
        """What to know before publishing: what of, and how many sentences or which; see ``warnings``."""
        left = self.coded if self.design.population > self.coded else 0
        told: dict[str, int | str] = {
            "fewest": left if left < LEAST_IN_ALL else 0,
            "few": left if LEAST_IN_ALL <= left < FEWEST else 0,
            "missing": self.missing,
            "unsettled": len(self.unsettled),
            "unsure": len(self.unsure),
            "model_shown": int(self.design.show_model),
            "where": self.design.where,
        }
        return {name: n for name, n in told.items() if n}

    def warnings(self, lang: str = "en") -> list[str]:
        """What to know before publishing, a line each.

        Args:
            lang: ``zh`` or ``en``.
        """
        return coded.warnings(self.told, lang)

    def needed(self, category: str) -> int | None:
        """How many sentences would have to be coded to halve a category's interval.

        Args:
            category: its id.

        Returns:
            Sentences, at most as many as there are; those coded already count. ``None`` where so few were coded that
            the interval itself is not well known.
        """
        if {"few", "fewest"} & set(self.told):
            return None
        return min(math.ceil(self.categories[category].corrected.halving * self.coded), self.design.population)

    def unaided(self, category: str) -> tuple[float, float]:
        """95% interval that as many sentences of a simple random sample would have given, coded without any model.

        Args:
            category: its id; its corrected share stands for what the coders would have found.
        """
        share = min(max(self.categories[category].corrected.share, 0.0), 1.0)
        n, population = self.coded, self.design.population
        variance = share * (1 - share) / max(n - 1, 1) * (1 - n / population)
        return logit_interval(share, variance, max(n - 1, 1))

    def summary(self, lang: str = "en") -> str:
        """A screen of plain words.

        Args:
            lang: ``zh`` or ``en``.
        """
        words, mark = interface_words(lang)["validity"], interface_words(lang)["script"]["list"]
        head = words["summary"].format(
            population=f"{self.design.population:,}",
            coded=f"{self.coded:,}",
            coders=mark.join(self.coders),
            f1=self.macro_f1.text(),
        )
        lines = [self._line(name, words["summary_category"], lang) for name in self.scheme.category_ids]
        agreement = mark.join(self._agreed(name, lang) for name in self.scheme.category_ids if self._is_agreed(name))
        lines += [words["summary_agreement"].format(agreement=agreement)] if agreement else []
        return "\n".join([head, *lines, *(f"! {warning}" for warning in self.warnings(lang))])

    def to_dict(self) -> dict[str, Any]:
        """All figures, as ``validity.json`` has them; no sentence of a report."""
        width = len(self.scheme.categories)
        table = asdict(replace(self, groups={}, differences=self.differences.head(0), cells=self.cells.head(0))) | {
            "warnings": self.warnings(),
            "missing": self.missing,
            "scheme": self.scheme.to_dict(),
            "told": self.told,
            "needed": {name: self.needed(name) for name in self.categories},
            "unaided": {name: self.unaided(name) for name in self.categories},
        }
        del table["differences"]
        plain = {name: _plain(value) for name, value in table.items() if name not in ("cells", "groups")}
        groups = {",".join(by): packed(cells, by, width) for by, cells in self.groups.items()}
        return {**plain, "cells": packed(self.cells, self.by, width), "groups": groups}

    def _is_agreed(self, name: str) -> bool:
        """Whether several coders coded the same sentences of a category."""
        return self.categories[name].agreement.is_known

    def _agreed(self, name: str, lang: str) -> str:
        own = self.categories[name]
        beyond = f" (α {decimal(own.alpha.value, 2)})" if own.alpha.is_known else ""
        return f"{self.scheme.category(name).name(lang)} {percent(own.agreement.value, 0)}{beyond}"

    def _line(self, name: str, pattern: str, lang: str) -> str:
        own = self.categories[name]
        return pattern.format(
            category=self.scheme.category(name).name(lang),
            right=own.quality.precision.text(0, percent),
            n=own.tagged,
            naive=percent(own.naive),
            corrected=percent(own.corrected.share),
            low=percent(own.corrected.low),
            high=percent(own.corrected.high),
        )


def _plain(value: Any) -> Any:
    """The same in types that JSON has; what is not a number is null."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value
