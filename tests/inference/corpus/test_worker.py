import io
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from cuoshi.corpus.messages import Doubt, Failure, Finished, Job, Notice, Parsed
from cuoshi.corpus.worker import answer, file_key, reason, serve
from cuoshi.documents import Document
from cuoshi.errors import ReadError


@pytest.fixture
def job(tmp_path: Path) -> Job:
    path = tmp_path / "a.txt"
    path.write_text("甲县2021年总结\n修渠三百公里。粮食丰收。", "utf-8")
    return Job(path, str(path), "stamp")


def test_a_file_gives_its_reports_then_the_end(job):
    parsed, finished = answer(job)
    assert isinstance(parsed, Parsed)
    assert [sentence.text for sentence in parsed.report] == ["修渠三百公里。", "粮食丰收。"]
    assert finished == Finished(1, file_key(job))


def test_an_unchanged_file_is_not_read_again(job):
    assert list(answer(replace(job, known=file_key(job)))) == [Finished(None, file_key(job))]


def test_the_key_changes_with_bytes_rows_and_stamp(job):
    keys = {file_key(job), file_key(replace(job, stamp="other")), file_key(replace(job, rows={"": {"year": "2020"}}))}
    job.path.write_text("另一篇。", "utf-8")
    assert len(keys | {file_key(job)}) == 4


def test_what_reads_pictures_counts_for_files_with_pictures_alone(job, monkeypatch):
    [*_, finished] = answer(replace(job, ocr_state="3.0"))
    for other in ("off", "4.0"):
        assert [*answer(replace(job, ocr_state=other, known=finished.key))] == [Finished(None, finished.key)]
    scan = Document(str(job.path), "修渠三百公里。", pictures=True)
    monkeypatch.setattr("cuoshi.readers.read_documents", lambda *_: iter([scan]))
    [*_, finished] = answer(replace(job, ocr_state="3.0"))
    assert [*answer(replace(job, ocr_state="3.0", known=finished.key))] == [Finished(None, finished.key)]
    [*_, again] = answer(replace(job, ocr_state="off", known=finished.key))
    assert again.count == 1
    assert again.key not in (None, finished.key)


def test_what_the_manifest_says_wins(job):
    parsed, _ = answer(replace(job, rows={"": {"year": "2019", "county": "清苑区"}}))
    assert (parsed.report.year, parsed.report.place.county) == (2019, "清苑区")


def test_the_digest_is_of_all_that_tags_depend_on_and_the_words_of_the_text_alone(job):
    (one, _), (two, _) = answer(job), answer(replace(job, stamp="other"))
    assert one.digest != two.digest
    assert one.words == two.words


def test_a_row_without_text_is_a_failure_and_the_file_is_read_again_next_time(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,year\n修渠。,2020\n,2021\n种粮。,2022\n", "utf-8")
    first, failure, last, finished = answer(Job(path, str(path), "s"))
    assert (first.number, last.number) == (0, 1)
    assert isinstance(failure, Failure) and failure.path.endswith("#3")
    assert finished == Finished(2, None)


def test_a_year_that_cannot_be_read_is_told_and_the_report_stays(job):
    parsed, doubt, finished = answer(replace(job, rows={"": {"year": "21"}}))
    assert (parsed.report.year, finished.count) == (2021, 1)
    assert isinstance(doubt, Doubt) and doubt.path == str(job.path)
    assert "year '21' cannot be read" in doubt.reason


def test_what_readers_warn_of_reaches_the_parent(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,编号\n修渠。,1\n", "utf-8")
    _, notice, finished = answer(Job(path, str(path), "s"))
    assert isinstance(notice, Notice) and "not used: 编号" in notice.text
    assert finished.key


def test_whatever_goes_wrong_is_a_failure(tmp_path):
    failure, finished = answer(Job(tmp_path / "gone.txt", "gone.txt", "s"))
    assert failure == Failure("gone.txt", "cannot be opened (No such file or directory)")
    assert finished == Finished(0, None)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ReadError("a\n  b"), "a b"),
        (MemoryError(), "too large for this machine's memory"),
        (OSError(13, "Permission denied"), "cannot be opened (Permission denied)"),
        (KeyError("styles"), "cannot be read (KeyError: 'styles')"),
    ],
)
def test_reasons_are_one_line(error, said):
    assert reason(error) == said


def test_jobs_are_served_until_the_other_end_closes(job):
    inbox, outbox = io.BytesIO(pickle.dumps(job) + pickle.dumps(job)), io.BytesIO()
    serve(inbox, outbox)
    outbox.seek(0)
    assert [type(pickle.load(outbox)) for _ in range(4)] == [Parsed, Finished] * 2  # noqa: S301 - our own bytes
