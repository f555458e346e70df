"""A piece of a source → what the store keeps of it: loaded, cleaned, split, read for figures, embedded, segmented.

It knows nothing of the store nor of other pieces, so any process may prepare any piece and the result is the same.
"""

import hashlib
import json
import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np

from index import rows
from index.clean import one_line
from index.config import IndexConfig
from index.embed import Embedder, Vectors
from index.figures import figure_rows
from index.load import Refused, SourceFile, document_from_text, load, load_lines
from index.passages import passages
from index.rows import Record
from index.types import Document, Passage, Stated
from index.words import add_words, search_text, terms

log = logging.getLogger("yuanwen.build")

CHUNK = 64
"""Documents prepared at a time; also how many lines of JSON Lines make a piece."""

_CHUNK_LENGTH = 1_000_000  # characters

Line = tuple[int, bytes]
Text = tuple[str, str, str | None, str | None, str | None]
"""Name, text, title, published (ISO), source."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a source: a file (`path`), or numbered `lines` of JSON Lines, or `texts`.

    `key` names the source in the store. `marks` holds what the store has of the source already (uid → mark), `renamed`
    the name of the file that this one was before it was moved. `stated` and `by_name` are what the user says of it.
    """

    key: str
    name: str
    size: int
    path: Path | None = None
    lines: Sequence[Line] = ()
    texts: Sequence[Text] = ()
    marks: Mapping[str, str] = field(default_factory=dict[str, str])
    renamed: str | None = None
    stated: Stated | None = None
    by_name: Mapping[str, Stated] = field(default_factory=dict[str, Stated])
    last: bool = True


@dataclass(frozen=True, slots=True)
class Same:
    """A document that the store has already, under this uid; `name` is what it is called now."""

    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A document ready to be stored: its rows, and the words and character pairs of each passage, divided by spaces."""

    record: Record
    terms: Sequence[Sequence[str]]


Item = Refused | Same | Ready


@dataclass(slots=True)
class Result:
    """What became of a piece, or of a part of it, and how many seconds each stage took.

    `again` says that the program failed rather than the document, so that the next build is to try again.
    """

    items: list[Item]
    seconds: dict[str, float]
    again: bool = False


class Preparer:
    """Prepares pieces, one after the other."""

    def __init__(self, config: IndexConfig, embedder: Embedder | None) -> None:
        """Keep the settings; without an embedder the vectors are left to somebody else (see `embedded`)."""
        self._config = config
        self._embedder = embedder
        add_words(config.words)

    def run(self, piece: Piece) -> Iterator[Result]:
        """Yield what becomes of a piece, some documents at a time."""
        found = _load(piece)
        while True:
            clock = _Clock()
            chunk = list(_some(found))
            clock.stop("load")
            if not chunk:
                return
            items: list[Item | None] = []
            fresh: list[tuple[int, Document]] = []
            for item in chunk:
                if isinstance(item, Refused):
                    items.append(Refused(one_line(item.name), one_line(item.reason)))
                    continue
                document = _storable(item)
                if known := _known(document, piece):
                    items.append(Same(known, document.name))
                    continue
                fresh.append((len(items), document))
                items.append(None)
            clock.stop("load")
            for place, ready in self._prepared(piece, fresh, clock):
                items[place] = ready
            again = any(isinstance(items[place], Refused) for place, _ in fresh)
            yield Result([item for item in items if item is not None], clock.seconds, again)

    def again(self, key: str, document: Document) -> Ready | Refused:
        """Return what the store keeps of one document of the source `key`, of which all that is known is given."""
        [(_, made)] = self._prepared(Piece(key, document.name, 0), [(0, document)], _Clock())
        return made

    def _prepared(
        self, piece: Piece, fresh: Sequence[tuple[int, Document]], clock: "_Clock"
    ) -> Iterator[tuple[int, Ready | Refused]]:
        split: list[list[Passage]] = []
        for _, document in fresh:
            split.append(passages(document, self._config))
        clock.stop("split")
        texts = [
            [search_text(p.text, document.title, p.section) for p in slices]
            for (_, document), slices in zip(fresh, split, strict=True)
        ]
        flat = [text for own in texts for text in own]
        vectors = self._embedder.encode_passages(flat) if self._embedder and flat else _NO_VECTORS
        clock.stop("embed")
        position = 0
        for (place, document), slices, own in zip(fresh, split, texts, strict=True):
            try:
                facts = figure_rows(document, slices)
            except Exception as error:
                # One odd text must not cost the other thousands; the log says where to look.
                log.exception("figures of %s", document.name)
                yield place, Refused(document.name, f"处理时出错（{type(error).__name__}），未收；请告知维护人员")
                position += len(slices)
                continue
            clock.stop("figures")
            found = [terms(text) for text in own]
            clock.stop("segment")
            part = vectors[position : position + len(slices)] if self._embedder else _NO_VECTORS
            position += len(slices)
            yield place, Ready(rows.record(rows.head_of(piece.key, document), slices, facts, part), found)
            clock.stop("pack")


_NO_VECTORS: Vectors = np.zeros((0, 1), np.float32)


class _Clock:
    """Adds up the seconds of each stage; what ran since the last stop belongs to the stage named."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def stop(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now


def _some(found: Iterator[Document | Refused]) -> Iterator[Document | Refused]:
    """Yield the next documents, fewer when they are long."""
    length = 0
    for item in islice(found, CHUNK):
        yield item
        length += len(item.text) if isinstance(item, Document) else 0
        if length > _CHUNK_LENGTH:
            return


def _load(piece: Piece) -> Iterator[Document | Refused]:
    if piece.path is not None:
        yield from load(SourceFile(piece.path, piece.name), piece.stated, piece.by_name)
    yield from load_lines(piece.name, piece.lines, piece.stated, piece.by_name)
    for name, text, title, published, source in piece.texts:
        day = date.fromisoformat(published) if published else None
        stated = piece.by_name.get(name, piece.stated)
        document = document_from_text(name, text, title=title, published=day, source=source, stated=stated)
        yield document if document.text else Refused(name, "没有可读的文字")


def _known(document: Document, piece: Piece) -> str | None:
    """Return the uid under which the store has just this document, under its name or under the one before."""
    names = (document.name, piece.renamed) if piece.renamed else (document.name,)
    for name in names if piece.marks else ():
        uid = uid_of(name, document.text)
        if uid in piece.marks:
            mark = rows.mark_of(rows.head_of(piece.key, document))
            return uid if piece.marks[uid] == mark else None
    return None


def uid_of(name: str, text: str) -> str:
    """Return the id of a document of this name and text."""
    return hashlib.sha256(f"{name}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _storable(document: Document) -> Document:
    """Return a document whose names can be stored and shown: one line, no control characters, no halves of pairs."""
    known = (document.name, document.title, document.source)
    name, title, source = (text if text is None else one_line(text) for text in known)
    if (name, title, source) == known:
        return document
    name = name or "无名"
    return replace(document, id=uid_of(name, document.text), name=name, title=title or None, source=source or None)


def embedded(ready: Iterable[Ready], embedder: Embedder) -> list[Ready]:
    """Return documents with their vectors, for a model that only the building process holds."""
    held = list(ready)
    texts = [
        search_text(head[8][start:end], head[3], section)
        for head, slices in ((item.record.head, json.loads(item.record.passages)) for item in held)
        for start, end, section, *_ in slices
    ]
    vectors = embedder.encode_passages(texts) if texts else _NO_VECTORS
    done: list[Ready] = []
    position = 0
    for item in held:
        part = vectors[position : position + item.record.length]
        position += item.record.length
        done.append(Ready(item.record.embedded(np.ascontiguousarray(part, "<f2").tobytes()), item.terms))
    return done
