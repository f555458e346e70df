"""What a build is given → sources: files and texts, each with a digest that tells whether it changed, cut into pieces."""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.clean import one_line, printable
from index.errors import SourceMissing
from index.load import Refused, SourceFile, discover, is_lines
from index.load.lines import raw_lines
from index.metadata import key_of
from index.prepare import CHUNK, Line, Piece, Text
from index.published import read_date, why_no_date

MEMORY = "memory:"
_LINES_ALONE = 1 << 20  # bytes of a JSON Lines file that is worth cutting into pieces
_PIECE = 1 << 20  # bytes that a piece of JSON Lines may have
_NUMBERED = re.compile(r" \(\d+\)$")  # what is put behind a name that another source's document has


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or the texts given in memory with the digest `told`; `key` names it in the store."""

    key: str
    name: str
    size: int
    path: Path | None = None
    texts: tuple[Text, ...] = ()
    told: str = ""

    def digest(self) -> str:
        """Return what tells whether it changed, "" when it cannot be read: the loader says why."""
        if self.path is None:
            return self.told
        if not self.path.is_file():  # a pipe or a device may have no end
            return ""
        try:
            with self.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return ""

    def many(self) -> bool:
        """Whether it holds many documents, each with a name of its own."""
        return self.path is None or is_lines(self.path)

    def pieces(self, piece: Piece) -> Iterator[Piece]:
        """Yield `piece` once for each part of this source, the last one marked; there is at least one."""
        if self.path is None:
            parts = [self.texts[n : n + CHUNK] for n in range(0, len(self.texts), CHUNK)] or [()]
            for n, texts in enumerate(parts, 1):
                size = sum(len(text[1]) for text in texts)
                yield replace(piece, texts=texts, size=size, last=n == len(parts))
        elif self.size > _LINES_ALONE and self.many():
            yield from self._cut(piece, self.path)
        else:
            yield replace(piece, path=self.path)

    def _cut(self, piece: Piece, path: Path) -> Iterator[Piece]:
        done = 0
        held: list[Line] = []
        size = 0
        try:
            for number, line in raw_lines(path):
                held.append((number, line))
                size += len(line)
                if len(held) == CHUNK or size > _PIECE:
                    yield replace(piece, lines=held, size=size, last=False)
                    done += size
                    held, size = [], 0
        except OSError:
            yield replace(piece, path=path, size=0, last=False)  # the loader says why it stopped
        yield replace(piece, lines=held, size=max(0, self.size - done), last=True)


def sources(
    given: Sequence[Any], *, fresh: bool, known: Iterable[str] = ()
) -> tuple[list[Source], list[str], list[tuple[str, str, str]]]:
    """Return the sources to read, the roots below which one that is gone is to be removed, and what was passed over.

    A path that is gone itself, and below which the store has `known` sources, is such a root: a deleted folder.

    Raises:
        SourceMissing: a path does not exist, or there is nothing at all to read for a store that is not there yet.
    """
    paths = [Path(item) for item in given if isinstance(item, str | Path)]
    texts = [item for item in given if not isinstance(item, str | Path)]
    skipped: list[Refused] = []
    known = tuple(known)
    files = discover([path for path in paths if path.exists() or not _is_known(path, known)], skipped)
    found = [_file(file) for file in files]
    places = _places(skipped, paths)
    refused = [(place, one_line(item.name), item.reason) for place, item in zip(places, skipped, strict=True)]
    if texts:
        memory, bad = _memory(texts)
        found.append(memory)
        refused += bad
    elif not files and fresh:
        named = "、".join(str(path) for path in paths) or "给出的路径"
        reasons = "".join(f"；{name}：{reason}" for _, name, reason in refused[:5])
        raise SourceMissing(f"{named} 里没有任何文件{reasons}")
    return found, [key_of(path) for path in paths], refused


def _places(skipped: Sequence[Refused], roots: Sequence[Path]) -> list[str]:
    """Return the path of each of those passed over, which come root by root; of a link itself, not where it leads."""
    places: list[str] = []
    seen: set[str] = set()
    place, folders = 0, [root.expanduser() for root in roots]
    for item in skipped:
        here = range(place, len(folders))
        keys = {n: _own_key(folders[n] / item.name) for n in here if os.path.lexists(folders[n] / item.name)}
        place = next((n for n in keys if keys[n] not in seen), place)
        places.append(keys.get(place) or _own_key(folders[place] / item.name))
        seen.add(places[-1])
    return places


def _own_key(path: Path) -> str:
    """Return what names a file or folder in the store, or a link as such."""
    return key_of(path.parent).rstrip(os.sep) + os.sep + printable(path.name) if path.name else key_of(path)


def _is_known(path: Path, known: Iterable[str]) -> bool:
    key = key_of(path)
    return any(one == key or one.startswith(key.rstrip(os.sep) + os.sep) for one in known)


def _file(file: SourceFile) -> Source:
    try:
        size = file.path.stat().st_size
    except OSError:
        size = 0
    return Source(key_of(file.path), one_line(file.name) or "无名", size, path=file.path)


def _memory(given: Iterable[Any]) -> tuple[Source, list[tuple[str, str, str]]]:
    """LangChain Documents as one source; `metadata` may give document (or source, id), title and published."""
    texts: list[Text] = []
    refused: list[tuple[str, str, str]] = []
    record: list[Any] = []
    for number, item in enumerate(given, 1):
        known: Mapping[str, Any] = dict(item.metadata)
        record.append([item.page_content, known, item.id])
        name = one_line(str(known.get("document") or known.get("source") or item.id or "")) or f"文档{number}"
        published: Any = known.get("published")
        day = read_date(str(published)) if published else None
        if published and day is None:
            reason = why_no_date(str(published))
            refused.append((MEMORY, name, f"published {reason}：{published}（应写成 2024-08-31）"))
            continue
        if not item.page_content.strip():
            refused.append((MEMORY, name, "没有文字"))
            continue
        texts.append(
            (name, item.page_content, known.get("title"), day.isoformat() if day else None, known.get("source"))
        )
    digest = hashlib.sha256(json.dumps(record, default=str).encode("utf-8", "surrogatepass")).hexdigest()
    size = sum(len(text[1]) for text in texts)
    return Source(MEMORY, "memory", size, texts=tuple(texts), told=digest), refused


def shown_names(
    known: Mapping[str, str], named: Sequence[tuple[int, str, str, str]], found: Sequence[Source]
) -> dict[str, str]:
    """Return key → name of the files of the store and of this build, the latter last, each as the store shows it."""
    present = {source.key: source.name for source in found}
    files = {key: name for key, name in known.items() if key not in present} | present
    numbered = ((path, name, _NUMBERED.sub("", name)) for _, _, name, path in named if name.endswith(")"))
    return files | {p: name for p, name, plain in numbered if plain != name and plain in (known.get(p), files.get(p))}


class Gone:
    """Files that the store knows and that are on the disk no more: one of the same bytes elsewhere was moved."""

    def __init__(self, known: Mapping[str, str], present: set[str]) -> None:
        """Keep the paths that the store knows, each with its digest, and those that are there."""
        self._known = known
        self._present = present
        self._by_digest: dict[str, list[str]] | None = None

    def take(self, digest: str) -> str | None:
        """Return the path that a file of this digest was moved from, once."""
        if self._by_digest is None:  # only a build that sees a new file looks
            self._by_digest = {}
            for path, mark in self._known.items():
                if path not in self._present and mark and not os.path.lexists(path):
                    self._by_digest.setdefault(mark.partition(":")[0], []).append(path)
        paths = self._by_digest.get(digest)
        return paths.pop(0) if digest and paths else None
