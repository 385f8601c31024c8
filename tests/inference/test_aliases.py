import pytest

from cuoshi import aliases


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("县（市、区）", "county"),
        ("县(市/区)", "county"),
        ("县、市、区", "county"),
        ("区县名称", "county"),
        ("所属县区", "county"),
        ("县级行政区名称", "county"),
        ("County Name", "county"),
        ("行政区划代码", "county_code"),
        ("区县代码", "county_code"),
        ("County_Code", "county_code"),
        ("报告年份", "year"),
        ("所属年度", "year"),
        ("年份*", "year"),
        (" Year ", "year"),
        ("所在省份", "province"),
        ("省（自治区、直辖市）", "province"),
        ("市（州、盟）", "city"),
        ("地级市名称", "city"),
        ("报告标题", "title"),
        ("报告名称", "title"),
        ("报告正文", "text"),
        ("文件名称", "path"),
        ("文件路径", "path"),
        ("报告类型", "genre"),
        ("报告全文内容", "text"),
        ("工作报告全文", "text"),
        ("政府工作报告", "text"),
        ("总结内容", "text"),
        ("report_text", "text"),
        ("Report Year", "year"),
        ("district", "county"),
        ("年份（年）", "year"),
        ("报告期", "year"),
        ("行政区划代码（6位）", "county_code"),
        ("行政区划名称", "county"),
        ("article", "text"),
        ("发布年份", "发布年份"),
        ("编号", "编号"),
        ("名称", "名称"),
        ("发布日期", "发布日期"),
        ("市场主体", "市场主体"),
    ],
)
def test_names_of_columns(name: str, field: str) -> None:
    assert aliases.field(name) == field


def test_the_better_known_of_two_columns_holds_the_texts() -> None:
    assert aliases.find(["报告", "内容", "正文"], "text") == "正文"
    assert aliases.find(["县", "年份"], "text") is None


def test_columns_that_are_not_known_are_listed() -> None:
    assert aliases.unknown(["县", "编号", "", " 链接 ", "正文"]) == ["编号", "链接"]


def test_columns_of_one_field_are_named() -> None:
    (doubt,) = aliases.doubts(["县", "内容", "正文"])
    assert doubt == "columns 内容, 正文 hold the same (text), so 正文 is used; delete the others"
    assert [doubt.partition(";")[0] for doubt in aliases.doubts(["年份", "正文", "年度", "编号"])] == [
        "columns not known, so not used: 编号",
        "columns 年份, 年度 hold the same (year), so the last one filled is used",
    ]
    assert not list(aliases.doubts(["县", "", "正文"]))


def test_an_empty_cell_does_not_hide_a_filled_one() -> None:
    assert aliases.by_field({"年份": 2021.0, "报告年份": "", "县": float("nan"), "编号": ["a"]}) == {"year": "2021"}


def test_a_cell_that_keeps_excel_from_making_a_number_of_it() -> None:
    assert aliases.by_field({"县代码": '="130630"', "年份": 2021.0}) == {"county_code": "130630", "year": "2021"}
