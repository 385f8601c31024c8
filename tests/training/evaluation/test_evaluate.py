import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from rich.console import Console

from cuoshi.schema import Report, Sentence, Tags
from cuoshi.scheme import Scheme
from cuoshi.tagging.tagger import Tagger
from cuoshi_training.data.labelled import TrainingReport, digest
from cuoshi_training.evaluation.evaluate import beside_gold, evaluate, show, summary, tagged
from cuoshi_training.evaluation.metrics import MEASURES

SCHEME = Scheme.plain(["loans", "party"], ["done", "planned"])
#: categories of each sentence of three reports, and its status
GOLD = [([[1, 0], [0, 0]], [0, None]), ([[0, 1], [1, 1]], [1, 0]), ([[0, 0], [1, 0]], [None, 1])]


def labelled(states: int = 2) -> list[TrainingReport]:
    made = []
    for number, (categories, status) in enumerate(GOLD):
        rows = np.zeros((2, states), np.float32)
        for row, chosen in enumerate(status):
            if chosen is not None and states:
                rows[row, chosen] = 1
        said = [Sentence(f"第{row}句。", 0, row) for row in range(2)]
        made.append(TrainingReport(Report(f"r{number}", said), np.array(categories, np.float32), rows))
    return made


class Right:
    """A tagger that says what the labels say, and misses the last sentence's category."""

    scheme = SCHEME
    model_hash = "0" * 64

    def tag_reports(self, reports: Iterable[Report]) -> Iterator[Report]:
        for number, report in enumerate(reports):
            yield report.with_tags(self._tags(number, row) for row in range(2))

    def _tags(self, number: int, row: int) -> Tags:
        own = GOLD[number][0][row] if (number, row) != (2, 1) else [0, 0]
        given = tuple(name for name, y in zip(SCHEME.category_ids, own, strict=True) if y)
        p = {name: 0.875 if y else 0.125 for name, y in zip(SCHEME.category_ids, own, strict=True)}
        chosen = GOLD[number][1][row] or 0
        states = {name: 0.75 if k == chosen else 0.25 for k, name in enumerate(SCHEME.status_ids)}
        return Tags(given, SCHEME.status_ids[chosen] if given else None, p, states)


TAGGER = cast(Tagger, Right())


def test_what_a_tagger_says_stands_beside_the_labels_in_their_order() -> None:
    found = tagged(TAGGER, labelled())
    assert found.gold.astype(int).tolist() == [row for categories, _ in GOLD for row in categories]
    assert found.predicted.astype(int).tolist() == [*found.gold.astype(int).tolist()[:-1], [0, 0]]
    assert found.probabilities[0].tolist() == [0.875, 0.125]
    assert found.gold_status.tolist() == [0, -1, 1, 0, -1, 1]
    assert found.predicted_status.tolist() == [0, 0, 1, 0, 0, 1]
    assert found.report.tolist() == [0, 0, 1, 1, 2, 2]


def test_labels_without_statuses_have_none() -> None:
    none = np.full(6, -1)
    found = beside_gold(labelled(0), np.zeros((6, 2), bool), np.zeros((6, 2)), none)
    assert found.gold_status.tolist() == found.predicted_status.tolist() == none.tolist()


@pytest.fixture
def figures(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "own.jsonl").write_text("{}\n", "utf-8")
    return evaluate(TAGGER, labelled(), [tmp_path / "own.jsonl"])


def test_figures_are_those_of_the_decisions(figures: dict[str, Any], tmp_path: Path) -> None:
    loans = {"precision": 1.0, "recall": 0.6667, "f1": 0.8, "support": 3.0}
    assert loans.items() <= figures["per_category"]["loans"].items()
    assert figures["ece"] == pytest.approx(np.mean([row["ece"] for row in figures["per_category"].values()]), abs=1e-4)
    assert figures["per_category"]["party"]["f1"] == 1.0
    assert figures["macro_f1"] == 0.9
    assert figures["status_accuracy"] == 1.0
    assert figures["coverage_mae"] == round(50 / 6, 4)  # one share of six is 0 instead of 50%
    assert (figures["n_sentences"], figures["n_reports"]) == (6, 3)
    assert (figures["data"], figures["model"]) == (["own.jsonl"], "0" * 64)
    assert figures["data_sha256"] == digest([tmp_path / "own.jsonl"])


def test_every_measure_has_an_interval_around_what_resampling_gives(figures: dict[str, Any]) -> None:
    assert figures["intervals"].keys() == MEASURES.keys()
    low, high = figures["intervals"]["macro_f1"]
    assert low <= figures["macro_f1"] <= high
    perfect = replace(tagged(TAGGER, labelled()), predicted=tagged(TAGGER, labelled()).gold)
    assert summary(perfect, [], SCHEME)["intervals"]["coverage_mae"] == [0.0, 0.0]


def test_tables_show_each_measure_and_category(figures: dict[str, Any]) -> None:
    console = Console(file=io.StringIO(), width=120)
    show(figures, console)
    text = cast(io.StringIO, console.file).getvalue()
    assert "own.jsonl: 6 sentences, 3 reports" in text
    assert all(name in text for name in (*MEASURES, *SCHEME.category_ids))
    assert "0.667" in text
