import json
from pathlib import Path

import numpy as np

from cuoshi.schema import Report
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.data.unlabelled import draw, passages


def test_documents_are_cut_into_passages_under_their_headings(tmp_path: Path) -> None:
    text = "一、金融工作\n" + "".join(f"第{i}次发放贷款。" for i in range(31))
    lines = [{"id": "a", "kind": "work-report", "text": text}, {"id": "b", "kind": "law", "text": text}]
    (tmp_path / "c.jsonl").write_text("\n".join(json.dumps(x, ensure_ascii=False) for x in lines), encoding="utf-8")
    found = list(passages([tmp_path / "c.jsonl"], ["work-report"]))
    assert [len(report.sentences) for report in found] == [14, 14]  # the three sentences that are left are too few
    assert all(sentence.headings == ("一、金融工作",) for report in found for sentence in report.sentences)
    assert len(list(passages([tmp_path / "c.jsonl"]))) == 4


def test_passages_with_measures_are_drawn_first_and_none_twice() -> None:
    def passage(i: int) -> TrainingReport:
        categories = np.full((10, 7), 0.9 if i % 2 else 0.0, np.float32)
        return TrainingReport(Report(id=str(i), units=[]), categories, np.zeros((10, 4), np.float32))

    names = draw([passage(i) for i in range(200)], 900)
    assert len(names) == len(set(names)) == 90
    assert np.mean([i % 2 for i in names]) > 0.9
    assert draw([passage(i) for i in range(200)], 900) == names
