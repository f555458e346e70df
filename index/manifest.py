"""`CURRENT`: the small file that says which generation a store is at and what each of its files must hash to.

It is replaced in one step after everything it names is on the disk, so a store is always at exactly one acknowledged
state, whatever was killed.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from index.errors import StoreCorrupt, StoreMissing

NAME = "CURRENT"
_REBUILD = "请删除该库后重新运行 yuanwen build"


@dataclass(frozen=True, slots=True)
class Manifest:
    """One acknowledged state of a store.

    `documents` digests the rows of its documents; `database` the database file as a whole, None when another process had
    it open at the time; `files` the derived files by their path below the store. `made_by` holds what must agree to
    read it: format version, segmenter, model fingerprint, configuration.
    """

    generation: int
    documents: str
    database: str | None
    made_by: dict[str, Any]
    files: dict[str, str] = field(default_factory=dict[str, str])

    def write(self, folder: Path) -> None:
        """Replace `CURRENT` in one step, after it is on the disk."""
        body = asdict(self)
        body["sha256"] = _digest(body)
        write_file(folder / f"{NAME}.new", json.dumps(body, ensure_ascii=False, indent=1).encode())
        (folder / f"{NAME}.new").replace(folder / NAME)
        sync_folder(folder)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read `CURRENT`.

        Raises:
            StoreMissing: there is none.
            StoreCorrupt: it is not what was written.
        """
        try:
            data = (folder / NAME).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise StoreMissing(f"{folder} 里没有库；请先运行 yuanwen build 文档… --store {folder}") from None
        try:
            body = json.loads(data)
            digest = body.pop("sha256")
            if digest != _digest(body):
                raise ValueError("digest")
            return cls(**body)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise StoreCorrupt(f"库的清单 {folder / NAME} 已损坏；{_REBUILD}") from None


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_held: dict[tuple[int, int], int] = {}
_HELD_AT_MOST = 64


def database_digest(path: Path) -> str:
    """Return the SHA-256 of a database file that this process may have open.

    Closing any descriptor of a file drops all of a process's POSIX locks on it, SQLite's among them, and then another
    process may remove the journal under our feet. So one descriptor stays open for each of the last files.
    """
    stat = path.stat()
    key = (stat.st_dev, stat.st_ino)
    if key not in _held:
        _held[key] = os.open(path, os.O_RDONLY)
        if len(_held) > _HELD_AT_MOST:
            os.close(_held.pop(next(iter(_held))))
    digest = hashlib.sha256()
    place = 0
    while block := os.pread(_held[key], 1 << 20, place):
        digest.update(block)
        place += len(block)
    return digest.hexdigest()


def write_file(path: Path, data: bytes) -> None:
    """Write all of `data` and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Wait until a file that somebody else wrote is on the disk."""
    sync_folder(path)
