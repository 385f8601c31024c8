import json
import re
import zipfile
from pathlib import Path

import pytest

from cuoshi import reading
from cuoshi.errors import ReadError
from cuoshi.schema import Document, Heading

SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seed").glob("*.txt"))
WATERMARK = re.compile(r"QQ|会员|外传|倒卖|订阅|整理，|迭代|平台、")
TEXT = """澄江县2023年服务企业工作总结
来源：澄江县政府网
一、总体情况
全年走访企业XX家。解决问题98个；企业满意。
—1—
二、下一步打算
设立风险补偿资金池。"""


def write(path: Path, text: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_read(tmp_path: Path) -> None:
    report = reading.read(write(tmp_path / "澄江县" / "总结.txt"))
    assert report.title == "澄江县2023年服务企业工作总结"
    assert report.year == 2023
    assert [sentence.text for sentence in report.sentences] == [
        *("全年走访企业XX家。", "解决问题98个；", "企业满意。", "设立风险补偿资金池。")
    ]
    assert report.headings == [Heading(1, "一、总体情况"), Heading(1, "二、下一步打算")]
    assert [(removed.line, removed.text) for removed in report.removed] == [(2, "来源：澄江县政府网"), (5, "—1—")]
    assert report.path == str(tmp_path / "澄江县" / "总结.txt")


def test_ids_depend_on_path_and_text_and_not_on_the_machine(tmp_path: Path) -> None:
    first = write(tmp_path / "甲" / "语料" / "总结.txt")
    second = write(tmp_path / "乙" / "语料" / "总结.txt")
    here, there = (next(reading.read_all(path, root=path.parent)) for path in (first, second))
    assert here.id == there.id
    assert here.path == there.path == "总结.txt"
    assert len(here.id) == 16
    assert reading.read(first).id != reading.read(second).id
    write(second, TEXT + "再做一件事。")
    assert next(reading.read_all(second, root=second.parent)).id != here.id


def test_what_table_and_manifest_state_wins() -> None:
    metadata = {"县": "虚构县", "年份": "2019", "标题": "另一个标题", "文种": "总结", "province": "虚构省"}
    report = reading.from_document(Document("总结.txt", TEXT, "文件自己的标题", metadata))
    assert (report.place.county, report.place.county_code) == ("虚构县", "")
    assert (report.year, report.title, report.genre) == (2019, "另一个标题", "总结")
    assert report.place.province == "虚构省"


def test_a_title_that_a_file_states_is_used_only_where_the_text_has_none() -> None:
    assert reading.from_document(Document("a.docx", TEXT, "模板")).title == "澄江县2023年服务企业工作总结"
    assert reading.from_document(Document("a.docx", "一、总体情况\n企业满意。", "总结")).title == "总结"


def test_read_wants_one_report_and_read_all_gives_all(tmp_path: Path) -> None:
    path = write(tmp_path / "表.csv", "正文,县,年份\n企业满意。,澄江县,2023\n群众满意。,丰岭县,2022\n")
    assert [(report.year, report.path) for report in reading.read_all(path)] == [
        (2023, f"{path}#2"),
        (2022, f"{path}#3"),
    ]
    with pytest.raises(ReadError, match=r"several reports; read them with cuoshi.reading.read_all"):
        reading.read(path)
    assert reading.read(write(tmp_path / "一份.csv", "正文\n企业满意。\n")).sentences[0].text == "企业满意。"


def test_a_member_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "汇编.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("1.txt", "企业满意。")
        archive.writestr("2.txt", "")
    found = reading.read_all(path)
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
    report = reading.read(path)
    assert [unit.text for unit in report.units] == [unit["text"] for unit in units]
    first, second, third = (sentence.paragraph for sentence in report.sentences)
    assert first == second != third


@pytest.mark.skipif(not SEEDS, reason="../shared/seed is not there")
def test_no_watermark_of_the_seed_report_is_a_sentence() -> None:
    report = reading.read(SEEDS[0])
    assert not [sentence for sentence in report.sentences if WATERMARK.search(sentence.text)]
    assert report.title.endswith("的报告")
    assert len(report.removed) == 12
    assert all(sentence.text[-1] in "。；！？”" for sentence in report.sentences)


@pytest.mark.parametrize("text", ["", "\n", "打印 关闭", "—3—\n仅供学习，禁止外传"])
def test_no_sentence_is_left(text: str) -> None:
    with pytest.raises(ReadError, match="no sentence is left"):
        reading.from_text(text)


def test_a_single_sentence() -> None:
    report = reading.from_text("组织45名企业家赴外地参加研修班")
    assert [sentence.text for sentence in report.sentences] == ["组织45名企业家赴外地参加研修班"]
    assert report.path == ""
