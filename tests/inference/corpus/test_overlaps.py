import numpy as np
import pytest

from cuoshi.corpus.overlaps import SHORTEST_EXCERPT, Index, excerpts, near_copies


def marks(*values: int) -> np.ndarray:
    return np.array(values, np.uint64)


def test_the_rarest_marks_come_first_and_equally_rare_ones_by_value() -> None:
    index = Index([marks(1, 2, 3, 4), marks(1, 2, 3), marks(1, 9)])
    assert index.rarest(0, 50).tolist() == [3, 1, 2], "numbers of 4, which one set has, then 2 and 3, which two have"
    assert index.rarest(0, 100).tolist() == [3]
    assert index.holders(index.rarest(2, 100)) == set(), "nobody else has 9"
    assert index.holders(index.rarest(1, 100)) == {0, 1}
    assert (index.common(0, 1), index.common(1, 2), index.sizes.tolist()) == (3, 1, [4, 3, 2])


def test_near_copies_are_those_that_comparing_all_pairs_finds() -> None:
    generator = np.random.default_rng(3)
    common = generator.integers(2**63, size=40, dtype=np.uint64)
    sets = []
    for _ in range(60):
        base = sets[generator.integers(len(sets))] if sets and generator.random() < 0.6 else common[:5]
        kept = base[generator.random(len(base)) > 0.04]
        more = generator.integers(2**63, size=generator.integers(0, 30 if base is common else 4), dtype=np.uint64)
        sets.append(np.unique(np.concatenate([kept, more, common[: generator.integers(1, 40)]])))
    expected: dict[int, int] = {}
    for number, own in enumerate(sets):
        for other in range(number):
            both = len(np.intersect1d(own, sets[other]))
            if other not in expected and 10 * both >= 9 * len(np.union1d(own, sets[other])):
                expected[number] = other
                break
    found = near_copies(Index(sets))
    assert {number: of for number, (of, _) in found.items()} == expected
    assert 5 < len(expected) < 55


@pytest.mark.parametrize(("more", "near"), [(1, True), (2, False)])
def test_nine_tenths_are_near_and_less_is_not(more: int, near: bool) -> None:
    common = np.arange(9, dtype=np.uint64)
    assert bool(near_copies(Index([common, np.arange(9 + more, dtype=np.uint64)]))) == near


def test_nothing_is_no_copy() -> None:
    assert near_copies(Index([])) == {}
    assert near_copies(Index([marks(), marks()])) == {}


def test_excerpts_are_those_that_comparing_all_pairs_finds() -> None:
    generator = np.random.default_rng(5)
    sets = []
    for _ in range(80):
        whole = sets[generator.integers(len(sets))] if sets and generator.random() < 0.6 else np.empty(0, np.uint64)
        part = whole[generator.random(len(whole)) < generator.choice([0.5, 1.0])]
        more = generator.integers(
            40 if generator.random() < 0.3 else 2**63, size=generator.integers(0, 25), dtype=np.uint64
        )
        sets.append(np.unique(np.concatenate([part, more[: 2 if len(part) else None]])))
    held: dict[int, float] = {}
    for number, own in enumerate(sets):
        larger = [one for one in range(len(sets)) if (-len(sets[one]), one) < (-len(own), number)]
        most = max((len(np.intersect1d(own, sets[one])) for one in larger), default=0)
        if len(own) >= SHORTEST_EXCERPT and 10 * most >= 9 * len(own):
            held[number] = most / len(own)
    found = excerpts(Index(sets), range(len(sets)))
    assert {number: share for number, (_, share) in found.items()} == held
    assert 5 < len(held) < 60
    assert {of for of, _ in found.values()}.isdisjoint(found), "what is named is a whole"


def test_what_is_not_looked_at_holds_no_excerpt() -> None:
    index = Index([marks(*range(20)), marks(*range(10)), marks(*range(9))])
    assert excerpts(index, [0, 1, 2]) == {1: (0, 1.0), 2: (0, 1.0)}
    assert excerpts(index, [1, 2]) == {2: (1, 1.0)}
