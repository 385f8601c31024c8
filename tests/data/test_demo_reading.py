"""What comes out of every demo file is the document that it was made of: each sentence, each heading, no more."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from cuoshi.corpus import single
from cuoshi.errors import ReadError
from cuoshi.schema import Report

pytest.importorskip("reportlab", reason="the list of demo files is in a script that needs pip install cuoshi[dev]")

DATA = Path(__file__).parents[2] / "data"
DEMO = DATA / "demo"
spec = importlib.util.spec_from_file_location("make_demo", DATA / "make_demo.py")
assert spec is not None and spec.loader is not None
make_demo = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make_demo)

with (DATA / "train.jsonl").open(encoding="utf-8") as source:
    GOLD: dict[str, dict[str, Any]] = {gold["id"]: gold for gold in map(json.loads, source)}


def texts(gold: dict[str, Any], kind: str) -> list[str]:
    return [unit["text"] for unit in gold["units"] if unit["kind"] == kind]


def check(report: Report, gold: dict[str, Any]) -> None:
    assert [sentence.text for sentence in report.sentences] == texts(gold, "sentence")
    # the space after "1." is Word's to draw
    assert [heading.text.replace(" ", "") for heading in report.headings] == [
        text.replace(" ", "") for text in texts(gold, "heading")
    ]


@pytest.mark.parametrize("report_id", make_demo.FILES)
def test_file(report_id: str) -> None:
    gold = GOLD[report_id]
    check(single.read(DEMO / gold["county"] / str(gold["year"]) / make_demo.FILES[report_id][0]), gold)


def test_table() -> None:
    found = list(single.read_all(DEMO / "汇编" / "县级材料汇编.csv"))
    assert [(report.place.county, report.year, report.title) for report in found] == [
        (GOLD[key]["county"], GOLD[key]["year"], GOLD[key]["title"]) for key in make_demo.TABLE
    ]
    for report, key in zip(found, make_demo.TABLE, strict=True):
        check(report, GOLD[key])


def test_scan_is_read_with_ocr() -> None:
    pytest.importorskip("rapidocr")
    gold = GOLD[make_demo.SCANNED]
    report = single.read(DEMO / make_demo.SCAN)
    assert report.title == gold["title"]
    assert len({sentence.text for sentence in report} & set(texts(gold, "sentence"))) >= 40
    assert {sentence.page for sentence in report} == {1, 2}


@pytest.mark.parametrize("name", ["空文件.txt", "下载中断.docx", "扫描件.pdf"])
def test_unreadable(name: str) -> None:
    with pytest.raises(ReadError) as error:
        list(single.read_all(DEMO / "待核对" / name, ocr=False))
    assert name in str(error.value) and "\n" not in str(error.value)
