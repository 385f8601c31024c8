import base64
import json
import shutil
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from cuoshi.errors import CuoshiError
from cuoshi.page import texts
from cuoshi.page.texts import carried, packed, report_texts
from cuoshi.results.files import LEFT_OUT
from cuoshi.results.loading.folder import Results, load
from cuoshi.scheme import bundled

CATEGORIES = bundled().category_ids


@pytest.fixture
def loaded(results: Path, tmp_path: Path) -> Results:
    shutil.copytree(results, tmp_path / "results")
    return load(tmp_path / "results", tagged=True)


@pytest.fixture(scope="module")
def everything(results: Path) -> pd.DataFrame:
    return pd.read_parquet(results / "sentences.parquet")


def first(loaded: Results, number: int) -> NDArray[np.bool_]:
    """Of the tagged sentences the first ones, so many."""
    assert loaded.tagged is not None
    return np.arange(len(loaded.tagged.size)) < number


def opened(pieces: list[str]) -> dict[int, tuple[int, list[list[Any]]]]:
    """The reports of all pieces, their headings spelt out."""
    found = {}
    for piece in pieces:
        data = json.loads(zlib.decompress(base64.b64decode(piece)))
        for number, whole, rows in data["reports"]:
            found[number] = whole, [[data["sections"][row[0]], *row[1:]] for row in rows]
    return found


def test_a_whole_report_has_all_its_sentences_in_their_order(loaded: Results, everything: pd.DataFrame) -> None:
    ((number, whole, rows),) = report_texts(loaded, first(loaded, 0), [5])
    own = everything[everything["report_id"] == loaded.reports["report_id"].iloc[5]].sort_values("position")
    untagged = own[own["categories"].map(len) == 0]
    assert (number, whole) == (5, True)
    assert [row[-1] for row in rows] == untagged["text"].tolist()
    assert [row[0] for row in rows] == untagged["heading_path"].tolist()


def test_tagged_sentences_are_laid_out_as_the_script_reads_them(loaded: Results, everything: pd.DataFrame) -> None:
    some = everything[everything["categories"].map(len) > 0].iloc[:50]
    rows = {(number, row[2]): row for number, _, own in report_texts(loaded, first(loaded, 50), []) for row in own}
    ids = loaded.reports["report_id"].tolist()
    assert len(rows) == 50
    for _, own in some.iterrows():
        at = ids.index(own["report_id"]), own["position"]
        section, paragraph, _, status, strengths, evidence, text = rows[at]
        assert (section, paragraph, text) == (own["heading_path"], own["paragraph"], own["text"])
        assert bundled().status_ids[status] == own["status"]
        given = {CATEGORIES[number]: p for number, p in zip(strengths[::2], strengths[1::2], strict=True)}
        assert given == {name: round(own[f"p_{name}"] * 1000) for name in own["categories"]}
        assert len(evidence) == 3 * len(own["evidence"])


def test_a_category_or_status_that_the_page_does_not_know_is_left_out(loaded: Results) -> None:
    path = loaded.folder / "sentences.parquet"
    frame = pd.read_parquet(path)
    tagged = frame["categories"].map(len) > 0
    frame.loc[tagged, "status"] = "gone"
    frame["heading_path"] = pd.Series([None] * len(frame), dtype=object)
    frame.loc[tagged, "evidence"] = pd.Series([[{"category": "gone", "start": 0, "end": 2}]] * len(frame))
    frame.to_parquet(path)
    ((_, whole, (row,)),) = report_texts(loaded, first(loaded, 1), [])
    assert not whole and row[0] == "" and row[3] == -1 and row[5] == []


def test_what_the_page_does_not_carry_opens_in_spreadsheets(loaded: Results, everything: pd.DataFrame) -> None:
    path = loaded.folder / LEFT_OUT
    tagged = everything[everything["categories"].map(len) > 0]
    list(report_texts(loaded, first(loaded, 50), []))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    left = pd.read_csv(path)
    assert left["text"].tolist() == tagged["text"].tolist()[50:]
    assert left["categories"].tolist() == [";".join(given) for given in tagged["categories"].iloc[50:]]
    assert left["year"].tolist() == tagged["year"].tolist()[50:]
    list(report_texts(loaded, first(loaded, len(tagged)), []))
    assert not path.exists(), "one from before would not belong to this page"


def test_what_is_carried_is_counted(loaded: Results) -> None:
    found = carried(loaded, 20_000, 20_000)
    assert loaded.tagged is not None
    assert found.tagged == len(loaded.tagged.size) > found.embedded > 0 < found.whole < len(loaded.reports)
    texts_of = opened(found.pieces)
    assert sum(whole for whole, _ in texts_of.values()) == found.whole
    assert sum(bool(row[4]) for _, rows in texts_of.values() for row in rows) == found.embedded
    with pytest.raises(CuoshiError, match="without its tagged sentences"):
        carried(load(loaded.folder))


def test_pieces_hold_every_report_once_and_say_which_is_their_first(loaded: Results, monkeypatch) -> None:
    monkeypatch.setattr(texts, "PIECE_BYTES", 20_000)
    laid = list(report_texts(loaded, first(loaded, 10**6), range(len(loaded.reports))))
    firsts, pieces = packed(laid)
    assert len(firsts) == len(pieces) > 3 and firsts == sorted(firsts)
    assert opened(pieces) == {number: (int(whole), rows) for number, whole, rows in laid}
    assert [min(opened([piece])) for piece in pieces] == firsts
    assert packed([]) == ([], [])
