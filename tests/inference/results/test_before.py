import pandas as pd
import pyarrow as pa
import pytest

from cuoshi.results.before import as_now, now_called
from cuoshi.results.rows import sentences_schema
from cuoshi.results.tally import tally
from cuoshi.results.writing import write_again
from cuoshi.scheme import bundled
from cuoshi.validity.sample import sample


def test_a_table_of_today_stays_as_it_is():
    table = sentences_schema(bundled()).empty_table()
    assert as_now(table).schema == table.schema


def test_old_names_are_read_and_later_columns_are_empty():
    table = as_now(pa.table({"section": ["一、回顾", "二、安排"], "county": ["清禾县", "丰岭县"]}))
    assert table["heading_path"].to_pylist() == ["一、回顾", "二、安排"]
    assert "section" not in table.column_names
    assert table["county_id"].to_pylist() == table["duplicate_of"].to_pylist() == ["", ""]
    assert table["covered_year"].to_pylist() == [None, None]
    assert table.schema.field("covered_year").type == pa.int32()


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.large_string())])
def test_texts_are_of_one_type_whatever_pandas_keeps_them_as(kind):
    table = as_now(pa.table({"county": pa.array(["清禾县", None], pa.string()).cast(kind), "year": [2020, 2021]}))
    assert table.schema.field("county").type == pa.string() and table["county"].to_pylist() == ["清禾县", None]
    assert table["year"].to_pylist() == [2020, 2021]


def test_a_table_that_pandas_has_written_again_can_be_sampled_and_tallied(make_rows, make_results, tmp_path):
    folder = make_results(tmp_path, make_rows(3, 2))
    expected, drawn = tally(folder), sample(folder, 40).frame
    frame = pd.read_parquet(folder / "sentences.parquet")
    frame.assign(genre=frame["genre"].astype("category")).to_parquet(folder / "sentences.parquet")
    pd.testing.assert_frame_equal(tally(folder), expected)
    pd.testing.assert_frame_equal(sample(folder, 40).frame, drawn)


@pytest.mark.parametrize(
    ("name", "names", "now"),
    [
        ("section", ["section"], "heading_path"),
        ("section", ["section", "heading_path"], "section"),
        ("county", ["county"], "county"),
    ],
)
def test_a_column_carried_from_a_manifest_keeps_its_name(name, names, now):
    assert now_called(name, names) == now


def test_tables_of_an_old_folder_are_written_again(make_rows, make_results, tmp_path):
    folder = make_results(tmp_path, make_rows(2, 1))
    frame = pd.read_parquet(folder / "sentences.parquet")
    write_again(folder, bundled())
    expected = pd.read_parquet(folder / "coverage.parquet")
    old = frame.drop(columns=["county_id", "level", "covered_year", "county_candidates"])
    old.rename(columns={"heading_path": "section"}).to_parquet(folder / "sentences.parquet")
    write_again(folder, bundled())
    pd.testing.assert_frame_equal(pd.read_parquet(folder / "coverage.parquet"), expected)
