import sqlite3
from pathlib import Path

import pyarrow as pa
import pytest

from cuoshi.corpus.store import FILE, FOLDER, Entry, Store
from cuoshi.errors import CuoshiError


def rows(*texts: str) -> pa.Table:
    return pa.table({"text": list(texts)})


def put(store: Store, path: str, number: int = 0, *texts: str, county: str = "甲县", year: int | None = 2021) -> None:
    said = "".join(texts)
    store.put(
        Entry(path, number, path, said, said, b"", len(texts), county, "", year), rows(*texts), f"d{path}{number}", said
    )


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path) as opened:
        yield opened


def test_what_is_put_comes_back_in_order(store):
    put(store, "b", 1, "四")
    put(store, "b", 0, "三")
    put(store, "a", 0, "一", "二")
    assert [text for *_, table in store.tables() for text in table["text"].to_pylist()] == ["一", "二", "三", "四"]
    assert store.digest("b", 1) == "db1"
    assert store.digest("b", 2) is None
    assert store.reports_in("b") == 2


def test_what_is_known_of_reports_comes_back_in_order(store):
    put(store, "b", 0, "异", "样", county="", year=None)
    put(store, "a", 0, "同", county="甲县", year=2020)
    assert store.entries() == [
        Entry("a", 0, "a", "同", "同", b"", 1, "甲县", "", 2020),
        Entry("b", 0, "b", "异样", "异样", b"", 2, "", "", None),
    ]


def test_rows_are_found_by_what_their_tags_were_made_from(store):
    put(store, "a", 0, "同")
    assert store.tagged("同")["text"].to_pylist() == ["同"]
    assert store.tagged("异") is None


def test_what_another_version_kept_is_made_anew(tmp_path):
    with Store(tmp_path) as store:
        put(store, "a", 0, "一")
    with sqlite3.connect(tmp_path / FOLDER / FILE) as database:
        database.execute("DROP TABLE reports")
        database.execute("CREATE TABLE reports (path TEXT, number INTEGER)")
        database.execute("PRAGMA user_version = 1")
    database.close()
    with Store(tmp_path) as store:
        assert store.entries() == []
        put(store, "a", 0, "一")


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
    assert (store.key("a"), store.key("b"), len(store.entries())) == (None, "key", 1)


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
        assert (len(store.entries()), store.skipped(), store.written) == (1, [], "state")


def test_one_run_at_a_time(tmp_path, store):
    with pytest.raises(CuoshiError, match="another run is writing there"):
        Store(tmp_path)


def test_a_run_that_dies_keeps_what_it_put(tmp_path):
    with pytest.raises(ZeroDivisionError), Store(tmp_path) as store:
        put(store, "a", 0, "一")
        raise ZeroDivisionError
    with Store(tmp_path) as store:
        assert len(store.entries()) == 1


def test_an_error_of_the_database_says_what_to_do(tmp_path):
    with pytest.raises(CuoshiError, match="free space, then run again"), Store(tmp_path):
        raise sqlite3.OperationalError("database or disk is full")
    (tmp_path / FOLDER / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(CuoshiError, match="delete it and run again"):
        Store(tmp_path)
