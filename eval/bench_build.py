"""Building at scale, measured: documents and megabytes a second, memory of all processes, each stage's share.

Comes in: a text with one document a line (`.txt` or `.txt.xz`), or JSON Lines. Goes out: a `Measured`, JSON-ready.
"""

import json
import lzma
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from index.build import Progress, build

QUESTION = "2023年上半年营业收入是多少？"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a build took; shares are of the seconds of all processes together."""

    documents: int
    megabytes: float
    passages: int
    seconds: float
    documents_per_second: float
    megabytes_per_second: float
    peak_memory_mb: float | None
    shares: dict[str, float] = field(default_factory=dict[str, float])
    refused: int = 0
    add_one_seconds: float | None = None
    open_seconds: float | None = None
    first_answer_seconds: float | None = None
    baseline: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        return {key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(self).items()}


def take(source: Path, target: Path, limit: int | None = None) -> tuple[int, int]:
    """Write the first documents of `source` as JSON Lines, named by their line; return how many, and bytes of text."""
    count = size = 0
    with target.open("w", encoding="utf-8") as file:
        for number, text in enumerate(_texts(source), 1):
            if limit is not None and count == limit:
                break
            if not text.strip():
                continue
            count += 1
            size += len(text.encode())
            file.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    return count, size


def _texts(source: Path) -> Iterator[str]:
    opened = lzma.open if source.suffix == ".xz" else Path.open
    with opened(source, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            yield json.loads(line)["text"] if source.suffix == ".jsonl" else line.rstrip("\n")


def measure(
    lines: Path, documents: int, size: int, store: Path, *, progress: Progress | None = None, workers: int | None = None
) -> Measured:
    """Build `store` from a JSON Lines file, open it, ask, and add one more file."""
    with Memory() as memory:
        began = time.perf_counter()
        report = build([lines], store, progress=progress, workers=workers)
        seconds = time.perf_counter() - began
    opened, answered = _opened(store)
    whole = sum(report.stages.values())
    return Measured(
        documents=documents,
        megabytes=size / 1e6,
        passages=report.passages,
        seconds=seconds,
        documents_per_second=documents / seconds,
        megabytes_per_second=size / 1e6 / seconds,
        peak_memory_mb=memory.peak,
        shares={stage: round(spent / whole, 4) for stage, spent in report.stages.items()},
        refused=len(report.refused),
        add_one_seconds=_added(store),
        open_seconds=opened,
        first_answer_seconds=answered,
    )


def _opened(store: Path) -> tuple[float, float]:
    """Return the seconds to open a store and to answer the first question, in a process of its own."""
    code = (
        "import json, sys, time; from qa import Assistant; a = time.perf_counter();"
        " assistant = Assistant.open(sys.argv[1]); b = time.perf_counter(); assistant.ask(sys.argv[2]);"
        " print(json.dumps([b - a, time.perf_counter() - b]))"
    )
    opened, answered = json.loads(_run([sys.executable, "-c", code, str(store), QUESTION]).splitlines()[-1])
    return opened, answered


def _added(store: Path) -> float:
    with tempfile.TemporaryDirectory(prefix="yuanwen-bench-") as folder:
        (Path(folder) / "新增一篇.txt").write_text("启明园2024年营业收入3.7亿元，比上年增长12.5%。\n", encoding="utf-8")
        began = time.perf_counter()
        build([folder], store)
        return time.perf_counter() - began


def measure_baseline(lines: Path) -> dict[str, Any]:
    """Run `eval/baseline.py` on the same documents, in a process of its own."""
    with Memory() as memory:
        command = [sys.executable, str(Path(__file__).with_name("baseline.py")), str(lines)]
        found = json.loads(_run(command).splitlines()[-1])
    return found | {"peak_memory_mb": memory.peak}


def _run(command: list[str]) -> str:
    root = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH")) if part)
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout  # noqa: S603


class Memory:
    """Watches the memory of this process and of all below it: what they hold alone, and their part of what they share."""

    def __init__(self, every: float = 0.5) -> None:
        # At 0.2 seconds it takes a fourteenth of the time of the process that it watches, which is also one that builds.
        self._every = every
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.peak: float | None = None
        """Megabytes; None where the system does not tell."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            now = held()
            if now is not None:
                self.peak = max(self.peak or 0.0, now)
            if self._done.wait(self._every):
                return


def held() -> float | None:
    """Return the megabytes that this process and all below it hold, by the proportional sizes of Linux."""
    try:
        sizes = [_size(process) for process in _family(os.getpid())]
    except OSError:
        return None
    return sum(sizes) / 1024 or None


def _family(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found: list[int] = []
    waiting = [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def _size(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


@contextmanager
def bar() -> Generator[Callable[[int, int, int], None] | None]:
    """Show documents, megabytes a second and the time left on a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        *(TextColumn("{task.fields[documents]} documents"), BarColumn(), DownloadColumn(), TransferSpeedColumn()),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as shown:
        task = shown.add_task("build", total=None, documents=0)
        yield lambda documents, done, total: shown.update(task, completed=done, total=total, documents=documents)
