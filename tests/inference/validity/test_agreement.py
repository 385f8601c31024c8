import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from cuoshi.validity.agreement import alpha, interval, kappa, percent


def codes(*coders: str) -> np.ndarray:
    """One string a coder, a character a unit, a dot where there is no code."""
    return np.array([[np.nan if c == "." else ord(c) for c in row] for row in coders]).T


# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, examples A, B and C
BINARY = codes("0100000010", "1110010000")
NOMINAL = codes("aabbdcccedda", "babbbccceddd")
MISSING = codes("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


@pytest.mark.parametrize(("given", "published"), [(BINARY, 0.095), (NOMINAL, 0.692), (MISSING, 0.743)])
def test_alpha_is_that_of_published_examples(given: np.ndarray, published: float) -> None:
    assert alpha(given) == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize(
    ("table", "published"),
    [((20, 5, 10, 15), 0.4), ((45, 15, 25, 15), 0.1304), ((25, 35, 5, 35), 0.2593)],
)
def test_kappa_is_that_of_published_examples(table: tuple[int, ...], published: float) -> None:
    pairs = np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], table, axis=0).astype(float)
    assert kappa(pairs) == pytest.approx(published, abs=5e-5)
    assert kappa(pairs) == pytest.approx(cohen_kappa_score(pairs[:, 0], pairs[:, 1]))
    with_a_gap = np.vstack([pairs, [[1, np.nan]]])
    assert kappa(with_a_gap) == kappa(pairs)


def test_percent_agreement_counts_pairs_of_one_unit() -> None:
    assert percent(BINARY) == pytest.approx(0.6)
    assert percent(codes("11", "1.", "12")) == pytest.approx(3 / 5), (
        "all of the first unit's codes, none of the second's"
    )
    assert np.isnan(percent(codes("1.", ".1")))


def test_intervals_hold_the_figure_and_need_two_units() -> None:
    low, high = interval(alpha, NOMINAL)
    assert low < 0.692 < high <= 1
    assert all(np.isnan(interval(alpha, codes("1", "1"))))
    assert np.isnan(alpha(codes("11", "11"))), "no variation, no chance to disagree"
