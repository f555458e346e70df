"""`CURRENT`: the small file that says which generation a store is at and what each of its files must hash to.

It is replaced in one step after everything it names is on the disk, so a store is always at exactly one acknowledged
state, whatever was killed. A copy stands in the generation's own folder, from which `yuanwen check` restores it.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from index.errors import StoreCorrupt, StoreMissing

NAME = "CURRENT"
GENERATIONS = "generations"


@dataclass(frozen=True, slots=True)
class Manifest:
    """One acknowledged state of a store.

    `documents` digests the catalogue, the rows of its documents; `database` the database file as a whole and `size` its
    length, both None when another process kept a part of it in the log at the time; `files` the derived files by their
    path below the store. `made_by` holds what must agree to read it: format version, segmenter, model fingerprint,
    configuration. `refused` holds (path, name, reason) of what could not be read, `built` the time (ISO, UTC).
    """

    generation: int
    made_by: dict[str, Any]
    documents: str = ""
    database: str | None = None
    size: int | None = None
    files: dict[str, str] = field(default_factory=dict[str, str])
    refused: list[list[str]] = field(default_factory=list[list[str]])
    built: str = ""

    def folder(self, store: Path) -> Path:
        """Return the folder of the generation's derived files."""
        return generation_folder(store, self.generation)

    def write(self, store: Path) -> None:
        """Replace `CURRENT` in one step, then its copy: what a copy says was the state of the store."""
        body = asdict(self)
        body["sha256"] = _digest(body)
        data = json.dumps(body, ensure_ascii=False, indent=1).encode()
        replace_file(store / NAME, data)
        replace_file(self.folder(store) / NAME, data)

    @classmethod
    def read(cls, store: Path) -> Self:
        """Read `CURRENT`.

        Raises:
            StoreMissing: there is none.
            StoreCorrupt: it is not what was written.
        """
        try:
            return cls._parse((store / NAME).read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            if not any(store.glob(f"{GENERATIONS}/*/{NAME}")):
                if (store / "data.sqlite").exists():
                    raise StoreMissing(
                        f"{store} 里的库还没有建完；请等正在进行的 yuanwen build 结束，若它已中断，就再运行一次，会接着做"
                    ) from None
                raise StoreMissing(f"{store} 里没有库；请先运行 yuanwen build 文档… --store {store}") from None
            raise StoreCorrupt(f"库的清单 {store / NAME} 不见了；{_remedy(store)}") from None
        except (ValueError, TypeError, KeyError, AttributeError):
            raise StoreCorrupt(f"库的清单 {store / NAME} 已损坏；{_remedy(store)}") from None

    @classmethod
    def copies(cls, store: Path) -> list[Self]:
        """Return the sound copies of manifests in the generations' folders, the newest first."""
        found: list[Self] = []
        for path in sorted(store.glob(f"{GENERATIONS}/*/{NAME}"), reverse=True):
            try:
                found.append(cls._parse(path.read_bytes()))
            except (OSError, ValueError, TypeError, KeyError, AttributeError):
                continue
        return found

    @classmethod
    def _parse(cls, data: bytes) -> Self:
        body = json.loads(data)
        if body.pop("sha256") != _digest(body):
            raise ValueError("digest")
        return cls(**body)


def _remedy(store: Path) -> str:
    return f"请运行 yuanwen check --store {store} 恢复；若不能恢复，删除该库后重新运行 yuanwen build"


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def generation_folder(store: Path, generation: int) -> Path:
    return store / GENERATIONS / f"{generation:06d}"


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


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of a file in one step, and wait until it is there."""
    new = path.with_name(f"{path.name}.new")
    write_file(new, data)
    new.replace(path)
    sync_folder(path.parent)


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


def make_folder(folder: Path) -> None:
    """Make a folder with all above it, and wait until their names are on the disk."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        sync_folder(path.parent)
