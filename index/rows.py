"""The database of a store: documents, passages, figure rows and vectors in SQLite, the one source of truth.

Every document row carries the generation that added it and the one that removed it, so that a build in progress changes
nothing for readers, and a digest over all that belongs to it, so that a changed byte is noticed. The only place that
knows sqlite3.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import StoreCorrupt
from index.types import (
    Basis,
    Document,
    FigureRow,
    Kind,
    Passage,
    Qualifier,
    Quantity,
    Section,
    Statement,
    Turn,
)

Vectors = NDArray[np.float32]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sources (
    path TEXT PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refused (
    path TEXT NOT NULL, name TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    row INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL, title TEXT,
    published TEXT, source TEXT, text TEXT NOT NULL, length INTEGER NOT NULL, structure TEXT NOT NULL,
    digest TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER);
CREATE INDEX IF NOT EXISTS documents_uid ON documents (uid);
CREATE INDEX IF NOT EXISTS documents_path ON documents (path);
CREATE TABLE IF NOT EXISTS passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    section TEXT, speaker TEXT, page INTEGER, published TEXT);
CREATE INDEX IF NOT EXISTS passages_document ON passages (document);
CREATE TABLE IF NOT EXISTS vectors (passage INTEGER PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS figures (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL, passage INTEGER NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, surface TEXT NOT NULL, value TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL,
    qualifier TEXT NOT NULL, qualifier_surface TEXT NOT NULL, low TEXT, high TEXT, currency TEXT,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, measure TEXT NOT NULL, subject TEXT NOT NULL,
    period TEXT NOT NULL, first TEXT, last TEXT, basis TEXT NOT NULL, statement TEXT NOT NULL, comparison TEXT NOT NULL,
    speaker TEXT);
CREATE INDEX IF NOT EXISTS figures_passage ON figures (passage);
CREATE INDEX IF NOT EXISTS figures_document ON figures (document);
"""

_PASSAGE = 'start, "end", section, speaker, page, published'
_FIGURE = (
    'start, "end", surface, value, unit, kind, qualifier, qualifier_surface, low, high, currency, sentence_start,'
    " sentence_end, measure, subject, period, first, last, basis, statement, comparison, speaker"
)
_LIVE = "added <= ?1 AND (removed IS NULL OR removed > ?1)"


def connect(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open the database; a writer makes the tables, a reader cannot change anything."""
    if write:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        connection.executescript(_SCHEMA)
    else:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA query_only=ON")
    return connection


DatabaseError = sqlite3.Error
"""What callers outside may catch without knowing sqlite3."""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _structure(document: Document) -> str:
    return json.dumps(
        {
            "sections": [[s.start, s.end, s.title, _iso(s.published)] for s in document.sections],
            "turns": [[t.start, t.end, t.speaker] for t in document.turns],
            "pages": list(document.pages),
        },
        ensure_ascii=False,
    )


def _passage_values(passage: Passage) -> tuple[Any, ...]:
    return (passage.start, passage.end, passage.section, passage.speaker, passage.page, _iso(passage.published))


def _figure_values(row: FigureRow) -> tuple[Any, ...]:
    q = row.quantity
    return (
        *(q.start, q.end, q.surface, str(q.value), q.unit, q.kind.value, q.qualifier.value, q.qualifier_surface),
        *(_text(q.low), _text(q.high), q.currency, row.sentence_start, row.sentence_end, row.measure, row.subject),
        *(row.period, _iso(row.first), _iso(row.last), row.basis.value, row.statement.value, row.comparison),
        row.speaker,
    )


def _figure(document_id: str, values: Sequence[Any]) -> FigureRow:
    quantity = Quantity(
        start=values[0],
        end=values[1],
        surface=values[2],
        value=Decimal(values[3]),
        unit=values[4],
        kind=Kind(values[5]),
        qualifier=Qualifier(values[6]),
        qualifier_surface=values[7],
        low=_decimal(values[8]),
        high=_decimal(values[9]),
        currency=values[10],
    )
    return FigureRow(
        document_id=document_id,
        quantity=quantity,
        sentence_start=values[11],
        sentence_end=values[12],
        measure=values[13],
        subject=values[14],
        period=values[15],
        first=_date(values[16]),
        last=_date(values[17]),
        basis=Basis(values[18]),
        statement=Statement(values[19]),
        comparison=values[20],
        speaker=values[21],
    )


def _digest(document: Sequence[Any], passages: Iterable[Any], figures: Iterable[Any], vectors: Iterable[bytes]) -> str:
    record = json.dumps([list(document), list(passages), list(figures)], ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(record.encode("utf-8", "surrogatepass"))
    for vector in vectors:
        digest.update(vector)
    return digest.hexdigest()


def _half(vectors: Vectors) -> list[bytes]:
    return [row.tobytes() for row in np.ascontiguousarray(vectors, dtype="<f2")]


def add_document(
    db: sqlite3.Connection,
    path: str,
    document: Document,
    passages: Sequence[Passage],
    figures: Sequence[tuple[int, FigureRow]],
    vectors: Vectors,
    generation: int,
) -> int:
    """Write one document with all that was made of it; the ids of `passages` are given anew.

    Args:
        figures: pairs of (position of its passage in `passages`, row).
        vectors: n passages × d, stored in half precision.

    Returns:
        The number of its row.
    """
    head = (document.id, path, document.name, document.title, _iso(document.published), document.source, document.text)
    structure = _structure(document)
    rows = [_passage_values(p) for p in passages]
    facts = [(position, *_figure_values(row)) for position, row in figures]
    blobs = _half(vectors)
    digest = _digest((*head, structure), rows, facts, blobs)
    number = db.execute(
        "INSERT INTO documents (uid, path, name, title, published, source, text, length, structure, digest, added)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (*head, len(document.text), structure, digest, generation),
    ).lastrowid
    ids = [
        db.execute(
            f"INSERT INTO passages (document, {_PASSAGE}) VALUES (?,?,?,?,?,?,?)",
            (number, *row),
        ).lastrowid
        for row in rows
    ]
    db.executemany("INSERT INTO vectors VALUES (?,?)", zip(ids, blobs, strict=True))
    marks = ",".join("?" * 24)
    db.executemany(
        f"INSERT INTO figures (document, passage, {_FIGURE}) VALUES ({marks})",
        [(number, ids[fact[0]], *fact[1:]) for fact in facts],
    )
    return number or 0


def drop_documents(db: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Delete documents and all that belongs to them, for good."""
    for number in numbers:
        db.execute("DELETE FROM vectors WHERE passage IN (SELECT id FROM passages WHERE document = ?)", (number,))
        for table, column in (("figures", "document"), ("passages", "document"), ("documents", "row")):
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))


def settings(db: sqlite3.Connection) -> dict[str, str]:
    return dict(db.execute("SELECT name, value FROM settings").fetchall())


def live(db: sqlite3.Connection, generation: int, uid: str | None = None) -> list[tuple[int, str]]:
    """Return (row, uid) of the documents that `generation` holds, in order; of one of them when `uid` is given."""
    query = f"SELECT row, uid FROM documents WHERE {_LIVE} AND (?2 IS NULL OR uid = ?2) ORDER BY row"
    return db.execute(query, (generation, uid)).fetchall()


def documents(db: sqlite3.Connection, generation: int) -> Iterator[tuple[int, str, str, str | None, date | None, int]]:
    """Yield (row, uid, name, title, published, length) of each document of `generation`."""
    query = f"SELECT row, uid, name, title, published, length FROM documents WHERE {_LIVE} ORDER BY row"
    for row, uid, name, title, published, length in db.execute(query, (generation,)):
        yield row, uid, name, title, _date(published), length


def document(db: sqlite3.Connection, uid: str) -> Document | None:
    """Return the newest document with this id, whatever its generation."""
    found = db.execute(
        "SELECT uid, name, text, title, published, source, structure FROM documents WHERE uid = ?"
        " ORDER BY row DESC LIMIT 1",
        (uid,),
    ).fetchone()
    if found is None:
        return None
    structure = json.loads(found[6])
    return Document(
        id=found[0],
        name=found[1],
        text=found[2],
        title=found[3],
        published=_date(found[4]),
        source=found[5],
        sections=tuple(Section(a, b, title, _date(day)) for a, b, title, day in structure["sections"]),
        turns=tuple(Turn(a, b, speaker) for a, b, speaker in structure["turns"]),
        pages=tuple(structure["pages"]),
    )


def _passage(values: Sequence[Any]) -> Passage:
    number, uid, start, end, section, speaker, page, published, text = values
    return Passage(number, uid, start, end, text, section, speaker, page, _date(published))


_PASSAGE_QUERY = (
    'SELECT p.id, d.uid, p.start, p."end", p.section, p.speaker, p.page, p.published,'
    ' substr(d.text, p.start + 1, p."end" - p.start) FROM passages p JOIN documents d ON d.row = p.document'
)


def passages_by_id(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Passage]:
    marks = ",".join("?" * len(ids))
    found = db.execute(f"{_PASSAGE_QUERY} WHERE p.id IN ({marks})", list(ids))
    return {values[0]: _passage(values) for values in found}


def passages_of(db: sqlite3.Connection, row: int) -> Iterator[Passage]:
    """Yield the passages of the document in `row`, in order."""
    for values in db.execute(f"{_PASSAGE_QUERY} WHERE p.document = ? ORDER BY p.id", (row,)):
        yield _passage(values)


def figures_by_passage(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, list[FigureRow]]:
    """Return the figure rows of each passage, in the order of the text."""
    columns = ", ".join(f"f.{name.strip()}" for name in _FIGURE.split(","))
    marks = ",".join("?" * len(ids))
    query = (
        f"SELECT f.passage, d.uid, {columns} FROM figures f JOIN documents d ON d.row = f.document"
        f" WHERE f.passage IN ({marks}) ORDER BY f.id"
    )
    found: dict[int, list[FigureRow]] = {}
    for number, uid, *values in db.execute(query, list(ids)):
        found.setdefault(number, []).append(_figure(uid, values))
    return found


def figures(db: sqlite3.Connection, generation: int) -> Iterator[FigureRow]:
    """Yield every figure row of `generation`, in the order of the documents."""
    columns = ", ".join(f"f.{name.strip()}" for name in _FIGURE.split(","))
    query = (
        f"SELECT d.uid, {columns} FROM figures f JOIN documents d ON d.row = f.document"
        f" WHERE {_LIVE} ORDER BY d.row, f.id"
    )
    for uid, *values in db.execute(query, (generation,)):
        yield _figure(uid, values)


def vectors(db: sqlite3.Connection, generation: int, dimensions: int) -> tuple[NDArray[np.int64], Vectors]:
    """Return the ids (n) and vectors (n × d) of the passages of `generation`, in order."""
    found = db.execute(
        "SELECT v.passage, v.vector FROM vectors v JOIN passages p ON p.id = v.passage"
        f" JOIN documents d ON d.row = p.document WHERE {_LIVE} ORDER BY v.passage",
        (generation,),
    ).fetchall()
    ids = np.array([number for number, _ in found], dtype=np.int64)
    data = np.frombuffer(b"".join(vector for _, vector in found), dtype="<f2").astype(np.float32)
    return ids, data.reshape(len(found), dimensions)


def digests(db: sqlite3.Connection, generation: int) -> str:
    """Return one digest over the stored digests of all documents of `generation`."""
    digest = hashlib.sha256()
    for row, value in db.execute(
        f"SELECT row, digest FROM documents WHERE {_LIVE} ORDER BY row",
        (generation,),
    ):
        digest.update(f"{row} {value}\n".encode())
    return digest.hexdigest()


def verify(db: sqlite3.Connection, generation: int) -> int:
    """Recompute the digest of every document of `generation` from what is stored; return how many there are.

    Raises:
        StoreCorrupt: naming the first document whose rows are not what was written.
    """
    count = 0
    query = (
        "SELECT row, uid, path, name, title, published, source, text, structure, digest FROM documents"
        f" WHERE {_LIVE} ORDER BY row"
    )
    for row, *head, digest in db.execute(query, (generation,)):
        found = db.execute(f"SELECT id, {_PASSAGE} FROM passages WHERE document = ? ORDER BY id", (row,)).fetchall()
        position = {values[0]: n for n, values in enumerate(found)}
        facts = db.execute(
            f"SELECT passage, {_FIGURE} FROM figures WHERE document = ? ORDER BY id",
            (row,),
        ).fetchall()
        blobs = db.execute(
            "SELECT v.vector FROM vectors v JOIN passages p ON p.id = v.passage WHERE p.document = ? ORDER BY p.id",
            (row,),
        ).fetchall()
        actual = _digest(
            head,
            [values[1:] for values in found],
            [(position.get(fact[0], -1), *fact[1:]) for fact in facts],
            [blob for (blob,) in blobs],
        )
        if actual != digest:
            raise StoreCorrupt(f"库中文档“{head[2]}”的内容与写入时不一致；请删除该库后重新运行 yuanwen build")
        count += 1
    return count


def last_generation(db: sqlite3.Connection) -> int:
    """Return the highest generation that any row speaks of, 0 for an empty database."""
    found = db.execute("SELECT max(max(added), max(coalesce(removed, 0))) FROM documents").fetchone()
    return found[0] or 0


def sweep(db: sqlite3.Connection, generation: int) -> None:
    """Delete for good the documents that were removed in or before `generation`."""
    gone = db.execute("SELECT row FROM documents WHERE removed <= ?", (generation,)).fetchall()
    if gone:
        db.execute("BEGIN IMMEDIATE")
        drop_documents(db, [number for (number,) in gone])
        db.execute("COMMIT")


def refused(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return (name, reason) of each file that could not be read."""
    return db.execute("SELECT name, reason FROM refused ORDER BY name").fetchall()


# Sources, for builds only: what is live for the build, pending changes of an unfinished one included


def named(db: sqlite3.Connection) -> list[tuple[int, str, str, str]]:
    """Return (row, uid, name, path) of every document that is not removed."""
    return db.execute("SELECT row, uid, name, path FROM documents WHERE removed IS NULL").fetchall()


def live_of(db: sqlite3.Connection, path: str) -> dict[str, int]:
    """Return uid → row of the documents of one source that are not removed."""
    return dict(db.execute("SELECT uid, row FROM documents WHERE path = ? AND removed IS NULL", (path,)).fetchall())


def count_live(db: sqlite3.Connection, path: str) -> int:
    return db.execute("SELECT count(*) FROM documents WHERE path = ? AND removed IS NULL", (path,)).fetchone()[0]


def same(db: sqlite3.Connection, row: int, document: Document) -> bool:
    """Whether a row holds just this title, date, source and structure; the id vouches for the text."""
    found = db.execute("SELECT title, published, source, structure FROM documents WHERE row = ?", (row,)).fetchone()
    return found == (document.title, _iso(document.published), document.source, _structure(document))


def remove(db: sqlite3.Connection, numbers: Iterable[int], generation: int) -> list[str]:
    """Take documents out of `generation`; one that only an unfinished build added goes for good. Return their names."""
    names: list[str] = []
    for number in numbers:
        added, name = db.execute("SELECT added, name FROM documents WHERE row = ?", (number,)).fetchone()
        names.append(name)
        if added >= generation:
            drop_documents(db, [number])
        else:
            db.execute("UPDATE documents SET removed = ? WHERE row = ?", (generation, number))
    return names


def source_paths(db: sqlite3.Connection) -> list[str]:
    return [path for (path,) in db.execute("SELECT path FROM sources ORDER BY path").fetchall()]


def source_digest(db: sqlite3.Connection, path: str) -> str | None:
    found = db.execute("SELECT sha256 FROM sources WHERE path = ?", (path,)).fetchone()
    return found[0] if found else None


def set_source(db: sqlite3.Connection, path: str, name: str, digest: str) -> None:
    """Note that all documents of a source are in, as of this digest."""
    db.execute("INSERT OR REPLACE INTO sources VALUES (?,?,?)", (path, name, digest))


def forget_source(db: sqlite3.Connection, path: str) -> None:
    db.execute("DELETE FROM sources WHERE path = ?", (path,))


def set_refused(db: sqlite3.Connection, refused_files: Iterable[tuple[str, str, str]]) -> None:
    """Keep (path, name, reason) of what the last build could not read."""
    db.execute("DELETE FROM refused")
    db.executemany("INSERT INTO refused VALUES (?,?,?)", refused_files)
