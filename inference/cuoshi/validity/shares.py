"""The share of a category in all sentences, corrected by those that were coded by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuoshi.arrays import Floats, Integers

FOLDS = 10
LEVEL = 0.95
SEED = 20_240_604


@dataclass(frozen=True, slots=True)
class Estimate:
    """A corrected share.

    Attributes:
        share: the estimate.
        variance: of the sampling of sentences to code, see :func:`corrected`.
        low, high: 95% interval for the sentences at hand.
        df: effective degrees of freedom of the variance.
        power: how much the model's predictions count (λ), 0 to 1.
        halving: how many times as many sentences would have to be coded for an interval of half the width.
    """

    share: float
    variance: float
    low: float
    high: float
    df: float
    power: float
    halving: float

    @property
    def reach(self) -> float:
        """Half the width of the 95% interval on the share's own scale."""
        return _reach(self.variance, self.df)


@dataclass(frozen=True, slots=True)
class Clusters:
    """Reports that were drawn first, where they were, one value a coded sentence.

    Attributes:
        reports: number of its report.
        inclusion: probability with which that was drawn.
    """

    reports: Integers
    inclusion: Floats


def corrected(
    predicted: Floats,
    drawn: Integers,
    coded: Floats,
    inclusion: Floats,
    tuned: bool = True,
    clusters: Clusters | None = None,
) -> Estimate:
    """Estimate a share by the power-tuned difference estimator.

    ``μ = λ mean(f) + (1/N) Σ_S (y − λ f) / π`` (Cassel, Särndal & Wretman 1976; prediction-powered inference with
    power tuning, Angelopoulos, Duchi & Zrnic 2023, eq. 4); λ in [0, 1] is the value of least estimated variance,
    found on other folds than the one it is used on.

    The variance is Hájek's, or its mean with :func:`expected_variance` where that is larger: of the errors that a good
    model leaves, most lie in few sentences, and a sample that happens to hold none of them shows too small a variance
    along with an estimate that is off. In the simulation of ``docs/en/intervals.md`` (n = 1,000, misses by county)
    Hájek's alone leaves the truth out in 14% of the intervals, the mean in 5%.

    Args:
        predicted: probability of the category (f), one a sentence of the population.
        drawn: indices of the coded sentences.
        coded: their labels (y), 0 or 1.
        inclusion: their probabilities of selection (π).
        tuned: whether λ is fitted; else it is 1.
        clusters: reports of the coded sentences, where reports were drawn first.

    Returns:
        The estimate with its interval.

    Raises:
        ValueError: fewer than two sentences were coded.
    """
    n, population = len(drawn), len(predicted)
    if n < 2:
        raise ValueError("a share needs at least two coded sentences")
    f = predicted[drawn]
    fold = np.random.default_rng(SEED).permutation(n) % FOLDS
    of_fold = [_power(f[fold != k], coded[fold != k], inclusion[fold != k]) if tuned else 1.0 for k in range(FOLDS)]
    powers = np.array(of_fold)[fold]
    errors = coded - powers * f
    share = powers.mean() * predicted.mean() + (errors / inclusion).sum() / population
    variance, df = design_variance(errors, inclusion, population, clusters)
    variance = max(variance, (variance + expected_variance(f, powers, inclusion, population, clusters)) / 2)
    low, high = logit_interval(float(share), variance, df)
    return Estimate(float(share), variance, low, high, df, float(powers.mean()), _halving(errors, inclusion))


def hajek_variance(errors: Floats, inclusion: Floats, population: float) -> tuple[float, float]:
    """Variance of an expansion estimator from a fixed-size sample with unequal probabilities (Hájek 1964).

    ``V = (1/N²) · n/(n−1) · Σ (1 − π)(e/π − B)²`` with ``B = Σ (1 − π)(e/π) / Σ (1 − π)``.

    Args:
        errors: one a coded sentence (e).
        inclusion: their probabilities of selection (π).
        population: number of sentences (N).

    Returns:
        The variance, and the degrees of freedom of its estimate by the fourth moments of the terms (Satterthwaite
        1946): few large errors carry less than their number says.
    """
    n = len(errors)
    left = 1 - inclusion
    if n < 2 or left.sum() <= 0:
        return 0.0, float(max(n - 1, 1))
    expanded = errors / inclusion
    centre = (left * expanded).sum() / left.sum()
    terms = left * (expanded - centre) ** 2
    spread = ((terms - terms.mean()) ** 2).sum()
    df = 2 * terms.sum() ** 2 / spread if spread > 0 else n - 1
    return float(n / (n - 1) * terms.sum() / population**2), float(np.clip(df, 1, n - 1))


def design_variance(
    errors: Floats, inclusion: Floats, population: float, clusters: Clusters | None = None
) -> tuple[float, float]:
    """Variance of an expansion estimator: Hájek's, or that of two stages where reports were drawn first.

    In two stages it is Hájek's variance of the reports' estimated totals, and that of each total, by the probability of
    its report (Särndal, Swensson & Wretman 1992, eq. 4.3.19): errors of one report are alike, and sentences of few
    reports tell less than as many of all.

    Args:
        errors: one a coded sentence (e).
        inclusion: their probabilities of selection (π), in all.
        population: number of sentences (N).
        clusters: the reports, if they were drawn first.

    Returns:
        The variance and its degrees of freedom, as :func:`hajek_variance`; in two stages those of the reports.
    """
    if clusters is None:
        return hajek_variance(errors, inclusion, population)
    _, first, place = np.unique(clusters.reports, return_index=True, return_inverse=True)
    chosen, within = clusters.inclusion[first], inclusion / clusters.inclusion
    variance, df = hajek_variance(np.bincount(place, errors / within).astype(float), chosen, population)
    for report, probability in enumerate(chosen):
        own = place == report
        variance += hajek_variance(errors[own], within[own], population)[0] / probability
    return variance, df


def design_effect(errors: Floats, inclusion: Floats, clusters: Clusters | None) -> float:
    """How many times as large the variance is as if sentences had been drawn one by one (Kish 1965), at least 1.

    Args:
        errors: one a coded sentence.
        inclusion: their probabilities of selection.
        clusters: the reports, if they were drawn first.
    """
    alone = hajek_variance(errors, inclusion, 1.0)[0]
    return max(1.0, design_variance(errors, inclusion, 1.0, clusters)[0] / alone) if clusters and alone else 1.0


def expected_variance(
    predicted: Floats, powers: Floats, inclusion: Floats, population: float, clusters: Clusters | None = None
) -> float:
    """Variance that the estimator would have if the probabilities were right.

    The anticipated variance of the difference estimator (Isaki & Fuller 1982): what the labels scatter about their
    probabilities, ``Σ (1 − π)/π² f(1 − f) / N²``, and the design's variance of what is left of these, ``(1 − λ) f``.

    Args:
        predicted: probability of the category of each coded sentence (f).
        powers: how much each prediction counts (λ).
        inclusion: their probabilities of selection (π).
        population: number of sentences (N).
        clusters: the reports, if they were drawn first.
    """
    scatter = float(((1 - inclusion) / inclusion**2 * predicted * (1 - predicted)).sum() / population**2)
    return scatter + design_variance((1 - powers) * predicted, inclusion, population, clusters)[0]


def logit_interval(share: float, variance: float, df: float) -> tuple[float, float]:
    """95% interval by Student's t on the logit of the share, so that it stays within 0 and 1.

    Args:
        share: the estimate; one outside of 0 and 1 gets the interval on its own scale, cut off there.
        variance: of the estimate.
        df: degrees of freedom of the variance.
    """
    reach = _reach(variance, df)
    if not 0 < share < 1:
        return min(max(share - reach, 0.0), 1.0), max(min(share + reach, 1.0), 0.0)
    logit, reach = np.log(share / (1 - share)), reach / (share * (1 - share))
    low, high = (float(1 / (1 + np.exp(-np.clip(logit + side * reach, -700, 700)))) for side in (-1, 1))
    return low, high


def _halving(errors: Floats, inclusion: Floats) -> float:
    """How many times as large a sample has a quarter of ``Σ e²/π − Σ e²``, whose first sum falls with its size."""
    square = (errors / inclusion) ** 2
    left = ((1 - inclusion) * square).sum()
    if left <= 0:
        return 1.0
    ratio = square.sum() / left
    return float(ratio / (ratio - 0.75))


def _reach(variance: float, df: float) -> float:
    """Student's t of the degrees of freedom times the standard deviation."""
    from scipy.stats import t

    return float(t.ppf((1 + LEVEL) / 2, df) * variance**0.5)


def pseudo_outcomes(predicted: Floats, drawn: Integers, coded: Floats, inclusion: Floats) -> Floats:
    """Outcomes for regressions: ``f + 1{coded}(y − f)/π`` (Egami, Hinck, Stewart & Wei 2023, eq. 3).

    Unbiased for the label of every sentence, so that means of them are for shares, and a regression on them is valid
    with robust standard errors. Noisy, may leave [0, 1], and must not be cut off there.

    Args:
        predicted: one a sentence of the population.
        drawn: indices of the coded sentences.
        coded: their labels.
        inclusion: their probabilities of selection.
    """
    outcomes = predicted.copy()
    outcomes[drawn] += (coded - predicted[drawn]) / inclusion
    return outcomes


def _power(predicted: Floats, coded: Floats, inclusion: Floats) -> float:
    """The λ of least estimated variance: the variance is quadratic in it."""
    left = 1 - inclusion
    if left.sum() <= 0:
        return 1.0
    y, f = coded / inclusion, predicted / inclusion
    y, f = (value - (left * value).sum() / left.sum() for value in (y, f))
    square = (left * f * f).sum()
    return float(np.clip((left * y * f).sum() / square, 0, 1)) if square > 0 else 1.0
