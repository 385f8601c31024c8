import pandas as pd
import pyarrow as pa
import pytest

from cuoshi.errors import CuoshiError
from cuoshi.results.loading.folder import load
from cuoshi.results.panel.panel import panel
from cuoshi.results.tables.before import as_now, now_called
from cuoshi.results.tables.rows import sentences_schema
from cuoshi.results.tally import tally
from cuoshi.results.writing.folder import write_again
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


OTHERWISE = {
    "year as text": {"year": lambda one: one.astype(str)},
    "year with missing ones": {"year": lambda one: one.astype(float)},
    "codes as numbers": {"county_code": lambda one: one.astype(int), "county_id": lambda one: one.astype(float)},
    "positions as text": {"position": lambda one: " " + one.astype(str)},
    "probabilities as text": {"p_law": lambda one: one.astype(float).astype(str)},
    "categories of pandas": {"county": lambda one: one.astype("category"), "year": lambda one: one.astype("category")},
}


@pytest.mark.parametrize("how", OTHERWISE)
def test_columns_of_other_types_are_those_of_the_schema_again(how, make_rows, make_results, tmp_path):
    folder = make_results(tmp_path, make_rows(3, 2, length=10))
    frame = pd.read_parquet(folder / "sentences.parquet")
    expected, reports, drawn = tally(folder), load(folder, tagged=True).reports, sample(folder, 30).frame
    other = frame.assign(**{name: change(frame[name]) for name, change in OTHERWISE[how].items()})
    pd.testing.assert_frame_equal(tally(other), expected)
    other.to_parquet(folder / "sentences.parquet")
    pd.testing.assert_frame_equal(tally(folder), expected)
    pd.testing.assert_frame_equal(load(folder, tagged=True).reports, reports)
    pd.testing.assert_frame_equal(sample(folder, 30).frame, drawn)


def test_years_half_of_them_text_are_counted_as_one(make_rows, make_results, tmp_path):
    frame = pd.read_parquet(make_results(tmp_path, make_rows(2, 2, length=10)) / "sentences.parquet")
    mixed = frame.assign(year=[str(year) if at % 2 else int(year) for at, year in enumerate(frame["year"])])
    pd.testing.assert_frame_equal(tally(mixed), tally(frame))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("year", "2020年", "column year holds '2020年', which is not a whole number"),
        ("position", 0.5, "column position holds '0.5', which is not a whole number"),
        ("p_law", "x" * 900, f"column p_law holds '{'x' * 40}', which is not a number"),
        ("text", None, "2 sentences have no text; leave their rows out"),
    ],
)
def test_what_cannot_be_of_its_type_is_one_line_with_the_value(column, value, said):
    with pytest.raises(CuoshiError, match=f"^x.parquet: {said}"):
        as_now(pa.table({column: pa.array([value, value])}), "x.parquet", ("law",))


def test_a_report_that_stands_twice_is_refused_by_all_that_reads_the_folder(make_rows, make_results, tmp_path):
    folder = make_results(tmp_path, make_rows(1, 1, length=10))
    frame = pd.read_parquet(folder / "sentences.parquet")
    pd.concat([frame, frame]).to_parquet(folder / "sentences.parquet")
    for read in (tally, load, sample, panel):
        with pytest.raises(CuoshiError, match="sentences of report r00000 are in it twice; keep one"):
            read(folder)
