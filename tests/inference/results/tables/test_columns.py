import pyarrow as pa

from cuoshi import scheme
from cuoshi.columns import PLACE, REPORT
from cuoshi.corpus import inspection
from cuoshi.coverage import counts
from cuoshi.label import Label
from cuoshi.results.lists import unresolved
from cuoshi.results.loading import places
from cuoshi.results.measured import corrected
from cuoshi.results.panel import wide
from cuoshi.results.tables.columns import CODED, CORRECTED, PLACE_COLUMNS, REPORT_COLUMNS, coverage_schema
from cuoshi.results.tables.rows import sentences_schema
from cuoshi.scheme import Scheme
from cuoshi.validity import grouping

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
    plain, more = coverage_schema([], SCHEME), coverage_schema([], SCHEME, corrected=True)
    assert more.names[: len(plain.names)] == plain.names
    assert more.names[len(plain.names) :] == [name for name, _ in CORRECTED]


def test_places_and_reports_are_told_apart_by_columns_that_a_report_has():
    assert set(REPORT_COLUMNS) == set(REPORT) - {"report_id", "duplicate_of"}
    assert set(PLACE_COLUMNS) < set(REPORT_COLUMNS)


def test_whoever_names_columns_names_those_that_there_are():
    """They stand in several rooms, which a new or renamed column has to reach."""
    table = set(coverage_schema([], SCHEME, corrected=True).names) - set(SCHEME.status_ids)
    coded = [name for name, _ in CORRECTED]
    assert table - scheme.PANEL_MEASURES == scheme.RESERVED - scheme.NAMED - scheme.PANEL_MEASURES
    assert set(wide.ENDS.values()) == scheme.PANEL_MEASURES
    assert set(wide.ENDS) == table - {"category", "reports", "sentences", CODED} | {"per1000"}
    assert list(grouping.COLUMNS) == ["category", *(name for name in coded if name != CODED)]
    assert {*corrected.PACKED.values(), "method"} == set(coded) - {CODED}
    assert set(places.FACTS) < set(PLACE) and set(unresolved.COLUMNS) < set(REPORT)
    assert set(inspection.FOUND) < set(inspection.COLUMNS) < set(REPORT)
    assert {name for group in corrected.GROUPS.values() for name in group} < set(REPORT)
    names = sentences_schema(SCHEME).names
    assert set(counts.needed_columns(SCHEME)) < set(names) and set(scheme.NAMED) - {"p_"} < set(names)
