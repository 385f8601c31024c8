import gc
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cuoshi.errors import CuoshiError
from cuoshi.schema import Report
from cuoshi.scheme import bundled
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.data.store import StoredReports, concatenate, load, opened, store
from cuoshi_training.errors import TrainingError

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def given() -> StoredReports:
    return load([DATA / "dev.jsonl"], bundled())


def test_labelled_reports_come_with_paths_and_labels(given: StoredReports) -> None:
    assert len(given) == 8
    assert sum(len(r.report.sentences) for r in given) == 374
    for labelled in given:
        assert labelled.categories.shape == (len(labelled.report.sentences), 7)
        assert ((labelled.status.sum(axis=1) > 0) == labelled.categories.any(axis=1)).all()
    assert any(sentence.headings for r in given for sentence in r.report.sentences)


GOOD = {"id": "a", "units": [{"kind": "sentence", "paragraph": 0, "text": "。", "categories": [], "status": None}]}
UNKNOWN_CATEGORY = {"kind": "sentence", "paragraph": 0, "text": "。", "categories": ["x"], "status": None}


@pytest.mark.parametrize("line", ["{", "{}", json.dumps({"id": "a", "units": [UNKNOWN_CATEGORY]})])
def test_a_bad_line_is_named_as_an_editor_counts_them(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n\n{line}\n")
    with pytest.raises(CuoshiError, match=r"bad\.jsonl, line 3"):
        load([path], bundled())


@pytest.mark.parametrize("content", ["", '{"id": "a", "units": []}'])
def test_a_file_without_sentences_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "empty.jsonl").write_text(content)
    with pytest.raises(TrainingError, match=r"no labelled sentence in .*empty\.jsonl"):
        load([tmp_path / "empty.jsonl"], bundled())


def test_what_is_loaded_lies_on_disk_as_long_as_a_view_of_it_and_is_never_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps(GOOD))
    view = load([path], bundled())[:1]
    gc.collect()
    (file,) = tmp_path.glob("cuoshi-labelled-*/*")
    assert [one["filename"] for one in view.dataset.cache_files] == [str(file)], "mapped, not in memory"
    path.write_text(json.dumps(GOOD | {"id": "b"}))
    assert [one.report.id for one in load([path], bundled())] == ["b"]
    assert view[0].report.id == "a"
    del view
    gc.collect()
    assert [one.name for one in tmp_path.iterdir()] == ["own.jsonl"]


def test_reports_come_back_as_they_were(given: StoredReports, tmp_path: Path) -> None:
    stored = store(iter(given), tmp_path / "dev.arrow")
    assert len(stored) == len(given)
    for before, after in zip(given, stored, strict=True):
        assert after.report.units == before.report.units
        assert (after.report.id, after.report.title, after.source) == (
            before.report.id,
            before.report.title,
            "authored",
        )
        np.testing.assert_array_equal(after.categories, before.categories)
        np.testing.assert_array_equal(after.status, before.status)


def test_views_and_sums_copy_nothing(given: StoredReports, tmp_path: Path) -> None:
    stored = store(given, tmp_path / "dev.arrow")
    assert [r.report.id for r in stored.select([3, 1])] == [given[3].report.id, given[1].report.id]
    assert [r.report.id for r in stored[2:4]] == [r.report.id for r in given[2:4]]
    both = concatenate([stored, stored.select([0])])
    assert len(both) == 9 and both[-1].report.id == given[0].report.id
    with pytest.raises(IndexError):
        both[9]


def test_a_report_of_a_passage_keeps_headings_that_are_not_in_it(given: StoredReports, tmp_path: Path) -> None:
    sentence = next(s for r in given for s in r.report.sentences if s.headings)
    report = Report(id="x", units=[sentence])
    alone = TrainingReport(report, np.zeros((1, 7), np.float32), np.zeros((1, 0), np.float32))
    (back,) = store([alone], tmp_path / "one.arrow")
    assert back.report.sentences[0].headings == sentence.headings
    assert back.status.shape == (1, 0)


def test_a_file_is_whole_or_not_there(given: StoredReports, tmp_path: Path) -> None:
    def cut_off() -> Iterator[TrainingReport]:
        yield given[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store(cut_off(), tmp_path / "dev.arrow")
    assert not (tmp_path / "dev.arrow").exists()
    store(given, tmp_path / "dev.arrow")
    assert len(opened(tmp_path / "dev.arrow")) == len(given)
