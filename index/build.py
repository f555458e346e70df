"""Sources → store: adds what is new, replaces what changed, removes what is gone, goes on where it was interrupted.

What stands under the paths given is brought up to date; documents that came from elsewhere stay. Rows are committed in
batches under the next generation, and readers see nothing of it before the end. `index.prepare` does the work on each
document, in worker processes when there is much of it; this file alone writes.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index import origins, rows
from index.config import IndexConfig
from index.embed import Embedder, load_embedder
from index.errors import SourceMissing, StoreCorrupt, StoreError
from index.load import Refused
from index.manifest import Manifest
from index.metadata import Metadata, Statements
from index.overrule import Overruled, said_again
from index.pool import hired, prepared
from index.prepare import Piece, Preparer, Ready, Same, embedded, uid_of
from index.report import BuildReport
from index.sources import Gone, Source, shown_names, sources
from index.writer import DATABASE, StoreWriter

__all__ = ["BuildReport", "Progress", "build"]

Progress = Callable[[int, int, int], None]
"""Called with (documents done, bytes done, bytes in all)."""

_BATCH = 256  # documents committed at a time, and what a kill may cost at most
_BATCH_LENGTH = 4 << 20  # characters
_SETTLED = 0.8
"""Share of the sources after which what there is of the lexical index is written: at the end nothing goes on beside it.

Measured on 5,000 articles, where writing all of it at the end takes a tenth of the build. A large build takes long anyway,
and every question would look into one segment more.
"""
_WORTH_SETTLING = range(4_000, 64_000)  # passages


def build(
    given: Iterable[Any],
    store: str | os.PathLike[str],
    *,
    config: IndexConfig | None = None,
    embedder: Embedder | None = None,
    metadata: Metadata | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> BuildReport:
    """Bring a store up to date with its sources; makes the store where there is none.

    Args:
        given: paths of files or folders, or LangChain Documents.
        store: the store's folder.
        config: settings of a new store; None keeps those of a store that is there.
        embedder: the embedding model; None loads the one that the configuration names.
        metadata: title, date and source of documents as the user states them; None keeps what the store knows of.
        progress: called after each batch.
        workers: how many processes prepare documents, 0 for this one alone; the store is the same whatever the number.
            None takes as many as there are cores, for more than a little text.

    Raises:
        SourceMissing: a path does not exist, or nothing in the paths could be read and the store would be empty.
        StoreLocked: another process is building this store.
        StoreMismatch: the store was built with other settings.
        KeyboardInterrupt: with a message that says what is kept.
    """
    began = time.monotonic()
    folder = Path(store)
    fresh = not (folder / "CURRENT").exists()
    found, roots, skipped = sources(
        list(given), fresh=fresh, known=() if fresh else origins.paths_in(folder / DATABASE)
    )
    config = config or _config_of(folder) or IndexConfig()
    with ExitStack() as stack:
        family = stack.enter_context(hired(sum(source.size for source in found), workers))
        embedder = embedder or load_embedder(config.embedding)
        writer = stack.enter_context(StoreWriter(folder, config, embedder))
        run = _Build(writer, progress, found, metadata)
        run.refused += skipped
        try:
            with prepared(run.todo(), config, embedder, family) as (answers, run.workers):
                for answer in answers:
                    run.take(*answer)
            run.flush()
            run.remove_missing(roots)
            return run.finish(began)
        except rows.DatabaseError as error:
            if "malformed" in str(error) or "not a database" in str(error):
                raise StoreCorrupt(
                    f"库 {folder} 的数据文件已损坏（{error}）；请删除该库后重新运行 yuanwen build"
                ) from error
            raise StoreError(
                f"写入库 {folder} 失败（{error}）；已写入的部分不丢，腾出空间后再运行一次会接着做"
            ) from error
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"已中断；已写入的 {run.committed()} 篇不丢，再次运行会接着做") from None


def _config_of(folder: Path) -> IndexConfig | None:
    if not (folder / "CURRENT").exists():
        return None
    return IndexConfig.from_dict(Manifest.read(folder).made_by["config"])


@dataclass(slots=True)
class _State:
    """What the store has of a source, and what was found in it so far."""

    source: Source
    digest: str
    before: Mapping[str, int]
    marks: Mapping[str, str]
    moved_from: str | None = None
    kept: set[int] = field(default_factory=set[int])
    uids: set[str] = field(default_factory=set[str])
    names: set[str] = field(default_factory=set[str])
    documents: int = 0
    reasons: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    again: bool = False


class _Build:
    """One build under way."""

    def __init__(
        self, writer: StoreWriter, progress: Progress | None, found: Sequence[Source], metadata: Metadata | None
    ) -> None:
        self._writer = writer
        self._db = writer.db
        self._progress = progress
        self._found = found
        self._total = sum(source.size for source in found)
        self._done = 0
        self._given = metadata
        named = origins.named(self._db)
        files = shown_names(origins.source_names(self._db), named, found)
        kept = rows.settings(self._db).get("metadata")
        before = Metadata.from_json(kept) if kept else Metadata("")
        self._said = self._before = Statements(before, files)
        self._overruled = self._kept = Overruled.read(self._db)
        self._heard: set[str] = set()
        if metadata is not None:  # the newer word
            self._said = Statements(metadata.over(before), files)
            self._kept, self._heard = self._overruled.under(Statements(metadata, files))
        self._preparer = Preparer(writer.config, None)
        self._names = {name: path for _, _, name, path in named}
        self._last = max((row for row, *_ in named), default=0)
        self._states: dict[str, _State] = {}
        self._waiting: list[tuple[_State, Ready | None]] = []
        self._length = 0
        self._passages = 0
        self._unchanged = 0
        self._added: list[str] = []
        self._removed: list[str] = []
        self._moved: dict[str, None] = {}
        self._notes: list[tuple[str, str]] = []
        self._seconds: dict[str, float] = {}
        self._settled = False
        self.documents = 0
        self.workers = 0
        self.refused: list[tuple[str, str, str]] = []

    # What is to be read

    def todo(self) -> Iterator[Piece]:
        """Yield the pieces of all sources that are new or changed."""
        known = origins.sources(self._db)
        refused = origins.refused_of(self._db)
        gone = Gone(known, {source.key for source in self._found})
        for source in self._found:
            digest = source.digest()
            mark = self._mark(source, digest)
            if digest and known.get(source.key) == mark and source.key not in self._heard:
                self._unchanged += origins.count_live(self._db, source.key)
                self.refused += [(source.key, *reason) for reason in refused.get(source.key, ())]
                self._advance(source.size)
                continue
            old = gone.take(digest) if source.key not in known else None
            holder = old or source.key
            state = _State(source, mark, origins.live_of(self._db, holder), origins.marks_of(self._db, holder), old)
            self._states[source.key] = state
            renamed = origins.source_name(self._db, old) if old else None
            if old and renamed:
                for said in (self._overruled, self._kept):
                    said.move((old, renamed), (source.key, source.name))
                for given in (self._before, self._said):
                    given.move(old, source.key)
                state.digest = self._mark(source, digest)
            yield from source.pieces(
                Piece(
                    key=source.key,
                    name=source.name,
                    size=source.size,
                    marks=state.marks,
                    renamed=renamed,
                    stated=self._said.of_file(source.key),
                    by_name=self._said.within(source.key) if self._said.by_name else {},
                )
            )

    def _mark(self, source: Source, digest: str) -> str:
        """Return what tells whether a source or what is said of it changed, "" when it cannot be read."""
        return digest and digest + self._said.mark(source.key, within=bool(self._said.by_name) and source.many())

    # What became of it

    def take(self, piece: Piece, result: Any, end: bool) -> None:
        """Take in a part of what became of a piece."""
        state = self._states[piece.key]
        for stage, seconds in result.seconds.items():
            self._seconds[stage] = self._seconds.get(stage, 0.0) + seconds
        state.again |= result.again
        for item in result.items:
            if isinstance(item, Refused):
                self.refused.append((piece.key, item.name, item.reason))
                state.reasons.append(self.refused[-1])
                continue
            state.documents += 1
            if isinstance(item, Same):
                self._keep(state, item.uid, item.name)
            else:
                self._hold(state, item)
        if end:
            if piece.last:
                self._waiting.append((state, None))
            self._advance(piece.size)
        if len(self._waiting) >= _BATCH or self._length >= _BATCH_LENGTH:
            self.flush()

    def _keep(self, state: _State, uid: str, name: str) -> None:
        """A document that the store has: it stays, or its rows are copied to where the file now is."""
        row = state.before[uid]
        if row in state.kept:
            self._notes.append((name, "与前面同名的一篇内容相同，只收一份"))
            return
        if state.moved_from is None:
            state.kept.add(row)
            state.uids.add(uid)
            state.names.add(name)
            self._unchanged += 1
            return
        old = rows.read(self._db, row)
        free = self._free_name(state, name)
        if free != name:
            self._note_name(state, name, free)
        head = [uid_of(free, old.head[8]), state.source.key, free, *old.head[3:]]
        state.kept.add(row)
        self._claim(state, head[0], free)
        self._moved[free] = None
        self._waiting.append((state, Ready(old.under(head), ())))

    def _hold(self, state: _State, ready: Ready) -> None:
        """A document that the store has not: it waits to be written, under a name of its own."""
        record = ready.record
        if record.uid in state.uids:
            self._notes.append((record.name, "与前面同名的一篇内容相同，只收一份"))
            return
        state.uids.add(record.uid)
        name = self._free_name(state, record.name)
        if name != record.name:
            self._note_name(state, record.name, name)
            head = [uid_of(name, record.head[8]), record.head[1], name, *record.head[3:]]
            ready = Ready(record.under(head), ready.terms)
        if said := self._kept.of(state.source.key, name):
            ready = said_again(ready, said, self._preparer)
        if (said or name != record.name) and (known := self._stored_as(state, ready, record.name)):
            self._keep(state, known, name)
            return
        if (row := self._moved_row(state, record.name, record.head[8])) is not None:
            state.kept.add(row)
            self._moved[name] = None
        self._claim(state, ready.record.uid, name)
        self._waiting.append((state, ready))
        self._length += len(record.head[8])

    def _stored_as(self, state: _State, ready: Ready, name: str) -> str | None:
        """Return the uid under which the store has just this document, under its name or under one before."""
        head = ready.record.head
        before = (name, origins.source_name(self._db, state.moved_from)) if state.moved_from else ()
        uids = (uid_of(old, head[8]) for old in (head[2], *before) if old)
        return next((uid for uid in uids if state.marks.get(uid) == rows.mark_of(head)), None)

    def _moved_row(self, state: _State, name: str, text: str) -> int | None:
        """Return the row of a document of this text in the file that this one was, read otherwise from its new name."""
        before = origins.source_name(self._db, state.moved_from) if state.moved_from else None
        if before is None:
            return None
        rest = name.removeprefix(state.source.name)
        row = state.before.get(uid_of(name if rest == name else before + rest, text))
        return None if row in state.kept else row

    def _free_name(self, state: _State, name: str) -> str:
        """Return a name that neither another source's document has nor one before it in the same file."""
        free, number = name, 2
        own = (None, state.source.key, state.moved_from)
        while self._names.get(free) not in own or free in state.names:
            free = f"{name} ({number})"
            number += 1
        return free

    def _note_name(self, state: _State, name: str, free: str) -> None:
        if name in state.names:
            self._notes.append((name, f"同一文件里有几篇都叫这个名字，后一篇改名为“{free}”"))
        elif free not in self._names:  # said once
            self._notes.append((name, f"库里已有别处的一篇叫这个名字，这一篇改名为“{free}”"))

    def _claim(self, state: _State, uid: str, name: str) -> None:
        state.uids.add(uid)
        state.names.add(name)
        self._names[name] = state.source.key

    def flush(self) -> None:
        """Write and commit what waits."""
        waiting, self._waiting, self._length = self._waiting, [], 0
        ready = [item for _, item in waiting if item is not None]
        if unembedded := [item for item in ready if item.record.length and not item.record.vectors]:
            began = time.perf_counter()
            done = {id(a): b for a, b in zip(unembedded, embedded(unembedded, self._writer.embedder), strict=True)}
            waiting = [(state, done.get(id(item), item)) for state, item in waiting]
            self._spend("embed", began)
        began = time.perf_counter()
        terms: list[tuple[int, list[int], Ready]] = []
        self._db.execute("BEGIN IMMEDIATE")
        for state, item in waiting:
            if item is None:
                self._end(state)
                continue
            terms.append((*rows.add(self._db, item.record, self._writer.generation), item))
            if item.record.name not in self._moved:
                self._added.append(item.record.name)
            self._passages += item.record.length
        self._db.execute("COMMIT")
        self.documents += len(terms)
        self._spend("write", began)
        began = time.perf_counter()
        for number, ids, item in terms:
            if item.terms:
                self._writer.index(number, ids, item.terms)
        if not self._settled and self._done >= _SETTLED * self._total and self._passages in _WORTH_SETTLING:
            self._writer.settle()
            self._settled = True
        self._spend("index", began)
        self._report()

    def committed(self) -> int:
        """Give up what is not committed; return how many documents this build has committed."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        return sum(row > self._last for row, *_ in origins.named(self._db))

    def _end(self, state: _State) -> None:
        """All of a source is written: what it no longer holds goes."""
        generation = self._writer.generation
        if state.moved_from is None:
            gone = [row for row in state.before.values() if row not in state.kept]
            self._removed += origins.remove(self._db, gone, generation)
        else:
            origins.remove(self._db, state.kept, generation)
            gone = list(origins.live_of(self._db, state.moved_from).values())
            self._removed += origins.remove(self._db, gone, generation)
            origins.forget_source(self._db, state.moved_from)
            self._overruled.write(self._db)
            rows.set_setting(self._db, "metadata", self._before.metadata().to_json())
        # What could not be read at all is read again by the next build; the reasons of single lines are kept instead.
        unread = state.again or (state.reasons and not state.documents)
        origins.set_source(self._db, state.source.key, state.source.name, "" if unread else state.digest)
        origins.set_refused(self._db, state.reasons)

    def remove_missing(self, roots: Sequence[str]) -> None:
        """Remove the documents of files that stood below the given paths and are gone, and what was passed over there."""
        present = {source.key for source in self._found}
        self._db.execute("BEGIN IMMEDIATE")
        for path in dict.fromkeys((*origins.source_paths(self._db), *origins.refused_of(self._db))):
            below = any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)
            if below and path not in present:
                gone = list(origins.live_of(self._db, path).values())
                self._removed += origins.remove(self._db, gone, self._writer.generation)
                origins.forget_source(self._db, path)
        self._db.execute("COMMIT")

    def finish(self, began: float) -> BuildReport:
        """Publish what was written and say what was done."""
        self._db.execute("BEGIN IMMEDIATE")
        origins.set_refused(self._db, self.refused)
        if self._given is not None:
            rows.set_setting(self._db, "metadata", self._said.metadata().to_json())
            self._kept.write(self._db)
            origins.read_again(self._db, self._heard - set(self._states))
            names = {*self._names, *(name for _, name, _ in self.refused)}
            self._notes += self._said.notes(self._before, {source.key for source in self._found}, names)
        self._db.execute("COMMIT")
        if self.refused and not origins.named(self._db):
            reasons = "；".join(f"{name}：{reason}" for _, name, reason in self.refused[:5])
            raise SourceMissing(f"没有一个文件能读（{reasons}）")
        published = time.perf_counter()
        self._writer.publish()
        self._spend("publish", published)
        changed = set(self._added) & set(self._removed)
        return BuildReport(
            added=tuple(name for name in self._added if name not in changed),
            changed=tuple(sorted(changed)),
            unchanged=self._unchanged,
            removed=tuple(name for name in self._removed if name not in changed),
            refused=tuple((name, reason) for _, name, reason in self.refused),
            passages=self._passages,
            seconds=time.monotonic() - began,
            moved=tuple(self._moved),
            notes=tuple(self._notes),
            stages=self._seconds,
            workers=self.workers,
        )

    def _spend(self, stage: str, began: float) -> None:
        self._seconds[stage] = self._seconds.get(stage, 0.0) + time.perf_counter() - began

    def _advance(self, size: int) -> None:
        self._done += size
        self._report()

    def _report(self) -> None:
        if self._progress:
            self._progress(self.documents, self._done, self._total)
