from collections import Counter
from pathlib import Path

import pytest

from cuoshi.corpus.messages import Failure, Finished, Job, Parsed
from cuoshi.corpus.pool import Pool, workers_here

pytestmark = pytest.mark.usefixtures("own_children")


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    found = []
    for number in range(7):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"甲县2021年总结\n修渠{number}公里。粮食丰收。", encoding="utf-8")
        found.append(Job(path, str(path), "stamp"))
    return found


def test_every_file_is_answered_once_and_its_end_comes_last(jobs: list[Job]) -> None:
    with Pool(2) as pool:
        told = list(pool.read(jobs))
    for job in jobs:
        own = [message for asked, message in told if asked == job]
        assert [type(message) for message in own] == [Parsed, Finished]
    assert len(told) == 2 * len(jobs)


def test_a_file_that_cannot_be_read_takes_no_other_along(jobs: list[Job], tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04 cut off")
    with Pool(2) as pool:
        kinds = Counter(type(message) for _, message in pool.read([Job(bad, str(bad), "stamp"), *jobs]))
    assert kinds == {Failure: 1, Parsed: len(jobs), Finished: len(jobs) + 1}


def test_jobs_are_taken_as_there_is_room(jobs: list[Job]) -> None:
    taken: list[Job] = []

    def handed_out() -> object:
        for job in jobs:
            taken.append(job)
            yield job

    with Pool(1) as pool:
        stream = pool.read(handed_out())  # type: ignore[arg-type]
        next(stream)
        assert len(taken) == 2, "one that is read and one that waits"
        assert sum(isinstance(message, Finished) for _, message in stream) == len(jobs)


def test_a_pool_that_is_left_early_leaves_no_thread(jobs: list[Job]) -> None:
    with Pool(2) as pool:
        next(pool.read(jobs))
    assert not any(thread.is_alive() for thread in pool._threads)


def test_there_is_a_process_to_read_with() -> None:
    assert 1 <= workers_here() <= 4
