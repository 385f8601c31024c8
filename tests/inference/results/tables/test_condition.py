import pandas as pd
import pyarrow as pa
import pytest

from cuoshi.errors import CuoshiError
from cuoshi.results.tables.condition import matching, unheld

SENTENCES = pd.DataFrame({"year": [2020, 2021, None], "genre": ["工作总结", "汇报", "汇报"]})


@pytest.mark.parametrize(
    ("where", "kept"),
    [("", [0, 1, 2]), ("year >= 2021", [1]), ("genre == '汇报' and year != 2021", [2]), ("year in [2020]", [0])],
)
def test_rows_that_a_condition_holds_for_are_kept(where: str, kept: list[int]) -> None:
    assert matching(SENTENCES, where).index.tolist() == kept


@pytest.mark.parametrize(
    "where",
    [
        "年份 >= 2021",
        "文种 == '汇报' and 年份 == 2021",
        "文种 == “汇报” and year == 2021",
        "文种 == “汇报” and not 文种.str.contains('“') and 年份 == 2021",
        "`year` >= 2021 and not 文种.str.contains('年份')",
    ],
)
def test_columns_go_by_their_chinese_names_too(where: str) -> None:
    assert matching(SENTENCES, where).index.tolist() == [1]


def test_a_column_of_a_manifest_is_meant_before_one_that_it_is_called_like() -> None:
    own = SENTENCES.assign(年份=[1, 2, 3], 类别=["年份", "b", "c"])
    assert matching(own, "年份 == 3").index.tolist() == [2]
    assert matching(own, '类别 == "年份"').index.tolist() == [0]


@pytest.mark.parametrize("where", ["region == 1", "year >", "year + 1", "genre", "year = 2020"])
def test_what_is_no_condition_is_said_in_one_line(where: str) -> None:
    with pytest.raises(CuoshiError, match="--where") as told:
        matching(SENTENCES, where)
    assert "\n" not in str(told.value)


def test_a_value_that_nothing_has_is_said_with_those_that_are_there() -> None:
    table = pa.table(
        {
            "province": ["浙江省", "江苏省", None, "湖南省"],
            "genre": ["汇报"] * 4,
            "year": [1, 2, 3, 4],
            "categories": [["a"]] * 4,
        }
    )
    (said,) = unheld("省 == “江苏” and genre == '汇报' and year == '1' and categories == 'a' and none == 'b'", [table])
    assert said == "no sentence has the province '江苏'; there is 江苏省, 浙江省, 湖南省"
    assert unheld("year > 2000", [table]) == []
