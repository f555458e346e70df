"""Sources → store: adds what is new, replaces what changed, removes what is gone, goes on where it was interrupted.

What stands under the paths given is brought up to date; documents that came from elsewhere stay. Rows are committed in
batches under the next generation, and readers see nothing of it before the end.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from index import rows
from index.clean import printable
from index.config import IndexConfig
from index.embed import Embedder, load_embedder
from index.errors import SourceMissing, StoreCorrupt, StoreError
from index.figures import figure_rows
from index.load import Refused, SourceFile, discover, document_from_text, load
from index.manifest import Manifest
from index.passages import passages
from index.store import StoreWriter, search_text
from index.types import Document

Progress = Callable[[int, int, int], None]
"""Called with (documents done, bytes done, bytes in all)."""

_BATCH = 256


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: names of documents, and (name, reason) of what could not be read."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    passages: int
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        return {
            "added": list(self.added),
            "changed": list(self.changed),
            "unchanged": self.unchanged,
            "removed": list(self.removed),
            "refused": [{"name": name, "reason": reason} for name, reason in self.refused],
            "passages": self.passages,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, slots=True)
class _Source:
    """Something that yields documents, with a digest that tells whether it changed."""

    path: str
    name: str
    size: int
    digest: Callable[[], str]
    load: Callable[[], Iterator[Document | Refused]]


def build(
    sources: Iterable[Any],
    store: str | os.PathLike[str],
    *,
    config: IndexConfig | None = None,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring a store up to date with its sources; makes the store where there is none.

    Args:
        sources: paths of files or folders, or LangChain Documents.
        store: the store's folder.
        config: settings of a new store; None keeps those of a store that is there.
        embedder: the embedding model; None loads the one that the configuration names.
        progress: called after each batch.

    Raises:
        SourceMissing: a path does not exist, or nothing in the paths could be read and the store would be empty.
        StoreLocked: another process is building this store.
        StoreMismatch: the store was built with other settings.
    """
    began = time.monotonic()
    folder = Path(store)
    found, roots = _sources(list(sources), fresh=not (folder / "CURRENT").exists())
    config = config or _config_of(folder) or IndexConfig()
    embedder = embedder or load_embedder(config.embedding)
    with StoreWriter(folder, config, embedder) as writer:
        try:
            run = _Build(writer, progress, sum(source.size for source in found))
            for source in found:
                run.update(source)
            run.remove_missing({source.path for source in found}, roots)
            return run.finish(time.monotonic() - began)
        except rows.DatabaseError as error:
            if "malformed" in str(error) or "not a database" in str(error):
                raise StoreCorrupt(
                    f"库 {folder} 的数据文件已损坏（{error}）；请删除该库后重新运行 yuanwen build"
                ) from error
            raise StoreError(
                f"写入库 {folder} 失败（{error}）；已写入的部分不丢，腾出空间后再运行一次会接着做"
            ) from error


def _config_of(folder: Path) -> IndexConfig | None:
    if not (folder / "CURRENT").exists():
        return None
    return IndexConfig.from_dict(Manifest.read(folder).made_by["config"])


def _sources(given: Sequence[Any], *, fresh: bool) -> tuple[list[_Source], list[str]]:
    """Return the sources to read and the roots below which a source that is gone is to be removed."""
    paths = [Path(item) for item in given if isinstance(item, str | Path)]
    texts = [item for item in given if not isinstance(item, str | Path)]
    files = discover(paths)
    found = [_file(file) for file in files]
    if texts:
        found.append(_memory(texts))
    elif not files and fresh:
        raise SourceMissing(f"{'、'.join(str(p) for p in paths) or '给出的路径'} 里没有任何文件")
    return found, [_key(path) for path in paths]


def _key(path: Path) -> str:
    """Return a path as text that can be stored, whatever bytes its name holds."""
    return os.fsencode(path.resolve()).decode("utf-8", "backslashreplace")


def _file(file: SourceFile) -> _Source:
    def digest() -> str:
        try:
            with file.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return ""  # unreadable: the loader says why

    try:
        size = file.path.stat().st_size
    except OSError:
        size = 0
    return _Source(_key(file.path), printable(file.name), size, digest, lambda: load(file))


def _memory(texts: Sequence[Any]) -> _Source:
    """LangChain Documents as one source; `metadata` may give document (or source, id), title and published."""
    from datetime import date

    def read() -> Iterator[Document | Refused]:
        for number, item in enumerate(texts, 1):
            known: dict[str, Any] = dict(item.metadata)
            name = str(known.get("document") or known.get("source") or item.id or f"文档{number}")
            published: Any = known.get("published")
            try:
                day: date | None = date.fromisoformat(str(published)[:10]) if published else None
            except ValueError:
                yield Refused(name, f"published 不是日期：{published}（应写成 2024-08-31）")
                continue
            title = known.get("title")
            if not item.page_content.strip():
                yield Refused(name, "没有文字")
                continue
            yield document_from_text(name, item.page_content, title=title, published=day, source=known.get("source"))

    size = sum(len(item.page_content) for item in texts)
    record = json.dumps([[item.page_content, item.metadata, item.id] for item in texts], default=str)
    digest = hashlib.sha256(record.encode("utf-8", "surrogatepass")).hexdigest()
    return _Source("memory:", "memory", size, lambda: digest, read)


def _storable(document: Document) -> Document:
    """Return a document whose names can be stored and shown: no control characters, no halves of surrogate pairs."""
    known = (document.name, document.title, document.source)
    name, title, source = (text if text is None else printable(text) for text in known)
    if (name, title, source) == known:
        return document
    return replace(document, name=name or "无名", title=title, source=source)


class _Build:
    """One build under way."""

    def __init__(self, writer: StoreWriter, progress: Progress | None, total: int) -> None:
        self._writer = writer
        self._db = writer.db
        self._progress = progress
        self._total = total
        self._done = 0
        self._documents = 0
        self._passages = 0
        self._unchanged = 0
        self._names = {name: path for _, _, name, path in rows.named(self._db)}
        self._added: list[str] = []
        self._removed: list[str] = []
        self._refused: list[tuple[str, str, str]] = []

    def update(self, source: _Source) -> None:
        """Bring the documents of one source up to date."""
        digest = source.digest()
        if digest and rows.source_digest(self._db, source.path) == digest:
            self._unchanged += rows.count_live(self._db, source.path)
        else:
            self._read(source, digest)
        self._done += source.size
        self._report()

    def _read(self, source: _Source, digest: str) -> None:
        before = rows.live_of(self._db, source.path)
        seen: set[int] = set()
        batch: list[Document] = []
        refused = False
        for item in source.load():
            if isinstance(item, Refused):
                self._refused.append((source.path, printable(item.name), printable(item.reason)))
                refused = True
                continue
            document = self._named(_storable(item), source.path)
            if (row := before.get(document.id)) is not None and rows.same(self._db, row, document):
                seen.add(row)
                self._unchanged += 1
                continue
            batch.append(document)
            if len(batch) == _BATCH:
                self._write(source.path, batch)
                batch = []
        self._write(source.path, batch)
        gone = [row for row in before.values() if row not in seen]
        self._db.execute("BEGIN IMMEDIATE")
        self._removed += rows.remove(self._db, gone, self._writer.generation)
        # A source with a refusal is read again by the next build, so that its reason is given again.
        rows.set_source(self._db, source.path, source.name, "" if refused else digest)
        self._db.execute("COMMIT")

    def _named(self, document: Document, path: str) -> Document:
        """Give a document whose name another source holds already a name of its own."""
        name = document.name
        number = 2
        while self._names.get(name, path) != path:
            name = f"{document.name} ({number})"
            number += 1
        self._names[name] = path
        if name == document.name:
            return document
        return replace(document, name=name, id=hashlib.sha256(f"{name}\0{document.text}".encode()).hexdigest()[:16])

    def _write(self, path: str, batch: list[Document]) -> None:
        if not batch:
            return
        split = [passages(document, self._writer.config) for document in batch]
        texts = [search_text(p, d.title) for d, ps in zip(batch, split, strict=True) for p in ps]
        encoded = self._writer.embedder.encode_passages(texts) if texts else np.zeros((0, 1), np.float32)
        position = 0
        self._db.execute("BEGIN IMMEDIATE")
        for document, slices in zip(batch, split, strict=True):
            vectors = encoded[position : position + len(slices)]
            position += len(slices)
            facts = figure_rows(document, slices)
            rows.add_document(self._db, path, document, slices, facts, vectors, self._writer.generation)
            self._added.append(document.name)
        self._db.execute("COMMIT")
        self._documents += len(batch)
        self._passages += len(texts)
        self._report()

    def _report(self) -> None:
        if self._progress:
            self._progress(self._documents, self._done, self._total)

    def remove_missing(self, present: set[str], roots: Sequence[str]) -> None:
        """Remove the documents of files that stood below the given paths and are gone."""
        for path in rows.source_paths(self._db):
            below = any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)
            if below and path not in present:
                self._db.execute("BEGIN IMMEDIATE")
                gone = list(rows.live_of(self._db, path).values())
                self._removed += rows.remove(self._db, gone, self._writer.generation)
                rows.forget_source(self._db, path)
                self._db.execute("COMMIT")

    def finish(self, seconds: float) -> BuildReport:
        self._db.execute("BEGIN IMMEDIATE")
        rows.set_refused(self._db, self._refused)
        self._db.execute("COMMIT")
        if self._refused and not rows.named(self._db):
            reasons = "；".join(f"{name}：{reason}" for _, name, reason in self._refused[:5])
            raise SourceMissing(f"没有一个文件能读（{reasons}）")
        self._writer.publish()
        changed = set(self._added) & set(self._removed)
        return BuildReport(
            added=tuple(name for name in self._added if name not in changed),
            changed=tuple(sorted(changed)),
            unchanged=self._unchanged,
            removed=tuple(name for name in self._removed if name not in changed),
            refused=tuple((name, reason) for _, name, reason in self._refused),
            passages=self._passages,
            seconds=seconds,
        )
