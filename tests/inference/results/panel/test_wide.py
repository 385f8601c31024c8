import pandas as pd

from cuoshi.results.panel.wide import column_name, wide
from cuoshi.scheme import Scheme

SCHEME = Scheme.plain(["a", "b"], ["done"])
COVERAGE = pd.DataFrame(
    {
        "year": [2020, 2020, 2021, 2021],
        "category": ["a", "b"] * 2,
        "reports": [1, 1, 2, 2],
        "sentences": [4, 4, 10, 10],
        "tagged": [1, 0, 5, 2],
        "share": [0.25, 0.0, 0.5, 0.2],
        "present": [True, False, True, True],
        "done": [1, 0, 3, 2],
        "expected": [0.3, 0.1, 0.4, 0.3],
        "low": [0.1, 0.0, 0.3, 0.1],
        "high": [0.4, 0.1, 0.6, 0.3],
    }
)
CHARACTERS = pd.DataFrame({"year": [2021, 2020], "characters": [250, 40]})


def test_categories_stand_beside_one_another_in_the_order_of_the_scheme():
    rows, parts = wide(COVERAGE, ["year"], SCHEME, CHARACTERS, set())
    assert rows["year"].tolist() == [2020, 2021] and rows["characters"].tolist() == [40, 250]
    assert (rows["a_n"].tolist(), rows["b_n"].tolist()) == ([1, 5], [0, 2])
    assert rows["a_per1000"].tolist() == [25, 20] and rows["b_present"].tolist() == [0, 1]
    assert rows["a_done"].tolist() == [1, 3]
    assert list(rows)[:4] == ["year", "reports", "sentences", "characters"]
    assert parts["b_share"] == ("b", "share") and list(parts) == list(rows)[4:]


def test_without_groups_there_is_one_row():
    rows, _ = wide(COVERAGE[2:].drop(columns="year"), [], SCHEME, CHARACTERS, set())
    assert rows["characters"].tolist() == [290] and rows["a_share"].tolist() == [0.5]


def test_a_column_of_the_users_own_keeps_its_name():
    rows, parts = wide(COVERAGE, ["year"], SCHEME, CHARACTERS, {"a_n"})
    assert "a_n" not in rows and parts["a2_n"] == ("a", "tagged")


def test_long_ids_are_cut_and_stay_apart():
    taken = set()
    for category in ("a_very_long_category_id_1", "a_very_long_category_id_2"):
        for end in ("corr_high", "a_status_of_some_length", "n"):
            name = column_name(category, end, taken)
            assert len(name) <= 32 and name not in taken
            taken.add(name)
