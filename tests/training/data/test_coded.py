from pathlib import Path

import pytest
from tests.inference.learning.conftest import SCHEME, rows, write_table

from cuoshi import labelled
from cuoshi.learning.coded import read
from cuoshi_training.data.coded import split
from cuoshi_training.data.labelled import gold
from cuoshi_training.data.store import load
from cuoshi_training.errors import TrainingError


def test_coded_sentences_become_labelled_reports(tmp_path: Path) -> None:
    coded = read([write_table(tmp_path / "coded.csv", rows())], SCHEME)
    train, held_out = split(coded, SCHEME)
    assert (len(train), len(held_out)) == (8, 2)
    assert {report.report.id for report in train}.isdisjoint(report.report.id for report in held_out)
    labelled.write(tmp_path / "train.jsonl", train)
    labelled.write(tmp_path / "dev.jsonl", held_out)
    again = load([tmp_path / "train.jsonl", tmp_path / "dev.jsonl"], SCHEME)
    assert gold(again).sum(axis=0).tolist() == [40, 40]
    assert again[0].report.sentences[0].headings == ("一、回顾",)
    with pytest.raises(TrainingError, match="cannot be parted"):
        split(coded, SCHEME, held_out=0.01)
