"""What the tests of the store's durability share: documents, worker processes, and a disk that loses what is not synced."""

import ctypes
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CRASH, FULL, BROKEN, SHORT, TORN, READ_ONLY = range(1, 7)
CRASHED = 99


def text(park: str, year: int, income: str, companies: int) -> str:
    """A little report on an invented park."""
    return (
        f"{park}{year}年工作报告\n{year + 1}年1月20日\n\n"
        f"{year}年，{park}实现营业总收入{income}亿元，同比增长{year % 7 + 3}.{year % 10}%。园区集聚企业{companies}家，"
        f"其中上市公司{companies % 17 + 2}家。\n{park}位于滨江区，为企业提供租金减免、人才公寓和一站式服务。\n"
    )


OLD = {
    "云湖2023.txt": text("云湖科技园", 2023, "412.6", 1280),
    "青松.md": text("青松产业园", 2023, "46.9", 233),
    "启明.txt": text("启明园", 2022, "3.7", 41),
    "空.txt": "",
}
NEW = {
    "云湖2023.txt": text("云湖科技园", 2023, "412.8", 1281),
    "云湖2024.txt": text("云湖科技园", 2024, "468.9", 1500),
    "启明.txt": text("启明园", 2022, "3.7", 41),
    "多篇.jsonl": "\n".join(
        json.dumps({"id": f"星河-{n}", "text": text("星河湾园区", 2010 + n, f"{n}.5", 100 + n)}, ensure_ascii=False)
        for n in range(6)
    ),
    "空2.txt": "",
}


def write_documents(folder: Path, documents: dict[str, str]) -> None:
    """Make `folder` hold just these files."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        if path.name not in documents:
            path.unlink()
    for name, content in documents.items():
        (folder / name).write_text(content, encoding="utf-8")


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder in memory where there is one: what was synced is noted by us, and waiting for a disk shows nothing."""
    memory = Path("/dev/shm")
    where = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="yuanwen-test-", dir=where) as name:
        yield Path(name)


def compile_shim(folder: Path) -> Path:
    """Compile store_faults.c; skips where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("faults are injected by a small C library, which needs Linux and a C compiler")
    shim = folder / "store_faults.so"
    source = Path(__file__).with_name("store_faults.c")
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", shim, source, "-ldl"], check=True)
    return shim


@dataclass(frozen=True, slots=True)
class Reply:
    """How a worker's child ended (0, 3 for an error that is ours, 4 for one that is not) and what it said."""

    status: int
    said: str

    @property
    def value(self) -> Any:
        assert self.status == 0, self.said
        return json.loads(self.said)


class Worker:
    """A running store_worker; one order at a time."""

    def __init__(self, shim: Path | None = None) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
        if shim is not None:
            environment["LD_PRELOAD"] = str(shim)
        command = [sys.executable, "-m", "tests.index.store_worker"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
        )
        assert self._answer() == "ready"

    def _answer(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the worker ended")
        return line.strip()

    def do(self, **order: Any) -> Reply:
        """Have an order done."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order, default=str) + "\n")
        self._process.stdin.flush()
        return Reply(**json.loads(self._answer()))

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


Content = dict[str, "Content | bytes"]


@dataclass(slots=True)
class Disk:
    """What a disk is sure to hold: for each file the bytes last synced, for each folder the names last synced.

    Files and folders go by their identity (inode and time of birth), as a synced name and a synced content are two
    different promises.
    """

    root: str
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    folders: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict[str, dict[str, tuple[str, str]]])

    @classmethod
    def replay(cls, folder: Path, log: Path) -> "Disk":
        """Read what the shim noted of a run below `folder`."""
        disk = cls("")
        for note in sorted(log.iterdir()):
            if note.suffix == ".part":
                continue
            head, _, rest = note.read_bytes().partition(b"\n")
            kind, identity, path = head.decode().split(" ", 2)
            if kind == "F":
                disk.files[identity] = rest
            else:
                entries = (line.split(" ", 2) for line in rest.decode().splitlines())
                disk.folders[identity] = {name: (kind, other) for kind, other, name in entries}
                if path == str(folder):
                    disk.root = identity
        return disk

    def lay_out(self, target: Path, identity: str | None = None) -> None:
        """Write what the disk holds: a name without synced content is an empty file."""
        target.mkdir()
        for name, (kind, other) in self.folders.get(identity or self.root, {}).items():
            if kind == "D":
                self.lay_out(target / name, other)
            else:
                (target / name).write_bytes(self.files.get(other, b""))

    def lay_out_some(
        self, target: Path, current: Path, dice: random.Random, identify: Any, at: str | None = None
    ) -> None:
        """Write what the disk may hold: of what was not synced some names and some pages, but not others."""
        target.mkdir()
        durable = self.folders.get(at or self.root, {})
        now = (
            {path.name: ("D" if path.is_dir() else "F", identify(path)) for path in current.iterdir()}
            if current
            else {}
        )
        for name in sorted(durable.keys() | now.keys()):
            held, new = durable.get(name), now.get(name)
            chosen = held if held == new else dice.choice((held, new))
            if chosen is None:
                continue
            kind, identity = chosen
            path = current / name if chosen == new else None
            if kind == "D":
                self._some_folder(target / name, path, dice, identify, identity)
            else:
                unsynced = path.read_bytes() if path else self.files.get(identity, b"")
                (target / name).write_bytes(mixed(self.files.get(identity, b""), unsynced, dice))

    def _some_folder(self, target: Path, path: Path | None, dice: random.Random, identify: Any, identity: str) -> None:
        if path is None:
            self.lay_out(target, identity)
        else:
            self.lay_out_some(target, path, dice, identify, identity)


def mixed(synced: bytes, written: bytes, dice: random.Random, page: int = 512) -> bytes:
    """Take each page from either, and the length of either; what was cut off comes back as it was synced."""
    size = dice.choice((len(synced), len(written)))
    pages: list[bytes] = []
    for start in range(0, size, page):
        chosen = synced if start >= len(written) else dice.choice((synced, written))
        pages.append(chosen[start : start + page].ljust(page, b"\0"))
    return b"".join(pages)[:size]


def identifier(shim: Path) -> Any:
    """Return the function that tells a file's identity as the shim does."""
    library = ctypes.CDLL(str(shim))

    def identify(path: Path) -> str:
        buffer = ctypes.create_string_buffer(96)
        if library.fault_identity(os.fsencode(path), buffer, ctypes.c_size_t(96)):
            raise FileNotFoundError(path)
        return buffer.value.decode()

    return identify
