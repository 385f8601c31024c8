from dataclasses import replace
from pathlib import Path

import pytest

from cuoshi.corpus.actor import Worker
from cuoshi.corpus.messages import Finished, Job, Parsed
from cuoshi.corpus.stamp import stamp
from cuoshi.errors import CuoshiError
from cuoshi.readers.pages.ocr import state


def test_a_worker_tags_what_was_not_tagged_before_and_goes_on_where_another_stopped(tagger, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text\n修渠三百公里。\n发放贷款二亿元。\n", "utf-8")
    job = Job(path, str(path), stamp(tagger), ocr_state=state(True))
    worker = Worker(tagger, ())
    worker.open()
    first, second, last = worker.read(job, 0)
    assert isinstance(first, Parsed) and isinstance(second, Parsed) and isinstance(last, Finished)
    assert first.rows is not None and first.rows["text"].to_pylist() == ["修渠三百公里。"]
    assert [message.rows and len(message.rows) for message in worker.read(job, 1) if isinstance(message, Parsed)] == [1]
    worker._tagged = {first.tagged_as}
    known, new = (message for message in worker.read(job, 0) if isinstance(message, Parsed))
    assert known.rows is None and new.rows is not None
    worker._child.kill()


@pytest.mark.parametrize("other", [{"stamp": "of another version"}, {"ocr_state": "of another rapidocr"}])
def test_a_worker_of_another_version_says_so(tagger, tmp_path: Path, other: dict[str, str]) -> None:
    job = Job(tmp_path / "a.txt", "a.txt", stamp(tagger), ocr_state=state(True))
    with pytest.raises(CuoshiError, match="a worker has another version"):
        list(Worker(tagger, ()).read(replace(job, **other), 0))
