"""The database of a store: documents with all that was made of them, in SQLite, the one source of truth.

Every document row carries the generation that added it and the one that removed it, so that a build in progress changes
nothing for readers. Three digests stand above each other, so that every byte is checked before it is shown and no more
is read than is shown: that of the catalogue (the rows of `documents`, small) stands in `CURRENT` and is recomputed when
a store is opened; the catalogue holds those of each document's body and of its vectors, recomputed when they are read.
The only place that knows sqlite3.
"""

import hashlib
import json
import shutil
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.errors import StoreCorrupt
from index.record import Record, Stored, Vectors, digest_of, head_of, mark_of, record

__all__ = ["Record", "Stored", "Vectors", "head_of", "mark_of", "record"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sources (
    path TEXT PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refused (
    path TEXT NOT NULL, name TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS refused_path ON refused (path);
-- passages are numbered in the order of the rows: first, first + 1 … first + passages - 1
CREATE TABLE IF NOT EXISTS documents (
    row INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL, title TEXT,
    title_basis TEXT, published TEXT, published_basis TEXT, source TEXT, length INTEGER NOT NULL,
    first INTEGER NOT NULL, passages INTEGER NOT NULL, figures INTEGER NOT NULL, since TEXT, until TEXT,
    mark TEXT NOT NULL, vectors TEXT NOT NULL, digest TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER);
CREATE INDEX IF NOT EXISTS documents_uid ON documents (uid);
CREATE INDEX IF NOT EXISTS documents_path ON documents (path);
CREATE TABLE IF NOT EXISTS bodies (
    document INTEGER PRIMARY KEY, text TEXT NOT NULL, structure TEXT NOT NULL, passages TEXT NOT NULL,
    figures TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS vectors (document INTEGER PRIMARY KEY, vectors BLOB NOT NULL);
"""

_HEAD = "uid, path, name, title, title_basis, published, published_basis, source"
_MADE = "length, first, passages, figures, since, until, mark, vectors, digest"
_LISTED = (
    "row, uid, name, title, title_basis, published, published_basis, length, first, passages, figures, since, until,"
    " source, digest"
)
_AT_ONCE = 500  # rows in one query; SQLite takes only so many values
_LIVE = "added <= ?1 AND (removed IS NULL OR removed > ?1)"


def connect(path: Path, *, write: bool = False, immutable: bool = False) -> sqlite3.Connection:
    """Open the database; a writer makes the tables, a reader cannot change anything.

    Args:
        path: the file; a reader does not make one.
        write: whether to open it for a build.
        immutable: whether nobody can change the file while it is open, nor its folder be written; no log is read.
    """
    if write:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        connection.executescript(_SCHEMA)
        return connection
    address = f"{path.absolute().as_uri()}?mode={'ro&immutable=1' if immutable else 'rw'}"
    connection = sqlite3.connect(address, timeout=30, isolation_level=None, check_same_thread=False, uri=True)
    connection.execute("PRAGMA query_only=ON")
    connection.execute("SELECT 1 FROM settings").close()  # only now the file is opened
    return connection


def connect_unwritable(path: Path, beside: Path) -> sqlite3.Connection:
    """Open the database for reading in a folder where SQLite cannot make the files that it shares with others.

    Args:
        path: the file.
        beside: a folder for a copy, needed where a build was interrupted: only so its log can be sorted out.
    """
    log_file = path.with_name(f"{path.name}-wal")
    if not log_file.exists() or not log_file.stat().st_size:
        return connect(path, immutable=True)
    if not (beside / path.name).exists():
        shutil.copyfile(log_file, beside / log_file.name)
        shutil.copyfile(path, beside / path.name)
    return connect(beside / path.name)


Connection = sqlite3.Connection
DatabaseError = sqlite3.Error
"""What callers outside may name without knowing sqlite3."""


def unwritable(error: sqlite3.Error) -> bool:
    """Whether a database could not be opened because its folder cannot be written."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def damaged(error: sqlite3.Error) -> bool:
    """Whether an error says that the file holds something else than was written, not that writing it failed."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_SCHEMA)


def add(db: sqlite3.Connection, record: Record, generation: int) -> tuple[int, list[int]]:
    """Write one document with all that was made of it; return the number of its row and the ids of its passages."""
    found = db.execute("SELECT first + passages FROM documents ORDER BY row DESC LIMIT 1").fetchone()
    first = found[0] if found else 1
    made = (len(record.head[8]), first, *record.counts, mark_of(record.head), *record.digests)
    query = f"INSERT INTO documents ({_HEAD}, {_MADE}, added) VALUES ({','.join('?' * 18)})"
    row = db.execute(query, (*record.head[:8], *made, generation)).lastrowid or 0
    db.execute("INSERT INTO bodies VALUES (?,?,?,?,?)", (row, *record.body()))
    db.execute("INSERT INTO vectors VALUES (?,?)", (row, record.vectors))
    return row, list(range(first, first + record.length))


def read(db: sqlite3.Connection, row: int) -> Record:
    """Return what was written of the document in `row`, checked, for writing it again under another name.

    Raises:
        StoreCorrupt: it is not what was written.
    """
    found = stored(db, row)
    if found is None:
        raise StoreCorrupt(f"库中缺少第 {row} 篇文档；请删除该库后重新运行 yuanwen build")
    return found.record(vectors_of(db, row))


def drop_documents(db: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Delete documents and all that belongs to them, for good."""
    for number in numbers:
        for table, column in (("vectors", "document"), ("bodies", "document"), ("documents", "row")):
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))


def settings(db: sqlite3.Connection) -> dict[str, str]:
    return dict(db.execute("SELECT name, value FROM settings").fetchall())


def set_setting(db: sqlite3.Connection, name: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO settings VALUES (?,?)", (name, value))


# The catalogue


class Listed(NamedTuple):
    """What is known of a document without its body.

    `published`, `since` and `until` are ISO dates, the last two those that its figures' periods reach; `first` is the
    id of its first passage, `passages` and `figures` are how many it has.
    """

    row: int
    uid: str
    name: str
    title: str | None
    title_basis: str | None
    published: str | None
    published_basis: str | None
    length: int
    first: int
    passages: int
    figures: int
    since: str | None
    until: str | None
    source: str | None


_KNOWN = len(Listed._fields)


class Catalogue:
    """What is known of the documents of one generation, in the order of their rows, under a digest of it all."""

    def __init__(self, rows: Sequence[tuple[Any, ...]], digest: str) -> None:
        self._rows = rows
        self._firsts = [row[8] for row in rows]
        self.digest = digest
        self.passages = sum(row[9] for row in rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Listed]:
        return (Listed(*row) for row in self._rows)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {row[1]: row[0] for row in self._rows}

    @cached_property
    def latest(self) -> str | None:
        """The day on which the latest dated document was published, ISO; None where none has a date."""
        return max((row[5] for row in self._rows if row[5]), default=None)

    def holding(self, passage: int) -> int | None:
        """Return the number of the document row that a passage id belongs to, None for an unknown id."""
        place = bisect_right(self._firsts, passage) - 1
        row = self._rows[place] if place >= 0 else None
        return row[0] if row and passage < row[8] + row[9] else None

    def row_of(self, uid: str) -> int | None:
        """Return the number of the row of a document."""
        return self._numbers.get(uid)


def catalogue(db: sqlite3.Connection, generation: int) -> Catalogue:
    """Return what is known of each document of `generation`.

    Raises:
        StoreCorrupt: it cannot be what was written.
    """
    cursor = db.execute(f"SELECT {_LISTED} FROM documents WHERE {_LIVE} ORDER BY row", (generation,))
    digest = hashlib.sha256()
    found: list[tuple[Any, ...]] = []
    while some := cursor.fetchmany(1000):
        digest.update(json.dumps(some, default=repr).encode())
        found += [row[:_KNOWN] for row in some]
    try:
        return Catalogue(found, digest.hexdigest())
    except TypeError:  # a number that is none
        raise StoreCorrupt("库的目录与写入时不一致；请删除该库后重新运行 yuanwen build") from None


def live(db: sqlite3.Connection, generation: int) -> frozenset[int]:
    """Return the rows of the documents that `generation` holds."""
    return frozenset(row for (row,) in db.execute(f"SELECT row FROM documents WHERE {_LIVE}", (generation,)))


def newest(db: sqlite3.Connection, uid: str) -> int | None:
    """Return the row of the newest document with this id, whatever its generation."""
    return db.execute("SELECT max(row) FROM documents WHERE uid = ?", (uid,)).fetchone()[0]


def live_row(db: sqlite3.Connection, uid: str) -> int | None:
    """Return the row of the document of this id that is not removed, pending changes of a build included."""
    return db.execute("SELECT max(row) FROM documents WHERE uid = ? AND removed IS NULL", (uid,)).fetchone()[0]


# Bodies and vectors


def stored(db: sqlite3.Connection, row: int) -> Stored | None:
    """Return the document in `row` with all that was made of it, checked; None when there is no such row.

    Raises:
        StoreCorrupt: it is not what was written.
    """
    return stored_of(db, [row]).get(row)


def stored_of(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Stored]:
    """Return the documents in some rows, each as `stored` does; rows that are not there are left out."""
    read: dict[int, Stored] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        query = (
            f"SELECT d.row, {_HEAD}, d.first, d.passages, d.figures, d.vectors, d.digest, b.text, b.structure,"
            " b.passages, b.figures FROM documents d LEFT JOIN bodies b ON b.document = d.row"
            f" WHERE d.row IN ({','.join('?' * len(some))})"
        )
        read |= {found[0]: _checked(found[1:]) for found in db.execute(query, some)}
    return read


def _checked(found: Sequence[Any]) -> Stored:
    head, (first, passages, _, vectors, digest), body = found[:8], found[8:13], found[13:]
    if not all(isinstance(part, str) for part in body) or digest_of(head, body, vectors) != digest:
        raise _changed(found[2])
    read = Stored(head, first, body)
    if len(read) != passages:
        raise _changed(found[2])
    return read


def _changed(name: str) -> StoreCorrupt:
    return StoreCorrupt(f"库中文档“{name}”的内容与写入时不一致；请删除该库后重新运行 yuanwen build")


def vectors(db: sqlite3.Connection, generation: int, dimensions: int) -> tuple[NDArray[np.int64], Vectors]:
    """Return the ids (n) and vectors (n × d) of all passages of `generation`, in order, checked.

    Raises:
        StoreCorrupt: they are not what was written.
    """
    query = f"SELECT row, first, passages FROM documents WHERE {_LIVE} ORDER BY row"
    found = db.execute(query, (generation,)).fetchall()
    total = sum(count for _, _, count in found)
    ids = np.empty(total, dtype=np.int64)
    data = np.empty((total, dimensions), dtype=np.float32)
    place = 0
    for row, first, count in found:
        own = vectors_of(db, row)
        if len(own) != 2 * count * dimensions:
            raise StoreCorrupt("库中的向量与段落数目不符；请删除该库后重新运行 yuanwen build")
        ids[place : place + count] = range(first, first + count)
        data[place : place + count] = np.frombuffer(own, dtype="<f2").reshape(count, dimensions)
        place += count
    return ids, data


def vectors_of(db: sqlite3.Connection, row: int) -> bytes:
    """Return the vectors of the passages of one document in half precision, checked.

    Raises:
        StoreCorrupt: they are not what was written.
    """
    query = "SELECT name, d.vectors, v.vectors FROM documents d LEFT JOIN vectors v ON v.document = row WHERE row = ?"
    name, digest, own = db.execute(query, (row,)).fetchone()
    if not isinstance(own, bytes) or hashlib.sha256(own).hexdigest() != digest:
        raise _changed(name)
    return own


def verify(db: sqlite3.Connection, generation: int) -> None:
    """Look at every page, and recompute every digest of the documents of `generation`.

    Raises:
        StoreCorrupt: naming what is not what was written.
    """
    if problems := integrity(db):
        raise StoreCorrupt(f"库的数据文件已损坏（{problems[0]}）；请删除该库后重新运行 yuanwen build")
    for entry in catalogue(db, generation):
        stored(db, entry.row)
        vectors_of(db, entry.row)


def integrity(db: sqlite3.Connection) -> list[str]:
    """Return what SQLite finds wrong with its pages and indexes."""
    return [line for (line,) in db.execute("PRAGMA integrity_check(5)").fetchall() if line != "ok"]


def orphans(db: sqlite3.Connection) -> int:
    """Return how many bodies and vectors belong to no document."""
    count = "SELECT count(*) FROM {} WHERE document NOT IN (SELECT row FROM documents)"
    return sum(db.execute(count.format(table)).fetchone()[0] for table in ("bodies", "vectors"))


def rewrite(db: sqlite3.Connection) -> None:
    """Write the whole file anew from its tables: indexes and unused pages are made again, orphans left out."""
    for table in ("bodies", "vectors"):
        db.execute(f"DELETE FROM {table} WHERE document NOT IN (SELECT row FROM documents)")
    db.execute("VACUUM")


# Generations


def last_generation(db: sqlite3.Connection) -> int:
    """Return the highest generation that any row speaks of, 0 for an empty database."""
    found = db.execute("SELECT max(max(added), max(coalesce(removed, 0))) FROM documents").fetchone()
    return found[0] or 0


def sweep(db: sqlite3.Connection, generation: int) -> None:
    """Delete for good the documents that were removed in or before `generation`.

    The last row stays, so that the ids of its passages are never given again.
    """
    query = "SELECT row FROM documents WHERE removed <= ? AND row < (SELECT max(row) FROM documents)"
    gone = db.execute(query, (generation,)).fetchall()
    if gone:
        db.execute("BEGIN IMMEDIATE")
        drop_documents(db, [number for (number,) in gone])
        db.execute("COMMIT")


def begin(db: sqlite3.Connection, generation: int) -> None:
    """Note that `generation` is being built: from here on the file is not what `CURRENT` says."""
    set_setting(db, "building", str(generation))


def building(db: sqlite3.Connection) -> int:
    """Return the last generation that was begun."""
    return int(settings(db).get("building", "0"))


def half_built(db: sqlite3.Connection, generation: int) -> bool:
    """Whether an unfinished build has left more under `generation` than documents in the place of themselves."""
    added = "SELECT uid FROM documents WHERE added >= ?1 AND removed IS NULL"
    removed = "SELECT uid FROM documents WHERE added < ?1 AND removed >= ?1"
    differing = f"SELECT * FROM ({added} EXCEPT {removed}) UNION ALL SELECT * FROM ({removed} EXCEPT {added})"
    return bool(db.execute(f"SELECT EXISTS ({differing})", (generation,)).fetchone()[0])


def checkpoint(db: sqlite3.Connection) -> bool:
    """Bring everything that was committed from the log into the file itself; return whether that was possible."""
    busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
