import json
from pathlib import Path

import pytest

from cuoshi.scheme import bundled
from cuoshi_training.data.annotations import digest, rebuild
from cuoshi_training.data.store import load
from cuoshi_training.errors import TrainingError

TEXT = ["一、金融支持", "发放贷款二亿元。天气很好。举办银企对接会三场。", "二、党的建设", "建立党支部三十个。"]


def corpus(folder: Path) -> Path:
    path = folder / "corpus.jsonl"
    path.write_text(
        json.dumps({"id": "d1", "title": "某县报告", "kind": "report", "text": "\n".join(TEXT)}), encoding="utf-8"
    )
    return path


def test_labels_find_their_sentences_and_headings_again(tmp_path: Path) -> None:
    rows = [
        ("发放贷款二亿元。", "finance", "done"),
        ("天气很好。", "", ""),
        ("建立党支部三十个。", "party", "done"),
        ("此句已不在语料中。", "law", "done"),
    ]
    lines = [f"d1,0,{digest(text)},{categories},{status}" for text, categories, status in rows]
    table = tmp_path / "annotations.csv"
    table.write_text("\n".join(["document,passage,digest,categories,status", *lines]))
    assert rebuild(table, [corpus(tmp_path)], tmp_path / "out.jsonl") == (3, 1)
    (labelled,) = load([tmp_path / "out.jsonl"], bundled())
    sentences = labelled.report.sentences
    assert [s.text for s in sentences] == ["发放贷款二亿元。", "天气很好。", "建立党支部三十个。"]
    assert [s.headings for s in sentences] == [("一、金融支持",), ("一、金融支持",), ("二、党的建设",)]
    assert labelled.categories.sum(axis=1).tolist() == [1, 0, 1]
    assert labelled.status[:, 0].tolist() == [1, 0, 1]


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("document,text\nd1,x\n")
    with pytest.raises(TrainingError, match="digest"):
        rebuild(tmp_path / "bad.csv", [corpus(tmp_path)], tmp_path / "out.jsonl")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'a,b\n1,2,3\n"'])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "labels.csv").write_bytes(content)
    with pytest.raises(TrainingError, match=r"labels\.csv: no table of labels"):
        rebuild(tmp_path / "labels.csv", [], tmp_path / "out.jsonl")
