import pytest

from cuoshi.readers import columns


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
        ("编号", "编号"),
        ("名称", "名称"),
        ("发布日期", "发布日期"),
        ("市场主体", "市场主体"),
    ],
)
def test_names_of_columns(name: str, field: str) -> None:
    assert columns.field(name) == field


def test_the_better_known_of_two_columns_holds_the_texts() -> None:
    assert columns.find(["报告", "内容", "正文"], "text") == "正文"
    assert columns.find(["县", "年份"], "text") is None


def test_columns_that_are_not_known_are_listed() -> None:
    assert columns.unknown(["县", "编号", "", " 链接 ", "正文"]) == ["编号", "链接"]


def test_an_empty_cell_does_not_hide_a_filled_one() -> None:
    assert columns.by_field({"年份": 2021.0, "报告年份": "", "县": float("nan"), "编号": ["a"]}) == {"year": "2021"}
