import sqlite3
from pathlib import Path

import pyarrow as pa
import pytest

from cuoshi.corpus.store import FILE, FOLDER, Store
from cuoshi.errors import CuoshiError


def rows(*texts: str) -> pa.Table:
    return pa.table({"text": list(texts)})


def put(store: Store, path: str, number: int = 0, *texts: str, county: str = "甲县", year: int | None = 2021) -> None:
    digest, table = f"d{path}{number}", rows(*texts)
    store.put(path, number, digest=digest, words="".join(texts), table=table, county=county, year=year)


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path) as opened:
        yield opened


def test_what_is_put_comes_back_in_order(store):
    put(store, "b", 1, "四")
    put(store, "b", 0, "三")
    put(store, "a", 0, "一", "二")
    assert [text for table in store.tables() for text in table["text"].to_pylist()] == ["一", "二", "三", "四"]
    assert store.digest("b", 1) == "db1"
    assert store.digest("b", 2) is None
    assert store.reports_in("b") == 2


def test_counts_leave_unknown_out_and_find_repeats(store):
    put(store, "a", 0, "同", county="甲县", year=2020)
    put(store, "b", 0, "同", county="", year=None)
    put(store, "c", 0, "异", "样", county="乙县", year=2020)
    counts = store.counts()
    assert (counts.reports, counts.sentences, counts.duplicates, counts.counties, counts.years) == (3, 4, 1, 2, 1)


def test_a_file_that_shrank_loses_its_later_reports(store):
    for number in range(3):
        put(store, "a", number, str(number))
    store.finish("a", "key", 1)
    assert (store.reports_in("a"), store.key("a")) == (1, "key")
    store.finish("a", None, 1)
    assert store.key("a") is None


def test_what_was_not_met_is_forgotten(store):
    for name in ("a", "b"):
        put(store, name, 0, name)
        store.finish(name, "key", 1)
    store.see("b")
    store.forget_unseen()
    assert (store.key("a"), store.key("b"), store.counts().reports) == (None, "key", 1)


def test_the_fingerprint_changes_with_reports_and_what_was_skipped(store):
    seen = [store.fingerprint()]
    put(store, "a", 0, "一")
    seen.append(store.fingerprint())
    store.skip("b", "坏")
    seen.append(store.fingerprint())
    assert len(set(seen)) == 3


def test_reports_outlive_the_run_and_what_was_skipped_does_not(tmp_path):
    with Store(tmp_path) as store:
        put(store, "a", 0, "一")
        store.skip("b", "坏")
        store.written = "state"
    with Store(tmp_path) as store:
        assert (store.counts().reports, store.skipped(), store.written) == (1, [], "state")


def test_one_run_at_a_time(tmp_path, store):
    with pytest.raises(CuoshiError, match="another run is writing there"):
        Store(tmp_path)


def test_a_run_that_dies_keeps_what_it_put(tmp_path):
    with pytest.raises(ZeroDivisionError), Store(tmp_path) as store:
        put(store, "a", 0, "一")
        raise ZeroDivisionError
    with Store(tmp_path) as store:
        assert store.counts().reports == 1


def test_an_error_of_the_database_says_what_to_do(tmp_path):
    with pytest.raises(CuoshiError, match="free space, then run again"), Store(tmp_path):
        raise sqlite3.OperationalError("database or disk is full")
    (tmp_path / FOLDER / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(CuoshiError, match="delete it and run again"):
        Store(tmp_path)
