from dataclasses import replace

import pandas as pd

from cuoshi.results.loading.folder import load
from cuoshi.scheme import bundled


def test_counts_and_tagged_sentences_come_from_one_reading(results):
    loaded = load(results, tagged=True)
    frame = pd.read_parquet(results / "sentences.parquet")
    tagged = frame[frame["categories"].map(len) > 0]
    assert loaded.scheme == bundled()
    ids = loaded.reports["report_id"].to_numpy()
    assert ids[loaded.tagged.report].tolist() == tagged["report_id"].tolist()
    assert loaded.reports["sentences"].sum() == len(frame)
    assert loaded.reports["tagged_law"].sum() == sum("law" in given for given in frame["categories"])
    assert load(results).tagged is None
    own = frame[frame["report_id"] == loaded.reports["report_id"].iloc[7]]
    assert loaded.reports["text_bytes"].iloc[7] == sum(len(text.encode()) for text in own["text"])


def test_places_are_told_apart_once_and_anew_of_other_reports(results):
    loaded = load(results)
    assert loaded.places is loaded.places
    alone = replace(loaded, reports=loaded.reports.iloc[:1])
    assert len(alone.places.table) == len(alone.places.of_report) == 1 < len(loaded.places.table)


def test_a_damaged_file_that_is_not_needed_stops_nothing(make_rows, make_results, tmp_path):
    folder = make_results(tmp_path, make_rows(1, 1, length=5))
    (folder / "coverage.parquet").write_bytes(b"PAR1")
    assert len(load(folder).reports) == 1
