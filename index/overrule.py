"""What staff say of a document that the store holds already, its title and its date, over file, text and metadata file.

In comes an opened store, a document's id and what is said; out goes the store's next generation, in which the document
is read anew from its own text: dates that lean on its date (去年) move with it. Later builds keep to it (`Overruled`).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Self

from index import origins, rows
from index.clean import printable
from index.errors import MetadataError, StoreCorrupt, StoreError
from index.load import Refused
from index.metadata import Statements
from index.prepare import Preparer, Ready
from index.published import read_date, why_no_date
from index.record import Stored
from index.redate import redated
from index.store import Store
from index.types import Document, Origin, Stated
from index.writer import REBUILD, StoreWriter

Said = Mapping[str, str | None]
"""`title`, `published` (an ISO date) or both; None says that it is not known."""

FIELDS = ("title", "published")
SETTING = "overruled"
_LONGEST_TITLE = 200


class Overruled:
    """What was said of which documents; each is known by its source's key and the name that the store shows."""

    def __init__(self, said: Mapping[tuple[str, str], Said] | None = None) -> None:
        self._said: dict[tuple[str, str], Said] = dict(said or {})

    @classmethod
    def read(cls, db: rows.Connection) -> Self:
        """Read what the store keeps.

        Raises:
            StoreCorrupt: it is not what was written; no other digest covers it.
        """
        digest, _, text = rows.settings(db).get(SETTING, f"{_digest('[]')} []").partition(" ")
        if digest != _digest(text):
            raise StoreCorrupt(f"库里人工指定的标题和日期与写入时不一致；{REBUILD}")
        kept: list[tuple[str, str, Said]] = json.loads(text)
        return cls({(path, name): said for path, name, said in kept})

    def write(self, db: rows.Connection) -> None:
        """Keep it in the store, as part of the transaction under way."""
        entries = [[path, name, dict(said)] for (path, name), said in self._said.items() if said]
        text = json.dumps(entries)
        rows.set_setting(db, SETTING, f"{_digest(text)} {text}")

    def sources(self) -> set[str]:
        """Return the keys of the sources that something was said of."""
        return {path for path, _ in self._said}

    def of(self, path: str, name: str) -> Said:
        """Return what was said of a document, empty for nothing."""
        return self._said.get((path, name), {})

    def say(self, path: str, name: str, said: Said) -> None:
        """Take in what is said now; what was said before of other fields stays."""
        self._said[path, name] = {**self.of(path, name), **said}

    def move(self, old: tuple[str, str], new: tuple[str, str]) -> None:
        """Follow a file that was moved, before and now given as (key, name), with the documents named after it."""
        moved = [(path, name) for path, name in self._said if path == old[0]]
        for path, name in moved:
            rest = name.removeprefix(old[1])
            self._said[new[0], name if rest == name else new[1] + rest] = self._said.pop((path, name))

    def under(self, given: Statements) -> "tuple[Overruled, set[str]]":
        """Return what is left under the newer word of a metadata file, and the sources that it now speaks of instead."""
        left: dict[tuple[str, str], Said] = {}
        sources: set[str] = set()
        for (path, name), said in self._said.items():
            stated = given.within(path).get(name) or given.of_file(path) or Stated()
            left[path, name] = {key: value for key, value in said.items() if not getattr(stated, key)}
            if left[path, name] != said:
                sources.add(path)
        return Overruled(left), sources


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def overrule(store: Store, document_id: str, said: Mapping[str, str | None]) -> None:
    """Have a document's title or date be what staff say, at once and for later builds.

    Args:
        store: an opened store; it goes on to the new generation.
        document_id: the document's id.
        said: `title`, `published` or both, as typed; "" or None says that it is not known. What is not among the keys
            stays as it was found.

    Raises:
        MetadataError: the date is none, the title is too long, or the store holds no such document (any more).
        StoreLocked: the store is being written.
        StoreError: it could not be written.
    """
    wanted = read_said(said)
    store.refresh(wait=True)
    if document_id not in {info.id for info in store.documents()}:
        raise _gone()
    if not wanted:
        return
    try:
        with StoreWriter(store.path, store.config, store.embedder) as writer:
            _write(writer, document_id, wanted)
    except rows.DatabaseError as error:
        raise StoreError(f"没有保存：库 {store.path} 写不进去（{error}）；请腾出空间或检查权限后再试") from error
    except OSError as error:
        raise StoreError(f"没有存好：{error.strerror or error}；请腾出空间或检查权限后再保存一次") from error
    store.refresh(wait=True)


def _write(writer: StoreWriter, document_id: str, wanted: Said) -> None:
    if rows.half_built(writer.db, writer.generation):
        raise StoreError("没有保存：上次建库没有做完；请先再运行一次 yuanwen build，它会接着做")
    row = rows.live_row(writer.db, document_id)
    found = rows.stored(writer.db, row) if row is not None else None
    if row is None or found is None:  # a build that ended just now has taken it away
        raise _gone()
    path = found.path
    overruled = Overruled.read(writer.db)
    overruled.say(path, found.name, wanted)
    made = Preparer(writer.config, writer.embedder).again(path, said_of(found.document, wanted))
    if isinstance(made, Refused):
        raise StoreError(f"没有保存：{made.reason}")
    writer.db.execute("BEGIN IMMEDIATE")
    origins.remove(writer.db, [row], writer.generation)
    number, ids = rows.add(writer.db, made.record, writer.generation)
    overruled.write(writer.db)
    writer.db.execute("COMMIT")
    writer.index(number, ids, made.terms)
    writer.publish()


def _gone() -> MetadataError:
    return MetadataError("没有保存：这份资料已经更新或移除；请刷新网页后再改")


def read_said(typed: Mapping[str, str | None]) -> Said:
    """Read what was typed.

    Raises:
        MetadataError: it cannot be taken; the message names the value.
    """
    said: dict[str, str | None] = {}
    for key in FIELDS:
        if key not in typed:
            continue
        text = " ".join(printable(typed[key] or "").split())
        if key == "title" and len(text) > _LONGEST_TITLE:
            raise MetadataError(f"没有保存：标题有 {len(text)} 个字，最多 {_LONGEST_TITLE} 个")
        if key == "published" and text:
            day = read_date(text)
            if day is None:
                raise MetadataError(f"没有保存：“{text[:40]}”{why_no_date(text)}；请写成 2024-08-31，不知道就留空")
            text = day.isoformat()
        said[key] = text or None
    return said


def said_of(document: Document, said: Said) -> Document:
    """Return a document of which this holds."""
    known: dict[str, Any] = {}
    if "title" in said:
        known |= {"title": said["title"], "title_basis": Origin.STATED if said["title"] else None}
    if "published" in said:
        day = said["published"]
        known |= {
            "published": date.fromisoformat(day) if day else None,
            "published_basis": Origin.STATED if day else None,
            "sections": redated(document, date.fromisoformat(day) if day else None),
        }
    return replace(document, **known)


def said_again(ready: Ready, said: Said, preparer: Preparer) -> Ready:
    """Return a document just read from its file as it is with what was said of it before."""
    head: Sequence[Any] = ready.record.head
    document = Stored(head[:8], 0, ready.record.body()).document
    made = preparer.again(head[1], said_of(document, said))
    # What was said has been read with this document's text or one much like it; if it ever fails, the log says so.
    return made if isinstance(made, Ready) else ready
