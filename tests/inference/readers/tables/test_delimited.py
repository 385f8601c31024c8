import csv
import time

import pytest

from cuoshi.readers.tables.delimited import Record, delimiter_of, find_header, records


def read(text: str, delimiter: str = ",") -> list[list[str] | int]:
    """Cells of every row, the number of its line where it is refused."""
    found = records(text.splitlines(keepends=True), delimiter)
    return [record.line if record.problem else record.cells for record in found]


@pytest.mark.parametrize(
    ("head", "delimiter"),
    [
        ("县,年份,正文\n", ","),
        ("县;年份;正文\n甲,乙,丙\n", ";"),
        ("县\t年份\t正文\n甲,乙,丙,丁\n", "\t"),
        ("县|正文\n", "|"),
        ("县，正文\n", "，"),
        ("县；年份；正文\n甲；2021；推行帮办,提速。\n", "；"),
        ("县^正文\n", "^"),
        ("sep=;\n县;正文\n", ";"),
        ("\n\n各县报告，共三份；汇总，2021\n县;年份;正文\n", ";"),
        ("text\n推行免申即享，减税;降费,提速\n", ","),
        ("甲;乙\n丙;丁\n", ";"),
        ("", ","),
    ],
)
def test_what_parts_the_cells(head: str, delimiter: str) -> None:
    assert delimiter_of(head, "text") == delimiter


def test_the_header_may_stand_below_a_title() -> None:
    assert find_header([["各县报告"], [], ["县", "正文"], ["甲县", "内容"]], "text") == 2
    assert find_header([["县"], ["甲县"]], "text") is None


def test_a_title_or_group_that_is_named_like_a_column_is_no_header() -> None:
    assert find_header([["报告"], ["县", "年份", "正文"], ["甲县", "2021", "报告"]], "text") == 1
    assert find_header([["基本信息", "", "报告", ""], ["县", "年份", "标题", "正文"]], "text") == 1


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a,"推行\n帮办"\nb,c\n', [["a", "推行\n帮办"], ["b", "c"]]),
        ('a,"推行\nb,c\nd,e\n', [1, ["b", "c"], ["d", "e"]]),
        ('a,b\nc,"d\ne,"f"\ng,h\n', [["a", "b"], 2, ["e", "f"], ["g", "h"]]),
        ('a,"一窗"受理\nb,c\n', [1, ["b", "c"]]),
        ('a,"他说""好""。"\n', [["a", '他说"好"。']]),
        ('a,5"管\n', [["a", '5"管']]),
        ('a,"\n', [1]),
        ('a, "推行\n帮办, 提速"\nb, c\n', [["a", "推行\n帮办, 提速"], ["b", "c"]]),
        ('x\n"a\n"b\n"c\nd\n', [["x"], 2, 3, 4, ["d"]]),
        ("\na,b\n", [[], ["a", "b"]]),
    ],
)
def test_an_unclosed_quotation_mark_costs_its_own_row(text: str, rows: list[list[str] | int]) -> None:
    assert read(text) == rows


def test_lines_are_those_of_the_file() -> None:
    found = list(records(['a,"b\n', 'c"\n', "d,e\n"], ","))
    assert [record.line for record in found] == [1, 3]
    assert found[1] == Record(3, ["d", "e"])


def test_a_file_full_of_unclosed_marks_is_no_table_and_told_soon() -> None:
    started = time.process_time()
    with pytest.raises(csv.Error, match="line"):
        read("".join(f'甲,"{"企业" * 500}，x"y\n' for _ in range(5_000)))
    assert time.process_time() - started < 5
