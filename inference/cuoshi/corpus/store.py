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
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import pyarrow as pa

from cuoshi.atomic import made
from cuoshi.errors import CuoshiError
from cuoshi.results.lists.skipped import Skipped

FOLDER = ".cuoshi"
FILE = "store.sqlite"

_LOCKED = "BEGIN IMMEDIATE"
_OPENING = (
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    _LOCKED,
    "CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS reports (path TEXT NOT NULL, number INTEGER NOT NULL,"
    " digest TEXT NOT NULL, units TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL,"
    " words TEXT NOT NULL, marks BLOB NOT NULL, sentences INTEGER NOT NULL,"
    " county TEXT NOT NULL, county_id TEXT NOT NULL, year INTEGER, rows BLOB NOT NULL, PRIMARY KEY (path, number))",
    "CREATE INDEX IF NOT EXISTS by_units ON reports (units)",
    "CREATE TABLE IF NOT EXISTS written (state TEXT NOT NULL)",
    "COMMIT",
    "CREATE TEMP TABLE seen (path TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE skipped (path TEXT NOT NULL, reason TEXT NOT NULL, counted INTEGER NOT NULL)",
)

#: of the tables above; what another version kept is made anew
VERSION = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a finished report beside its rows.

    Attributes:
        path: its file.
        number: which of the file's reports it is, from 0.
        name: its path as the tables show it: of an archive's member, of a table's row.
        id: digest of its sentences.
        words: digest of its wording alone, equal for copies.
        marks: the set of its sentences, as :func:`cuoshi.text.wording.sentence_digests` lays it out.
        sentences: how many there are.
        county: its county, empty where unknown.
        county_id: id of its county, the same in every year.
        year: its year.
    """

    path: str
    number: int
    name: str
    id: str
    words: str
    marks: bytes
    sentences: int
    county: str
    county_id: str
    year: int | None


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
        made(path.parent)
        try:
            self._path = path
            self._db = sqlite3.connect(path, timeout=0, isolation_level=None)
            for statement in _OPENING:
                self._db.execute(statement)
                if statement == _LOCKED and self._db.execute("PRAGMA user_version").fetchone() != (VERSION,):
                    self._clear()
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            problem = (
                "another run is writing there; wait for it" if busy else f"cannot be written to ({error}); free space"
            )
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

    def put(self, entry: Entry, table: pa.Table, digest: str, tagged_as: str) -> None:
        """Keep a finished report.

        Args:
            entry: what is known of it.
            table: its rows of the sentences table.
            digest: what they were made from.
            tagged_as: what its tags were made from.
        """
        path, number, *facts = astuple(entry)
        self._db.execute(
            "INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (path, number, digest, tagged_as, *facts, _pack(table)),
        )

    def tagged(self, tagged_as: str) -> pa.Table | None:
        """The rows of a report with the same title, headings and sentences, wherever its file lies or lay."""
        row = self._db.execute("SELECT rows FROM reports WHERE units = ? LIMIT 1", (tagged_as,)).fetchone()
        return _unpack(row[0]) if row else None

    def tagged_as(self) -> list[str]:
        """Digests of all that reports' tags were made from."""
        return [one for (one,) in self._db.execute("SELECT units FROM reports")]

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

    def skip(self, path: str, reason: str, counted: bool = False) -> None:
        """Note that a file, or a part of one, could not be read, or what is doubtful in a report.

        Args:
            path: the file or the part of it.
            reason: what is wrong.
            counted: whether the report is in the tables all the same.
        """
        self._db.execute("INSERT INTO skipped VALUES (?, ?, ?)", (path, reason, counted))

    def forget_unseen(self) -> None:
        """Drop the files that this run has not met: they were removed or renamed."""
        with self._transaction():
            for table in ("reports", "files"):
                self._db.execute(f"DELETE FROM {table} WHERE path NOT IN (SELECT path FROM seen)")  # noqa: S608

    def reports_in(self, path: str) -> int:
        """Number of reports kept of one file."""
        count: int = self._db.execute("SELECT COUNT(*) FROM reports WHERE path = ?", (path,)).fetchone()[0]
        return count

    def tables(self) -> Iterator[tuple[str, int, pa.Table]]:
        """File, number and rows of every report, in the order of the sentences table."""
        for path, number, rows in self._db.execute("SELECT path, number, rows FROM reports ORDER BY path, number"):
            yield path, number, _unpack(rows)

    def skipped(self) -> list[Skipped]:
        """All that was not read or is doubtful, sorted."""
        found = self._db.execute("SELECT path, reason, counted FROM skipped ORDER BY path, reason")
        return [Skipped(path, reason, bool(counted)) for path, reason, counted in found]

    def entries(self) -> list[Entry]:
        """What is known of every report, in the order of the sentences table."""
        columns = ", ".join(field.name for field in fields(Entry))
        found = self._db.execute(f"SELECT {columns} FROM reports ORDER BY path, number")  # noqa: S608
        return [Entry(*row) for row in found]

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

    def _clear(self) -> None:
        for table in ("files", "reports", "written"):
            self._db.execute(f"DROP TABLE IF EXISTS {table}")
        self._db.execute(f"PRAGMA user_version = {VERSION}")

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
