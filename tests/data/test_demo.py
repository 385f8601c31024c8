"""The data that ship with the project have the promised shape, and the demo files are what their script makes."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import zipfile
from collections import Counter
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cuoshi.scheme import bundled

CATEGORIES = bundled().category_ids
STATUSES = bundled().status_ids

DATA = Path(__file__).parents[2] / "data"
DEMO = DATA / "demo"
SPLITS = {"train": (478, 19333), "dev": (8, 374), "test": (16, 745), "thematic": (90, 2784)}
SCAN = "待核对/扫描件.pdf"


def load(split: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]


def sentences(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [unit for unit in report["units"] if unit["kind"] == "sentence"]


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    pytest.importorskip("reportlab", reason="the demo script needs pip install cuoshi[dev]")
    spec = importlib.util.spec_from_file_location("make_demo", DATA / "make_demo.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("split", SPLITS)
def test_counts(split: str) -> None:
    reports = load(split)
    assert (len(reports), sum(len(sentences(report)) for report in reports)) == SPLITS[split]


def test_splits_share_no_county_no_writer_of_the_held_out_and_no_id() -> None:
    reports = {split: load(split) for split in SPLITS}
    counties = [{report["county"] for report in reports[split]} for split in SPLITS]
    assert sum(map(len, counties)) == len(set.union(*counties)) == 169
    assert not {report["writer"] for report in reports["train"]} & {
        report["writer"] for split in ("dev", "test", "thematic") for report in reports[split]
    }
    ids = [report["id"] for split in SPLITS for report in reports[split]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("split", SPLITS)
def test_units_follow_the_codebook(split: str) -> None:
    for report in load(split):
        assert report["source"] == "authored" and 2006 <= report["year"] <= 2025
        paragraphs = [sentence["paragraph"] for sentence in sentences(report)]
        assert paragraphs == sorted(paragraphs)
        for unit in report["units"]:
            assert unit["text"] == unit["text"].strip() and "\n" not in unit["text"] and unit["text"]
            if unit["kind"] == "heading":
                assert unit["level"] in (1, 2)
                continue
            assert unit["kind"] == "sentence"
            assert set(unit["categories"]) <= set(CATEGORIES)
            assert len(set(unit["categories"])) == len(unit["categories"])
            assert (unit["status"] in STATUSES) if unit["categories"] else (unit["status"] is None)


def test_county_names_are_in_no_official_table() -> None:
    places = pytest.importorskip("cuoshi.places.place")
    from cuoshi.documents import Document

    for county in {report["county"] for split in SPLITS for report in load(split)}:
        title = f"{county}2022年政府工作报告"
        found = places.find_place(Document(path="a.txt", text=title), title, [title], None)
        assert (found.county_code, found.candidates) == ("", ()), county


def test_demo_is_what_the_script_makes(script: ModuleType) -> None:
    made = script.render({report["id"]: report for report in load("train")})
    there = {path.relative_to(DEMO).as_posix(): path.read_bytes() for path in DEMO.rglob("*") if path.is_file()}
    assert there.keys() == made.keys()
    assert [path for path in made if path != SCAN and made[path] != there[path]] == []
    assert pages(made[SCAN]) == pages(there[SCAN])  # its picture depends on the machine's Chinese font
    assert len(there[SCAN]) < 200_000


def pages(pdf: bytes) -> list[tuple[tuple[float, float], int]]:
    """Size and number of characters of each page."""
    import pypdfium2

    return [(page.get_size(), page.get_textpage().count_chars()) for page in pypdfium2.PdfDocument(pdf)]


def test_demo_has_eight_counties_in_three_years() -> None:
    listed = [row for row in rows(DEMO / "manifest.csv") if row["path"] != SCAN]
    assert all((DEMO / row["path"]).is_file() for row in listed)
    told = [(row["county"], row["year"]) for row in listed + rows(DEMO / "汇编" / "县级材料汇编.csv")]
    assert len(told) == len(set(told)) == 24
    assert set(Counter(county for county, _ in told).values()) == {3}


def test_demo_is_small_and_of_many_formats() -> None:
    files = [path for path in DEMO.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 2_000_000
    assert {path.suffix for path in files} == {".txt", ".docx", ".pdf", ".ofd", ".html", ".csv"}


def test_word_numbers_are_not_in_the_text() -> None:
    path = DEMO / "清禾县" / "2021" / "工作总结.docx"
    xml = zipfile.ZipFile(path).read("word/document.xml").decode()
    assert xml.count("<w:numPr>") == 4 and xml.count('w:val="Heading1"') == 3
    assert not re.search(r"<w:t>(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)", xml)


def test_broken_files_are_broken() -> None:
    folder = DEMO / "待核对"
    assert (folder / "空文件.txt").read_bytes() == b""
    assert not zipfile.is_zipfile(folder / "下载中断.docx")
    assert (folder / "下载中断.docx").read_bytes().startswith(b"PK")
