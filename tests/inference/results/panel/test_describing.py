import pandas as pd
import pytest

from cuoshi.results.panel.describing import described, fill

COUNTS = pd.DataFrame(
    [
        ("370215", 2016, "r1", "即墨市", "county", "工作总结", "沿海", 30.0),
        ("370215", 2016, "r2", "即墨市", "county", "政府工作报告", "沿海", 90.0),
        ("370215", 2018, "r3", "即墨区", "county", "", "沿海", 10.0),
        ("370215", 2018, "r4", "即墨", "department", "工作总结", "沿海", 9.0),
        ("清禾县", 2016, "r5", "清禾县", "county", "", None, 5.0),
    ],
    columns=["county_id", "year", "report_id", "county", "level", "genre", "region", "sentences"],
).astype({"year": "Int32"})
KEYS, NAMES = ["county_id", "year"], ["county", "level", "genre", "region"]


def test_most_sentences_say_what_a_group_is_and_all_its_kinds_are_named() -> None:
    found = described(COUNTS.sample(frac=1, random_state=2), KEYS, NAMES)
    assert found.values.tolist() == [
        ["370215", 2016, "即墨市", "county", "政府工作报告；工作总结", "沿海"],
        ["370215", 2018, "即墨区", "county；department", "？；工作总结", "沿海"],
        ["清禾县", 2016, "清禾县", "county", "", ""],
    ]


@pytest.fixture
def balanced() -> pd.DataFrame:
    """Three years of two units, of which the reports of three rows are known."""
    every = pd.DataFrame([(unit, year) for unit in ("370215", "清禾县") for year in (2016, 2017, 2018)], columns=KEYS)
    known = described(COUNTS, KEYS, NAMES).assign(reports=1, county_code=["370282", "370215", ""])
    return every.merge(known, on=KEYS, how="left").fillna({"reports": 0})


def test_rows_without_a_report_bear_the_name_and_code_of_their_year(balanced: pd.DataFrame) -> None:
    filled = fill(balanced, ["county_id"], "year", ["county", "county_code", "level", "genre", "region"])
    gap = filled.set_index(KEYS).loc[("370215", 2017)]
    assert (gap["county"], gap["county_code"], gap["level"], gap["region"]) == ("即墨区", "370215", "county", "沿海")
    assert pd.isna(gap["genre"])
    invented = filled[filled["county_id"] == "清禾县"]
    assert invented["level"].tolist() == ["county"] * 3, "all of its reports say so"
    assert invented["county"].tolist() == ["清禾县"] * 3 and invented["county_code"].tolist() == [""] * 3


def test_a_column_that_differs_between_years_is_not_made_up(balanced: pd.DataFrame) -> None:
    balanced.loc[2, "region"] = "内陆"
    filled = fill(balanced, ["county_id"], "year", ["county", "region"])
    assert pd.isna(filled.loc[1, "region"]) and filled.loc[2, "region"] == "内陆"
