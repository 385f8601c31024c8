from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from cuoshi.coding.codes import Codes
from cuoshi.coding.population import Population, load
from cuoshi.errors import CuoshiError
from cuoshi.scheme import bundled
from cuoshi.validity.differences import differences, write_differences
from cuoshi.validity.outcome import Validity

CATEGORIES = bundled().category_ids
COUNT = 6


@pytest.fixture
def everything(results: Path) -> Population:
    return load(results)


def said(everything: Population, places: np.ndarray) -> Codes:
    """Two coders who say what the model does, but for the rows that the tests change."""
    labels = np.repeat(everything.tagged[places].astype(float)[:, :, None], 2, axis=2)
    status = np.repeat(everything.frame["status"].fillna("").to_numpy(str)[places][:, None], 2, axis=1)
    return Codes(("a", "b"), labels, status, np.zeros((len(places), 2), bool), np.zeros((len(places), 2), "<U20"))


def test_what_all_agree_on_is_not_listed_and_the_rest_says_why(everything: Population) -> None:
    places = np.arange(10, 10 + COUNT)
    answers = said(everything, places)
    assert len(differences(everything, places, answers)) == 0
    answers.labels[1, 0] = 1 - answers.labels[1, 0]  # both coders otherwise than the model
    answers.labels[2, 3, 1] = 1 - answers.labels[2, 3, 1]
    answers.unsure[3, 0], answers.notes[3, 0] = True, "像保险"
    answers.labels[4, :, 0] = np.nan  # coded by one of two
    answers.labels[5] = np.nan
    listed = differences(everything, places, answers)
    ids = everything.frame["sentence_id"].to_numpy()[places]
    assert listed["sentence_id"].tolist() == [ids[2], ids[3], ids[1]]
    assert listed["why"].tolist()[1:] == [("unsure",), ("model",)] and "coders" in listed["why"][0]
    assert list(listed["disputed"][0]) == [CATEGORIES[3]] and list(listed["disputed"][2]) == [CATEGORIES[0]]
    assert listed["disputed"][0][CATEGORIES[3]] == everything.frame[f"p_{CATEGORIES[3]}"][places[2]]
    assert listed["notes"].tolist() == [{}, {"a": "像保险"}, {}]
    assert listed["text"][0] == everything.frame["text"][places[2]]
    assert listed["before"][0] == everything.frame["text"][places[1]]


def test_a_status_that_differs_is_listed(everything: Population) -> None:
    places = np.arange(10, 10 + COUNT)
    answers = said(everything, places)
    answers.status[2] = ["done", "planned"]
    assert differences(everything, places, answers)["why"].tolist() == [("coders",)]


def test_tables_have_a_row_a_sentence_with_names_for_ids(validated: tuple[Path, Validity], tmp_path: Path) -> None:
    found = validated[1]
    assert write_differences(tmp_path / "d.csv", found, "en") == len(found.differences) > 0
    table = pd.read_csv(tmp_path / "d.csv", dtype=str, keep_default_na=False)
    assert table["text"].tolist() == found.differences["text"].tolist()
    assert {"a", "b", "why", "model", "disputed (probability)"} <= set(table)
    names = {label.id: label.en for label in (*bundled().categories, *bundled().statuses)}
    for shown, given in zip(table["a"], found.differences["said"], strict=True):
        assert shown == (", ".join(names[name] for name in given["a"]) or "none")
    assert write_differences(tmp_path / "d.xlsx", found, "zh") == len(table)
    sheet = openpyxl.load_workbook(tmp_path / "d.xlsx").active
    assert sheet.max_row == len(table) + 1 and "a的编码" in [cell.value for cell in sheet[1]]


def test_the_page_holds_what_coders_left_open(validated: tuple[Path, Validity], tmp_path: Path) -> None:
    found = validated[1]
    assert write_differences(tmp_path / "s.html", found, "zh") == len(found.unsettled) > 0
    page = (tmp_path / "s.html").read_text("utf-8")
    assert all(name in page for name in found.unsettled)
    with pytest.raises(CuoshiError, match="disagree on nothing"):
        write_differences(tmp_path / "t.html", replace(found, unsettled=[]))
    with pytest.raises(CuoshiError, match=r"d\.txt: differences are written as"):
        write_differences(tmp_path / "d.txt", found)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s.html"]
