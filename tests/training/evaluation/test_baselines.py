from pathlib import Path

import pytest

from cuoshi.label import Label
from cuoshi.reading import from_text
from cuoshi.scheme import Scheme, bundled
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.data.store import load
from cuoshi_training.evaluation.baselines import fitted, keyword_dictionary, measure

CATEGORY_IDS = bundled().category_ids
DATA = Path(__file__).parents[3] / "data"
TOLD_ALL = "character TF-IDF of sentence, title and headings + LinearSVC"


@pytest.fixture(scope="module")
def train() -> list[TrainingReport]:
    return load([DATA / "train.jsonl"], bundled())[:40]


@pytest.fixture(scope="module")
def dev() -> list[TrainingReport]:
    return load([DATA / "dev.jsonl"], bundled())


def test_baselines_beat_the_dictionary_on_the_same_data(train: list[TrainingReport], dev: list[TrainingReport]) -> None:
    figures = measure(train, dev, [DATA / "dev.jsonl"], bundled())
    dictionary = figures.pop("keyword dictionary")["macro_f1"]
    assert set(figures) == {"jieba TF-IDF + LinearSVC", "character TF-IDF + LinearSVC", TOLD_ALL}
    assert all(0.2 < dictionary < figure["macro_f1"] for figure in figures.values())
    assert figures[TOLD_ALL]["macro_f1"] != figures["character TF-IDF + LinearSVC"]["macro_f1"], "it reads the title"


def test_a_scheme_without_keywords_has_no_dictionary(train: list[TrainingReport]) -> None:
    assert set(fitted(train[:20], Scheme.plain(CATEGORY_IDS))) == {
        *("jieba TF-IDF + LinearSVC", "character TF-IDF + LinearSVC", TOLD_ALL),
    }


def test_the_dictionary_of_a_scheme_of_ones_own_is_its_keywords() -> None:
    water = Label("water", "水利", "Water", keywords=("水库", "渠"))
    scheme = Scheme("own", "1", (Label("road", "道路", "Roads"), water))
    assert keyword_dictionary([from_text("修渠三公里。修路二公里。")], scheme).tolist() == [
        [False, True],
        [False, False],
    ]


def test_the_dictionary_finds_its_words() -> None:
    found = keyword_dictionary([from_text("发放贷款。天气晴好。举办党员培训班。")], bundled())
    assert [[c for c, yes in zip(CATEGORY_IDS, row, strict=True) if yes] for row in found] == [
        ["finance"],
        [],
        ["party", "training"],
    ]
