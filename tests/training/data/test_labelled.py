import json
from pathlib import Path

import pytest

from cuoshi.errors import CuoshiError
from cuoshi_training.data.labelled import digest, load

DATA = Path(__file__).parents[3] / "data"


def test_labelled_reports_come_with_paths_and_labels() -> None:
    reports = load([DATA / "dev.jsonl"])
    assert len(reports) == 8
    assert sum(len(r.report.sentences) for r in reports) == 374
    for labelled in reports:
        assert labelled.categories.shape == (len(labelled.report.sentences), 7)
        assert ((labelled.status.sum(axis=1) > 0) == labelled.categories.any(axis=1)).all()
    assert any(sentence.headings for r in reports for sentence in r.report.sentences)


UNKNOWN_CATEGORY = {"kind": "sentence", "paragraph": 0, "text": "。", "categories": ["x"], "status": None}


@pytest.mark.parametrize("line", ["{", "{}", json.dumps({"id": "a", "units": [UNKNOWN_CATEGORY]})])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(CuoshiError, match=r"bad\.jsonl, line 1"):
        load([path])


def test_the_digest_is_of_all_files(tmp_path: Path) -> None:
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_text("a")
    two.write_text("b")
    assert digest([one]) != digest([one, two])
