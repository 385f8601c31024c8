from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cuoshi.scheme import Scheme
from cuoshi.validity.codes import Codes, read

SCHEME = Scheme.plain(["party", "training"])
IDS = ["r-0", "r-1", "r-2"]


def coded(folder: Path, name: str, party: list[str], **columns: list[str]) -> Path:
    path = folder / f"coded-{name}.csv"
    training = ["0" if label else "" for label in party]
    table = pd.DataFrame({"sentence_id": IDS, "party": party, "training": training, "coder": name, **columns})
    table.to_csv(path, index=False)
    return path


@pytest.fixture
def three(tmp_path: Path) -> Codes:
    """Two coders who differ on the second sentence, and a third one who settles it."""
    files = [
        coded(tmp_path, "a", ["1", "1", "0"], note=["", "支部？", ""], unsure=["0", "1", "0"]),
        coded(tmp_path, "b", ["1", "0", "0"]),
        coded(tmp_path, "c", ["", "1", ""]),
    ]
    return read(files, IDS, SCHEME)


def test_most_coders_settle_a_label(three: Codes) -> None:
    assert three.settled[:, 0].tolist() == [1, 1, 0]
    assert not three.disagreements.any() and three.answered.all()
    assert three.part(np.array([True, True, False])).disagreements.tolist() == [False, True, False]


def test_who_settles_what_others_left_open_is_no_coder_to_measure_agreement_by(three: Codes) -> None:
    assert three.independent.tolist() == [True, True, False]


def test_a_third_coder_of_other_sentences_is_one(tmp_path: Path) -> None:
    given = {"a": ["1", "1", "1"], "b": ["1", "0", "0"], "c": ["1", "0", ""]}
    files = [coded(tmp_path, name, party) for name, party in given.items()]
    assert read(files, IDS, SCHEME).independent.all()


def test_notes_and_doubts_are_kept(three: Codes) -> None:
    assert three.notes[:, 0].tolist() == ["", "支部？", ""]
    assert three.unsure[:, 0].tolist() == [False, True, False] and not three.unsure[:, 1:].any()
