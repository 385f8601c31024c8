from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from cuoshi.corpus.inputs import Corpus, Progress
from cuoshi.corpus.messages import Doubt, Failure, Finished
from cuoshi.corpus.store import Store
from cuoshi.corpus.work import Work
from cuoshi.corpus.worker import answer
from cuoshi.errors import CuoshiError


class Here(AbstractContextManager):
    """Reads in this process, in the order of the files, and has a doubt of each."""

    def __exit__(self, *exception: object) -> None:
        pass

    def read(self, jobs, tagged=()) -> Iterator:
        for job in jobs:
            yield job, Doubt(job.name, "looks odd")
            yield from ((job, message) for message in answer(job))


def test_a_store_is_brought_up_to_date_and_what_is_known_is_not_tagged_again(tagger, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, said in (("a.txt", "修渠三百公里。"), ("b.txt", "发放贷款二亿元。"), ("empty.txt", "")):
        (folder / name).write_text(said and f"甲县2021年总结\n{said}", "utf-8")
    seen: list[Progress] = []
    with Store(tmp_path / "out") as store:
        work = Work(store, tagger, Corpus.of(folder), seen.append)
        work.read_and_tag(Here())
        assert (work.new, work.reports, len(store.entries())) == (2, 2, 2)
        assert sorted(one.counted for one in store.skipped()) == [False, True, True, True]
        assert seen[-1] == Progress(3, 3, 2, 1)
    (folder / "b.txt").rename(folder / "c.txt")
    with Store(tmp_path / "out") as store:
        again = Work(store, tagger, Corpus.of(folder), seen.append)
        again.read_and_tag(Here())
        assert (again.new, again.reports) == (0, 2), "under another name it is the same report"
        assert [Path(one.path).name for one in store.entries()] == ["a.txt", "c.txt"]
    assert len(tagger.tagged) == 2


def test_a_failure_is_kept_with_its_reason(tagger, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲县2021年总结\n修渠三百公里。", "utf-8")

    class Broken(Here):
        def read(self, jobs, tagged=()) -> Iterator:
            for job in jobs:
                yield from ((job, message) for message in (Failure(job.name, "is broken"), Finished(0, None)))

    with Store(tmp_path / "out") as store:
        Work(store, tagger, Corpus.of(tmp_path / "a.txt"), lambda _: None).read_and_tag(Broken())
        assert [(Path(one.path).name, one.reason) for one in store.skipped()] == [("a.txt", "is broken")]


def test_an_engine_that_leaves_a_file_out_makes_nothing_forgotten(tagger, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲县2021年总结\n修渠三百公里。", "utf-8")

    class Idle(Here):
        def read(self, jobs, tagged=()) -> Iterator:
            yield from ()

    with Store(tmp_path / "out") as store:
        Work(store, tagger, Corpus.of(tmp_path / "a.txt"), lambda _: None).read_and_tag(Here())
    with Store(tmp_path / "out") as store:
        with pytest.raises(CuoshiError, match="0 of 1 files were answered for"):
            Work(store, tagger, Corpus.of(tmp_path / "a.txt"), lambda _: None).read_and_tag(Idle())
        assert len(store.entries()) == 1
