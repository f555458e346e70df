"""Reads a file in a worker process with limits: a bomb, a hang or a crash is that file's reason and nothing else.

One worker serves many files (starting one costs more than most files do); it is replaced when it dies or breaks
a limit.
"""

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from index.load.raw import Raw, Unreadable
from index.load.sniff import Format

ADDRESS_SPACE = 1 << 30  # bytes
CPU_SECONDS = 20
WALL_SECONDS = 60.0  # for a worker that waits without working
OUTPUT = 20_000_000  # characters of text

_ROOT = Path(__file__).resolve().parents[2]


class _Worker:
    """A running worker process; `ask` is called by one thread at a time."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "OPENBLAS_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "index.load.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )

    def ask(self, path: Path, kind: Format) -> dict[str, Any]:
        """Have one file read; an empty answer means that the worker died."""
        timer = threading.Timer(WALL_SECONDS, self.process.kill)
        timer.daemon = True
        timer.start()
        try:
            request = json.dumps({"path": os.fspath(path.absolute()), "kind": kind.value, "seconds": CPU_SECONDS})
            _pipe(self.process.stdin).write(request.encode("ascii") + b"\n")
            _pipe(self.process.stdin).flush()
            head = _pipe(self.process.stdout).read(8)
            size = int.from_bytes(head, "big")
            body = _pipe(self.process.stdout).read(size) if len(head) == 8 and size <= 8 * OUTPUT else b""
            return json.loads(body) if body and len(body) == size else {}
        except (OSError, ValueError):
            return {}
        finally:
            timer.cancel()

    def close(self) -> int | None:
        """End the process; returns its exit status."""
        with contextlib.suppress(OSError):
            self.process.kill()
        status = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()
        return status


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise OSError("worker without pipes")
    return pipe


_lock = threading.Lock()
_current: _Worker | None = None
_inherited: list[_Worker] = []


def read_in_worker(path: Path, kind: Format) -> Raw:
    """Read the file in the worker process.

    Raises:
        Unreadable: the file cannot be read or exceeds a limit.
    """
    global _current
    with _lock:
        if _current is not None and _current.process.poll() is not None:
            _current.close()
            _current = None
        if _current is None:
            _current = _Worker()
        answer = _current.ask(path, kind)
        if not answer or answer.get("last"):
            status = _current.close()
            _current = None
            if not answer:
                raise Unreadable(_reason(status))
    if "reason" in answer:
        raise Unreadable(str(answer["reason"]))
    fields: dict[str, Any] = answer["raw"]
    fields["notes"] = tuple(fields["notes"])
    return Raw(**fields)


def _reason(status: int | None) -> str:
    if status == -24:  # SIGXCPU
        return f"读取超过 {CPU_SECONDS} 秒，已放弃；请另存为较小或较简单的文件"
    if status == -9:
        return "读取超时或内存不够，已放弃；请另存为较小或较简单的文件"
    return "文件结构异常，读取时出错；请重新保存或另存为其他格式"


def close_worker() -> None:
    """End the worker process, if one runs."""
    global _current
    with _lock:
        if _current is not None:
            _current.close()
            _current = None


def _forget_in_child() -> None:
    """A fork starts with a lock of its own: the parent's may be held by a thread that the child does not have."""
    global _lock, _current
    if _current is not None:
        _inherited.append(_current)  # the process belongs to the parent: nothing here may end it or wait for it
    _lock, _current = threading.Lock(), None


atexit.register(close_worker)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
