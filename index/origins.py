"""Where the documents of a database came from, and what could not be read: for builds only.

What is live here is so for the build that is under way, its own changes and those of an unfinished one included.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from index.rows import Connection, DatabaseError, connect, drop_documents


def named(db: Connection) -> list[tuple[int, str, str, str]]:
    """Return (row, uid, name, path) of every document that is not removed."""
    return db.execute("SELECT row, uid, name, path FROM documents WHERE removed IS NULL").fetchall()


def live_of(db: Connection, path: str) -> dict[str, int]:
    """Return uid → row of the documents of one source that are not removed."""
    return dict(db.execute("SELECT uid, row FROM documents WHERE path = ? AND removed IS NULL", (path,)).fetchall())


def count_live(db: Connection, path: str) -> int:
    return db.execute("SELECT count(*) FROM documents WHERE path = ? AND removed IS NULL", (path,)).fetchone()[0]


def marks_of(db: Connection, path: str) -> dict[str, str]:
    """Return uid → mark (see `mark_of`) of the documents of one source that are not removed."""
    return dict(db.execute("SELECT uid, mark FROM documents WHERE path = ? AND removed IS NULL", (path,)).fetchall())


def remove(db: Connection, numbers: Iterable[int], generation: int) -> list[str]:
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


def source_paths(db: Connection) -> list[str]:
    return [path for (path,) in db.execute("SELECT path FROM sources ORDER BY path").fetchall()]


def sources(db: Connection) -> dict[str, str]:
    """Return path → digest of every source."""
    return dict(db.execute("SELECT path, sha256 FROM sources").fetchall())


def source_name(db: Connection, path: str) -> str | None:
    found = db.execute("SELECT name FROM sources WHERE path = ?", (path,)).fetchone()
    return found[0] if found else None


def source_names(db: Connection) -> dict[str, str]:
    """Return path → name of every source."""
    return dict(db.execute("SELECT path, name FROM sources").fetchall())


def read_again(db: Connection, paths: Iterable[str]) -> None:
    """Have the next build that is given these sources read them, changed or not."""
    db.executemany("UPDATE sources SET sha256 = '' WHERE path = ?", [(path,) for path in paths])


def set_source(db: Connection, path: str, name: str, digest: str) -> None:
    """Note that all documents of a source are in, as of this digest; what was refused of it before is forgotten."""
    db.execute("INSERT OR REPLACE INTO sources VALUES (?,?,?)", (path, name, digest))
    db.execute("DELETE FROM refused WHERE path = ?", (path,))


def forget_source(db: Connection, path: str) -> None:
    """Forget a source that is gone, and what was refused of it."""
    db.execute("DELETE FROM sources WHERE path = ?", (path,))
    db.execute("DELETE FROM refused WHERE path = ?", (path,))


def set_refused(db: Connection, refused_files: Iterable[tuple[str, str, str]]) -> None:
    """Keep (path, name, reason) of what this build could not read; of sources that it did not read, what was kept."""
    found = list(refused_files)
    db.executemany("DELETE FROM refused WHERE path = ?", {(path,) for path, _, _ in found})
    db.executemany("INSERT INTO refused VALUES (?,?,?)", found)


def refused(db: Connection) -> list[tuple[str, str, str]]:
    """Return (path, name, reason) of each file that could not be read."""
    return db.execute("SELECT path, name, reason FROM refused ORDER BY name, rowid").fetchall()


def refused_of(db: Connection) -> dict[str, list[tuple[str, str]]]:
    """Return path → (name, reason) of what could not be read."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path, name, reason in db.execute("SELECT path, name, reason FROM refused ORDER BY rowid"):
        found.setdefault(path, []).append((name, reason))
    return found


def reset_sources(db: Connection, refused_files: Iterable[Sequence[str]]) -> None:
    """Have the next build read every source again, and put back what was refused."""
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE sources SET sha256 = ''")
    db.execute("DELETE FROM refused")
    db.executemany("INSERT INTO refused VALUES (?,?,?)", refused_files)
    db.execute("COMMIT")


def paths_in(database: Path) -> list[str]:
    """Return the paths of the sources in a database file; [] where it cannot be read, which the writer then reports."""
    try:
        db = connect(database)
        try:
            return source_paths(db)
        finally:
            db.close()
    except DatabaseError:
        return []
