import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cuoshi.page import texts
from cuoshi.page.texts import packed, report_texts
from cuoshi.results.loading import Results, load
from cuoshi.scheme import bundled

CATEGORIES = bundled().category_ids


@pytest.fixture(scope="module")
def loaded(results: Path) -> Results:
    return load(results, tagged=True)


@pytest.fixture(scope="module")
def everything(results: Path) -> pd.DataFrame:
    return pd.read_parquet(results / "sentences.parquet")


def opened(pieces: list[str]) -> dict[int, tuple[int, list[list[Any]]]]:
    """The reports of all pieces, their headings spelt out."""
    found = {}
    for piece in pieces:
        data = json.loads(zlib.decompress(base64.b64decode(piece)))
        for number, whole, rows in data["reports"]:
            found[number] = whole, [[data["sections"][row[0]], *row[1:]] for row in rows]
    return found


def test_a_whole_report_has_all_its_sentences_in_their_order(loaded: Results, everything: pd.DataFrame) -> None:
    ((number, whole, rows),) = report_texts(loaded, loaded.tagged.iloc[:0], [5])
    own = everything[everything["report_id"] == loaded.reports["report_id"].iloc[5]].sort_values("position")
    untagged = own[own["categories"].map(len) == 0]
    assert (number, whole) == (5, True)
    assert [row[-1] for row in rows] == untagged["text"].tolist()
    assert [row[0] for row in rows] == untagged["heading_path"].tolist()


def test_tagged_sentences_are_laid_out_as_the_script_reads_them(loaded: Results) -> None:
    some = loaded.tagged.iloc[:50]
    rows = {(number, row[2]): row for number, _, own in report_texts(loaded, some, []) for row in own}
    ids = loaded.reports["report_id"].tolist()
    assert len(rows) == 50
    for _, own in some.iterrows():
        section, paragraph, _, status, strengths, evidence, text = rows[ids.index(own["report_id"]), own["position"]]
        assert (section, paragraph, text) == (own["heading_path"], own["paragraph"], own["text"])
        assert bundled().status_ids[status] == own["status"]
        given = {CATEGORIES[number]: p for number, p in zip(strengths[::2], strengths[1::2], strict=True)}
        assert given == {name: round(own[f"p_{name}"] * 1000) for name in own["categories"]}
        assert len(evidence) == 3 * len(own["evidence"])


def test_a_category_or_status_that_the_page_does_not_know_is_left_out(loaded: Results) -> None:
    odd = loaded.tagged.iloc[:1].assign(status=["gone"], heading_path=[None])
    odd["evidence"] = [[{"category": "gone", "start": 0, "end": 2}]]
    ((_, whole, (row,)),) = report_texts(loaded, odd, [])
    assert not whole and row[0] == "" and row[3] == -1 and row[5] == []


def test_pieces_hold_every_report_once_and_say_which_is_their_first(loaded: Results, monkeypatch) -> None:
    monkeypatch.setattr(texts, "PIECE_BYTES", 20_000)
    laid = report_texts(loaded, loaded.tagged, range(len(loaded.reports)))
    firsts, pieces = packed(laid)
    assert len(firsts) == len(pieces) > 3 and firsts == sorted(firsts)
    assert opened(pieces) == {number: (int(whole), rows) for number, whole, rows in laid}
    assert [min(opened([piece])) for piece in pieces] == firsts
    assert packed([]) == ([], [])
