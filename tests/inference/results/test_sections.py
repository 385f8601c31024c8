import pandas as pd

from cuoshi.results.sections import status_by_section
from cuoshi.scheme import Scheme, bundled


def test_statuses_are_counted_by_what_headings_say(tmp_path):
    frame = pd.DataFrame(
        {
            "section_kind": ["plan", "plan", "plan", "review", "", None, "plan"],
            "status": ["planned", "planned", "done", "done", "general", "done", None],
        }
    )
    frame.to_parquet(tmp_path / "s.parquet")
    found = status_by_section(tmp_path / "s.parquet", bundled())
    none = dict.fromkeys(bundled().status_ids, 0)
    assert found == {
        "other": none | {"general": 1, "done": 1},
        "plan": none | {"planned": 2, "done": 1},
        "review": none | {"done": 1},
    }
    assert status_by_section(tmp_path / "s.parquet", Scheme.plain(["law"])) == {}


def test_a_run_says_it(scheme, scheme_results):
    found = status_by_section(scheme_results / "sentences.parquet", scheme)
    assert bool(found) == bool(scheme.statuses)
    known = pd.read_parquet(scheme_results / "sentences.parquet")
    assert sum(sum(kind.values()) for kind in found.values()) == known["status"].isin(scheme.status_ids).sum()
    assert pd.read_json(scheme_results / "run.json", typ="series")["status_by_section"] == found
