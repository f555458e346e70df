"""The one writer of a store: batches of documents in, a new generation out, acknowledged in one step.

Rows are committed under the next generation, which no reader sees before `publish` has put the derived files, the
database and at last `CURRENT` on the disk, in this order. Killed at any moment, or cut off from power, the store is at
the generation before or at the new one; what was committed is not made again by the next build.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Self

from index import derived, origins, rows
from index.config import FORMAT, IndexConfig
from index.dense import DenseIndex
from index.embed import Embedder
from index.errors import StoreCorrupt, StoreError, StoreLocked, StoreMismatch, StoreMissing
from index.lexical import LexicalWriter
from index.manifest import (
    GENERATIONS,
    Manifest,
    database_digest,
    generation_folder,
    make_folder,
    write_file,
)
from index.words import SEGMENTER

DATABASE = "data.sqlite"
REBUILD = "请换一个 --store 目录，或删除该库后重新运行 yuanwen build"
_NAMES = {
    "format": "格式",
    "segmenter": "分词",
    "model": "向量模型",
    "dimensions": "向量维数",
    "config": "设置",
}


def made_by(config: IndexConfig, embedder: Embedder) -> dict[str, Any]:
    """Return what must agree between the program and a store that it reads."""
    return {
        "format": FORMAT,
        "segmenter": SEGMENTER,
        "model": embedder.fingerprint,
        "dimensions": embedder.dimensions,
        "config": config.to_dict(),
    }


_locks: set[IO[str]] = set()


def _let_go() -> None:
    """Close a forked child's copies of the locks: else a killed build's children would go on holding them."""
    for lock in _locks:
        lock.close()
    _locks.clear()


os.register_at_fork(after_in_child=_let_go)


class StoreLock:
    """The right to write a store, held by one process at a time: a context manager."""

    def __init__(self, store: Path) -> None:
        self._store = store

    def __enter__(self) -> Self:
        self._file = (self._store / "LOCK").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            holder = self._file.read().strip() or "?"
            self._file.close()
            raise StoreLocked(f"库 {self._store} 正由进程 {holder} 更新；请等它结束后再试") from None
        _locks.add(self._file)
        try:
            self._file.truncate(0)
            self._file.write(str(os.getpid()))
            self._file.flush()
        except OSError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        _locks.discard(self._file)
        self._file.close()


@dataclass(frozen=True, slots=True)
class _Growing:
    """The lexical index of a generation being written, and the documents that it holds."""

    folder: Path
    writer: LexicalWriter
    held: set[int]


class StoreWriter:
    """Writes a store: a context manager that holds its lock."""

    def __init__(self, path: Path, config: IndexConfig, embedder: Embedder, *, building: bool = True) -> None:
        """Take the store at `path`; without `building` only what is derived can be repaired."""
        self.path = path
        self.config = config
        self.embedder = embedder
        self._building = building
        self._growing: _Growing | None = None

    def __enter__(self) -> Self:
        make_folder(self.path)
        self._lock = StoreLock(self.path)
        self._lock.__enter__()
        try:
            self._manifest = self._previous()
            sound = self._untouched()
            self.db = rows.connect(self.path / DATABASE, write=True)
            try:
                self._begin(sound)
            except BaseException:
                self.db.close()
                raise
        except rows.DatabaseError as error:
            self._lock.__exit__()
            raise _unusable(self.path, error) from error
        except BaseException:
            self._lock.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self._growing:
                self._growing.writer.abandon()
                shutil.rmtree(self._growing.folder, ignore_errors=True)
            self.db.close()
        finally:
            self._lock.__exit__()

    def _previous(self) -> Manifest | None:
        try:
            return Manifest.read(self.path)
        except StoreMissing:
            return None

    def _untouched(self) -> bool:
        """Whether the database is, byte for byte, what the last build left."""
        database = self.path / DATABASE
        log_file = database.with_name(f"{DATABASE}-wal")
        if not self._building or not self._manifest or not self._manifest.database:
            return False
        if not database.exists():
            raise StoreCorrupt(f"库 {self.path} 缺少数据文件 {DATABASE}；{REBUILD}")
        if log_file.exists() and log_file.stat().st_size:
            return False
        return database_digest(database) == self._manifest.database

    def _begin(self, sound: bool) -> None:
        # Without a manifest nothing was acknowledged, but rows of earlier generations may be there.
        last = self._manifest.generation if self._manifest else rows.last_generation(self.db)
        self.generation = last + 1
        if not self._building:
            return
        self._agree()
        if not sound:
            self._inspect()
        rows.begin(self.db, self.generation)
        # Rows that the last two generations no longer hold; nobody reads them any more.
        rows.sweep(self.db, self.generation - 2)

    def _agree(self) -> None:
        """Refuse to mix what two models, segmenters or configurations made."""
        made = made_by(self.config, self.embedder)
        before = rows.settings(self.db).get("made_by")
        if before is None:
            self.db.execute("INSERT INTO settings VALUES ('made_by', ?)", (json.dumps(made),))
            return
        old = json.loads(before)
        if old == json.loads(json.dumps(made)):
            return
        model, own = old["config"].get("embedding"), self.config.embedding
        if model != own:
            names = f"“{model or '自带模型'}”建立的，不能用“{own or '自带模型'}”更新"
            raise StoreMismatch(f"库 {self.path} 是用{names}；{REBUILD}")
        differing = "、".join(_NAMES[key] for key in made if old.get(key) != json.loads(json.dumps(made[key])))
        raise StoreMismatch(f"库 {self.path} 建立时的{differing}与现在的不同；{REBUILD}")

    def _inspect(self) -> None:
        """Look at a database that is not what the last build left: a build was interrupted, or bytes have changed.

        Nothing is built upon rows that are not what was written, those of the unfinished build included.
        """
        rows.verify(self.db, rows.last_generation(self.db))
        if self._manifest is None:
            return
        rows.verify(self.db, self._manifest.generation)
        if rows.catalogue(self.db, self._manifest.generation).digest != self._manifest.documents:
            raise StoreCorrupt(f"库 {self.path} 的目录与清单不一致；{REBUILD}")
        if self._manifest.database and rows.building(self.db) <= self._manifest.generation:
            # No build was interrupted, and the documents are sound: what changed is beside them.
            origins.reset_sources(self.db, self._manifest.refused)

    def index(self, document: int, passages: Sequence[int], terms: Sequence[Sequence[str]]) -> None:
        """Take the terms of a document just written, so that `publish` need not make them.

        Args:
            document: the number of its row.
            passages: the ids of its passages.
            terms: words and character pairs of each passage, divided by spaces.
        """
        if self._growing is None:
            self._growing = self._grow(self.generation, self._manifest)
        self._growing.held.add(document)
        for passage, (own_words, pairs) in zip(passages, terms, strict=True):
            self._growing.writer.add(document, passage, own_words, pairs)

    def settle(self) -> None:
        """Begin to write the lexical index of what was taken so far."""
        if self._growing is not None:
            self._growing.writer.settle()

    def _grow(self, generation: int, previous: Manifest | None) -> _Growing:
        """Begin the indexes of `generation`, from those of `previous` where they are sound."""
        folder = generation_folder(self.path, generation)
        shutil.rmtree(folder, ignore_errors=True)
        lexical = folder / derived.LEXICAL
        lexical.mkdir(parents=True)
        held: set[int] = set()
        if previous and not derived.damaged(self.path, previous):
            held = set(rows.live(self.db, previous.generation))
            derived.copy(previous.folder(self.path) / derived.LEXICAL, lexical)
        return _Growing(folder, LexicalWriter(lexical), held)

    def publish(self) -> None:
        """Make all that was written the state of the store, in one step."""
        folder = self._derive(self.generation, self._manifest)
        state = Manifest(
            generation=self.generation,
            made_by=made_by(self.config, self.embedder),
            refused=[list(entry) for entry in origins.refused(self.db)],
            built=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        self._manifest = self._acknowledge(state, folder)
        self.generation += 1
        derived.discard(other for other in (self.path / GENERATIONS).iterdir() if other.name != folder.name)

    def repair(self) -> None:
        """Derive the indexes of the published generation anew; what an unfinished build wrote stays out."""
        state = Manifest.read(self.path)
        if rows.catalogue(self.db, state.generation).digest != state.documents:
            raise StoreCorrupt(f"库 {self.path} 的目录与清单不一致；{REBUILD}")
        self._manifest = self._acknowledge(state, self._derive(state.generation, None))

    def _derive(self, generation: int, previous: Manifest | None) -> Path:
        """Make the indexes of `generation`, starting from those of `previous` where they are sound."""
        growing = self._growing or self._grow(generation, previous)
        self._growing = None
        live = rows.live(self.db, generation)
        with ThreadPoolExecutor(1) as beside:  # the lexical index is written meanwhile, by threads of its library
            for entry in derived.entries(self.db, generation, growing.held):
                growing.writer.add(*entry)
            written = beside.submit(growing.writer.finish, sorted(growing.held - live))
            vectors = rows.vectors(self.db, generation, self.embedder.dimensions)
            write_file(growing.folder / derived.DENSE, DenseIndex.build(*vectors).to_bytes())
            written.result()
        return growing.folder

    def _acknowledge(self, state: Manifest, folder: Path) -> Manifest:
        """Put everything on the disk, then say what it is."""
        files = derived.seal(self.path, folder)
        listed = rows.catalogue(self.db, state.generation)
        whole = rows.checkpoint(self.db)
        # After an unfinished build the file holds rows that are not acknowledged; the next one is to look at them.
        known = whole and rows.building(self.db) <= state.generation
        database = self.path / DATABASE
        state = replace(
            state,
            documents=listed.digest,
            database=database_digest(database) if known else None,
            size=database.stat().st_size if whole else None,
            files=files,
        )
        indexes = derived.load(self.path, state)
        if indexes is None or any(len(index) != listed.passages for index in indexes):
            raise StoreError(f"库 {self.path} 的索引没有写成；请再运行一次 yuanwen build")
        state.write(self.path)
        return state


def _unusable(path: Path, error: rows.DatabaseError) -> StoreError:
    if rows.damaged(error):
        return StoreCorrupt(f"库 {path} 的数据文件已损坏（{error}）；{REBUILD}")
    return StoreError(f"库 {path} 写不进去（{error}）；腾出空间或检查权限后再试")
