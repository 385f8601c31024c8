import pandas as pd
import pyarrow as pa
import pytest

import cuoshi
from cuoshi.errors import CuoshiError
from cuoshi.results.tables.copies import without_copies


def piece(**columns):
    return pa.table(columns)


def test_a_report_that_goes_on_in_the_next_piece_is_no_copy():
    tables = [piece(report_id=["a", "a", None], position=[0, 2, 0]), piece(report_id=["a", "b"], position=[1, 0])]
    assert list(without_copies(tables, "x")) == tables


@pytest.mark.parametrize("positions", [[[0, 1], [1]], [[0, 0]]])
def test_a_sentence_that_came_before_is_named(positions):
    tables = [piece(report_id=["a"] * len(own), position=own) for own in positions]
    with pytest.raises(CuoshiError, match="x: sentences of report a are in it twice"):
        list(without_copies(tables, "x"))


def test_without_positions_nothing_is_known_of_copies():
    tables = [piece(report_id=["a", "a"])]
    assert list(without_copies(tables, "x")) == tables


def test_a_results_folder_that_was_put_together_of_two_is_not_counted_twice(make_rows, make_results, tmp_path):
    path = make_results(tmp_path, make_rows(1, 2)) / "sentences.parquet"
    frame = pd.read_parquet(path)
    assert (cuoshi.tally(tmp_path, by=())["sentences"] == len(frame)).all()
    pd.concat([frame, frame]).to_parquet(path)
    for count in (cuoshi.tally, cuoshi.panel):
        with pytest.raises(CuoshiError, match="are in it twice; keep one of each"):
            count(tmp_path)
