import json
from pathlib import Path

from cuoshi import labelled
from cuoshi.scheme import Scheme
from cuoshi_training.data.labelled import digest, of

UNITS = [
    {"kind": "heading", "level": 1, "text": "一、工作回顾"},
    {"kind": "sentence", "paragraph": 0, "text": "修渠三公里。", "categories": ["water"], "status": "done"},
    {"kind": "sentence", "paragraph": 0, "text": "天气晴好。", "categories": [], "status": None},
]


def test_labels_are_numbers_in_the_order_of_the_scheme_and_sentences_know_their_headings() -> None:
    scheme = Scheme.plain(["road", "water"], ["planned", "done"])
    entry = {"id": "a", "units": UNITS, "source": "real", "draw": "random"}
    found = of(labelled.parse(json.loads(json.dumps(entry)), scheme), scheme)
    assert found.categories.tolist() == [[0, 1], [0, 0]]
    assert found.status.tolist() == [[0, 1], [0, 0]]
    assert (found.source, found.draw) == ("real", "random")
    assert [sentence.headings for sentence in found.report] == [("一、工作回顾",)] * 2


def test_the_digest_is_of_all_files(tmp_path: Path) -> None:
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_text("a")
    two.write_text("b")
    assert digest([one]) != digest([one, two])
