from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cuoshi.coding.codes import Codes, read
from cuoshi.errors import CuoshiError
from cuoshi.label import Label
from cuoshi.scheme import Scheme

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


def test_the_status_that_most_coders_gave_is_settled(tmp_path: Path) -> None:
    scheme = replace(SCHEME, statuses=(Label("done", "已做", "Done"), Label("planned", "计划", "Planned")))
    given = {"a": ["done", "done", ""], "b": ["planned", "planned", "done"], "c": ["planned", "", ""]}
    files = [coded(tmp_path, name, ["1", "1", "1"], status=status) for name, status in given.items()]
    assert read(files, IDS, scheme).settled_status.tolist() == ["planned", "", "done"]


def test_notes_and_doubts_are_kept(three: Codes) -> None:
    assert three.notes[:, 0].tolist() == ["", "支部？", ""]
    assert three.unsure[:, 0].tolist() == [False, True, False] and not three.unsure[:, 1:].any()


def sheet_like(
    path: Path, rows: list[tuple[str, str, str]], heads: tuple[str, ...] = ("none", "party", "training")
) -> Path:
    """A sheet that was saved as CSV, its heads with what they are called below them."""
    table = pd.DataFrame(
        rows, columns=[f"{name}\n名称" for name in heads], index=pd.Index(IDS, name="sentence_id\n句号")
    )
    table.reset_index().to_csv(path, index=False)
    return path


def test_none_in_a_sheet_is_an_answer_and_an_empty_row_is_not(tmp_path: Path) -> None:
    codes = read([sheet_like(tmp_path / "coded-a.csv", [("1", "", ""), ("", "1", ""), ("", "", "")])], IDS, SCHEME)
    assert codes.labels[:2, :, 0].tolist() == [[0, 0], [1, 0]]
    assert codes.answered.tolist() == [True, True, False]


def test_none_and_a_category_contradict_each_other(tmp_path: Path) -> None:
    path = sheet_like(tmp_path / "coded-a.csv", [("", "", "1"), ("1", "1", ""), ("", "", "")])
    with pytest.raises(CuoshiError, match="sentence r-1 is coded as of no category and of one"):
        read([path], IDS, SCHEME)


@pytest.fixture
def half_empty(tmp_path: Path) -> Path:
    """A coder who left empty what belongs to no category, as a codebook that says 空 can be read."""
    table = pd.DataFrame(
        {"sentence_id": [f"r-{i}" for i in range(30)], "party": ["1"] * 12 + [""] * 18, "training": ""}
    )
    table.to_csv(tmp_path / "coded-a.csv", index=False)
    return tmp_path / "coded-a.csv"


def test_rows_without_an_answer_are_asked_about_where_none_is_coded_as_of_no_category(half_empty: Path) -> None:
    ids = [f"r-{i}" for i in range(30)]
    with pytest.raises(CuoshiError, match=r"18 of 30 sentences have no answer.*--blank none.*--blank missing"):
        read([half_empty], ids, SCHEME)
    assert read([half_empty], ids, SCHEME, "missing").answered.sum() == 12
    none = read([half_empty], ids, SCHEME, "none")
    assert none.answered.all() and np.nanmax(none.labels[12:]) == 0
    with pytest.raises(CuoshiError, match="'nothing' is none of missing, none"):
        read([half_empty], ids, SCHEME, "nothing")


def test_answers_of_categories_alone_are_not_those_of_a_coder_who_stopped(half_empty: Path) -> None:
    table = pd.read_csv(half_empty, dtype=str, keep_default_na=False)
    table.sample(frac=1, random_state=1).to_csv(half_empty, index=False)
    ids = table["sentence_id"].tolist()
    assert read([half_empty], ids, SCHEME, "missing").answered.sum() == 12, "the order of the file says nothing"
    with pytest.raises(CuoshiError, match=r"of a category alone are coded, every share is too high.*--blank none"):
        read([half_empty], ids[::-1], SCHEME, "missing")
    assert read([half_empty], ids[::-1], SCHEME, "none").answered.all()


def test_one_row_of_no_category_says_that_empty_rows_are_not_coded_yet(half_empty: Path) -> None:
    table = pd.read_csv(half_empty, dtype=str, keep_default_na=False)
    table.loc[12, ["party", "training"]] = "0"
    table.to_csv(half_empty, index=False)
    assert read([half_empty], [f"r-{i}" for i in range(30)], SCHEME).answered.sum() == 13


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8"])
def test_a_file_saved_again_by_excel_is_read(tmp_path: Path, encoding: str) -> None:
    path = coded(tmp_path, "a", ["1", "0", "1"], note=["支部", "", "培训班"])
    again = pd.read_csv(path, dtype=str, keep_default_na=False)
    separator = "\t" if encoding == "utf-16" else ","  # Excel's "Unicode text"
    again.to_csv(tmp_path / "coded-b.csv", index=False, encoding=encoding, sep=separator)
    assert read([tmp_path / "coded-b.csv"], IDS, SCHEME).notes[:, 0].tolist() == ["支部", "", "培训班"]


@pytest.mark.parametrize("name", ["coded-a.csv", "coded-a.xlsx"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", bytes(range(256))])
def test_what_is_no_table_is_told_in_a_line(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CuoshiError, match=f"{name}: (not a table|no column)") as told:
        read([tmp_path / name], IDS, SCHEME)
    assert "\n" not in str(told.value)
    with pytest.raises(CuoshiError, match=f"coded-b.csv: there is no such file; .* has {name}$"):
        read([tmp_path / "coded-b.csv"], IDS, SCHEME)


def test_an_empty_cell_beside_an_answer_is_no(tmp_path: Path) -> None:
    path = tmp_path / "coded-a.csv"
    pd.DataFrame({"sentence_id": IDS, "party": ["1", "", ""], "training": ["", "0", ""]}).to_csv(path, index=False)
    codes = read([path], IDS, SCHEME)
    assert codes.labels[:2, :, 0].tolist() == [[1, 0], [0, 0]] and codes.answered.tolist() == [True, True, False]


def test_a_file_of_two_coders_is_refused(tmp_path: Path) -> None:
    path = coded(tmp_path, "both", ["1", "0", "1"])
    table = pd.read_csv(path, dtype=str).assign(coder=["王", "", " 李"])
    table.to_csv(path, index=False)
    with pytest.raises(CuoshiError, match="2 coders in one file: 王, 李; save a file each"):
        read([path], IDS, SCHEME)
    table.assign(coder=["王", "", " 王 "]).to_csv(path, index=False)
    assert read([path], IDS, SCHEME).coders == ("王",)


def test_blanks_and_widths_of_ids_and_answers_make_no_difference(tmp_path: Path) -> None:
    path = coded(tmp_path, "a", ["１", " ０ ", "1.00"], unsure=["0", "１", "0"])
    table = pd.read_csv(path, dtype=str)
    table.assign(sentence_id=[f" {name} " for name in IDS]).to_csv(path, index=False)
    codes = read([path], IDS, SCHEME)
    assert codes.labels[:, 0, 0].tolist() == [1, 0, 1] and codes.unsure[:, 0].tolist() == [False, True, False]


STATUSES = replace(SCHEME, statuses=(Label("done", "已实施", "Done"), Label("planned", "计划", "Planned")))


def test_a_status_is_taken_by_any_of_its_names(tmp_path: Path) -> None:
    path = coded(tmp_path, "a", ["1", "1", "1"], status=["已实施", " planned ", "DONE"])
    assert read([path], IDS, STATUSES).status[:, 0].tolist() == ["done", "planned", "done"]


def test_what_is_no_label_is_told_with_its_row_and_sentence(tmp_path: Path) -> None:
    path = coded(tmp_path, "a", ["1", "2", "x"], status=["一般", "done", ""])
    with pytest.raises(CuoshiError) as told:
        read([path], IDS, STATUSES)
    assert str(told.value) == (
        f"{path}: row 2 (r-0): '一般' under status; row 3 (r-1): '2' under party; row 4 (r-2): 'x' under party; "
        "a label is 1, 0 or empty, a status done, planned"
    )
