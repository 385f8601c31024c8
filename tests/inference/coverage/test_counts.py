import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from cuoshi.coverage.counts import ORIGINAL, count_columns, count_reports, measures, needed_columns
from cuoshi.errors import CuoshiError
from cuoshi.label import Label
from cuoshi.scheme import Scheme

SCHEME = Scheme(
    "x",
    "1",
    (Label("a", "甲", "A"), Label("b", "乙", "B")),
    (Label("done", "已", "Done"), Label("other", "余", "Other", rest=True)),
)


def table(*rows: tuple[str, str, list[str], str | None]) -> pa.Table:
    frame = pd.DataFrame(rows, columns=["county", "report_id", "categories", "status"])
    return pa.Table.from_pandas(frame.assign(p_a=0.25, p_b=0.5, duplicate_of=None), preserve_index=False)


ROWS = [
    ("甲县", "1", ["a"], "done"),
    ("甲县", "1", ["a", "b"], "other"),
    ("甲县", "2", [], None),
    ("乙县", "3", ["b"], "done"),
]


def test_what_is_counted_follows_the_scheme() -> None:
    assert measures(SCHEME) == ("tagged", "done", "expected")
    assert count_columns(SCHEME) == [
        "sentences",
        "tagged_a",
        "tagged_b",
        "done_a",
        "done_b",
        "expected_a",
        "expected_b",
    ]
    assert measures(Scheme.plain(["a"])) == ("tagged", "expected")
    assert needed_columns(SCHEME) == ["report_id", "duplicate_of", "categories", "status", "p_a", "p_b"]


def test_a_report_is_a_row_of_sums() -> None:
    counts = count_reports([table(*ROWS)], ["county"], SCHEME).set_index("report_id")
    assert counts.loc["1"].tolist() == ["甲县", "1", 2, 2, 1, 1, 0, 0.5, 1.0]
    assert counts.loc["2"].tolist() == ["甲县", "2", 1, 0, 0, 0, 0, 0.25, 0.5]
    assert counts.index.tolist() == ["3", "1", "2"], "sorted by county, then report"


def test_a_copy_is_a_row_but_the_unit_is_its_original() -> None:
    rows = table(*ROWS)
    rows = rows.set_column(rows.column_names.index("duplicate_of"), "duplicate_of", pa.array(["", "", "1", None]))
    counts = count_reports([rows], ["county"], SCHEME).set_index("report_id")
    assert counts[ORIGINAL].to_dict() == {"1": "1", "2": "1", "3": "3"}


def test_how_the_table_is_cut_does_not_matter() -> None:
    whole = count_reports([table(*ROWS)], ["county"], SCHEME)
    pd.testing.assert_frame_equal(whole, count_reports([table(row) for row in ROWS[::-1]], ["county"], SCHEME))
    assert count_reports([], ["county"], SCHEME).columns.tolist() == [
        "county",
        "report_id",
        ORIGINAL,
        *count_columns(SCHEME),
    ]


def test_a_missing_key_is_a_group() -> None:
    with_none = table(*ROWS).to_pandas().assign(county=[None, None, None, "乙县"])
    counts = count_reports([pa.Table.from_pandas(with_none)], ["county"], SCHEME)
    assert counts["county"].isna().sum() == 2
    assert counts["sentences"].sum() == len(ROWS)


def test_a_category_that_the_scheme_lacks_is_said() -> None:
    with pytest.raises(CuoshiError, match="category 'c'; the scheme has a, b"):
        count_reports([table(("甲县", "1", ["c"], None))], ["county"], SCHEME)


def test_no_column_makes_one_group() -> None:
    assert np.array(count_reports([table(*ROWS)], [], SCHEME)["sentences"]).tolist() == [2, 1, 1]
