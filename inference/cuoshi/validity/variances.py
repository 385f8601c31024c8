"""How uncertain a share is that was estimated from a sample with known probabilities of selection."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuoshi.arrays import Floats, Integers
from cuoshi.coverage.bootstrap import NORMAL

#: How far an interval is moved towards the side on which estimates fall short, in skewnesses (γ) times standard
#: deviations. An estimate divided by the root of a variance that is estimated from the same sample has the mean −wγ/2
#: and the skewness (1 − 3w)γ, w being the part of the variance that was (Hall 1992, The Bootstrap and Edgeworth
#: Expansion, section 2.6, has w = 1), so its quantiles are lower by ``wγ/2 − (1 − 3w)γ(z² − 1)/6`` (Cornish & Fisher
#: 1938). Here w is a half; where Hájek's variance stands alone, w = 1 moves it too far (docs/en/intervals.md).
LEAN = 1 / 4 + (NORMAL**2 - 1) / 12


@dataclass(frozen=True, slots=True)
class Spread:
    """How an estimate is spread about the truth.

    Attributes:
        variance: of the estimate.
        df: effective degrees of freedom with which that is known.
        shift: how far the interval is moved upwards.
    """

    variance: float
    df: float
    shift: float


@dataclass(frozen=True, slots=True)
class Clusters:
    """Reports that were drawn first, where they were, one value a coded sentence.

    Attributes:
        reports: number of its report.
        inclusion: probability with which that was drawn.
    """

    reports: Integers
    inclusion: Floats


def spread(
    errors: Floats,
    predicted: Floats,
    powers: Floats,
    inclusion: Floats,
    population: float,
    clusters: Clusters | None = None,
) -> Spread:
    """How the difference estimator is spread, by its errors and by what its probabilities expect.

    The variance is Hájek's, or its mean with :func:`expected_variance` where that is larger: of the errors that a good
    model leaves, most lie in few sentences, and a sample that happens to hold none of them shows too small a variance
    along with an estimate that is off. Half of that mean is known, so it has ``df (2 mean/Hájek's)²`` degrees of
    freedom (Satterthwaite 1946). For the same reason intervals miss the truth on one side: rare sentences that the
    model got wrong make estimate and variance large together. The interval is moved by :data:`LEAN`.
    ``docs/en/intervals.md`` shows what each of these does.

    Args:
        errors: one a coded sentence (e = y − λf).
        predicted: probability of the category of each (f).
        powers: how much each prediction counts (λ).
        inclusion: their probabilities of selection (π).
        population: number of sentences (N).
        clusters: the reports, if they were drawn first.
    """
    variance, df = design_variance(errors, inclusion, population, clusters)
    third = _third_moment(errors, inclusion, population, clusters)
    expected = expected_variance(predicted, powers, inclusion, population, clusters)
    if expected > variance:
        mean = (variance + expected) / 2
        most = float(len(errors if clusters is None else np.unique(clusters.reports)) - 1)
        df = min(df * (2 * mean / variance) ** 2, most) if variance > 0 else most
        third = (third + _expected_third_moment(predicted, inclusion, population)) / 2
        variance = mean
    deviation = variance**0.5
    skewness = float(np.clip(third / deviation**3, -1, 1)) if variance > 0 else 0.0
    return Spread(variance, df, LEAN * skewness * deviation)


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
    scatter = ((terms - terms.mean()) ** 2).sum()
    df = 2 * terms.sum() ** 2 / scatter if scatter > 0 else n - 1
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
    totals, chosen, place = _totals(errors, inclusion, clusters)
    within = inclusion / clusters.inclusion
    variance, df = hajek_variance(totals, chosen, population)
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


def _third_moment(errors: Floats, inclusion: Floats, population: float, clusters: Clusters | None) -> float:
    """Third moment of an expansion estimator, ``Σ (1 − π)(1 − 2π)(e/π − B)³ / N³``; of reports where they came first.

    It is that of independent draws (Poisson sampling) about the centre of a sample of fixed size.
    """
    if clusters is not None:
        errors, inclusion, _ = _totals(errors, inclusion, clusters)
    left = 1 - inclusion
    if left.sum() <= 0:
        return 0.0
    expanded = errors / inclusion
    centre = (left * expanded).sum() / left.sum()
    return float((left * (1 - 2 * inclusion) * (expanded - centre) ** 3).sum() / population**3)


def _expected_third_moment(predicted: Floats, inclusion: Floats, population: float) -> float:
    """The same if the probabilities were right: ``Σ (1 − π)(1 − 2π)/π³ f(1 − f)(1 − 2f) / N³``."""
    skewed = predicted * (1 - predicted) * (1 - 2 * predicted)
    return float(((1 - inclusion) * (1 - 2 * inclusion) / inclusion**3 * skewed).sum() / population**3)


def _totals(errors: Floats, inclusion: Floats, clusters: Clusters) -> tuple[Floats, Floats, Integers]:
    """Estimated totals of the reports drawn, with which probabilities they were, and the place of each sentence's."""
    _, first, place = np.unique(clusters.reports, return_index=True, return_inverse=True)
    totals = np.bincount(place, errors * clusters.inclusion / inclusion).astype(float)
    return totals, clusters.inclusion[first], place
