import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cuoshi.documents import Document, Unreadable
from cuoshi.errors import ReadError
from cuoshi.readers import read_documents

Write = Callable[[str, bytes | str], Path]
ROWS = [
    {"县": "澄江县", "年份": 2023, "标题": "工作总结", "编号": "A1", "正文": "一、总体情况\n全年走访企业312家。"},
    {"县": "丰岭县", "年份": 2022.0, "标题": "述职报告", "编号": None, "正文": "设立帮办窗口，“一窗受理”。"},
]
METADATA = [
    {"county": "澄江县", "year": "2023", "title": "工作总结", "编号": "A1"},
    {"county": "丰岭县", "year": "2022", "title": "述职报告"},
]


@pytest.mark.parametrize(
    ("name", "text", "numbers"),
    [
        ("材料.jsonl", "\n\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), (1, 3)),
        ("材料.json", "\n".join(json.dumps(row) for row in ROWS), (1, 2)),
        ("材料.json", "\ufeff" + json.dumps(ROWS, ensure_ascii=False, indent=1), (1, 2)),
        ("材料.json", json.dumps(ROWS), (1, 2)),
    ],
)
def test_objects_a_line_or_in_a_list(write: Write, name: str, text: str, numbers: tuple[int, int]) -> None:
    path = write(name, text)
    found = [document for document in read_documents(path) if isinstance(document, Document)]
    assert [document.path for document in found] == [f"{path}#{number}" for number in numbers]
    assert [document.text for document in found] == [row["正文"] for row in ROWS]
    assert [document.metadata for document in found] == METADATA


def test_a_text_may_be_a_list_of_paragraphs(write: Write) -> None:
    path = write("a.json", '[{"county": "清禾县", "yr": 2021, "content": ["一、做法", "走访企业。"]}]')
    (document,) = read_documents(path)
    assert isinstance(document, Document)
    assert (document.text, document.metadata["year"]) == ("一、做法\n走访企业。", "2021")


def test_labelled_reports(write: Write) -> None:
    report = {
        "id": "chengjiang-2023",
        "county": "澄江县",
        "year": 2023,
        "title": "工作总结",
        "units": [
            {"kind": "heading", "level": 1, "text": "一、总体情况"},
            {"kind": "sentence", "paragraph": 0, "text": "走访企业。", "categories": ["service"], "status": "done"},
            {"kind": "sentence", "paragraph": 0, "text": "解决问题。", "categories": [], "status": None},
            {"kind": "sentence", "paragraph": 1, "text": "企业满意。", "categories": [], "status": None},
        ],
    }
    (found,) = read_documents(write("标注.jsonl", json.dumps(report)))
    assert isinstance(found, Document)
    assert found.text == "一、总体情况\n走访企业。解决问题。\n企业满意。"
    assert found.metadata == {"id": "chengjiang-2023", "county": "澄江县", "year": "2023", "title": "工作总结"}


def test_a_line_that_is_no_json_does_not_lose_the_others(write: Write) -> None:
    path = write("材料.jsonl", 'x\n{"text": "企业满意。"}\n[1]\n{"text": 3}\n{"a": 1}\n')
    found = list(read_documents(path))
    assert [type(document) for document in found] == [Unreadable, Document, Unreadable, Unreadable, Unreadable]
    assert [document.path.rpartition("#")[2] for document in found] == ["1", "2", "3", "4", "5"]


def test_keys_that_are_not_used_are_named(write: Write, caplog: pytest.LogCaptureFixture) -> None:
    list(read_documents(write("材料.jsonl", json.dumps(ROWS[0]))))
    assert "columns not known, so not used: 编号" in caplog.text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("坏.jsonl", "{\n", "line 1: not JSON"),
        ("坏.json", "[{\n", "line 1: not JSON"),
        ("空.json", "[]", "the file is empty"),
        ("数.json", "[1]", "line 1: not a JSON object"),
        ("无.jsonl", '{"a": 1}\n', "line 1: no text among a"),
        ("零.jsonl", '{"text": "企业\0满意。"}\n', "null bytes"),
    ],
)
def test_what_cannot_be_read(write: Write, name: str, content: str, says: str) -> None:
    path = write(name, content)
    with pytest.raises(ReadError, match=says) as error:
        list(read_documents(path))
    assert str(error.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    "around",
    [
        lambda rows: rows[0],
        lambda rows: {"code": 200, "data": rows},
        lambda rows: {"code": 200, "errors": [], "data": {"total": 2, "rows": rows}},
    ],
)
def test_one_object_over_many_lines_and_lists_in_objects(write: Write, around: Callable[[list], object]) -> None:
    found = list(read_documents(write("接口.json", json.dumps(around(ROWS), ensure_ascii=False, indent=2))))
    assert [document.text for document in found] == [row["正文"] for row in ROWS][: len(found)]
    assert found[0].metadata["county"] == "澄江县"


def test_objects_a_line_in_a_file_called_json(write: Write) -> None:
    path = write("材料.json", "".join(json.dumps(row) + "\n" for row in ROWS))
    assert [document.text for document in read_documents(path)] == [row["正文"] for row in ROWS]
