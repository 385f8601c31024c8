import pyarrow as pa

from cuoshi.columns import REPORT
from cuoshi.label import Label
from cuoshi.results.columns import CORRECTED, PLACE_COLUMNS, REPORT_COLUMNS, coverage_schema
from cuoshi.scheme import Scheme

SCHEME = Scheme("x", "1", (Label("a", "甲", "A"),), (Label("done", "已", "Done"), Label("o", "余", "O", rest=True)))


def test_groups_keep_the_types_of_the_sentences_table_and_what_is_carried_is_text():
    schema = coverage_schema(["county", "covered_year", "基金"], SCHEME)
    assert schema.names[:4] == ["county", "covered_year", "基金", "category"]
    assert [schema.field(n).type for n in ("covered_year", "基金")] == [pa.int32(), pa.string()]


def test_each_status_but_the_rest_has_a_column():
    names = coverage_schema([], SCHEME).names
    assert "done" in names and "o" not in names
    assert names[-3:] == ["expected", "low", "high"]


def test_a_coded_sample_adds_its_columns_at_the_end():
    plain, corrected = coverage_schema([], SCHEME), coverage_schema([], SCHEME, corrected=True)
    assert corrected.names[: len(plain.names)] == plain.names
    assert corrected.names[len(plain.names) :] == [name for name, _ in CORRECTED]


def test_places_and_reports_are_told_apart_by_columns_that_a_report_has():
    assert set(REPORT_COLUMNS) == set(REPORT) - {"report_id", "duplicate_of"}
    assert set(PLACE_COLUMNS) < set(REPORT_COLUMNS)
