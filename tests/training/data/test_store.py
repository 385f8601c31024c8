from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cuoshi.schema import Report
from cuoshi_training.data.labelled import TrainingReport, load
from cuoshi_training.data.store import concatenate, opened, store

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def given() -> list[TrainingReport]:
    return load([DATA / "dev.jsonl"])


def test_reports_come_back_as_they_were(given: list[TrainingReport], tmp_path: Path) -> None:
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


def test_views_and_sums_copy_nothing(given: list[TrainingReport], tmp_path: Path) -> None:
    stored = store(given, tmp_path / "dev.arrow")
    assert [r.report.id for r in stored.select([3, 1])] == [given[3].report.id, given[1].report.id]
    assert [r.report.id for r in stored[2:4]] == [r.report.id for r in given[2:4]]
    both = concatenate([stored, stored.select([0])])
    assert len(both) == 9 and both[-1].report.id == given[0].report.id
    with pytest.raises(IndexError):
        both[9]


def test_a_report_of_a_passage_keeps_headings_that_are_not_in_it(given: list[TrainingReport], tmp_path: Path) -> None:
    sentence = next(s for r in given for s in r.report.sentences if s.headings)
    report = Report(id="x", units=[sentence])
    alone = TrainingReport(report, np.zeros((1, 7), np.float32), np.zeros((1, 0), np.float32))
    (back,) = store([alone], tmp_path / "one.arrow")
    assert back.report.sentences[0].headings == sentence.headings
    assert back.status.shape == (1, 0)


def test_a_file_is_whole_or_not_there(given: list[TrainingReport], tmp_path: Path) -> None:
    def cut_off() -> Iterator[TrainingReport]:
        yield given[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store(cut_off(), tmp_path / "dev.arrow")
    assert not (tmp_path / "dev.arrow").exists()
    store(given, tmp_path / "dev.arrow")
    assert len(opened(tmp_path / "dev.arrow")) == len(given)
