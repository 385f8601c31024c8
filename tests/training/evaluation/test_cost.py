import sys

import pytest

from cuoshi.errors import CuoshiError
from cuoshi.schema import Report, Sentence
from cuoshi.tagging.folder import BUNDLED_MODEL, MODEL_FILE
from cuoshi_training.evaluation.cost import COLUMNS, Cost, as_markdown, measure, write_corpus

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="memory of processes is read from /proc"),
    pytest.mark.skipif(not (BUNDLED_MODEL / MODEL_FILE).exists(), reason="no bundled model in this checkout"),
]
SAID = [Report("a", [Sentence(f"修渠{number}公里。", number, number) for number in range(40)])]


def test_a_run_is_watched_from_beginning_to_end(tmp_path) -> None:
    write_corpus(SAID, tmp_path / "in", 3)
    found = measure(tmp_path / "in", tmp_path / "out", "pool", 1)
    assert (found.engine, found.workers, found.reports, found.sentences) == ("pool", 1, 3, 180)
    assert 50e6 < found.main <= found.total, "a child may have ended before its parent was at its largest"
    assert 0 < found.page < found.seconds


def test_a_run_that_fails_is_said(tmp_path) -> None:
    with pytest.raises(CuoshiError, match=r"the run with the engine pool failed: .*no such file or folder"):
        measure(tmp_path / "nowhere", tmp_path / "out", "pool", 1)


def test_a_table_has_a_row_a_run() -> None:
    lines = as_markdown([Cost("ray", 2, 2000, 120_000, 60.0, int(4e8), int(1.5e9), 1.5)]).splitlines()
    assert lines[0].count("|") == len(COLUMNS) + 1
    assert lines[2] == "| 2,000 | ray | 2 | 2,000 | 400 | 1,500 | 1.5 |"
