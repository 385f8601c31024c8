"""From a coded sample to what can be published: agreement, quality, corrected shares with intervals that hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cuoshi.arrays import Flags, Floats, Integers
from cuoshi.coding import codes, population
from cuoshi.coding.codes import Codes
from cuoshi.coding.population import Population
from cuoshi.coverage import bootstrap
from cuoshi.coverage.bootstrap import NORMAL
from cuoshi.errors import CuoshiError, MissingDependencyError
from cuoshi.results import files
from cuoshi.results.formats.plain import write_json
from cuoshi.results.measured.coded import Coded, Measured
from cuoshi.results.measured.corrected import table_digest
from cuoshi.results.tables import opening
from cuoshi.results.tables.groups import column_names, group_columns
from cuoshi.results.tally import DEFAULT_BY
from cuoshi.results.writing.folder import write_again
from cuoshi.validity import agreement, quality, shares
from cuoshi.validity.cells import LEAST_IN_ALL
from cuoshi.validity.differences import differences
from cuoshi.validity.grouping import COLUMNS, KEPT, corrected_groups
from cuoshi.validity.judged import Judged
from cuoshi.validity.outcome import CategoryValidity, Validity
from cuoshi.validity.sampled import Design, Sample, read
from cuoshi.validity.variances import Clusters


def validate(
    results: Path | str,
    coded: Sequence[Path | str] | Path | str,
    by: Sequence[str] | str | None = None,
    write: bool = True,
    blank: str | None = None,
) -> Validity:
    """Correct a results folder's shares by its hand-coded sample.

    Args:
        results: the results folder that the sample was drawn from.
        coded: one file, or one a coder; they lie in the folder of the sample.
        by: columns that make a group; those of the folder's coverage table when ``None``.
        write: put ``validity.json`` into the results folder and what it says into the workbook, and the corrected
            shares into the coverage table where the sample is of all sentences and enough of it were coded.
        blank: what a sentence without an answer means: ``missing`` that it was not coded, ``none`` that it belongs to
            no category. If not given it is missing; a file that has such sentences and none coded as of no category
            is refused.

    Returns:
        All figures.

    Raises:
        CuoshiError: a file does not fit the sample, or the sample does not fit the results.
        MissingDependencyError: scipy is not installed.
    """
    _require_packages()
    coded = [coded] if isinstance(coded, Path | str) else coded
    drawn = read(_folder(coded))
    everything = population.load(results, drawn.design.where)
    if everything.fingerprint != drawn.design.fingerprint:
        raise CuoshiError(f"{results} has changed since the sample was drawn; draw and code a new one, or restore it")
    answers = codes.read([Path(path) for path in coded], drawn.frame["sentence_id"].tolist(), everything.scheme, blank)
    tallied = tuple(opening.read_run(Path(results)).get("by", DEFAULT_BY))
    by = tuple(group_columns(tallied if by is None else column_names(by)))
    everything.require(by)
    groups = _groups(drawn.design, int(answers.answered.sum()), (by, tuple(group_columns(tallied)), *KEPT))
    found = _validity(everything, drawn, answers, by, groups)
    if write:
        facts = found.to_dict() | {"table": table_digest(Path(results) / files.SENTENCES)}
        write_again(Path(results), found.scheme, Coded.of(facts))
        write_json(Path(results) / files.VALIDITY, facts)  # last: where it is, the tables have what it says
    return found


def _require_packages() -> None:
    try:
        import scipy.stats  # noqa: F401 (needed below)
    except ImportError as error:
        raise MissingDependencyError("validation needs scipy: pip install 'cuoshi[validity]'") from error


def _folder(coded: Sequence[Path | str]) -> Path:
    """The folder of the sample, in which the coded files lie."""
    if not coded:
        raise CuoshiError("no coded file given; `cuoshi sample` makes the page to code on")
    if folder := next((path for path in map(Path, coded) if path.is_dir()), None):
        raise CuoshiError(f"{folder} is a folder; name the files in it: {folder}/coded-*")
    return Path(coded[0]).parent


def _validity(
    everything: Population, sample: Sample, answers: Codes, by: tuple[str, ...], groups: Sequence[tuple[str, ...]]
) -> Validity:
    """All figures.

    Args:
        everything: all sentences.
        sample: those that were drawn.
        answers: what coders said of them.
        by: columns of the groups that were asked for.
        groups: columns of all groups that are corrected.
    """
    places = pd.Index(everything.frame["sentence_id"]).get_indexer(sample.frame["sentence_id"])
    judged = _judged(everything, sample, answers, places)
    qualities, macro = quality.measure(
        everything.tagged[judged.drawn], judged.labels > 0.5, judged.weights, judged.units
    )
    predicted = [judged.predicted(c) for c in range(len(qualities))]
    own = [_category(judged, c, f, qualities[c], answers) for c, f in enumerate(predicted)]
    totals = [one.corrected for one in own]
    tables = {columns: corrected_groups(judged, columns, predicted, totals) for columns in groups}
    kept, ids = answers.answered, everything.frame["sentence_id"].to_numpy()[judged.drawn]
    return Validity(
        scheme=everything.scheme,
        design=sample.design,
        coders=answers.coders,
        coded=int(kept.sum()),
        categories=dict(zip(everything.scheme.category_ids, own, strict=True)),
        macro_f1=macro,
        status_accuracy=_status_accuracy(everything, answers, judged.drawn, judged.weights),
        unsure=ids[answers.unsure[kept].any(axis=1)].tolist(),
        unsettled=ids[answers.disagreements[kept]].tolist(),
        differences=differences(everything, places, answers),
        by=by,
        cells=tables[by] if by in tables else pd.DataFrame(columns=[*by, *COLUMNS]),
        groups={} if sample.design.where else tables,
    )


def _judged(everything: Population, sample: Sample, answers: Codes, places: Integers) -> Judged:
    """The coded sentences among all.

    Args:
        everything: all sentences.
        sample: those that were drawn.
        answers: what coders said of them.
        places: where those drawn are among all.

    Raises:
        CuoshiError: too few were coded to tell anything.
    """
    kept = answers.answered
    if kept.sum() < 2:
        raise CuoshiError("one sentence was coded, which tells nothing; code 200 to 300")
    inclusion = sample.frame["inclusion"].to_numpy()[kept] * kept.mean()  # as if the missing were missing at random
    clusters = _clusters(sample, everything.reports[places], kept)
    labels = np.nan_to_num(answers.settled[kept], nan=0.0)
    return Judged(everything, places[kept], labels, np.minimum(inclusion, 1.0), clusters)


def _category(judged: Judged, category: int, f: Floats, good: quality.Quality, answers: Codes) -> CategoryValidity:
    """What is said of one category.

    Args:
        judged: the coded sentences among all.
        category: its number.
        f: its probability, one a sentence.
        good: how well the model finds it.
        answers: what coders said.
    """
    everything, drawn, given = judged.everything, judged.drawn, judged.given(category)
    independent = answers.part(answers.independent)
    estimate = judged.share(category, f)
    between = _between_reports(f, everything.reports)
    wide = shares.logit_interval(estimate.share, estimate.variance + between, estimate.df, estimate.shift)
    return CategoryValidity(
        naive=float(everything.tagged[:, category].mean()),
        corrected=estimate,
        low_wide=wide[0],
        high_wide=wide[1],
        quality=good,
        reliability=quality.reliability(everything.probabilities[drawn, category], given, judged.weights),
        agreement=_agreement(agreement.percent, independent, category),
        kappa=_agreement(agreement.kappa, independent, category),
        alpha=_agreement(agreement.alpha, independent, category),
        coded=int(given.sum()),
        tagged=int(everything.tagged[drawn, category].sum()),
    )


def _groups(how: Design, coded: int, wanted: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    """Which groups are corrected: none by too few coded sentences, the first only where some sentences were drawn from.

    Args:
        how: how the sample was drawn.
        coded: how many of it were coded.
        wanted: columns of the groups, those asked for first.
    """
    if coded < min(LEAST_IN_ALL, how.population):
        return ()
    return wanted[:1] if how.where else tuple(dict.fromkeys(wanted))


def _clusters(drawn: Sample, reports: Integers, kept: Flags) -> Clusters | None:
    """The reports of the coded sentences, where reports were drawn first.

    Raises:
        CuoshiError: fewer than two of them were coded.
    """
    if not drawn.design.clusters:
        return None
    if len(np.unique(reports[kept])) < 2:
        raise CuoshiError("all coded sentences are of one report, which says nothing of the others; code more")
    return Clusters(reports[kept], drawn.frame["report_inclusion"].to_numpy()[kept])


def _between_reports(f: Floats, reports: Integers) -> float:
    """Variance of the predicted share by a bootstrap over reports."""
    sums = np.column_stack([np.bincount(reports), np.bincount(reports, f)])
    if len(sums) < 2:
        return 0.0
    resampled = np.concatenate([drawn @ sums for drawn in bootstrap.weights(len(sums))])
    return float((resampled[:, 1] / resampled[:, 0]).var())


def _agreement(measure: Any, answers: Codes, category: int) -> Measured:
    own = answers.labels[:, category, :]
    if own.shape[1] < 2 or (measure is agreement.kappa and own.shape[1] != 2):
        return Measured(math.nan, math.nan, math.nan)
    return Measured(float(measure(own)), *agreement.interval(measure, own))


def _status_accuracy(everything: Population, answers: Codes, drawn: Integers, weights: Floats) -> Measured:
    """Weighted share of equal statuses where the model gave one and coders settle on one; with a normal interval."""
    said = everything.frame["status"].fillna("").to_numpy(dtype=str)[drawn]
    settled = answers.settled_status[answers.answered]
    both = (said != "") & (settled != "")
    if not both.any():
        return Measured(math.nan, math.nan, math.nan)
    right, w = (said == settled)[both].astype(float), weights[both]
    share = float((w * right).sum() / w.sum())
    if share in (0, 1):
        return Measured(share, *quality.extreme(share, w))
    deviation = float(np.sqrt((w**2 * (right - share) ** 2).sum()) / w.sum())
    return Measured(share, max(0.0, share - NORMAL * deviation), min(1.0, share + NORMAL * deviation))
