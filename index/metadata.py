"""What the user says of documents, in a CSV file or a mapping: title, date of publication, source; it overrules the rest.

The columns are path, title, published and source, in any order, by these names or in Chinese. A path is a file's name as
the store shows it, a path from the folder of the CSV file or from where the program runs, or the `id` of a JSON line.

What was given stays with a document, whatever else later files speak of: a later row speaks of the columns that its file
has and of no other, the newer word counts, and an empty cell takes back what was given before.
"""

import csv
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Self

from index.errors import MetadataError
from index.load.decode import decode, is_garbled
from index.load.raw import why_closed
from index.published import read_date, why_no_date
from index.types import Stated

_COLUMNS = {
    "path": ("path", "file", "document", "路径", "文件", "文件名", "文档"),
    "title": ("title", "标题", "题目"),
    "published": ("published", "date", "发布日期", "日期", "时间", "发布时间"),
    "source": ("source", "来源", "出处"),
}
_SEPARATORS = ",;\t，"
FIELDS = {"title": "标题", "published": "发布日期", "source": "来源"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: whom it is about, as written and as absolute paths that this may mean, and what it says.

    `line` is 0 for one that an earlier build was given; `says` names the fields that it speaks of, None taking them back.
    """

    line: int
    path: str
    places: tuple[str, ...]
    stated: Stated
    says: tuple[str, ...] = tuple(FIELDS)


@dataclass(frozen=True, slots=True)
class Metadata:
    """All that the user says, the older word first, and the name of the file that says it."""

    name: str
    entries: tuple[Entry, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a CSV file, whatever its encoding.

        Raises:
            MetadataError: it cannot be read, lacks the column `path`, names a path twice, or holds a date that is none;
                the message names line and value.
        """
        try:
            text = decode(path.read_bytes())
        except OSError as error:
            raise MetadataError(f"元数据文件 {path}：{why_closed(error)}") from None
        if is_garbled(text):
            raise MetadataError(f"元数据文件 {path} 是乱码，认不出编码；请另存为 UTF-8 的 CSV")
        head = next((line for line in text.splitlines() if line.strip()), "")
        separator = max(_SEPARATORS, key=head.count)
        reader = csv.reader(StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
        records: list[tuple[int, Mapping[str, str]]] = []
        columns: list[str | None] | None = None
        try:
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if columns is None:
                    columns = _columns(path.name, cells)
                    continue
                named = zip(columns, cells, strict=False)
                records.append((reader.line_num, {name: cell for name, cell in named if name}))
        except csv.Error:
            raise MetadataError(f"元数据文件 {path.name} 第 {reader.line_num} 行不是有效的 CSV") from None
        if columns is None:
            raise MetadataError(f"元数据文件 {path.name} 是空的；第一行应是列名：path,title,published,source")
        return cls._of(path.name, path.parent, records)

    @classmethod
    def given(cls, values: Mapping[str, Mapping[str, Any]]) -> Self:
        """Take a mapping from path to title, published and source; None takes back what was given before.

        Raises:
            MetadataError: a key is unknown or a date is none.
        """
        records: list[tuple[int, Mapping[str, str]]] = []
        for number, (path, known) in enumerate(values.items(), 1):
            if unknown := set(known) - set(_COLUMNS):
                raise MetadataError(f"metadata 里“{path}”有不认识的项：{'、'.join(sorted(unknown))}")
            said = {key: "" if value is None else str(value) for key, value in known.items()}
            records.append((number, said | {"path": path}))
        return cls._of("metadata", Path(), records)

    @classmethod
    def _of(cls, name: str, folder: Path, records: Sequence[tuple[int, Mapping[str, str]]]) -> Self:
        entries: list[Entry] = []
        lines: dict[str, int] = {}
        for line, known in records:
            where = f"{name} 第 {line} 行"
            path = known.get("path", "").strip().replace("\\", "/").removeprefix("./")
            if not path:
                raise MetadataError(f"{where}：没有写 path")
            if path in lines:
                raise MetadataError(f"{where}：“{path}”在第 {lines[path]} 行已经写过；每个文档只写一行")
            lines[path] = line
            places = dict.fromkeys(key_of(base / path) for base in (folder, Path()))
            says = tuple(field for field in FIELDS if field in known)
            entries.append(Entry(line, path, tuple(places), _stated(known, where), says))
        return cls(name, tuple(entries))

    def over(self, before: "Metadata") -> "Metadata":
        """Return this as the newer word over what earlier builds were given."""
        said = {(entry.path, entry.places): set(entry.says) for entry in self.entries}
        older = (e for e in before.entries if not set(e.says) <= said.get((e.path, e.places), set()))
        return Metadata(self.name, (*(replace(entry, line=0) for entry in older), *self.entries))

    def to_json(self) -> str:
        """Return what a store keeps."""
        return json.dumps(asdict(self), ensure_ascii=False, default=str)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        values = json.loads(text)
        return cls(
            values["name"],
            tuple(
                Entry(
                    *(entry["line"], entry["path"], tuple(entry["places"]), _read_stated(entry["stated"])),
                    tuple(entry.get("says", FIELDS)),
                )
                for entry in values["entries"]
            ),
        )


def key_of(path: Path) -> str:
    """Return a path as text that can be stored, whatever bytes its name holds."""
    return os.fsencode(path.expanduser().resolve()).decode("utf-8", "backslashreplace")


def _columns(name: str, cells: Sequence[str]) -> list[str | None]:
    found: list[str | None] = []
    for cell in cells:
        written = cell.strip().lstrip("\ufeff").lower()
        column = next((key for key, names in _COLUMNS.items() if written in names), None)
        if column is not None and column in found:
            raise MetadataError(f"元数据文件 {name} 有两列都是 {column}：“{cell.strip()}”")
        found.append(column)
    if "path" not in found:
        raise MetadataError(f"元数据文件 {name} 第一行没有 path 列；列名应是 path,title,published,source")
    return found


def _stated(known: Mapping[str, str], where: str) -> Stated:
    written = known.get("published", "").strip()
    published = read_date(written) if written else None
    if written and published is None:
        raise MetadataError(f"{where}：published {why_no_date(written)}：“{written}”（应写成 2024-08-31）")
    return Stated(known.get("title", "").strip() or None, published, known.get("source", "").strip() or None)


def _read_stated(values: Mapping[str, str | None]) -> Stated:
    published = values["published"]
    return Stated(values["title"], date.fromisoformat(published) if published else None, values["source"])


class Statements:
    """Metadata against the files of one build: who is meant by which line."""

    def __init__(self, metadata: Metadata, files: Mapping[str, str]) -> None:
        """Match lines with `files` (key → name); what matches none may mean documents inside of them."""
        self._name = metadata.name
        by_name = {name: key for key, name in files.items()}
        self._of_file: dict[str, list[Entry]] = {}
        self._inside: dict[str, list[Entry]] = {}
        for entry in metadata.entries:
            key = by_name.get(entry.path) or next((place for place in entry.places if place in files), None)
            if key is not None:
                self._of_file.setdefault(key, []).append(entry)
            else:
                self._inside.setdefault(entry.path, []).append(entry)
        self.by_name = {name: _together(entries) for name, entries in self._inside.items()}

    def of_file(self, key: str) -> Stated | None:
        """Return what is said of a file."""
        entries = self._of_file.get(key)
        return _together(entries) if entries else None

    def within(self, key: str) -> dict[str, Stated]:
        """Return what is said of single documents of a file, filled up with what is said of all of it."""
        whole = self.of_file(key)
        if whole is None:
            return self.by_name
        return {
            name: Stated(own.title or whole.title, own.published or whole.published, own.source or whole.source)
            for name, own in self.by_name.items()
        }

    def mark(self, key: str, *, within: bool) -> str:
        """Return a digest of what concerns a file, "" for nothing; `within` for one that holds many documents."""
        said = self.of_file(key)
        single = self.by_name if within else {}
        if said is None and not single:
            return ""
        record = json.dumps([said and asdict(said), {k: asdict(v) for k, v in single.items()}], default=str)
        return ":" + hashlib.sha256(record.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def move(self, old: str, new: str) -> None:
        """Follow a file that was moved: what was said of it is said of it in its new place."""
        if entries := self._of_file.pop(old, None):
            moved = [replace(entry, line=0, path=new, places=(new,)) for entry in entries]
            self._of_file[new] = [*moved, *self._of_file.get(new, [])]

    def metadata(self) -> Metadata:
        """Return what was given, files that were moved by their new place."""
        groups = (*self._of_file.values(), *self._inside.values())
        entries = sorted((entry for group in groups for entry in group), key=lambda entry: entry.line)
        return Metadata(self._name, tuple(entries))

    def notes(self, before: "Statements", read: set[str], names: set[str]) -> list[tuple[str, str]]:
        """Return (line, remark) on what was given now.

        Args:
            before: what earlier builds were given.
            read: the keys of the files of this build.
            names: the names of all documents and of all that was refused.
        """
        found: list[tuple[str, str]] = []
        groups = [(self._of_file, before.of_file, read), (self._inside, before.by_name.get, names)]
        for said, earlier, present in groups:
            for target, entries in said.items():
                for entry in (entry for entry in entries if entry.line):
                    line = f"{self._name} 第 {entry.line} 行"
                    if target not in present:
                        missing = f"没有“{entry.path}”这个文件或文档，这一行没有用上"
                        found.append((line, _LATER.format(entry.path) if said is self._of_file else missing))
                    old = earlier(target) or Stated()
                    for field in entry.says:
                        if (value := getattr(old, field)) and getattr(entry.stated, field) is None:
                            found.append((line, f"{FIELDS[field]}留空，“{entry.path}”不再用以前给出的“{value}”"))
        return found


_LATER = "这次没有读“{}”；下次 build 读到它时才用上"


def _together(entries: Sequence[Entry]) -> Stated:
    """Return what some lines say of one document, each over those before it."""
    said = Stated()
    for entry in entries:
        said = replace(said, **{field: getattr(entry.stated, field) for field in entry.says})
    return said
