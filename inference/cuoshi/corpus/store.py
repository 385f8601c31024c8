"""What a corpus run has finished so far, kept so that the next run does only what is new or changed.

One SQLite file in the results folder, because it scales to any number of reports (a file a report does not), a
kill at any moment leaves it whole (write-ahead log, one transaction a report), and it locks out a second run by
itself, a lock that dies with its process. A report's sentences are one compressed Arrow stream.

What is kept of a report holds as long as its *digest* does: the parsed report, the model, and this version of
cuoshi. What is kept of a file holds as long as its *key* does: its bytes, its manifest rows, and the same.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from cuoshi.errors import CuoshiError

FOLDER = ".cuoshi"
FILE = "store.sqlite"

_OPENING = (
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "BEGIN IMMEDIATE",
    "CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS reports (path TEXT NOT NULL, number INTEGER NOT NULL,"
    " digest TEXT NOT NULL, words TEXT NOT NULL, sentences INTEGER NOT NULL, county TEXT NOT NULL, year INTEGER,"
    " rows BLOB NOT NULL, PRIMARY KEY (path, number))",
    "CREATE TABLE IF NOT EXISTS written (state TEXT NOT NULL)",
    "COMMIT",
    "CREATE TEMP TABLE seen (path TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE skipped (path TEXT NOT NULL, reason TEXT NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the store holds: reports, their sentences, reports that repeat another's text, counties and years."""

    reports: int
    sentences: int
    duplicates: int
    counties: int
    years: int


class Store:
    """The finished part of a corpus run. Use as a context manager; it is locked meanwhile."""

    def __init__(self, out: Path) -> None:
        """Open the store of a results folder, or make both.

        Args:
            out: the results folder.

        Raises:
            CuoshiError: the folder cannot be made, another run holds it, or the file is no store.
        """
        path = out / FOLDER / FILE
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._path = path
            self._db = sqlite3.connect(path, timeout=0, isolation_level=None)
            for statement in _OPENING:
                self._db.execute(statement)
        except OSError as error:
            raise CuoshiError(f"{out}: cannot be written to ({error.strerror}); choose another --out") from error
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            problem = "another run is writing there; wait for it" if busy else f"cannot be written to ({error})"
            raise CuoshiError(f"{out}: {problem}, or choose another --out") from error
        except sqlite3.DatabaseError as error:
            raise CuoshiError(f"{path}: damaged ({error}); delete it and run again") from error

    def __enter__(self) -> Store:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._db.close()
        if isinstance(error, sqlite3.Error):
            raise CuoshiError(f"{self._path}: cannot be written ({error}); free space, then run again") from error

    def key(self, path: str) -> str | None:
        """The key under which a file was finished, ``None`` when it was not."""
        return self._value("SELECT key FROM files WHERE path = ?", path)

    def see(self, path: str) -> None:
        """Note that this run has met a file."""
        self._db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (path,))

    def digest(self, path: str, number: int) -> str | None:
        """The digest of a file's report as it was finished, ``None`` when it was not."""
        return self._value("SELECT digest FROM reports WHERE path = ? AND number = ?", path, number)

    def put(
        self, path: str, number: int, *, digest: str, words: str, table: pa.Table, county: str, year: int | None
    ) -> None:
        """Keep a finished report.

        Args:
            path: its file.
            number: which of the file's reports it is, from 0.
            digest: what it was made from.
            words: digest of its text alone, equal for repeated reports.
            table: its rows of the sentences table.
            county: its county, empty where unknown.
            year: its year.
        """
        self._db.execute(
            "INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (path, number, digest, words, len(table), county, year, _pack(table)),
        )

    def finish(self, path: str, key: str | None, count: int) -> None:
        """Close a file; reports that it held before and holds no more are dropped.

        Args:
            path: the file.
            key: what it was read from, ``None`` where it must be read again next time.
            count: how many reports it holds.
        """
        with self._transaction():
            self._db.execute("DELETE FROM reports WHERE path = ? AND number >= ?", (path, count))
            self._db.execute("DELETE FROM files WHERE path = ?", (path,))
            if key:
                self._db.execute("INSERT INTO files VALUES (?, ?)", (path, key))

    def skip(self, path: str, reason: str) -> None:
        """Note that a file, or a part of one, could not be read."""
        self._db.execute("INSERT INTO skipped VALUES (?, ?)", (path, reason))

    def forget_unseen(self) -> None:
        """Drop the files that this run has not met: they were removed or renamed."""
        with self._transaction():
            for table in ("reports", "files"):
                self._db.execute(f"DELETE FROM {table} WHERE path NOT IN (SELECT path FROM seen)")  # noqa: S608

    def reports_in(self, path: str) -> int:
        """Number of reports kept of one file."""
        count: int = self._db.execute("SELECT COUNT(*) FROM reports WHERE path = ?", (path,)).fetchone()[0]
        return count

    def tables(self) -> Iterator[pa.Table]:
        """The rows of every report, in the order of the sentences table."""
        for (rows,) in self._db.execute("SELECT rows FROM reports ORDER BY path, number"):
            yield _unpack(rows)

    def skipped(self) -> list[tuple[str, str]]:
        """Path and reason of all that was not read, sorted."""
        return self._db.execute("SELECT path, reason FROM skipped ORDER BY path, reason").fetchall()

    def counts(self) -> Counts:
        """Count what is kept."""
        return Counts(
            *self._db.execute(
                "SELECT COUNT(*), COALESCE(SUM(sentences), 0), COUNT(*) - COUNT(DISTINCT words),"
                " COUNT(DISTINCT NULLIF(county, '')), COUNT(DISTINCT year) FROM reports"
            ).fetchone()
        )

    def fingerprint(self) -> str:
        """Digest of all that is kept and of all that was skipped."""
        digest = hashlib.sha256(repr(self.skipped()).encode())
        for row in self._db.execute("SELECT path, number, digest FROM reports ORDER BY path, number"):
            digest.update(repr(row).encode())
        return digest.hexdigest()

    @property
    def written(self) -> str | None:
        """What the results folder was when tables were last written to it."""
        return self._value("SELECT state FROM written")

    @written.setter
    def written(self, state: str) -> None:
        with self._transaction():
            self._db.execute("DELETE FROM written")
            self._db.execute("INSERT INTO written VALUES (?)", (state,))

    def _value(self, query: str, *values: str | int) -> str | None:
        row: tuple[str] | None = self._db.execute(query, values).fetchone()
        return row[0] if row else None

    def _transaction(self) -> sqlite3.Connection:
        self._db.execute("BEGIN")
        return self._db


def _pack(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream, pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def _unpack(rows: bytes) -> pa.Table:
    with pa.CompressedInputStream(pa.BufferReader(rows), "zstd") as stream, pa.ipc.open_stream(stream) as reader:
        return reader.read_all()
