import json
import os
import re
import zipfile
from functools import partial
from pathlib import Path

import pytest

from cuoshi.corpus import child, single
from cuoshi.errors import ReadError
from cuoshi.schema import Heading

pytestmark = pytest.mark.usefixtures("own_children")
SEEDS = sorted((Path(__file__).parents[4] / "shared" / "seed").glob("*.txt"))
WATERMARK = re.compile(r"QQ|会员|外传|倒卖|订阅|整理，|迭代|平台、")
TEXT = """澄江县2023年服务企业工作总结
来源：澄江县政府网
一、总体情况
全年走访企业XX家。解决问题98个；企业满意。
—1—
二、下一步打算
设立风险补偿资金池。"""
FRAGILE = """
import os, time
from cuoshi.corpus import worker
whole = worker.readers.read_documents
def read_documents(path, *how):
    yield from whole(path, *how)
    if "hang" in path.name:
        time.sleep(600)
    if "crash" in path.name:
        os.abort()
worker.readers.read_documents = read_documents
"""


def write(path: Path, text: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_read(tmp_path: Path) -> None:
    report = single.read(write(tmp_path / "澄江县" / "总结.txt"))
    assert report.title == "澄江县2023年服务企业工作总结"
    assert report.year == 2023
    assert [sentence.text for sentence in report.sentences] == [
        *("全年走访企业XX家。", "解决问题98个；", "企业满意。", "设立风险补偿资金池。")
    ]
    assert report.headings == [Heading(1, "一、总体情况"), Heading(1, "二、下一步打算")]
    assert [(removed.line, removed.text) for removed in report.removed] == [(2, "来源：澄江县政府网"), (5, "—1—")]
    assert report.path == str(tmp_path / "澄江县" / "总结.txt")


def test_read_wants_one_report_and_read_all_gives_all(tmp_path: Path) -> None:
    path = write(tmp_path / "表.csv", "正文,县,年份\n企业满意。,澄江县,2023\n群众满意。,丰岭县,2022\n")
    assert [(report.year, report.path) for report in single.read_all(path)] == [
        (2023, f"{path}#2"),
        (2022, f"{path}#3"),
    ]
    with pytest.raises(ReadError, match=r"several reports; read them with cuoshi.corpus.single.read_all"):
        single.read(path)
    assert single.read(write(tmp_path / "一份.csv", "正文\n企业满意。\n")).sentences[0].text == "企业满意。"


def test_a_member_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "汇编.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("1.txt", "企业满意。")
        archive.writestr("2.txt", "")
    found = single.read_all(path)
    assert next(found).path == f"{path}#1.txt"
    with pytest.raises(ReadError, match=r"汇编.zip#2.txt: the file is empty"):
        next(found)


def test_labelled_reports_come_back_as_they_are(tmp_path: Path) -> None:
    units = [
        {"kind": "heading", "level": 1, "text": "一、总体情况"},
        {"kind": "sentence", "paragraph": 0, "text": "走访企业312家。"},
        {"kind": "sentence", "paragraph": 0, "text": "解决问题98个；"},
        {"kind": "sentence", "paragraph": 1, "text": "企业满意。"},
    ]
    path = write(tmp_path / "标注.jsonl", json.dumps({"id": "x", "title": "总结", "year": 2023, "units": units}))
    report = single.read(path)
    assert [unit.text for unit in report.units] == [unit["text"] for unit in units]
    first, second, third = (sentence.paragraph for sentence in report.sentences)
    assert first == second != third


@pytest.mark.skipif(not SEEDS, reason="../shared/seed is not there")
def test_no_watermark_of_the_seed_report_is_a_sentence() -> None:
    report = single.read(SEEDS[0])
    assert not [sentence for sentence in report.sentences if WATERMARK.search(sentence.text)]
    assert report.title.endswith("的报告")
    assert len(report.removed) == 12
    assert all(sentence.text[-1] in "。；！？”" for sentence in report.sentences)


def test_one_child_reads_one_file_after_the_other_whatever_the_working_folder(tmp_path, monkeypatch) -> None:
    write(tmp_path / "甲" / "总结.txt")
    write(tmp_path / "乙" / "总结.txt", TEXT.replace("2023", "2021"))
    found = []
    for folder in ("甲", "乙"):
        monkeypatch.chdir(tmp_path / folder)
        found.append(single.read("总结.txt"))
    assert [(report.path, report.year) for report in found] == [("总结.txt", 2023), ("总结.txt", 2021)]
    assert len(single._idle(os.getpid())) == 1


def test_a_file_that_takes_too_long_or_crashes_is_an_error_and_the_next_one_is_read(tmp_path, monkeypatch) -> None:
    write(tmp_path / "fragile.py", FRAGILE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(child, "CODE", f"import fragile; {child.CODE}")
    monkeypatch.setattr(single, "Child", partial(child.Child, 8.0))
    single._idle.cache_clear()
    with pytest.raises(ReadError, match=r"hang.txt: reading took more than 8 seconds"):
        single.read(write(tmp_path / "hang.txt"))
    with pytest.raises(ReadError, match=r"crash.txt: reading it crashed"):
        single.read(write(tmp_path / "crash.txt"))
    assert single.read(write(tmp_path / "总结.txt")).year == 2023
    single._idle.cache_clear()


def test_reports_of_one_file_may_be_read_while_another_is_open_or_left(tmp_path) -> None:
    table = write(tmp_path / "表.csv", "正文,年份\n企业满意。,2023\n群众满意。,2022\n")
    reports = single.read_all(table)
    assert next(reports).year == 2023
    assert single.read(write(tmp_path / "总结.txt")).year == 2023
    assert [report.year for report in reports] == [2022]
    left = single.read_all(table)
    assert next(left).year == 2023
    left.close()
    assert [report.year for report in single.read_all(table)] == [2023, 2022]


def test_what_a_table_states_in_vain_is_a_warning(tmp_path, caplog) -> None:
    table = write(tmp_path / "表.csv", "正文,年份\n清禾县2022年工作总结。企业满意。,21\n")
    assert len(single.read(table)) == 2
    assert "year '21' cannot be read" in caplog.text


def test_a_file_that_is_not_there_is_said(tmp_path) -> None:
    with pytest.raises(ReadError, match=r"nowhere.txt: cannot be opened"):
        single.read(tmp_path / "nowhere.txt")
