from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cuoshi.schema import Heading, Report, Sentence
from cuoshi.scheme import Scheme
from cuoshi.text.outline import with_paths
from cuoshi_training.classifier.doubtful import rank, write
from cuoshi_training.data.labelled import TrainingReport

SCHEME = Scheme.plain(["loans", "party"])
SAYINGS = ("发放贷款二亿元，帮助企业融资。", "建立党支部三十个，选派指导员。", "全年天气晴好，粮食丰收。")


@pytest.fixture(scope="module")
def train() -> list[TrainingReport]:
    """Thirty reports that say three things each; one loan is labelled as none, one harvest as party."""
    made = []
    for number in range(30):
        said = [Sentence(text.replace("二", str(number)), 0, k) for k, text in enumerate(SAYINGS)]
        labels = np.array([[1, 0], [0, 1], [0, 0]], np.float32)
        if number == 7:
            labels[0, 0] = 0
        if number == 11:
            labels[2, 1] = 1
        units = with_paths([Heading(1, "一、工作情况"), *said])
        made.append(TrainingReport(Report(f"r{number}", units, title="工作总结"), labels, np.zeros((3, 0), np.float32)))
    return made


def test_labels_that_contradict_all_others_are_doubted_most(train: list[TrainingReport]) -> None:
    table = rank(train, SCHEME)
    assert len(table) == 30 * 3 * 2
    worst = table.head(2).set_index("id")
    assert worst.loc["r7", ["position", "category", "label"]].tolist() == [0, "loans", 0]
    assert worst.loc["r11", ["position", "category", "label"]].tolist() == [2, "party", 1]


def test_self_confidence_is_the_probability_of_the_label_given(train: list[TrainingReport]) -> None:
    table = rank(train, SCHEME)
    given = np.where(table["label"] == 1, table["probability"], 1 - table["probability"])
    np.testing.assert_allclose(table["self_confidence"], given, atol=1e-4)
    assert table["self_confidence"].is_monotonic_increasing


def test_as_many_are_written_as_were_asked_for(train: list[TrainingReport], tmp_path: Path) -> None:
    assert write(train, SCHEME, tmp_path / "new" / "doubtful.csv", most=5) == 5
    written = pd.read_csv(tmp_path / "new" / "doubtful.csv")
    assert written["id"].tolist()[:2] == rank(train, SCHEME)["id"].tolist()[:2] and len(written) == 5
