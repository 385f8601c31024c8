"""The share of a category in all sentences, corrected by those that were coded by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuoshi.arrays import Floats, Integers
from cuoshi.validity.variances import Clusters, spread

FOLDS = 10
LEVEL = 0.95
SEED = 20_240_604


@dataclass(frozen=True, slots=True)
class Estimate:
    """A corrected share.

    Attributes:
        share: the estimate.
        variance: of the sampling of sentences to code.
        low, high: 95% interval for the sentences at hand.
        df: effective degrees of freedom of the variance.
        shift: how far the interval is moved upwards, see :func:`cuoshi.validity.variances.spread`.
        power: how much the model's predictions count (λ), 0 to 1.
        halving: how many times as many sentences would have to be coded for an interval of half the width.
    """

    share: float
    variance: float
    low: float
    high: float
    df: float
    shift: float
    power: float
    halving: float

    @property
    def reach(self) -> float:
        """How far the 95% interval reaches at most, on the share's own scale."""
        return _reach(self.variance, self.df) + abs(self.shift)


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

    Its interval is that of :func:`cuoshi.validity.variances.spread`.

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
    own = spread(errors, f, powers, inclusion, population, clusters)
    low, high = logit_interval(float(share), own.variance, own.df, own.shift)
    return Estimate(
        share=float(share),
        variance=own.variance,
        low=low,
        high=high,
        df=own.df,
        shift=own.shift,
        power=float(powers.mean()),
        halving=_halving(errors, inclusion),
    )


def logit_interval(share: float, variance: float, df: float, shift: float = 0.0) -> tuple[float, float]:
    """95% interval by Student's t on the logit of the share, so that it stays within 0 and 1.

    Args:
        share: the estimate; one outside of 0 and 1 gets the interval on its own scale, cut off there.
        variance: of the estimate.
        df: degrees of freedom of the variance.
        shift: how far it is moved upwards, on the share's own scale.
    """
    reach = _reach(variance, df)
    steps = shift - reach, shift + reach
    if not 0 < share < 1:
        low, high = (float(np.clip(share + step, 0, 1)) for step in steps)
        return low, high
    logit, scale = np.log(share / (1 - share)), share * (1 - share)
    low, high = (float(1 / (1 + np.exp(-np.clip(logit + step / scale, -700, 700)))) for step in steps)
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
