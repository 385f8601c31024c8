"""From a coded sample to what can be published: agreement, quality, corrected shares with intervals that hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cuoshi.coverage import bootstrap
from cuoshi.coverage.counts import group_columns
from cuoshi.errors import CuoshiError, MissingDependencyError
from cuoshi.results import files, loading
from cuoshi.results.corrected import packed
from cuoshi.results.tally import DEFAULT_BY
from cuoshi.results.writing import write_again
from cuoshi.scheme import Scheme
from cuoshi.validity import agreement, codes, population, quality, shares
from cuoshi.validity.codes import Codes
from cuoshi.validity.grouping import DRAWN, corrected_groups
from cuoshi.validity.population import Population
from cuoshi.validity.quality import Figure, Quality
from cuoshi.validity.recalibration import recalibrated
from cuoshi.validity.sample import FEWEST, Design, read
from cuoshi.validity.shares import Estimate, Floats


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
    """

    naive: float
    corrected: Estimate
    low_wide: float
    high_wide: float
    quality: Quality
    reliability: list[tuple[float, float, float]]
    agreement: Figure
    kappa: Figure
    alpha: Figure
    coded: int


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
        by: columns that make a group.
        cells: corrected shares of those groups, one row a group × category.
        groups: the same of the groups of the coverage table, and of those that the page draws, by their columns; none
            where the sample was drawn of some sentences only.
    """

    scheme: Scheme
    design: Design
    coders: tuple[str, ...]
    coded: int
    categories: dict[str, CategoryValidity]
    macro_f1: Figure
    status_accuracy: Figure
    unsure: list[str]
    unsettled: list[str]
    by: tuple[str, ...]
    cells: pd.DataFrame
    groups: dict[tuple[str, ...], pd.DataFrame]

    @property
    def missing(self) -> int:
        """Sentences of the sample that nobody coded."""
        return self.design.n - self.coded

    @property
    def warnings(self) -> list[str]:
        """What to know before publishing."""
        told = []
        if self.coded < FEWEST:
            told.append(f"only {self.coded} sentences were coded: below {FEWEST} intervals can be too short")
        if self.missing:
            told.append(f"{self.missing} sentences of the sample have no answer and are left out")
        if self.unsettled:
            told.append(f"coders disagree on {len(self.unsettled)} sentences, which count half; settle them")
        return told

    def needed(self, category: str) -> int:
        """How many sentences would have to be coded to halve a category's interval."""
        known = not self.categories[category].corrected.variance
        return self.coded if known else min(4 * self.coded, self.design.population)

    def summary(self, lang: str = "en") -> str:
        """A screen of plain words."""
        lines = [_sentence(self, name, lang) for name in self.scheme.category_ids]
        size, f1 = f"{self.design.population:,}", _text(self.macro_f1)
        if lang == "zh":
            head = f"{size}句中由{'、'.join(self.coders)}编码{self.coded}句；宏平均F1 {f1}"
        else:
            head = f"{self.coded} of {size} sentences coded by {', '.join(self.coders)}; macro-F1 {f1}"
        return "\n".join([head, *lines, *(f"! {warning}" for warning in self.warnings)])

    def to_dict(self) -> dict[str, Any]:
        """All figures, as ``validity.json`` has them."""
        width = len(self.scheme.categories)
        table = asdict(replace(self, groups={})) | {
            "warnings": self.warnings,
            "missing": self.missing,
            "scheme": self.scheme.to_dict(),
        }
        table["cells"] = self.cells.astype(object).where(self.cells.notna(), None).to_dict("records")
        table["groups"] = {",".join(by): packed(cells, by, width) for by, cells in self.groups.items()}
        table["few"] = self.coded < FEWEST
        table["needed"] = {name: self.needed(name) for name in self.categories}
        return {name: _plain(value) for name, value in table.items()}


def validate(
    results: Path | str,
    coded: Sequence[Path | str],
    by: Sequence[str] | None = None,
    write: bool = True,
) -> Validity:
    """Correct a results folder's shares by its hand-coded sample.

    Args:
        results: the results folder that the sample was drawn from.
        coded: one file a coder; they lie in the folder of the sample.
        by: columns that make a group; those of the folder's coverage table when ``None``.
        write: put ``validity.json`` into the results folder and what it says into the workbook, and the corrected
            shares into the coverage table where the groups are those of the table and the sample is of all sentences.

    Returns:
        All figures.

    Raises:
        CuoshiError: a file does not fit the sample, or the sample does not fit the results.
        MissingDependencyError: scipy or statsmodels is not installed.
    """
    try:
        import scipy.stats  # noqa: F401 (needed below)
        import statsmodels.api  # noqa: F401
    except ImportError as error:
        raise MissingDependencyError("validation needs statsmodels: pip install 'cuoshi[validity]'") from error
    if not coded:
        raise CuoshiError("no coded file given; `cuoshi sample` makes the page to code on")
    drawn = read(Path(coded[0]).parent)
    everything = population.load(results, drawn.design.where)
    if everything.fingerprint != drawn.design.fingerprint:
        raise CuoshiError(f"{results} has changed since the sample was drawn; draw and code a new one, or restore it")
    answers = codes.read([Path(path) for path in coded], drawn.frame["sentence_id"].tolist(), everything.scheme)
    places = pd.Index(everything.frame["sentence_id"]).get_indexer(drawn.frame["sentence_id"])
    kept = answers.answered
    inclusion = drawn.frame["inclusion"].to_numpy()[kept] * kept.mean()  # as if the missing were missing at random
    tallied = tuple(loading.read_run(Path(results)).get("by", DEFAULT_BY))
    by = tallied if by is None else tuple(by)
    groups = dict.fromkeys([tuple(group_columns(tallied)), *DRAWN]) if not drawn.design.where else ()
    found = _validity(everything, drawn.design, answers, places[kept], np.minimum(inclusion, 1.0), (by, *groups))
    if write:
        files.write_json(Path(results) / files.VALIDITY, found.to_dict())
        write_again(Path(results), found.scheme)
    return found


def _validity(
    everything: Population,
    how: Design,
    answers: Codes,
    drawn: NDArray[np.int64],
    inclusion: Floats,
    groups: Sequence[Sequence[str]],
) -> Validity:
    kept = answers.answered
    labels, weights = np.nan_to_num(answers.settled[kept], nan=0.0), 1 / inclusion
    probabilities, tagged, reports = everything.probabilities, everything.tagged, everything.reports
    by, *others = [tuple(group_columns(columns)) for columns in groups]
    qualities, macro = quality.measure(tagged[drawn], labels > 0.5, weights)
    categories, predicted = {}, []
    for c, name in enumerate(everything.scheme.category_ids):
        y = labels[:, c]
        f = recalibrated(probabilities[:, c], reports, drawn, y > 0.5, weights)
        estimate = shares.corrected(f, drawn, y, inclusion)
        wide = shares.logit_interval(estimate.share, estimate.variance + _between_reports(f, reports), estimate.df)
        categories[name] = CategoryValidity(
            naive=float(tagged[:, c].mean()),
            corrected=estimate,
            low_wide=wide[0],
            high_wide=wide[1],
            quality=qualities[c],
            reliability=quality.reliability(probabilities[drawn, c], y > 0.5, weights),
            agreement=_agreement(agreement.percent, answers, c),
            kappa=_agreement(agreement.kappa, answers, c),
            alpha=_agreement(agreement.alpha, answers, c),
            coded=int((y > 0.5).sum()),
        )
        predicted.append(f)

    def grouped(columns: Sequence[str]) -> pd.DataFrame:
        return corrected_groups(everything, columns, predicted, drawn, labels, inclusion)

    ids = everything.frame["sentence_id"].to_numpy()[drawn]
    return Validity(
        everything.scheme,
        how,
        answers.coders,
        int(kept.sum()),
        categories,
        macro,
        _status_accuracy(everything, answers, drawn, weights),
        ids[answers.unsure[kept].any(axis=1)].tolist(),
        ids[answers.disagreements[kept]].tolist(),
        by,
        grouped(by),
        {columns: grouped(columns) for columns in others},
    )


def _between_reports(f: Floats, reports: NDArray[np.int64]) -> float:
    """Variance of the predicted share by a bootstrap over reports."""
    sums = np.column_stack([np.bincount(reports), np.bincount(reports, f)])
    if len(sums) < 2:
        return 0.0
    resampled = np.concatenate([drawn @ sums for drawn in bootstrap.weights(len(sums))])
    return float((resampled[:, 1] / resampled[:, 0]).var())


def _agreement(measure: Any, answers: Codes, category: int) -> Figure:
    own = answers.labels[:, category, :]
    if own.shape[1] < 2 or (measure is agreement.kappa and own.shape[1] != 2):
        return Figure(math.nan, math.nan, math.nan)
    return Figure(measure(own), *agreement.interval(measure, own))


def _status_accuracy(everything: Population, answers: Codes, drawn: NDArray[np.int64], weights: Floats) -> Figure:
    """Weighted share of equal statuses where the model and a coder gave one; with a normal interval."""
    said = everything.frame["status"].fillna("").to_numpy(dtype=str)[drawn]
    first = np.array([next((s for s in row if s), "") for row in answers.status[answers.answered]])
    both = (said != "") & (first != "")
    if not both.any():
        return Figure(math.nan, math.nan, math.nan)
    right, w = (said == first)[both].astype(float), weights[both]
    share = float((w * right).sum() / w.sum())
    deviation = float(np.sqrt((w**2 * (right - share) ** 2).sum()) / w.sum())
    return Figure(share, max(0.0, share - 1.96 * deviation), min(1.0, share + 1.96 * deviation))


def _sentence(validity: Validity, name: str, lang: str) -> str:
    own, label = validity.categories[name], validity.scheme.category(name).name(lang)
    right = own.quality.precision
    share = own.corrected
    if lang == "zh":
        return (
            f"{label}：标为该类的100句中有{_hundred(right)}句属实；占比原为{own.naive:.1%}，"
            f"校正后{share.share:.1%}（{share.low:.1%}–{share.high:.1%}）"
        )
    return (
        f"{label}: of 100 sentences tagged so, {_hundred(right)} are; "
        f"the share was {own.naive:.1%}, corrected {share.share:.1%} ({share.low:.1%}–{share.high:.1%})"
    )


def _hundred(figure: Figure) -> str:
    if math.isnan(figure.value):
        return "?"
    return f"{100 * figure.value:.0f} ({100 * figure.low:.0f}–{100 * figure.high:.0f})"


def _text(figure: Figure) -> str:
    return "?" if math.isnan(figure.value) else f"{figure.value:.2f} ({figure.low:.2f}–{figure.high:.2f})"


def _plain(value: Any) -> Any:
    """The same in types that JSON has; what is not a number is null."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value
