"""A store on disk: one database, two derived indexes, and `CURRENT`, which says what they must be.

`Store` reads: it opens at exactly the last acknowledged generation and rebuilds a derived index that is missing or
damaged. `StoreWriter` writes: rows are committed batch by batch under the next generation, which no reader sees before
`publish`.

    store/CURRENT                          generation and checksums
    store/data.sqlite                      documents, passages, figures, vectors, settings
    store/generations/000007/lexical/…     tantivy
    store/generations/000007/dense.faiss

No byte is trusted that was not checked, and none is read to be checked that is not used: opening hashes the derived
files, which are loaded whole, and the catalogue, whose digest stands in `CURRENT`; the catalogue holds the digest of each
document with its passages and figures, which is recomputed before anything of that document is shown. So opening does
not read the texts (at 200,000 passages two thirds of the bytes), whatever a build under way is doing to the file, and a
flipped bit is noticed before it is seen. `yuanwen check` reads every byte.
"""

import logging
import os
import tempfile
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index import derived, rows
from index.config import FORMAT, IndexConfig
from index.dense import DenseIndex
from index.embed import Embedder, load_embedder
from index.errors import StoreCorrupt, StoreError, StoreMismatch, StoreMissing
from index.lexical import Field, LexicalIndex, update_lexical
from index.manifest import NAME as MANIFEST
from index.manifest import Manifest
from index.record import Stored
from index.types import Document, FigureRow, Origin, Passage
from index.words import SEGMENTER, add_words, bigrams
from index.writer import DATABASE, REBUILD, StoreWriter

log = logging.getLogger("yuanwen.store")

Vector = NDArray[np.float32]
_ATTEMPTS = 5  # at opening, when builds publish meanwhile
_UNDER_WAY = 60.0  # seconds that the generation before stays in memory, for questions that are being answered
_KEPT_FOR = 2  # builds after which rows that the first of them removed may be gone
_KEPT = 8_000_000  # characters of the documents read last that stay in memory


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What is known of a document without its text; `length` counts characters, the bases say how sure the rest is."""

    id: str
    name: str
    title: str | None
    published: date | None
    length: int
    title_basis: Origin | None = None
    published_basis: Origin | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a store holds, in numbers; `since` and `until` are the days that the periods of its figures reach."""

    documents: int
    passages: int
    figures: int
    since: str | None
    until: str | None
    built: str
    sizes: dict[str, int]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class _Generation:
    manifest: Manifest
    stamp: tuple[int, int]
    catalogue: rows.Catalogue
    lexical: LexicalIndex
    dense: DenseIndex


class Store:
    """An opened store; safe for many threads. Open it with `Store.open`."""

    def __init__(self, path: Path, config: IndexConfig, embedder: Embedder) -> None:
        self.path = path
        self.config = config
        self.embedder = embedder
        self._threads = threading.local()
        self._lock = threading.Lock()
        self._listed: tuple[int, tuple[DocumentInfo, ...]] = (-1, ())
        self._records: OrderedDict[int, Stored] = OrderedDict()
        self._lock_records = threading.Lock()
        self._kept = 0
        self._beside: tempfile.TemporaryDirectory[str] | None = None
        add_words(config.words)
        self._state = self._load()
        self._before: tuple[float, _Generation] | None = None

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
            raise StoreMismatch(f"库 {folder} 由另一版本的程序建立（格式 {made.get('format')}）；{REBUILD}")
        config = IndexConfig.from_dict(made["config"])
        if isinstance(embedding, str) and embedding != config.embedding:
            own = config.embedding or "自带模型"
            raise StoreMismatch(f"库 {folder} 是用“{own}”建立的，不能用“{embedding}”打开；{REBUILD}")
        embedder = load_embedder(config.embedding) if embedding is None or isinstance(embedding, str) else embedding
        if embedder.fingerprint != made.get("model"):
            raise StoreMismatch(f"库 {folder} 建立时的向量模型与现在的不同（{embedder.fingerprint}）；{REBUILD}")
        return cls(folder, config, embedder)

    # Reading the state

    def _stamp(self) -> tuple[int, int]:
        try:
            stat = (self.path / MANIFEST).stat()
        except OSError:
            raise StoreMissing(f"{self.path} 里的库不见了；请重新运行 yuanwen build") from None
        return stat.st_mtime_ns, stat.st_ino

    def _load(self) -> _Generation:
        for attempt in range(_ATTEMPTS):
            stamp = self._stamp()
            manifest = Manifest.read(self.path)
            try:
                return self._load_generation(manifest, stamp)
            except (OSError, StoreCorrupt, rows.DatabaseError) as error:
                # A build may have published, and removed the files that this manifest names, in between.
                if attempt < _ATTEMPTS - 1 and self._stamp() != stamp:
                    continue
                if isinstance(error, rows.DatabaseError):
                    raise self._unreadable(error) from error
                raise
        raise AssertionError("unreachable")

    def _load_generation(self, manifest: Manifest, stamp: tuple[int, int]) -> _Generation:
        database = self.path / DATABASE
        if not database.exists():
            raise StoreCorrupt(f"库 {self.path} 缺少数据文件 {DATABASE}；{REBUILD}")
        if manifest.size is not None and database.stat().st_size < manifest.size:
            raise StoreCorrupt(f"库 {self.path} 的数据文件 {DATABASE} 不完整；{REBUILD}")
        with ThreadPoolExecutor(1) as beside:  # hashing holds no lock
            loading = beside.submit(derived.load, self.path, manifest)
            listed = rows.catalogue(self._db(fresh=True), manifest.generation)
            indexes = loading.result()
        if listed.digest != manifest.documents:
            raise StoreCorrupt(f"库 {self.path} 的目录与清单不一致；{REBUILD}")
        if indexes is None or any(len(index) != listed.passages for index in indexes):
            if self._stamp() != stamp:
                raise StoreCorrupt(f"库 {self.path} 正在更新；请再试一次")
            log.warning("derived files missing or damaged, rebuilding them from the database")
            indexes = self._rebuild(manifest)
            stamp = self._stamp()
        return _Generation(manifest, stamp, listed, *indexes)

    def _rebuild(self, manifest: Manifest) -> tuple[LexicalIndex, DenseIndex]:
        """Derive both indexes anew, on the disk when it can be written, else beside it."""
        try:
            with StoreWriter(self.path, self.config, self.embedder, building=False) as writer:
                writer.repair()
            if indexes := derived.load(self.path, Manifest.read(self.path)):
                return indexes
        except (StoreCorrupt, StoreMismatch):
            raise
        except (OSError, StoreError, rows.DatabaseError) as error:
            log.warning("the store cannot be repaired in its place: %s", error)
        with tempfile.TemporaryDirectory(prefix="yuanwen-") as name:  # mapped files stay readable
            folder = Path(name)
            update_lexical(folder / "lexical", derived.entries(self._db(), manifest.generation))
            dense = DenseIndex.build(*rows.vectors(self._db(), manifest.generation, self.embedder.dimensions))
            return LexicalIndex.open(folder / "lexical"), dense

    def refresh(self, *, wait: bool = False) -> None:
        """Pick up a newer generation if a build has published one since; others go on with the one before meanwhile.

        While another thread picks it up this one goes on with the one before, or waits for it if told to. What this
        thread searches and looks up from now on is of one generation, until it comes here again: an answer must not
        show what two generations say side by side.
        """
        if self._before and time.monotonic() - self._before[0] > _UNDER_WAY:
            self._before = None
        if self._stamp() != self._state.stamp and self._lock.acquire(blocking=wait):
            try:
                if self._stamp() != self._state.stamp:
                    state = self._load()
                    self._before = time.monotonic(), self._state
                    self._state = state
            finally:
                self._lock.release()
        self._threads.chosen = weakref.ref(self._state)

    def _chosen(self) -> _Generation:
        """Return the generation that this thread's last `refresh` chose, the newest when that is long gone."""
        chosen: weakref.ref[_Generation] | None = getattr(self._threads, "chosen", None)
        return (chosen() if chosen else None) or self._state

    def is_outdated(self) -> bool:
        """Whether builds may have done away with what the generation that this thread's last `refresh` chose holds."""
        chosen = self._chosen()
        with suppress(StoreMissing, StoreCorrupt, OSError):  # the next question says so
            if self._stamp() != chosen.stamp:
                return Manifest.read(self.path).generation >= chosen.manifest.generation + _KEPT_FOR
        return False

    def _db(self, *, fresh: bool = False) -> rows.Connection:
        """Return this thread's connection; a `fresh` one where the file is read as if nobody could change it."""
        db: rows.Connection | None = getattr(self._threads, "db", None)
        if db is None or (fresh and self._threads.fixed):
            path = self.path / DATABASE
            self._threads.fixed = False
            try:
                db = rows.connect(path)
            except rows.DatabaseError as error:
                if not rows.unwritable(error):
                    raise
                self._threads.fixed = True
                with self._lock_records:
                    if self._beside is None:
                        self._beside = tempfile.TemporaryDirectory(prefix="yuanwen-")
                    db = rows.connect_unwritable(path, Path(self._beside.name))
            self._threads.db = db
        return db

    def _unreadable(self, error: rows.DatabaseError) -> StoreCorrupt:
        return StoreCorrupt(f"库 {self.path} 的数据文件读不出来（{error}）；{REBUILD}")

    def _stored(self, numbers: Iterable[int]) -> dict[int, Stored]:
        """Return the documents of rows, read and found sound, from those read last or all others in one look.

        Left out is what builds have meanwhile done away with.
        """
        asked = list(dict.fromkeys(numbers))
        found: dict[int, Stored] = {}
        with self._lock_records:
            for row in asked:
                if row in self._records:
                    self._records.move_to_end(row)
                    found[row] = self._records[row]
        if missing := [row for row in asked if row not in found]:
            read = self._read(missing)
            found |= read
            with self._lock_records:
                for row, stored in read.items():
                    if row not in self._records:
                        self._records[row] = stored
                        self._kept += len(stored.text)
                while self._kept > _KEPT and len(self._records) > 1:
                    _, oldest = self._records.popitem(last=False)
                    self._kept -= len(oldest.text)
        return found

    def _read(self, numbers: Sequence[int]) -> dict[int, Stored]:
        try:
            found = rows.stored_of(self._db(), numbers)
        except rows.DatabaseError as error:
            raise self._unreadable(error) from error
        if len(found) < len(numbers) and Manifest.read(self.path).generation < self.generation + _KEPT_FOR:
            raise StoreCorrupt(f"库 {self.path} 的数据文件里缺少文档；{REBUILD}")
        return found

    # What it holds

    @property
    def generation(self) -> int:
        return self._state.manifest.generation

    def __len__(self) -> int:
        """Return the number of passages."""
        return self._state.catalogue.passages

    @property
    def latest(self) -> date | None:
        """The day on which its latest dated document was published, None where none has a date."""
        day = self._state.catalogue.latest
        return date.fromisoformat(day) if day else None

    def documents(self) -> list[DocumentInfo]:
        """Return what is known of each document, in the order in which they came."""
        state = self._state
        generation, known = self._listed
        if generation != state.manifest.generation:
            known = tuple(_info(entry) for entry in state.catalogue)
            self._listed = state.manifest.generation, known
        return list(known)

    def document(self, document_id: str) -> Document:
        """Return one document with its text.

        Raises:
            KeyError: the store holds no document of this id.
        """
        found = self._by_id(document_id)
        if found is None:
            raise KeyError(document_id)
        return found.document

    def _by_id(self, uid: str) -> Stored | None:
        row = self._state.catalogue.row_of(uid)
        if row is None:  # a build that ends just now may have taken a document away that an answer cites
            try:
                row = rows.newest(self._db(), uid)
            except rows.DatabaseError as error:
                raise self._unreadable(error) from error
        return None if row is None else self._stored([row]).get(row)

    def passages(self, document_id: str | None = None) -> Iterator[Passage]:
        """Yield the passages of one document, or of all."""
        if document_id is not None:
            found = self._by_id(document_id)
            yield from found.passages() if found else ()
            return
        for entry in self._state.catalogue:
            for found in self._read([entry.row]).values():
                yield from found.passages()

    def leads(self, document_ids: Iterable[str], length: int) -> dict[str, tuple[str, str]]:
        """Return the title ("" for none) and the first `length` characters of each of these documents."""
        found = ((uid, self._by_id(uid)) for uid in document_ids)
        return {uid: (stored.title or "", stored.text[:length]) for uid, stored in found if stored}

    def _holding(self, ids: Iterable[int]) -> Iterator[tuple[int, Stored, int]]:
        """Yield for each passage id that is known: the id, the document that holds it, its position there."""
        listed = self._chosen().catalogue
        held = [(number, row) for number in ids if (row := listed.holding(number)) is not None]
        known = self._stored(row for _, row in held)
        for number, row in held:
            if (found := known.get(row)) is not None:
                yield number, found, number - found.first

    def passages_by_id(self, ids: Sequence[int]) -> list[Passage]:
        """Return the passages of these ids, in this order; unknown ids are left out."""
        return [found.passage(position) for _, found, position in self._holding(ids)]

    def figures(self) -> Iterator[FigureRow]:
        """Yield every figure row, in the order of the documents."""
        for entry in self._state.catalogue:
            for found in self._read([entry.row]).values() if entry.figures else ():
                yield from found.figures()

    def figures_by_passage(self, ids: Sequence[int]) -> dict[int, list[FigureRow]]:
        """Return the figure rows of these passages, in the order of the text; passages without any are left out."""
        found = {number: stored.figures(position) for number, stored, position in self._holding(ids)}
        return {number: own for number, own in found.items() if own}

    def refused(self) -> list[tuple[str, str]]:
        """Return (name, reason) of each file that could not be read when it was last to be."""
        return [(name, reason) for _, name, reason in self._state.manifest.refused]

    def summary(self) -> Summary:
        """Return what the store holds, in numbers."""
        state = self._state
        entries = list(state.catalogue)
        folder = state.manifest.folder(self.path)
        return Summary(
            documents=len(entries),
            passages=state.catalogue.passages,
            figures=sum(entry.figures for entry in entries),
            since=min((entry.since for entry in entries if entry.since), default=None),
            until=max((entry.until for entry in entries if entry.until), default=None),
            built=state.manifest.built,
            sizes={
                "database": _size(self.path / DATABASE),
                "lexical": sum(_size(path) for path in (folder / derived.LEXICAL).glob("*")),
                "dense": _size(folder / derived.DENSE),
            },
        )

    # Search

    def search_lexical(self, field: Field, terms: Iterable[str], k: int) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, BM25 score), best first."""
        return self._chosen().lexical.search(field, terms, k)

    def search_dense(self, query: str, k: int) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, cosine), best first."""
        return self.search_vector(self.embedder.encode_queries([query])[0], k)

    def search_vector(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, inner product) for a question's vector (d), best first."""
        return self._chosen().dense.search(vector, k)

    def vectors(self, ids: Sequence[int]) -> Vector:
        """Return the vectors of these passages (n × d); zeros for one that a newer build has removed."""
        return self._chosen().dense.vectors(ids)

    def frequency(self, term: str) -> int:
        """Return how many passages hold a word; of one that the segmenter splits, how many hold its rarest pair."""
        lexical = self._chosen().lexical
        found = lexical.frequency("words", term)
        if found or len(term) < 2:
            return found
        return min((lexical.frequency("bigrams", pair) for pair in bigrams(term)), default=0)

    def pair_frequency(self, pair: str) -> int:
        """Return how many passages hold a pair of characters."""
        return self._chosen().lexical.frequency("bigrams", pair)

    def holds(self, text: str) -> bool:
        """Whether every character pair of a short text stands in some passage."""
        return all(self._chosen().lexical.frequency("bigrams", pair) for pair in bigrams(text)) and bool(bigrams(text))


def _info(entry: rows.Listed) -> DocumentInfo:
    return DocumentInfo(
        id=entry.uid,
        name=entry.name,
        title=entry.title,
        published=date.fromisoformat(entry.published) if entry.published else None,
        length=entry.length,
        title_basis=Origin(entry.title_basis) if entry.title_basis else None,
        published_basis=Origin(entry.published_basis) if entry.published_basis else None,
        source=entry.source,
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
