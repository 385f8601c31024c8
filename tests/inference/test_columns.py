from dataclasses import replace

import pandas as pd
import pyarrow as pa
import pytest

from cuoshi.columns import COLUMNS, PLACE, REPORT, probability, sentence_columns
from cuoshi.errors import SchemeError
from cuoshi.label import Label
from cuoshi.results.panel.panel import DESCRIBING
from cuoshi.results.tables.rows import sentences_schema
from cuoshi.schema import Evidence, Place, Report, Sentence, Tags
from cuoshi.scheme import Scheme

SCHEME = Scheme.plain(["water", "roads"], ["done", "planned"])


@pytest.fixture
def report():
    tags = Tags(("water",), "done", {"water": 0.75, "roads": 0.25}, {"done": 0.5, "planned": 0.5})
    tags = replace(tags, evidence=(Evidence("water", 0, 2),))
    said = Sentence("修渠十里。", 1, 2, ("一、回顾", "（一）水利"), "review", 2022, tags, 3, 0.5)
    place = Place("清禾县", "990101", "澜市", "东岭省", ("清禾县（990101）", "清禾县（990202）"), "990101", "county")
    return Report("r1", [said], "甲.docx", "工作总结", place, 2023, "总结")


def test_a_report_fills_every_column_and_no_other(report):
    (row,) = report.records()
    assert list(row) == [column.name for column in sentence_columns(SCHEME.category_ids)]
    assert list(report.facts()) == list(REPORT)
    assert {name for name, value in row.items() if not value} == {"duplicate_of"}


def test_schema_and_rows_have_the_same_types(report):
    schema = sentences_schema(SCHEME, ("基金",))
    assert schema.names[-1] == "基金"
    table = pa.Table.from_pylist(report.records(), sentences_schema(SCHEME))
    assert table.to_pylist() == report.records()
    assert schema.field("p_roads").type == schema.field("status_p").type == pa.float32()


def test_a_frame_has_a_place_for_missing_numbers(report):
    unknown = replace(report, year=None, units=[replace(report[0], covered_year=None, page=None, page_confidence=None)])
    types = unknown.to_frame().dtypes
    assert [str(types[column.name]) for column in COLUMNS if column.missing] == ["Int32", "Int32", "Int32", "float32"]
    assert pd.isna(unknown.to_frame()["year"][0])


def test_a_panel_says_of_a_unit_where_it_is():
    assert set(PLACE) < set(DESCRIBING) <= set(REPORT)


def test_a_probability_has_a_column_of_its_category():
    names = [column.name for column in sentence_columns(["water", "roads"])]
    assert [name for name in names if name not in {column.name for column in COLUMNS}] == [
        probability("water"),
        probability("roads"),
    ]


@pytest.mark.parametrize("name", ["covered_year", "title", "page"])
def test_a_status_is_called_unlike_the_columns(name):
    with pytest.raises(SchemeError, match=f"a status cannot be called {name!r}"):
        Scheme("x", "1", (Label("water", "水", "water"),), (Label(name, "名", "name"),))
