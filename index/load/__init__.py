"""Files → documents. In: paths. Out: for each file its documents, or why it could not be read.

Types are told by content. Formats with complicated insides are read in a worker process with limits (`sandbox`);
plain text and JSON Lines are read here. Nothing a file holds raises an error: it becomes a `Refused`.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.clean import clean, printable
from index.errors import SourceMissing
from index.load.csv import read as read_csv
from index.load.lines import BadLine, read_lines
from index.load.plain import pages_kept, read_markdown, read_text
from index.load.raw import Raw, Unreadable
from index.load.sandbox import read_in_worker
from index.load.sniff import Format, sniff
from index.published import read_date
from index.structure import structure
from index.types import Document


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read, and the name its documents are known by."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or a line of one, that could not be read, and why, in plain Chinese."""

    name: str
    reason: str


def discover(paths: Sequence[str | Path]) -> list[SourceFile]:
    """List the files to read below `paths`, sorted by name; hidden files and folders are left out.

    Args:
        paths: files and folders; a folder is searched to its ends.

    Returns:
        The files, each once, with a name that no other of them has.

    Raises:
        SourceMissing: one of the paths does not exist.
    """
    found: dict[str, Path] = {}
    seen: set[Path] = set()
    for given in paths:
        root = Path(given).expanduser()
        if not root.exists():
            raise SourceMissing(f"找不到：{given}（请检查路径是否写对）")
        for path in sorted(_below(root)) if root.is_dir() else [root]:
            real = path.resolve()
            if real in seen:
                continue
            seen.add(real)
            name = path.relative_to(root).as_posix() if root.is_dir() else path.name
            found[_free_name(name, root, path, found)] = path
    return [SourceFile(path, name) for name, path in sorted(found.items())]


def _free_name(name: str, root: Path, path: Path, taken: dict[str, Path]) -> str:
    """A name not taken yet: the plain one, with the folder before it, or with a number."""
    name = printable(name)
    if name not in taken:
        return name
    folder = root.resolve() if root.is_dir() else path.resolve().parent
    longer = printable(f"{folder.name}/{name}")
    number = 2
    free = longer
    while free in taken:
        free = f"{longer} ({number})"
        number += 1
    return free


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        if "CURRENT" in files and "data.sqlite" in files:
            folders.clear()  # a store is no document, wherever somebody put it
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            path = Path(root) / name
            if not name.startswith((".", "~$")) and path.is_file():
                yield path


def load(source: SourceFile) -> Iterator[Document | Refused]:
    """Yield the documents of a file, or `Refused` where it cannot be read; what a file holds never raises."""
    try:
        kind = sniff(source.path)
        if kind is Format.JSON_LINES:
            yield from _load_lines(source)
            return
        raw = _READERS[kind](source.path) if kind in _READERS else read_in_worker(source.path, kind)
        yield _document(source.name, raw)
    except Unreadable as error:
        yield Refused(source.name, str(error))
    except OSError as error:
        yield Refused(source.name, f"打不开文件：{error.strerror or error}")
    except MemoryError:
        yield Refused(source.name, "文件太大，内存不够")


_READERS: dict[Format, Callable[[Path], Raw]] = {
    Format.TEXT: read_text,
    Format.MARKDOWN: read_markdown,
    Format.CSV: read_csv,
}


def _load_lines(source: SourceFile) -> Iterator[Document | Refused]:
    for record in read_lines(source.path, source.name):
        if isinstance(record, BadLine):
            yield Refused(f"{source.name}:第{record.number}行", record.reason)
            continue
        document = document_from_text(
            record.name, record.text, title=record.title, published=record.published, source=record.source
        )
        if document.text:
            yield document
        else:
            yield Refused(record.name, "没有可读的文字")


def _document(name: str, raw: Raw) -> Document:
    published = read_date(raw.published) if raw.published else None
    created = read_date(raw.created) if raw.created else None
    document = _build(name, raw, title=None, published=published, created=created, source=None)
    if not document.text:
        raise Unreadable("没有可读的文字")
    return document


def document_from_text(
    name: str, text: str, *, title: str | None = None, published: date | None = None, source: str | None = None
) -> Document:
    """Make a document of a text that is in memory already.

    Args:
        name: what people know it by.
        text: the text, cleaned here like a file's.
        title: its title; found in the text if not given.
        published: its date of publication; found in the text if not given.
        source: where it comes from, as people would write it.

    Returns:
        The document, with its text cleaned and its structure found.
    """
    return _build(name, Raw(pages_kept(text)), title=title, published=published, created=None, source=source)


def _build(
    name: str, raw: Raw, *, title: str | None, published: date | None, created: date | None, source: str | None
) -> Document:
    cleaned = clean(raw.text, wrapped=raw.wrapped)
    found = structure(cleaned, title=title or raw.title, published=published, created=created)
    digest = hashlib.sha256(f"{name}\0{cleaned.text}".encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        id=digest[:16],
        name=name,
        text=cleaned.text,
        title=found.title,
        published=found.published,
        source=source,
        sections=found.sections,
        turns=found.turns,
        pages=cleaned.pages,
    )
