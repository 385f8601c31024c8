"""Do the intervals of ``cuoshi validate`` hold? Corpora with known truth are drawn, sampled, coded and corrected.

Four ways in which a model can be wrong: (a) it is calibrated; (b) it misses more in some counties than in others;
(c) it is confidently wrong about some sentences; (d) it drifts over the years. Or labelled reports are the corpus, and
nothing but the sample is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from cuoshi.arrays import Flags, Floats, Integers
from cuoshi.coding import design
from cuoshi.coverage.bootstrap import NORMAL
from cuoshi.validity.cells import corrected_cells
from cuoshi.validity.recalibration import recalibrated
from cuoshi.validity.shares import corrected, logit_interval, pseudo_outcomes
from cuoshi.validity.variances import hajek_variance

#: an estimate, both ends of its interval, the truth
Row = tuple[float, float, float, float]

SCENARIOS = ("calibrated", "by county", "confidently wrong", "drift")
COUNTIES, YEARS, REPORTS = 20, 3, 2
#: how much more of the category a county reports when the covariate of the regression is one higher, in logits
EFFECT = 0.5


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus whose truth is known.

    Attributes:
        predicted: the model's probability of each sentence.
        chances: its true one; what a model that errs in nothing else than what nobody can foresee would say.
        truth: whether the sentence has the category.
        cells: index of its county and year.
        reports: index of its report.
        covariate: of each cell, for the regression.
    """

    predicted: Floats
    chances: Floats
    truth: Flags
    cells: Integers
    reports: Integers
    covariate: Floats


def draw_corpus(probabilities: Floats, sentences: int, scenario: str, generator: np.random.Generator) -> Corpus:
    """Draw a corpus.

    Args:
        probabilities: what a real model says of real sentences; the corpus has their distribution.
        sentences: of a report on average.
        scenario: one of :data:`SCENARIOS`.
        generator: of everything.
    """
    lengths = np.maximum(generator.poisson(sentences, COUNTIES * YEARS * REPORTS), 5)
    reports = np.repeat(np.arange(len(lengths)), lengths)
    cells = reports // REPORTS
    county, year = cells // YEARS, cells % YEARS
    covariate = np.linspace(-1, 1, COUNTIES * YEARS)[np.random.default_rng(1).permutation(COUNTIES * YEARS)]
    drawn = np.clip(generator.choice(probabilities, len(reports)), 1e-4, 1 - 1e-4)
    logits = np.log(drawn / (1 - drawn)) + EFFECT * covariate[cells]
    predicted = expit(logits)
    chances = predicted
    if scenario == "by county":
        chances = expit(logits + generator.normal(0.5, 0.7, COUNTIES)[county])
    elif scenario == "confidently wrong":
        chances = np.where(predicted < 0.05, 0.97 * predicted + 0.03 * expit(3.0), predicted)
    elif scenario == "drift":
        chances = expit(logits + 0.5 * year)
    truth = generator.random(len(reports)) < chances
    return Corpus(predicted, chances, truth, cells, reports, covariate)


def replicate(corpus: Corpus, n: int, generator: np.random.Generator) -> Iterator[tuple[str, Row]]:
    """Sample, code and correct once.

    Args:
        corpus: whose truth is known.
        n: sentences to code.
        generator: of the sample.

    Yields:
        Ways to estimate, with the estimate, both ends of its interval, and the truth; those of cells once a cell.
    """
    sizes = design.uncertainty(corpus.predicted[:, None])
    inclusion = design.inclusion(sizes, n)
    drawn = design.systematic(inclusion, corpus.cells, generator)
    pi, coded = inclusion[drawn], corpus.truth[drawn].astype(float)
    f = recalibrated(corpus.predicted, corpus.reports, drawn, corpus.truth[drawn], 1 / pi)
    truth = float(corpus.truth.mean())
    total = corrected(f, drawn, coded, pi)
    yield "total, corrected", (total.share, total.low, total.high, truth)
    naive = corpus.predicted >= 0.5
    yield "total, naive", (float(naive.mean()), *_naive_interval(naive, corpus.reports), truth)
    yield "total, hand coding alone", _by_hand(corpus.truth, n, generator)
    yield "total, true chances", _by_chances(corpus, drawn, inclusion)
    groups = {"years": corpus.cells % YEARS, "counties": corpus.cells // YEARS, "county-years": corpus.cells}
    for name, cells in groups.items():
        found = corrected_cells(f, cells, drawn, coded, pi, reach=total.reach)
        shares = np.bincount(cells, corpus.truth) / np.bincount(cells)
        for row in zip(found.method, found.share, found.low, found.high, shares, strict=True):
            yield f"{name}, {row[0]}", row[1:]
    lengths = np.bincount(corpus.cells)
    slope = _slope(np.bincount(corpus.cells, corpus.truth) / lengths, corpus.covariate)[0]
    for name, outcome in (("naive shares", naive.astype(float)), ("share_dsl", pseudo_outcomes(f, drawn, coded, pi))):
        means = np.bincount(corpus.cells, outcome) / lengths
        yield f"slope, {name}", (*_slope(means, corpus.covariate), slope)


def simulate(
    probabilities: Floats,
    sizes: Sequence[int] = (100, 300, 1000),
    *,
    replications: int = 1000,
    sentences: int = 45,
    seed: int = 1,
    scenarios: Sequence[str] = SCENARIOS,
) -> pd.DataFrame:
    """Repeat it, and say how often the truth lies inside.

    Args:
        probabilities: what a real model says of real sentences.
        sizes: coded sentences.
        replications: of each scenario and size; every one draws a new corpus.
        sentences: of a report on average; a corpus has 120 reports.
        seed: of everything.
        scenarios: which.

    Returns:
        One row a scenario, size and estimand: bias, share of intervals with the truth inside, mean width of the
        intervals. The truth of a slope is its mean on true shares over all corpora.
    """
    rows = []
    for scenario in scenarios:
        for n in sizes:
            generator = np.random.default_rng((seed, SCENARIOS.index(scenario), n))
            drawn: dict[str, list[Row]] = {}
            for _ in range(replications):
                corpus = draw_corpus(probabilities, sentences, scenario, generator)
                for kind, row in replicate(corpus, n, generator):
                    drawn.setdefault(kind, []).append(row)
            rows += [{"scenario": scenario, "n": n, "estimand": k} | _summary(k, v) for k, v in drawn.items()]
    return pd.DataFrame(rows)


def redraw(
    probabilities: Floats, truth: Flags, reports: Integers, *, n: int = 200, replications: int = 200, seed: int = 1
) -> list[dict[str, dict[str, float]]]:
    """Draw samples of labelled sentences, again and again, the labels being what the coder says.

    Args:
        probabilities: what a model says of them, sentences × categories.
        truth: whether they were given the category.
        reports: index of each sentence's report.
        n: coded sentences.
        replications: samples.
        seed: of the draws.

    Returns:
        For each category, for the corrected share and for hand coding alone, what :func:`simulate` gives.
    """
    generator = np.random.default_rng(seed)
    inclusion = design.inclusion(design.uncertainty(probabilities), n)
    drawn: list[dict[str, list[Row]]] = [{"corrected": [], "hand coding alone": []} for _ in truth.T]
    for _ in range(replications):
        sample = design.systematic(inclusion, reports, generator)
        for own, p, y in zip(drawn, probabilities.T, truth.T, strict=True):
            f = recalibrated(p, reports, sample, y[sample], 1 / inclusion[sample])
            total = corrected(f, sample, y[sample].astype(float), inclusion[sample])
            own["corrected"].append((total.share, total.low, total.high, float(y.mean())))
            own["hand coding alone"].append(_by_hand(y, n, generator))
    return [{kind: _summary(kind, rows) for kind, rows in own.items()} for own in drawn]


def _by_hand(truth: Flags, n: int, generator: np.random.Generator) -> Row:
    """What coding a simple random sample gives without a model."""
    hand = truth[generator.choice(len(truth), n, replace=False)].astype(float)
    variance, df = hajek_variance(hand, np.full(n, n / len(truth)), len(truth))
    return float(hand.mean()), *logit_interval(hand.mean(), variance, df), float(truth.mean())


def _by_chances(corpus: Corpus, drawn: Integers, inclusion: Floats) -> Row:
    """What is left to err where true chances and variance are known.

    No estimator without bias has a smaller variance on average over what the chances leave open (Godambe & Joshi 1965;
    Särndal, Swensson & Wretman 1992, section 12.2).
    """
    chances, size = corpus.chances, len(corpus.chances)
    errors = corpus.truth[drawn] - chances[drawn]
    share = float(chances.mean() + (errors / inclusion[drawn]).sum() / size)
    reach = NORMAL * float(((1 / inclusion - 1) * chances * (1 - chances)).sum()) ** 0.5 / size
    return share, share - reach, share + reach, float(corpus.truth.mean())


def _summary(kind: str, rows: Sequence[Row]) -> dict[str, float]:
    estimate, low, high, truth = np.array(rows).T
    truth = np.full(len(truth), truth.mean()) if kind.startswith("slope") else truth
    inside = (low <= truth) & (truth <= high)
    return {
        "bias": float((estimate - truth).mean()),
        "coverage": float(inside.mean()),
        "width": float((high - low).mean()),
        "intervals": len(rows),
    }


def _naive_interval(tagged: Flags, reports: Integers) -> tuple[float, float]:
    """What counting tags as if they were true gives: the spread between reports."""
    lengths, counts = np.bincount(reports), np.bincount(reports, tagged)
    share = counts.sum() / lengths.sum()
    deviation = np.sqrt(((counts - share * lengths) ** 2).sum()) / lengths.sum()
    return share - NORMAL * deviation, share + NORMAL * deviation


def _slope(outcome: Floats, covariate: Floats) -> tuple[float, float, float]:
    """Slope of a least-squares line with its interval by robust standard errors (HC3)."""
    import statsmodels.api as sm

    fit = sm.OLS(outcome, sm.add_constant(covariate)).fit(cov_type="HC3", use_t=True)
    low, high = fit.conf_int()[1]
    return float(fit.params[1]), float(low), float(high)
