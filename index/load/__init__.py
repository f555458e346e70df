"""Files → documents. In: paths. Out: for each file its documents, or why it could not be read.

Types are told by content. Formats with complicated insides, and all that is large, are read in a worker process with
limits (`sandbox`); small plain text and JSON Lines, line by line, are read here. Nothing a file holds raises an error: it becomes a `Refused`.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from index.clean import PAGE, clean, printable
from index.errors import SourceMissing
from index.load.csv import read as read_csv
from index.load.decode import decode
from index.load.lines import BadLine, raw_lines, read_line
from index.load.plain import has_html_table, pages_kept, read_markdown, read_text
from index.load.raw import Raw, Unreadable, real_title, why_closed
from index.load.sandbox import read_in_worker
from index.load.sniff import Format, sniff
from index.published import read_date
from index.redate import redated
from index.report import PARTLY
from index.structure import structure
from index.types import Document, Origin, Stated

_LONGEST = 2_000_000
"""Characters of a document: what is longer becomes several, so that no step and no page has to hold it all."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read, and the name its documents are known by."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, a line of one or a part of it, that could not be read, and why, in plain Chinese."""

    name: str
    reason: str


def discover(paths: Sequence[str | Path], skipped: list[Refused] | None = None) -> list[SourceFile]:
    """List the files to read below `paths`, sorted by name; hidden files and folders and the files of stores are left out.

    Args:
        paths: files and folders; a folder is searched to its ends.
        skipped: takes what stands there and is not read, with the reason: linked and hidden ones, what cannot be opened.

    Returns:
        The files, each once, with a name that no other of them has.

    Raises:
        SourceMissing: one of the paths does not exist.
    """
    found: dict[str, Path] = {}
    seen: set[Path] = set()
    skipped = [] if skipped is None else skipped
    for given in paths:
        root = Path(given).expanduser()
        if not root.exists():
            raise SourceMissing(f"找不到：{given}（请检查路径是否写对）")
        for path in sorted(_below(root, skipped), key=_links_last) if root.is_dir() else [root]:
            real = path.resolve()
            if real in seen:
                continue
            seen.add(real)
            name = path.relative_to(root).as_posix() if root.is_dir() else path.name
            found[_free_name(name, root, path, found)] = path
    return [SourceFile(path, name) for name, path in sorted(found.items())]


def _links_last(path: Path) -> tuple[bool, Path]:
    """Of a file and a link to it, the file is read."""
    return path.is_symlink(), path


def _free_name(name: str, root: Path, path: Path, taken: dict[str, Path]) -> str:
    """A name not taken yet: the plain one, with the folder before it, or with a number."""
    name = _readable(name)
    if name not in taken:
        return name
    folder = root.resolve() if root.is_dir() else path.resolve().parent
    longer = f"{_readable(folder.name)}/{name}"
    number = 2
    free = longer
    while free in taken:
        free = f"{longer} ({number})"
        number += 1
    return free


def _readable(name: str) -> str:
    """A name as people know it: one that was unpacked in another encoding is decoded anew."""
    parts = (part if part.isprintable() else decode(os.fsencode(part)) for part in name.split("/"))
    return printable("/".join(parts))


def _below(folder: Path, skipped: list[Refused]) -> Iterator[Path]:
    def skip(path: str | Path, reason: str) -> None:
        skipped.append(Refused(Path(path).relative_to(folder).as_posix(), reason))

    def unopened(error: OSError) -> None:
        skip(error.filename, why_closed(error))

    for root, folders, files in os.walk(folder, onerror=unopened):
        if "CURRENT" in files and "data.sqlite" in files:
            # A store is no document, wherever somebody put it; what lies beside its files is.
            folders[:] = [name for name in folders if name != "generations"]
            files[:] = [name for name in files if name not in _STORE]
        for name in sorted(name for name in (*folders, *files) if _is_hidden(name)):
            skip(Path(root) / name, "这是隐藏的文件或文件夹（名字以“.”开头），没有读；需要的话请改名")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(root) / name for name in folders):
            if path.is_symlink():
                skip(path, "这是指向别处的链接文件夹，没有跟进去；需要的话请直接写出它的路径")
        for path in (Path(root) / name for name in files if not _is_debris(name)):
            if path.is_file():
                yield path
            else:
                skip(path, "链接指向的文件不存在" if path.is_symlink() else "不是普通文件")


_STORE = frozenset(("CURRENT", "LOCK", "data.sqlite", "data.sqlite-wal", "data.sqlite-shm"))
_SYSTEM = re.compile(r"\._.*|\.DS_Store|\.git.*|\.svn|\.Trash.*|\.Spotlight.*|\.fseventsd|\.directory", re.DOTALL)


def _is_hidden(name: str) -> bool:
    """Whether a file or folder is hidden and may be somebody's all the same: it was not left there by a system."""
    return name.startswith(".") and not _SYSTEM.fullmatch(name)


def _is_debris(name: str) -> bool:
    """Whether a file is hidden, an Office lock file or one that the system leaves in every folder."""
    return name.startswith((".", "~$")) or name.lower() in ("thumbs.db", "desktop.ini")


def load(
    source: SourceFile, stated: Stated | None = None, by_name: Mapping[str, Stated] | None = None
) -> Iterator[Document | Refused]:
    """Yield the documents of a file, or `Refused` where it cannot be read; what a file holds never raises.

    Args:
        source: the file.
        stated: what the user says of the file.
        by_name: what the user says of single documents in it, by their name.
    """
    try:
        kind = sniff(source.path)
        if kind is Format.JSON_LINES:
            yield from load_lines(source.name, raw_lines(source.path), stated, by_name)
            return
        reader = _READERS.get(kind) if _is_harmless(source.path, kind) else None
        raw = reader(source.path) if reader else read_in_worker(source.path, kind)
        yield from _documents(source.name, raw, stated)
        for note in raw.notes:
            yield Refused(source.name, PARTLY + note)
    except Unreadable as error:
        yield Refused(source.name, str(error))
    except OSError as error:
        yield Refused(source.name, why_closed(error))
    except MemoryError:
        yield Refused(source.name, "文件太大，内存不够")


def _is_harmless(path: Path, kind: Format) -> bool:
    """Whether a file can be read without limits: it is small, and no reader of web pages is needed for it."""
    small = path.stat().st_size <= _SMALL
    return small and not (kind is Format.MARKDOWN and has_html_table(path.read_bytes()))


_SMALL = 1 << 20  # bytes of plain text that cannot do harm here
_READERS: dict[Format, Callable[[Path], Raw]] = {
    Format.TEXT: read_text,
    Format.MARKDOWN: read_markdown,
    Format.CSV: read_csv,
}


def _documents(name: str, raw: Raw, stated: Stated | None) -> Iterator[Document | Refused]:
    """Yield the document of a file, or several when it is too long to be held and shown as one."""
    parts = _parts(raw.text)
    if len(parts) == 1:
        yield _document(name, raw, stated)
        return
    first: Document | None = None
    for number, (start, end) in enumerate(parts, 1):
        part = f"{name}（第 {number} 部分，共 {len(parts)} 部分）"
        try:
            document = _document(part, replace(raw, text=raw.text[start:end]), stated, file=name)
        except Unreadable as error:
            yield Refused(part, str(error))
            continue
        if first is None:
            first = document
        # What a part begins with is no title, and the file's date holds for it; its pages go on counting.
        pages = (0,) * raw.text.count(PAGE, 0, start) + document.pages
        document = replace(document, title=first.title, title_basis=first.title_basis, pages=pages)
        if document.published is None:
            document = replace(document, published=first.published, published_basis=first.published_basis)
        yield document


def _parts(text: str) -> list[tuple[int, int]]:
    """Return the spans of the parts of a text, which end with a line where there are lines."""
    if len(text) <= _LONGEST:
        return [(0, len(text))]
    borders = [0]
    while len(text) - borders[-1] > _LONGEST:
        least, most = borders[-1] + _LONGEST // 2, borders[-1] + _LONGEST
        border = max(text.rfind(mark, least, most) for mark in ("\n", PAGE))
        borders.append(most if border < 0 else border + (text[border] == "\n"))
    return list(pairwise([*borders, len(text)]))


def is_lines(path: Path) -> bool:
    """Whether a file holds JSON Lines, and so many documents."""
    try:
        return sniff(path) is Format.JSON_LINES
    except (Unreadable, OSError):
        return False


def load_lines(
    name: str,
    lines: Iterable[tuple[int, bytes]],
    stated: Stated | None = None,
    by_name: Mapping[str, Stated] | None = None,
) -> Iterator[Document | Refused]:
    """Yield the documents of numbered lines of the JSON Lines file called `name`."""
    for number, line in lines:
        record = read_line(line, number, name)
        if isinstance(record, BadLine):
            yield Refused(f"{name}:第{record.number}行", record.reason)
            continue
        document = document_from_text(
            record.name,
            record.text,
            title=record.title,
            published=record.published,
            source=record.source,
            stated=(by_name or {}).get(record.name, stated),
        )
        if document.text:
            yield document
        else:
            yield Refused(record.name, "没有可读的文字")


def _document(name: str, raw: Raw, stated: Stated | None, *, file: str | None = None) -> Document:
    published = read_date(raw.published) if raw.published else None
    created = read_date(raw.created) if raw.created else None
    document = _build(
        name, raw, title=None, published=published, created=created, source=None, stated=stated, file=file
    )
    if not document.text:
        raise Unreadable("没有可读的文字")
    return document


def document_from_text(
    name: str,
    text: str,
    *,
    title: str | None = None,
    published: date | None = None,
    source: str | None = None,
    stated: Stated | None = None,
) -> Document:
    """Make a document of a text that is in memory already.

    Args:
        name: what people know it by.
        text: the text, cleaned here like a file's.
        title: its title; found in the text if not given.
        published: its date of publication; found in the text if not given.
        source: where it comes from, as people would write it.
        stated: what the user says of it, which overrules all of this.

    Returns:
        The document, with its text cleaned and its structure found.
    """
    raw = Raw(pages_kept(text))
    return _build(name, raw, title=title, published=published, created=None, source=source, stated=stated)


def _build(
    name: str,
    raw: Raw,
    *,
    title: str | None,
    published: date | None,
    created: date | None,
    source: str | None,
    stated: Stated | None,
    file: str | None = None,
) -> Document:
    stated = stated or Stated()
    cleaned = clean(raw.text, wrapped=raw.wrapped)
    found = structure(
        cleaned,
        title=stated.title or title or real_title(raw.title),
        published=published,
        created=created,
        name=file or name,
    )
    digest = hashlib.sha256(f"{name}\0{cleaned.text}".encode("utf-8", "surrogatepass")).hexdigest()
    document = Document(
        id=digest[:16],
        name=name,
        text=cleaned.text,
        title=found.title,
        published=found.published,
        source=stated.source or source,
        sections=found.sections,
        turns=found.turns,
        pages=cleaned.pages,
        title_basis=Origin.STATED if stated.title else found.title_basis,
        published_basis=found.published_basis,
    )
    if stated.published is None:
        return document
    sections = redated(document, stated.published)
    return replace(document, published=stated.published, published_basis=Origin.STATED, sections=sections)
