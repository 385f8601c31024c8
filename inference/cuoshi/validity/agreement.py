"""How far coders agree: percent agreement, Cohen's κ, Krippendorff's α."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cuoshi.arrays import Floats
from cuoshi.coverage.bootstrap import percentile_interval, resamplings


def percent(codes: Floats) -> float:
    """Share of pairs of codes of one unit that are equal.

    Args:
        codes: units × coders; missing where a coder gave none.
    """
    coincidences = _coincidences(codes)
    total = coincidences.sum()
    return float(np.trace(coincidences) / total) if total else float("nan")


def kappa(codes: Floats) -> float:
    """Cohen's κ of two coders (Cohen 1960): agreement beyond that of two coders who guess at their own rates.

    Args:
        codes: units × 2; units that one of them did not code are left out.

    Returns:
        κ; missing where chance alone agrees always.
    """
    both = codes[~np.isnan(codes).any(axis=1)]
    if not len(both):
        return float("nan")
    values = np.unique(both)
    observed = (both[:, 0] == both[:, 1]).mean()
    expected = sum((both[:, 0] == value).mean() * (both[:, 1] == value).mean() for value in values)
    return float((observed - expected) / (1 - expected)) if expected < 1 else float("nan")


def alpha(codes: Floats) -> float:
    """Krippendorff's α for nominal codes, any number of coders, missing codes allowed (Krippendorff 2011, form C).

    Args:
        codes: units × coders; missing where a coder gave none.

    Returns:
        ``1 − D_observed / D_expected``; missing where all codes are one and the same.
    """
    coincidences = _coincidences(codes)
    margins = coincidences.sum(axis=1)
    total = margins.sum()
    if not total:
        return float("nan")
    disagreement = total - np.trace(coincidences)
    expected = total**2 - (margins**2).sum()
    return float(1 - (total - 1) * disagreement / expected) if expected else float("nan")


def interval(measure: Callable[[Floats], float], codes: Floats) -> tuple[float, float]:
    """95% percentile interval of a measure by a bootstrap over units.

    Args:
        measure: one of this module.
        codes: units × coders.

    Returns:
        Both ends; missing where fewer than two units were coded twice.
    """
    coded = codes[(~np.isnan(codes)).sum(axis=1) > 1]
    if len(coded) < 2:
        return float("nan"), float("nan")
    return percentile_interval([measure(coded[units]) for units in resamplings(len(coded))])


def _coincidences(codes: Floats) -> Floats:
    """Values × values: how often two codes of one unit are paired, each unit weighing as many codes as it has."""
    values = np.unique(codes[~np.isnan(codes)])
    counts = np.stack([(codes == value).sum(axis=1) for value in values], axis=1) if len(values) else np.zeros((0, 0))
    held = counts.sum(axis=1)
    counts, held = counts[held > 1], held[held > 1]
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(counts.shape[1])
    result: Floats = (pairs / (held - 1)[:, None, None]).sum(axis=0)
    return result
