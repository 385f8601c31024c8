from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cuoshi.page.extracts import ROW_OVERHEAD, choose, embed, write_left_out
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
    assert spent <= budget and (kept.any() or budget == 0)
    assert choose(sentences, bundled(), 10**9).all()


def test_what_is_kept_of_a_small_budget_is_kept_of_a_larger_one(sentences: pd.DataFrame) -> None:
    small, large = (choose(sentences, bundled(), budget) for budget in (5_000, 50_000))
    assert np.all(large[small])


def test_sentences_are_laid_out_as_the_script_reads_them(sentences: pd.DataFrame) -> None:
    some = sentences.iloc[:50]
    position = {name: number for number, name in enumerate(some["report_id"].unique())}
    store = embed(some, bundled(), position)
    for row, (_, own) in zip(store["rows"], some.iterrows(), strict=True):
        report, section, paragraph, place, status, strengths, evidence, text = row
        assert (report, paragraph, place, text) == (
            position[own["report_id"]],
            own["paragraph"],
            own["position"],
            own["text"],
        )
        assert store["sections"][section] == own["heading_path"]
        assert bundled().status_ids[status] == own["status"]
        given = {CATEGORIES[number]: p for number, p in zip(strengths[::2], strengths[1::2], strict=True)}
        assert given == {name: round(own[f"p_{name}"] * 1000) for name in own["categories"]}
        assert len(evidence) == 3 * len(own["evidence"])


def test_a_category_or_status_that_the_page_does_not_know_is_left_out(sentences: pd.DataFrame) -> None:
    odd = sentences.iloc[:1].assign(status=["gone"], heading_path=[None])
    odd["evidence"] = [[{"category": "gone", "start": 0, "end": 2}]]
    (row,) = embed(odd, bundled(), {odd["report_id"].iloc[0]: 0})["rows"]
    assert row[4] == -1 and row[6] == []


def test_what_is_left_out_opens_in_spreadsheets(sentences: pd.DataFrame, tmp_path: Path) -> None:
    odd = sentences.iloc[:2].assign(text=["=1+1", "走访。"], year=[None, 2021])
    write_left_out(odd, tmp_path / "beside.csv")
    raw = (tmp_path / "beside.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(tmp_path / "beside.csv")
    assert table["categories"].tolist() == [";".join(given) for given in odd["categories"]]
    assert not table["text"].iloc[0].startswith("=")
