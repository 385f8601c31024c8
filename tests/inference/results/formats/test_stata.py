import pandas as pd
import pytest

from cuoshi.results.formats.stata import label, stata_names, write_stata
from cuoshi.scheme import bundled


def test_names_are_those_that_stata_takes_each_once() -> None:
    given = ["law_share", "区域 类型", "2020", "if", "str12", "a" * 40, "a" * 41, "x-y", "x y"]
    names = stata_names(given)
    assert list(names) == given
    assert names["law_share"] == "law_share"
    assert [names["2020"], names["if"], names["str12"]] == ["_2020", "if_", "str12_"]
    assert names["区域 类型"] == "区域_类型"
    assert len(set(names.values())) == len(given)
    assert max(map(len, names.values())) == 32


def test_a_label_is_in_both_languages() -> None:
    parts = {"law_n": ("law", "tagged"), "law_done": ("law", "done")}
    assert label("law_n", bundled(), parts).startswith("法治环境：该类句数 / ")
    assert label("tagged", bundled()) != label("sentences", bundled()), "no two columns bear one label"
    assert "已实施" in label("law_done", bundled(), parts)
    assert label("county", bundled()) == "县（市、区） / county"
    assert label("东中西部", bundled()) == "东中西部"


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "county": ["清禾县", None],
            "year": pd.array([2021, None], "Int32"),
            "present": [True, False],
            "share": [0.25, float("nan")],
            "note": ["长" * 3000, ""],
            "empty": [None, None],
        }
    )


def test_what_is_written_comes_back(table, tmp_path) -> None:
    write_stata(tmp_path / "a.dta", table, {"county": "县 / county"})
    back = pd.read_stata(tmp_path / "a.dta")
    assert back["county"].tolist() == ["清禾县", ""]
    assert back["year"].tolist()[0] == 2021 and back["year"].isna().tolist() == [False, True]
    assert back["present"].tolist() == [1, 0]
    assert back["share"].isna().tolist() == [False, True]
    with pd.io.stata.StataReader(tmp_path / "a.dta") as reader:
        assert reader.variable_labels()["county"] == "县 / county"


def test_the_same_table_gives_the_same_bytes(table, tmp_path) -> None:
    for name in "ab":
        write_stata(tmp_path / name, table, {})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_no_row_is_a_table_too(table, tmp_path) -> None:
    write_stata(tmp_path / "a.dta", table.iloc[:0], {})
    assert len(pd.read_stata(tmp_path / "a.dta")) == 0
