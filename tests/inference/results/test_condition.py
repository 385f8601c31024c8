import pandas as pd
import pytest

from cuoshi.errors import CuoshiError
from cuoshi.results.condition import matching

SENTENCES = pd.DataFrame({"year": [2020, 2021, None], "genre": ["工作总结", "汇报", "汇报"]})


@pytest.mark.parametrize(
    ("where", "kept"),
    [("", [0, 1, 2]), ("year >= 2021", [1]), ("genre == '汇报' and year != 2021", [2]), ("year in [2020]", [0])],
)
def test_rows_that_a_condition_holds_for_are_kept(where: str, kept: list[int]) -> None:
    assert matching(SENTENCES, where).index.tolist() == kept


@pytest.mark.parametrize("where", ["region == 1", "year >", "year + 1", "genre", "year = 2020"])
def test_what_is_no_condition_is_said_in_one_line(where: str) -> None:
    with pytest.raises(CuoshiError, match="--where") as told:
        matching(SENTENCES, where)
    assert "\n" not in str(told.value)
