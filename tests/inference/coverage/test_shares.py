import pandas as pd

from cuoshi.coverage.counts import ORIGINAL, count_columns
from cuoshi.coverage.shares import county_summary, coverage_table, with_shared
from cuoshi.label import Label
from cuoshi.scheme import Scheme

SCHEME = Scheme("x", "1", (Label("a", "甲", "A"), Label("b", "乙", "B")), (Label("done", "已", "Done"),))


def counts(*rows: tuple[object, ...]) -> pd.DataFrame:
    columns = ["county", "county_code", "year", "report_id", *count_columns(SCHEME)]
    table = pd.DataFrame(rows, columns=columns).astype({"year": "Int32"})
    return table.assign(**{ORIGINAL: table["report_id"]}, county_id="")


COUNTS = counts(
    ("甲县", "1", 2021, "r1", 10.0, 2.0, 0.0, 1.0, 0.0, 2.5, 0.25),
    ("甲县", "1", 2022, "r2", 30.0, 6.0, 3.0, 6.0, 1.0, 5.5, 2.0),
    ("乙县", "2", None, "r3", 20.0, 0.0, 5.0, 0.0, 5.0, 0.1, 4.0),
)


def test_a_group_adds_its_reports_up() -> None:
    table = coverage_table(COUNTS, ["county"], SCHEME).set_index(["county", "category"])
    first = table.loc[("甲县", "a")]
    assert first[["reports", "sentences", "tagged", "done"]].tolist() == [2, 40, 8, 7]
    assert (first["share"], first["expected"], first["present"]) == (0.2, 8.0, True)
    assert first["low"] < 0.2 < first["high"], "both reports have a fifth, others need not"
    alone = table.loc[("乙县", "a")]
    assert (alone["share"], alone["present"]) == (0, False)
    assert pd.isna(alone["low"]) and pd.isna(alone["high"])


def test_rows_are_groups_times_categories_in_order() -> None:
    table = coverage_table(COUNTS, ["county", "year"], SCHEME)
    assert table["category"].tolist() == ["a", "b"] * 3
    assert table["year"].isna().sum() == 2
    everything = coverage_table(COUNTS, [], SCHEME)
    assert everything["tagged"].tolist() == [8, 8]
    assert everything["reports"].tolist() == [3, 3]


def test_copies_are_reports_but_one_unit_of_the_bootstrap() -> None:
    one, other = (COUNTS.assign(report_id=COUNTS["report_id"] + end) for end in ("", "-2"))
    copied = pd.concat([one, other.assign(**{ORIGINAL: one[ORIGINAL]})], ignore_index=True)
    table = coverage_table(copied, ["county", "year"], SCHEME)
    assert set(table["reports"]) == {2} and table["low"].isna().all()
    both, alone = (coverage_table(rows, ["county"], SCHEME).set_index(["county", "category"]) for rows in (copied, one))
    pd.testing.assert_frame_equal(both[["share", "low", "high"]], alone[["share", "low", "high"]])


def test_no_report_gives_no_row() -> None:
    assert len(coverage_table(COUNTS.iloc[:0], ["county"], SCHEME)) == 0


def test_a_county_of_two_names_is_one_row_of_the_summary() -> None:
    renamed = COUNTS.assign(county_id=["9", "9", ""], county=["甲县", "甲区", "乙县"], county_code=["1", "9", "2"])
    summary = county_summary(renamed, SCHEME).drop_duplicates("county").set_index("county")
    assert summary["years"].to_dict() == {"甲区": "2021、2022", "乙县": ""}
    assert summary["sentences"].to_dict() == {"甲区": 40, "乙县": 20}


def test_a_county_summary_names_its_years() -> None:
    summary = county_summary(COUNTS, SCHEME).drop_duplicates("county").set_index("county")
    assert summary["years"].to_dict() == {"甲县": "2021、2022", "乙县": ""}


def test_what_the_reports_of_a_group_have_in_common_stands_beside_it() -> None:
    counts = COUNTS.assign(batch=["x", "x", "y"], kind=["p", "q", ""])
    names = ["batch", "kind", "county"]
    table = with_shared(coverage_table(COUNTS, ["county"], SCHEME), counts, ["county"], names)
    assert list(table)[:4] == ["county", "batch", "kind", "category"]
    first = table[table["category"] == "a"].set_index("county")
    assert first.loc["甲县", ["batch", "kind"]].tolist() == ["x", ""]
    assert first.loc["乙县", ["batch", "kind"]].tolist() == ["y", ""]
    by_year = with_shared(coverage_table(COUNTS, ["county", "year"], SCHEME), counts, ["county", "year"], names)
    assert by_year["kind"].tolist() == ["", "", "p", "p", "q", "q"], "a year that is not known is a group, too"
    everything = with_shared(coverage_table(COUNTS, [], SCHEME), counts, [], ["batch"])
    assert everything["batch"].tolist() == ["", ""]
    assert with_shared(table, counts, ["county"], ["county"]) is table
