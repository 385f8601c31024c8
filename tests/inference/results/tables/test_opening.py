import json

import pandas as pd
import pytest

import cuoshi
from cuoshi.errors import CuoshiError
from cuoshi.page.report import write_report
from cuoshi.results.loading.folder import load
from cuoshi.results.panel.panel import write_panel
from cuoshi.results.tables.opening import read_run
from cuoshi.results.tally import tally
from cuoshi.results.writing.sentences import write_sentences_csv
from cuoshi.scheme import Scheme, bundled


def rewrite(folder, **columns):
    """Write the sentences table anew without a column (None) or with one under another name."""
    frame = pd.read_parquet(folder / "sentences.parquet")
    dropped = [name for name, new in columns.items() if new is None]
    named = {name: new for name, new in columns.items() if new}
    frame.drop(columns=dropped).rename(columns=named).to_parquet(folder / "sentences.parquet")


def test_results_of_before_are_read_with_one_line_of_warning(make_rows, make_results, tmp_path, caplog):
    folder = make_results(tmp_path, make_rows(2, 1))
    expected = tally(folder, by=("heading_path",))
    rewrite(folder, heading_path="section", county_candidates=None, county_id=None, level=None, covered_year=None)
    assert write_report(folder).exists()
    assert [record.getMessage().count("\n") for record in caplog.records] == [0]
    assert "'section' is read as 'heading_path'" in caplog.text
    pd.testing.assert_frame_equal(tally(folder, by=("heading_path",)), expected)
    assert tally(folder, by=("covered_year",))["covered_year"].isna().all()
    frame = pd.read_parquet(folder / "sentences.parquet")
    pd.testing.assert_frame_equal(tally(frame, by=("heading_path",)), expected, check_dtype=False)


def test_a_folder_of_several_results_names_them_and_one_that_is_not_there_is_said(make_rows, make_results, tmp_path):
    for name in ("rural", "county"):
        make_results(tmp_path / "all" / name, make_rows(1, 1, length=5))
    for read in (load, tally, write_panel):
        with pytest.raises(CuoshiError, match=r"holds no results itself; name one of .*county, .*rural"):
            read(tmp_path / "all")
        with pytest.raises(CuoshiError, match="nowhere: there is no such folder; run `cuoshi tally"):
            read(tmp_path / "nowhere")


def test_the_scheme_of_the_run_decides(make_rows, make_results, tmp_path):
    folder = make_results(tmp_path, make_rows(1, 1))
    run = json.loads((folder / "run.json").read_text("utf-8"))
    statuses = [*reversed(bundled().status_ids)]
    scheme = Scheme.plain(bundled().category_ids, statuses)
    (folder / "run.json").write_text(json.dumps(run | {"scheme": scheme.to_dict()}), "utf-8")
    assert load(folder).scheme == scheme
    assert [name for name in tally(folder) if name in statuses] == statuses
    (folder / "run.json").write_text(json.dumps(run | {"scheme": {"name": "x"}}), "utf-8")
    with pytest.raises(CuoshiError, match=r"run\.json: the scheme has no version"):
        load(folder)


def test_a_table_without_its_run_is_read_by_what_it_shows(make_rows, make_results, tmp_path):
    folder = make_results(tmp_path, make_rows(1, 1))
    (folder / "run.json").unlink()
    assert load(folder).scheme == bundled()
    frame = pd.read_parquet(folder / "sentences.parquet")
    frame["p_water"] = frame["p_law"]
    frame.to_parquet(folder / "sentences.parquet")
    scheme = load(folder).scheme
    assert scheme.category_ids == (*bundled().category_ids, "water")
    assert scheme.rest is None
    rewrite(folder, p_law=None)
    with pytest.raises(CuoshiError, match="has the category 'law'; the scheme has finance"):
        load(folder)
    rewrite(folder, **{f"p_{name}": None for name in scheme.category_ids if name != "law"})
    with pytest.raises(CuoshiError, match="not those of a sentences table"):
        load(folder)


@pytest.mark.parametrize("run", ["", "[1]", "3", '{"by": 3}', '{"carried": [1]}', '{"by": "year"}'])
def test_a_damaged_run_is_one_line_for_all_that_reads_it(run, make_rows, make_results, tmp_path):
    folder = make_results(tmp_path, make_rows(1, 1))
    (folder / "run.json").write_text(run, "utf-8")
    for read in (load, tally, cuoshi.panel, cuoshi.sample, read_run):
        with pytest.raises(CuoshiError, match=r"^[^\n]*run\.json: damaged \([^\n]+\); tally again$"):
            read(folder)


def test_sentences_that_were_overwritten_in_the_middle_are_one_line(make_rows, make_results, tmp_path):
    folder = make_results(tmp_path, make_rows(2, 2))
    path = folder / "sentences.parquet"
    whole = bytearray(path.read_bytes())
    half = len(whole) // 2
    whole[4:half] = bytes(half - 4)
    path.write_bytes(whole)
    for read in (load, tally, cuoshi.panel, cuoshi.sample, write_sentences_csv):
        with pytest.raises(CuoshiError, match=r"^[^\n]*sentences\.parquet: damaged \([^\n]+\); tally again$"):
            read(folder)
