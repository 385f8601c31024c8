from pathlib import Path

import pandas as pd
import pytest

from cuoshi.corpus.inputs import Corpus
from cuoshi.errors import CuoshiError
from cuoshi.learning import raw
from cuoshi.learning.drawn import COLUMNS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, said in (
        ("a", "修渠三百公里。"),
        ("b", "发放贷款二亿元。"),
        ("copy", "修渠三百公里。"),
        ("c", "造林七十亩。"),
    ):
        (tmp_path / f"{name}.txt").write_text(f"甲县2021年工作总结\n一、回顾\n{said}天气晴好。", "utf-8")
    (tmp_path / "empty.txt").write_text("")
    return tmp_path


def test_each_sentence_is_a_row_and_copies_are_none(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    found, share = raw.sentences(Corpus.of(folder), workers=1)
    assert share == 1 and set(found) == set(COLUMNS) - {"inclusion"}
    assert sorted(found["text"]) == sorted(["修渠三百公里。", "发放贷款二亿元。", "造林七十亩。", *["天气晴好。"] * 3])
    assert found["report_id"].nunique() == 3 and found["sentence_id"].is_unique
    assert found["headings"].map(list).tolist() == [["一、回顾"]] * 6
    assert "empty.txt: skipped: " in caplog.text


def test_of_many_files_some_are_read_the_same_for_a_seed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "MOST_FILES", 2)
    (folder / "empty.txt").unlink()
    (folder / "copy.txt").unlink()
    first, share = raw.sentences(Corpus.of(folder), workers=1)
    assert share == 2 / 3 and first["report_id"].nunique() == 2
    pd.testing.assert_frame_equal(first, raw.sentences(Corpus.of(folder), workers=1)[0])


def test_a_corpus_of_which_nothing_can_be_read_is_said(folder: Path) -> None:
    with pytest.raises(CuoshiError, match="none of 1 files could be read"):
        raw.sentences(Corpus.of(folder / "empty.txt"), workers=1)
