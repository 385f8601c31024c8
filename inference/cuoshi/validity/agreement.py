"""How far coders agree: percent agreement, Cohen's κ, Krippendorff's α."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cuoshi.arrays import Flags, Floats
from cuoshi.coverage.bootstrap import percentile_interval, weights


def percent(codes: Floats, drawn: Floats | None = None) -> Floats:
    """Share of pairs of codes of one unit that are equal.

    Args:
        codes: units × coders; missing where a coder gave none.
        drawn: how often each unit counts (resamplings × units); once if not given.

    Returns:
        One share a resampling, a single one without; missing where no unit was coded twice.
    """
    coincidences = _sums(_coincidences(codes), drawn)
    return _ratio(_equal(coincidences), coincidences.sum(axis=(-2, -1)))


def kappa(codes: Floats, drawn: Floats | None = None) -> Floats:
    """Cohen's κ of two coders (Cohen 1960): agreement beyond that of two coders who guess at their own rates.

    Args:
        codes: units × 2; units that one of them did not code are left out.
        drawn: as of :func:`percent`.

    Returns:
        One κ a resampling, a single one without; missing where chance alone agrees always.
    """
    given = codes[:, :, None] == _values(codes)
    table = _sums(given[:, 0, :, None] & given[:, 1, None, :], drawn)
    total = table.sum(axis=(-2, -1))
    by_chance = _ratio((table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1), total**2)
    return _ratio(_ratio(_equal(table), total) - by_chance, 1 - by_chance)


def alpha(codes: Floats, drawn: Floats | None = None) -> Floats:
    """Krippendorff's α for nominal codes, any number of coders, missing codes allowed (Krippendorff 2011, form C).

    Args:
        codes: units × coders; missing where a coder gave none.
        drawn: as of :func:`percent`.

    Returns:
        ``1 − D_observed / D_expected``, one a resampling, a single one without; missing where all codes are one and
        the same.
    """
    coincidences = _sums(_coincidences(codes), drawn)
    margins = coincidences.sum(axis=-1)
    total = margins.sum(axis=-1)
    expected = total**2 - (margins**2).sum(axis=-1)
    return 1 - _ratio((total - 1) * (total - _equal(coincidences)), expected)


def interval(measure: Callable[[Floats, Floats], Floats], codes: Floats) -> tuple[float, float]:
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
    return percentile_interval(np.concatenate([measure(coded, drawn) for drawn in weights(len(coded))]))


def _values(codes: Floats) -> Floats:
    return np.unique(codes[~np.isnan(codes)])


def _coincidences(codes: Floats) -> Floats:
    """Units × values × values: how often two codes are paired, a unit weighing as many codes as it has."""
    counts = (codes[:, :, None] == _values(codes)).sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(counts.shape[1])
    others = np.maximum(counts.sum(axis=1) - 1, 1)  # a code without another makes no pair
    result: Floats = pairs / others[:, None, None]
    return result


def _sums(tables: Floats | Flags, drawn: Floats | None) -> Floats:
    """Tables of units (units × values × values) summed over them, for each resampling if there are any."""
    once = np.ones(len(tables)) if drawn is None else drawn
    result: Floats = np.tensordot(once, tables.astype(np.float64), axes=1)
    return result


def _equal(table: Floats) -> Floats:
    result: Floats = np.trace(table, axis1=-2, axis2=-1)
    return result


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Missing where the whole is nothing."""
    result: Floats = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) != 0)[()]
    return result
