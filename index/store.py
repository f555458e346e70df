"""A store on disk: one database, two derived indexes, and `CURRENT`, which says what they must be.

`Store` reads: it opens at exactly the last acknowledged generation, checks every byte first, and rebuilds a derived
index that is missing or damaged. `StoreWriter` writes: rows are committed batch by batch under the next generation,
which no reader sees before `publish`.

    store/CURRENT                          generation and checksums
    store/data.sqlite                      documents, passages, figures, vectors, settings
    store/generations/000007/lexical/…     tantivy
    store/generations/000007/dense.faiss
"""

import fcntl
import json
import logging
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

from index import rows
from index.config import FORMAT, IndexConfig
from index.dense import DenseIndex
from index.embed import Embedder, load_embedder
from index.errors import StoreCorrupt, StoreLocked, StoreMismatch, StoreMissing
from index.lexical import Field, LexicalIndex, update_lexical
from index.manifest import NAME as MANIFEST
from index.manifest import Manifest, database_digest, file_digest, sync_file, sync_folder, write_file
from index.types import Document, FigureRow, Passage
from index.words import SEGMENTER, add_words, bigrams, words

log = logging.getLogger("yuanwen.store")

DATABASE = "data.sqlite"
_NAMES = {
    "format": "格式",
    "segmenter": "分词",
    "model": "向量模型",
    "dimensions": "向量维数",
    "config": "设置",
}
_REBUILD = "请换一个 --store 目录，或删除该库后重新运行 yuanwen build"


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What is known of a document without its text; `length` counts characters."""

    id: str
    name: str
    title: str | None
    published: date | None
    length: int


@dataclass(frozen=True, slots=True)
class _Generation:
    manifest: Manifest
    stamp: tuple[int, int]
    lexical: LexicalIndex
    dense: DenseIndex


def search_text(passage: Passage, title: str | None) -> str:
    """Return what is indexed for a passage: its headings stand before it for search, never in a quote."""
    heads = dict.fromkeys(head for head in (title, passage.section) if head)
    return "\n".join((*heads, passage.text))


def made_by(config: IndexConfig, embedder: Embedder) -> dict[str, Any]:
    """Return what must agree between the program and a store that it reads."""
    return {
        "format": FORMAT,
        "segmenter": SEGMENTER,
        "model": embedder.fingerprint,
        "dimensions": embedder.dimensions,
        "config": config.to_dict(),
    }


class Store:
    """An opened store; safe for many threads. Open it with `Store.open`."""

    def __init__(self, path: Path, config: IndexConfig, embedder: Embedder) -> None:
        self.path = path
        self.config = config
        self.embedder = embedder
        self._threads = threading.local()
        self._lock = threading.Lock()
        self._listed: tuple[int, tuple[DocumentInfo, ...]] = (-1, ())
        add_words(config.words)
        self._state = self._load(first=True)

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, embedding: str | Embedder | None = None) -> Self:
        """Open the store at `path` with the model it was built with.

        Args:
            path: the store's folder.
            embedding: the model the caller expects, by name or as an object; None takes the one the store names.

        Raises:
            StoreMissing: there is no store.
            StoreMismatch: it was made by another version, segmenter or model.
            StoreCorrupt: its bytes are not what was written and cannot be derived anew.
        """
        folder = Path(path)
        manifest = Manifest.read(folder)
        made = manifest.made_by
        if made.get("format") != FORMAT or made.get("segmenter") != SEGMENTER:
            raise StoreMismatch(f"库 {folder} 由另一版本的程序建立（格式 {made.get('format')}）；{_REBUILD}")
        config = IndexConfig.from_dict(made["config"])
        if isinstance(embedding, str) and embedding != config.embedding:
            own = config.embedding or "自带模型"
            raise StoreMismatch(f"库 {folder} 是用“{own}”建立的，不能用“{embedding}”打开；{_REBUILD}")
        embedder = load_embedder(config.embedding) if embedding is None or isinstance(embedding, str) else embedding
        if embedder.fingerprint != made.get("model"):
            raise StoreMismatch(f"库 {folder} 建立时的向量模型与现在的不同（{embedder.fingerprint}）；{_REBUILD}")
        return cls(folder, config, embedder)

    # Reading the state

    def _stamp(self) -> tuple[int, int]:
        try:
            stat = (self.path / MANIFEST).stat()
        except OSError:
            raise StoreMissing(f"{self.path} 里的库不见了；请重新运行 yuanwen build") from None
        return stat.st_mtime_ns, stat.st_ino

    def _load(self, *, first: bool = False) -> _Generation:
        for attempt in range(3):
            stamp = self._stamp()
            manifest = Manifest.read(self.path)
            try:
                return self._load_generation(manifest, stamp, first=first)
            except (OSError, StoreCorrupt, sqlite3.DatabaseError) as error:
                # A build may have published, and swept the files that this manifest names, in between.
                if attempt < 2 and self._stamp() != stamp:
                    continue
                if isinstance(error, sqlite3.DatabaseError):
                    raise StoreCorrupt(f"库 {self.path} 的数据文件已损坏（{error}）；{_REBUILD}") from error
                raise
        raise AssertionError("unreachable")

    def _load_generation(self, manifest: Manifest, stamp: tuple[int, int], *, first: bool) -> _Generation:
        database = self.path / DATABASE
        if not database.exists():
            raise StoreCorrupt(f"库 {self.path} 缺少数据文件 {DATABASE}；{_REBUILD}")
        if not first or manifest.database is None or database_digest(database) != manifest.database:
            # Either a build is under way or bytes have changed; the rows themselves tell which. What an open store has
            # verified before stays verified: a newer generation must only be all there.
            db = self._db()
            if first:
                rows.verify(db, manifest.generation)
            if rows.digests(db, manifest.generation) != manifest.documents:
                raise StoreCorrupt(f"库 {self.path} 的内容与清单不一致；{_REBUILD}")
        if damaged := [name for name, digest in manifest.files.items() if not self._intact(name, digest)]:
            log.warning("derived files missing or damaged, rebuilding from the database: %s", damaged)
            return self._rebuild(manifest, stamp)
        folder = self.path / "generations" / f"{manifest.generation:06d}"
        return _Generation(
            manifest,
            stamp,
            LexicalIndex.open(folder / "lexical"),
            DenseIndex.from_bytes((folder / "dense.faiss").read_bytes()),
        )

    def _intact(self, name: str, digest: str) -> bool:
        try:
            return file_digest(self.path / name) == digest
        except OSError:
            return False

    def _rebuild(self, manifest: Manifest, stamp: tuple[int, int]) -> _Generation:
        """Derive both indexes anew, on the disk when it can be written, else beside it."""
        try:
            with StoreWriter(self.path, self.config, self.embedder) as writer:
                writer.repair()
            return self._load_generation(Manifest.read(self.path), self._stamp(), first=True)
        except (OSError, StoreLocked, sqlite3.OperationalError):
            folder = Path(tempfile.mkdtemp(prefix="yuanwen-"))
            try:
                db = self._db()
                update_lexical(folder / "lexical", _entries(db, manifest.generation))
                dense = DenseIndex.build(*rows.vectors(db, manifest.generation, self.embedder.dimensions))
                return _Generation(manifest, stamp, LexicalIndex.open(folder / "lexical"), dense)
            finally:
                shutil.rmtree(folder, ignore_errors=True)  # mapped files stay readable

    def refresh(self) -> None:
        """Pick up a newer generation if a build has published one since; others go on with the one before meanwhile."""
        if self._stamp() != self._state.stamp and self._lock.acquire(blocking=False):
            try:
                if self._stamp() != self._state.stamp:
                    self._state = self._load()
            finally:
                self._lock.release()

    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._threads, "db", None)
        if db is None:
            db = self._threads.db = rows.connect(self.path / DATABASE)
        return db

    # What it holds

    @property
    def generation(self) -> int:
        return self._state.manifest.generation

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self._state.lexical)

    def documents(self) -> list[DocumentInfo]:
        """Return what is known of each document, in the order in which they came."""
        return list(self._catalogue())

    def _catalogue(self) -> tuple[DocumentInfo, ...]:
        """Read the list once a generation: every question needs the names."""
        generation, known = self._listed
        if generation != self.generation:
            generation = self.generation
            known = tuple(DocumentInfo(*values[1:]) for values in rows.documents(self._db(), generation))
            self._listed = generation, known
        return known

    def document(self, document_id: str) -> Document:
        """Return one document with its text.

        Raises:
            KeyError: the store holds no document of this id.
        """
        found = rows.document(self._db(), document_id)
        if found is None:
            raise KeyError(document_id)
        return found

    def passages(self, document_id: str | None = None) -> Iterator[Passage]:
        """Yield the passages of one document, or of all."""
        for number, _ in rows.live(self._db(), self.generation, document_id):
            yield from rows.passages_of(self._db(), number)

    def passages_by_id(self, ids: Sequence[int]) -> list[Passage]:
        """Return the passages of these ids, in this order; unknown ids are left out."""
        found = rows.passages_by_id(self._db(), ids)
        return [found[number] for number in ids if number in found]

    def figures(self) -> Iterator[FigureRow]:
        """Yield every figure row."""
        return rows.figures(self._db(), self.generation)

    def figures_by_passage(self, ids: Sequence[int]) -> dict[int, list[FigureRow]]:
        """Return the figure rows of these passages, in the order of the text."""
        return rows.figures_by_passage(self._db(), ids)

    def refused(self) -> list[tuple[str, str]]:
        """Return (name, reason) of each file that the last build could not read."""
        return rows.refused(self._db())

    # Search

    def search_lexical(self, field: Field, terms: Iterable[str], k: int) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, BM25 score), best first."""
        return self._state.lexical.search(field, terms, k)

    def search_dense(self, query: str, k: int) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, cosine), best first."""
        return self._state.dense.search(self.embedder.encode_queries([query])[0], k)

    def frequency(self, term: str) -> int:
        """Return how many passages hold a word; of one that the segmenter splits, how many hold its rarest pair."""
        found = self._state.lexical.frequency("words", term)
        if found or len(term) < 2:
            return found
        return min((self._state.lexical.frequency("bigrams", pair) for pair in bigrams(term)), default=0)

    def holds(self, text: str) -> bool:
        """Whether every character pair of a short text stands in some passage."""
        return all(self._state.lexical.frequency("bigrams", pair) for pair in bigrams(text)) and bool(bigrams(text))


Entry = tuple[int, int, list[str], list[str]]


def _entries(db: sqlite3.Connection, generation: int, known: Container[int] = ()) -> Iterator[Entry]:
    """Yield what is indexed of each passage of `generation`, but for documents that are `known` already."""
    for number, _, _, title, _, _ in list(rows.documents(db, generation)):
        if number not in known:
            for passage in rows.passages_of(db, number):
                text = search_text(passage, title)
                yield number, passage.id, words(text), bigrams(text)


class StoreWriter:
    """The one writer of a store: a context manager that holds its lock."""

    def __init__(self, path: Path, config: IndexConfig, embedder: Embedder) -> None:
        self.path = path
        self.config = config
        self.embedder = embedder

    def __enter__(self) -> Self:
        self.path.mkdir(parents=True, exist_ok=True)
        self._lock = (self.path / "LOCK").open("a+")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.seek(0)
            holder = self._lock.read().strip() or "?"
            self._lock.close()
            raise StoreLocked(f"库 {self.path} 正由进程 {holder} 更新；请等它结束后再试") from None
        try:
            self._lock.truncate(0)
            self._lock.write(str(os.getpid()))
            self._lock.flush()
            self._manifest = self._previous()
            self.db = rows.connect(self.path / DATABASE, write=True)
            # Without a manifest nothing was acknowledged, but rows of earlier generations may be there.
            last = self._manifest.generation if self._manifest else rows.last_generation(self.db)
            self.generation = last + 1
            self._agree()
        except sqlite3.DatabaseError as error:
            self._lock.close()
            raise StoreCorrupt(f"库 {self.path} 的数据文件已损坏（{error}）；{_REBUILD}") from error
        except BaseException:
            self._lock.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()
        self._lock.close()

    def _previous(self) -> Manifest | None:
        try:
            return Manifest.read(self.path)
        except StoreMissing:
            return None

    def _agree(self) -> None:
        """Refuse to mix what two models, segmenters or configurations made."""
        made = made_by(self.config, self.embedder)
        before = rows.settings(self.db).get("made_by")
        if before is not None and json.loads(before) != json.loads(json.dumps(made)):
            old = json.loads(before)
            model, own = old["config"].get("embedding"), self.config.embedding
            if model != own:
                names = f"“{model or '自带模型'}”建立的，不能用“{own or '自带模型'}”更新"
                raise StoreMismatch(f"库 {self.path} 是用{names}；{_REBUILD}")
            differing = "、".join(_NAMES[key] for key in made if old.get(key) != json.loads(json.dumps(made[key])))
            raise StoreMismatch(f"库 {self.path} 建立时的{differing}与现在的不同；{_REBUILD}")
        self.db.execute("INSERT OR REPLACE INTO settings VALUES ('made_by', ?)", (json.dumps(made),))
        # Rows that the last two generations no longer hold; nobody reads them any more.
        rows.sweep(self.db, self.generation - 2)

    def publish(self) -> None:
        """Make all that was written the state of the store, in one step."""
        self._manifest = self._publish(self.generation, self._manifest)
        self.generation += 1
        for folder in (self.path / "generations").iterdir():
            # The generation before stays: a reader may just be opening it.
            if folder.name.isdigit() and int(folder.name) < self._manifest.generation - 1:
                shutil.rmtree(folder, ignore_errors=True)

    def repair(self) -> None:
        """Derive the indexes of the published generation anew; what an unfinished build wrote stays out."""
        if self._manifest:
            self._manifest = self._publish(self._manifest.generation, None)

    def _publish(self, generation: int, previous: Manifest | None) -> Manifest:
        """Derive the indexes of `generation`, starting from those of `previous` where they are sound."""
        folder = self.path / "generations" / f"{generation:06d}"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "lexical").mkdir(parents=True)
        old: set[int] = set()
        if previous and self._derived(previous):
            old = {number for number, _ in rows.live(self.db, previous.generation)}
            _copy(self.path / "generations" / f"{previous.generation:06d}" / "lexical", folder / "lexical")
        removed = old - {number for number, _ in rows.live(self.db, generation)}
        update_lexical(folder / "lexical", _entries(self.db, generation, old), sorted(removed))
        vectors = rows.vectors(self.db, generation, self.embedder.dimensions)
        write_file(folder / "dense.faiss", DenseIndex.build(*vectors).to_bytes())
        manifest = self._seal(folder, generation)
        manifest.write(self.path)
        return manifest

    def _derived(self, manifest: Manifest) -> bool:
        """Whether the derived files of a generation are what was written."""
        try:
            return all(file_digest(self.path / name) == digest for name, digest in manifest.files.items())
        except OSError:
            return False

    def _seal(self, folder: Path, generation: int) -> Manifest:
        """Put everything on the disk, then say what it is."""
        files: dict[str, str] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_dir():
                sync_folder(path)
            elif not path.name.endswith(".lock"):
                sync_file(path)
                files[path.relative_to(self.path).as_posix()] = file_digest(path)
        for parent in (folder, folder.parent, self.path):
            sync_folder(parent)
        busy, *_ = self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return Manifest(
            generation=generation,
            documents=rows.digests(self.db, generation),
            database=None if busy else database_digest(self.path / DATABASE),
            made_by=made_by(self.config, self.embedder),
            files=files,
        )


def _copy(source: Path, target: Path) -> None:
    """Copy an index; its segments never change once written, so they are linked where the file system can."""
    for path in source.iterdir():
        if path.name.endswith(".lock"):
            continue
        if path.suffix == ".json":
            shutil.copy2(path, target / path.name)
            continue
        try:
            os.link(path, target / path.name)
        except OSError:
            shutil.copy2(path, target / path.name)
