from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cuoshi.page.extracts import ROW_OVERHEAD, choose, choose_whole, write_left_out
from cuoshi.results.loading import load
from cuoshi.scheme import bundled

CATEGORIES = bundled().category_ids


@pytest.fixture(scope="module")
def sentences(results: Path) -> pd.DataFrame:
    tagged = load(results, tagged=True).tagged
    assert tagged is not None
    return tagged


def test_every_cell_keeps_its_strongest_sentence(sentences: pd.DataFrame) -> None:
    kept = sentences[choose(sentences, bundled(), 20_000)]
    assert len(kept) < len(sentences)
    for category in CATEGORIES:
        for _, group in sentences.groupby("county"):
            here = group[[category in given for given in group["categories"]]]
            assert not len(here) or here[f"p_{category}"].idxmax() in kept.index


@pytest.mark.parametrize("budget", [0, 5_000, 50_000])
def test_the_budget_is_kept(sentences: pd.DataFrame, budget: int) -> None:
    kept = choose(sentences, bundled(), budget)
    spent = sum(len(text.encode()) + ROW_OVERHEAD for text in sentences["text"][kept])
    assert spent <= budget and kept.any() == (budget > 0)
    assert choose(sentences, bundled(), 10**9).all()


def test_what_is_kept_of_a_small_budget_is_kept_of_a_larger_one(sentences: pd.DataFrame) -> None:
    small, large = (choose(sentences, bundled(), budget) for budget in (5_000, 50_000))
    assert np.all(large[small])


def test_the_newest_report_of_every_place_is_whole_first() -> None:
    sizes, places = np.full(6, 10), np.array([0, 0, 0, 1, 1, 2])
    years = np.array([2020.0, 2022.0, 2021.0, 2020.0, np.nan, 2019.0])
    chosen = [choose_whole(sizes, places, years, budget) for budget in (0, 30, 50, 60)]
    assert chosen == [[], [1, 3, 5], [1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]]


def test_what_is_left_out_opens_in_spreadsheets(sentences: pd.DataFrame, tmp_path: Path) -> None:
    odd = sentences.iloc[:2].assign(text=["=1+1", "走访。"], year=[None, 2021])
    write_left_out(odd, tmp_path / "beside.csv")
    raw = (tmp_path / "beside.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(tmp_path / "beside.csv")
    assert table["categories"].tolist() == [";".join(given) for given in odd["categories"]]
    assert not table["text"].iloc[0].startswith("=")
