from collections import Counter

import pandas as pd
import pyarrow as pa

from cuoshi.results.writing.sections import Counts, collected, status_by_section
from cuoshi.scheme import Scheme, bundled


def test_statuses_are_counted_by_what_headings_say():
    table = pa.table(
        {
            "section_kind": ["plan", "plan", "plan", "review", "", None, "plan"],
            "status": ["planned", "planned", "done", "done", "general", "done", None],
        }
    )
    counts: Counts = Counter()
    pieces = [table.slice(0, 3), table.slice(3)]
    assert list(collected(pieces, counts)) == pieces
    none = dict.fromkeys(bundled().status_ids, 0)
    found = status_by_section(counts, bundled())
    assert found == {
        "other": none | {"general": 1, "done": 1},
        "plan": none | {"planned": 2, "done": 1},
        "review": none | {"done": 1},
    }
    assert list(found) == sorted(found)
    assert status_by_section(counts, Scheme.plain(["law"])) == {}


def test_a_run_says_it(scheme, scheme_results):
    found = pd.read_json(scheme_results / "run.json", typ="series")["status_by_section"]
    assert bool(found) == bool(scheme.statuses)
    known = pd.read_parquet(scheme_results / "sentences.parquet")
    given = known[known["status"].isin(scheme.status_ids)]
    by_kind = given.groupby([given["section_kind"].replace("", "other"), "status"]).size()
    assert sum(sum(kind.values()) for kind in found.values()) == len(given)
    assert all(found[kind][status] == n for (kind, status), n in by_kind.items())
