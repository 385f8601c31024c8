from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from cuoshi.corpus.engine import Engine
from cuoshi.corpus.inputs import Corpus
from cuoshi.corpus.messages import Job, Message
from cuoshi.corpus.pool import Pool
from cuoshi.corpus.run import Wanted, run
from cuoshi.corpus.worker import answer
from cuoshi.results.writing.folder import TABLES


class Here:
    """An engine that reads in this process, the last file first."""

    started = ended = 0

    def __enter__(self) -> Self:
        self.started += 1
        return self

    def __exit__(self, *exception: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.ended += 1

    def read(self, jobs: Iterable[Job], tagged: Collection[str] = ()) -> Iterator[tuple[Job, Message]]:
        for job in reversed(list(jobs)):
            yield from ((job, message) for message in answer(job))


def test_a_run_takes_any_engine_and_writes_the_same_bytes(tagger, tmp_path: Path) -> None:
    for number in range(5):
        text = f"甲县202{number}年总结\n发放贷款{number}亿元。天气晴好。"
        (tmp_path / "in" / f"{number}.txt").parent.mkdir(exist_ok=True)
        (tmp_path / "in" / f"{number}.txt").write_text(text, "utf-8")
    (tmp_path / "in" / "empty.txt").write_text("")
    here = Here()
    engines: list[Engine] = [Pool(2), here]
    outs = [tmp_path / str(number) for number in range(len(engines))]
    for out, engine in zip(outs, engines, strict=True):
        summary = run(Corpus.of(tmp_path / "in"), out, tagger, engine, Wanted())
        assert (summary.reports, summary.new, summary.skipped) == (5, 5, 1)
    assert (here.started, here.ended) == (1, 1)
    one, two = ({name: (out / name).read_bytes() for name in TABLES} for out in outs)
    assert one == two
