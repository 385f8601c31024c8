from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from cuoshi.page.extracts import LEFT_OUT_COLUMNS, ROW_OVERHEAD, choose, choose_whole, left_out_rows
from cuoshi.results.loading.folder import Results, load
from cuoshi.scheme import bundled

CATEGORIES = bundled().category_ids


@pytest.fixture(scope="module")
def loaded(results: Path) -> Results:
    return load(results, tagged=True)


@pytest.fixture(scope="module")
def sentences(results: Path) -> pd.DataFrame:
    """The tagged sentences with their text."""
    frame = pd.read_parquet(results / "sentences.parquet")
    return frame[frame["categories"].map(len) > 0].reset_index(drop=True)


def kept_of(loaded: Results, budget: int) -> NDArray[np.bool_]:
    assert loaded.tagged is not None
    return choose(loaded.tagged, pd.factorize(loaded.reports["county_id"])[0], budget)


def test_every_cell_keeps_its_strongest_sentence(loaded: Results, sentences: pd.DataFrame) -> None:
    kept = sentences[kept_of(loaded, 20_000)]
    assert len(kept) < len(sentences)
    cells = sentences.explode("categories").groupby(["county", "categories"])
    strongest = {(place, one): cell[f"p_{one}"].idxmax() for (place, one), cell in cells}
    assert len({one for _, one in strongest}) == len(CATEGORIES) and len(strongest) > 2 * len(CATEGORIES)
    assert set(strongest.values()) <= set(kept.index)


@pytest.mark.parametrize("budget", [0, 5_000, 50_000])
def test_the_budget_is_kept(loaded: Results, sentences: pd.DataFrame, budget: int) -> None:
    kept = kept_of(loaded, budget)
    spent = sum(len(text.encode()) + ROW_OVERHEAD for text in sentences["text"][kept])
    assert spent <= budget and kept.any() == (budget > 0)
    assert kept_of(loaded, 10**9).all()


def test_what_is_kept_of_a_small_budget_is_kept_of_a_larger_one(loaded: Results) -> None:
    small, large = (kept_of(loaded, budget) for budget in (5_000, 50_000))
    assert np.all(large[small])


def test_the_newest_report_of_every_place_is_whole_first() -> None:
    sizes, places = np.full(6, 10), np.array([0, 0, 0, 1, 1, 2])
    years = np.array([2020.0, 2022.0, 2021.0, 2020.0, np.nan, 2019.0])
    chosen = [choose_whole(sizes, places, years, budget) for budget in (0, 30, 50, 60)]
    assert chosen == [[], [1, 3, 5], [1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]]


def test_what_is_left_out_is_a_row_of_its_own_columns(results: Path) -> None:
    table = pq.read_table(results / "sentences.parquet").slice(0, 2)
    (first, _) = left_out_rows(table)
    expected = table.to_pylist()[0] | {"categories": ";".join(table["categories"][0].as_py())}
    assert first == [expected[name] for name in LEFT_OUT_COLUMNS]
