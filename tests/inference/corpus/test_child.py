from pathlib import Path

import pytest

from cuoshi.corpus.child import Child
from cuoshi.corpus.messages import Failure, Finished, Job, Parsed

pytestmark = pytest.mark.usefixtures("own_children")


def job(folder: Path, name: str, text: str) -> Job:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return Job(path, name, "stamp")


def test_a_child_goes_on_with_the_next_file_and_begins_anew_where_it_was_left(tmp_path) -> None:
    child = Child()
    rows = job(tmp_path, "a.csv", "text\n修渠。\n种粮。\n")
    assert [type(message) for message in child.ask(rows)] == [Parsed, Parsed, Finished]
    left = child.ask(rows)
    assert isinstance(next(left), Parsed)
    left.close()
    first, finished = child.ask(job(tmp_path, "b.txt", "企业满意。"))
    assert isinstance(first, Parsed) and first.report.path == "b.txt"
    assert isinstance(finished, Finished) and finished.count == 1
    assert child.end().startswith("reading it crashed (exit code 0")
    assert child.end() == ""


def test_what_ends_the_process_is_a_failure_of_its_file(tmp_path) -> None:
    child = Child(timeout=0.0)
    failure, finished = child.ask(job(tmp_path, "a.txt", "企业满意。"))
    assert isinstance(failure, Failure) and "more than 0 seconds" in failure.reason
    assert finished == Finished(0, None)


def test_a_file_whose_process_was_killed_is_read_once_more_and_told_once(tmp_path) -> None:
    child = Child()
    rows = job(tmp_path, "a.csv", "text\n修渠。\n种粮。\n修路。\n")
    answers = child.ask(rows)
    told = [next(answers), next(answers)]
    assert child._process
    child._process.kill()
    told += answers
    assert [type(message) for message in told] == [Parsed, Parsed, Parsed, Finished]
    assert [message.number for message in told[:3] if isinstance(message, Parsed)] == [0, 1, 2]
    child.end()


def test_a_process_that_its_owner_stops_is_not_started_again(tmp_path) -> None:
    child = Child()
    answers = child.ask(job(tmp_path, "a.csv", "text\n修渠。\n种粮。\n" * 50))
    next(answers)
    child.kill()
    assert any(isinstance(message, Failure) for message in answers)
