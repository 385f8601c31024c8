import json
from pathlib import Path

import numpy as np
import pytest

from cuoshi.scheme import bundled
from cuoshi_training.classifier import distil
from cuoshi_training.classifier.distil import Draw, lessons, soft_labelled
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.data.store import load
from cuoshi_training.errors import TrainingError

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def coded() -> list[TrainingReport]:
    return load([DATA / "train.jsonl"], bundled())[:30]


@pytest.fixture(scope="module")
def draw(tmp_path_factory: pytest.TempPathFactory) -> Draw:
    """A corpus of the authored dev reports, from which half is drawn."""
    shard = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    with shard.open("w", encoding="utf-8") as corpus:
        for report in map(json.loads, (DATA / "dev.jsonl").read_text(encoding="utf-8").splitlines()):
            text = "\n".join(unit["text"] for unit in report["units"])
            document = {"id": report["id"], "kind": "work-report", "title": report["title"], "text": text}
            corpus.write(json.dumps(document, ensure_ascii=False) + "\n")
    return Draw((shard,), ("work-report",), 150)


def test_what_was_labelled_before_the_cut_is_not_labelled_again(
    coded: list[TrainingReport], draw: Draw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distil, "CHUNK", 4)
    told: list[str] = []
    whole = soft_labelled(draw, coded, [], tmp_path, log=told.append)
    assert len(told) == -(-len(whole) // 4) > 1
    assert 150 <= sum(len(passage.categories) for passage in whole) < 150 + 14
    (tmp_path / "soft-0001.arrow").unlink()
    told.clear()
    again = soft_labelled(draw, coded, [], tmp_path, log=told.append)
    assert told == [f"labelled 8 of {len(whole)} passages"]
    for before, after in zip(whole, again, strict=True):
        assert before.report.units == after.report.units
        np.testing.assert_array_equal(before.categories, after.categories)


def test_labels_of_another_draw_are_not_taken(coded: list[TrainingReport], draw: Draw, tmp_path: Path) -> None:
    soft_labelled(draw, coded, [], tmp_path)
    with pytest.raises(TrainingError, match=r"another run \(seed differ"):
        soft_labelled(Draw(draw.corpus, draw.kinds, draw.sentences, seed=2), coded, [], tmp_path)
    assert not list(tmp_path.glob("*.part"))


def test_labelled_reports_are_among_the_lessons_as_often_as_was_asked(
    coded: list[TrainingReport], draw: Draw, tmp_path: Path
) -> None:
    told: list[str] = []
    found = lessons(draw, coded, [], tmp_path, repeat=2, log=told.append)
    drawn = len(found) - 2 * len(coded)
    assert drawn > 0
    names = [one.report.id for one in coded]
    assert [one.report.id for one in found[drawn:]] == names * 2
    assert told[-1].endswith(f" sentences of {drawn} passages labelled by 1")
    assert len(lessons(draw, coded, [], tmp_path, repeat=0, log=told.append)) == drawn
