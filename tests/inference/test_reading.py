import pytest

from cuoshi import reading
from cuoshi.errors import ReadError
from cuoshi.schema import Document

TEXT = """澄江县2023年服务企业工作总结
来源：澄江县政府网
一、总体情况
全年走访企业XX家。解决问题98个；企业满意。
—1—
二、下一步打算
设立风险补偿资金池。"""


def test_ids_depend_on_path_and_text() -> None:
    here, there, changed = (
        reading.from_document(Document(path, text)).id
        for path, text in (("总结.txt", TEXT), ("甲/总结.txt", TEXT), ("总结.txt", TEXT + "再做一件事。"))
    )
    assert len({here, there, changed}) == 3
    assert len(here) == 16
    assert reading.from_document(Document("总结.txt", TEXT)).id == here


def test_what_table_and_manifest_state_wins() -> None:
    metadata = {"县": "虚构县", "年份": "2019", "标题": "另一个标题", "文种": "总结", "province": "虚构省"}
    report = reading.from_document(Document("总结.txt", TEXT, "文件自己的标题", metadata))
    assert (report.place.county, report.place.county_code) == ("虚构县", "")
    assert (report.year, report.title, report.genre) == (2019, "另一个标题", "总结")
    assert report.place.province == "虚构省"


def test_a_title_that_a_file_states_is_used_only_where_the_text_has_none() -> None:
    assert reading.from_document(Document("a.docx", TEXT, "模板")).title == "澄江县2023年服务企业工作总结"
    assert reading.from_document(Document("a.docx", "一、总体情况\n企业满意。", "总结")).title == "总结"


@pytest.mark.parametrize("text", ["", "\n", "打印 关闭", "—3—\n仅供学习，禁止外传"])
def test_no_sentence_is_left(text: str) -> None:
    with pytest.raises(ReadError, match="no sentence is left"):
        reading.from_text(text)


def test_a_single_sentence() -> None:
    report = reading.from_text("组织45名企业家赴外地参加研修班")
    assert [sentence.text for sentence in report.sentences] == ["组织45名企业家赴外地参加研修班"]
    assert report.path == ""
