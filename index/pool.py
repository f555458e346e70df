"""Pieces in, results out, in order: here for a small build, in worker processes for a large one.

The workers are plain child processes (`index.worker`) that are spoken to over pipes: a fork would copy the threads' locks
of whoever calls, and Python's own process pools run the caller's script again. What a worker cannot do, because it is
killed, crashes or runs out of memory, becomes the reason of the document concerned and nothing else's problem.
"""

import contextlib
import json
import logging
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import IO, Any

from index.config import IndexConfig
from index.load import Refused
from index.prepare import Item, Piece, Preparer, Ready, Result, Same
from index.rows import Record
from index.types import Stated

log = logging.getLogger("yuanwen.build")

Answer = tuple[Piece, Result, bool]
"""A piece, a part of its result, and whether it is the last part."""

_ROOT = Path(__file__).resolve().parents[1]
_AHEAD = 3  # pieces under way for each worker: enough that none waits, few enough to hold in memory
_PARTS = 4  # parts of one piece that may wait to be taken
_KILLED = "处理时被系统中止（多半是内存不够），未收；请拆成较小的文件后再试"


class Failed(Exception):
    """A piece could not be prepared; the message is the reason, in plain Chinese."""


def run_here(preparer: Preparer, pieces: Iterable[Piece]) -> Iterator[Answer]:
    """Prepare pieces in this process."""
    for piece in pieces:
        for part in _parts(piece, partial(_guarded, preparer)):
            yield piece, part, False
        yield piece, Result([], {}), True


def _guarded(preparer: Preparer, piece: Piece) -> Iterator[Result]:
    try:
        yield from preparer.run(piece)
    except Exception as error:
        raise Failed(reason_of(error)) from error


def reason_of(error: BaseException) -> str:
    """Say in plain words why a piece failed; the log keeps the rest."""
    if isinstance(error, MemoryError):
        return "内存不够，未收；请拆成较小的文件后再试"
    log.error("cannot be prepared", exc_info=error)
    return f"处理时出错（{type(error).__name__}），未收；请告知维护人员"


def _parts(piece: Piece, run: Callable[[Piece], Iterator[Result]]) -> Iterator[Result]:
    """Run a piece; when it fails, its halves, down to the one document that is to blame."""
    delivered = 0
    try:
        for part in run(piece):
            delivered += 1
            yield part
    except Failed as error:
        halves = _halves(piece) if not delivered else ()
        if not halves:
            yield Result([Refused(_name_of(piece), str(error))], {}, again=True)
        for half in halves:
            yield from _parts(half, run)


def _halves(piece: Piece) -> tuple[Piece, ...]:
    lines, texts = piece.lines, piece.texts
    if len(lines) + len(texts) < 2:
        return ()
    a, b = len(lines) // 2, len(texts) // 2
    return replace(piece, lines=lines[:a], texts=texts[:b]), replace(piece, lines=lines[a:], texts=texts[b:])


def _name_of(piece: Piece) -> str:
    if piece.lines:
        return f"{piece.name}:第{piece.lines[0][0]}行"
    return piece.texts[0][0] if piece.texts else piece.name


class Pool:
    """Worker processes that prepare pieces; results come in the order of the pieces, however many workers there are."""

    def __init__(self, count: int, config: IndexConfig, preparer: Preparer, *, embed: bool) -> None:
        """Start `count` workers; they embed with the shipped model, or not at all.

        `preparer` lends a hand in this process while nothing waits to be taken, so as long as the workers start.
        """
        self._preparer = preparer
        self._settings = {"config": config.to_dict(), "embed": embed}
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._workers = dict(enumerate(_family(self._settings, count)))
        self._closed = False
        self._ahead = count * _AHEAD
        self._threads = [threading.Thread(target=self._serve, args=(n,), daemon=True) for n in range(count)]
        for thread in self._threads:
            thread.start()

    def run(self, pieces: Iterable[Piece]) -> Iterator[Answer]:
        """Yield the parts of each piece's result, piece after piece."""
        waiting: deque[_Task] = deque()
        source = iter(pieces)
        while True:
            while len(waiting) < self._ahead and (piece := next(source, None)) is not None:
                waiting.append(_Task(piece))
                self._tasks.put(waiting[-1])
            if not waiting:
                return
            task = waiting.popleft()
            while task.parts.empty() and self._help():
                pass
            while (part := task.parts.get()) is not None:
                if isinstance(part, BaseException):
                    raise part
                yield task.piece, part, False
            yield task.piece, Result([], {}), True

    def _help(self) -> bool:
        """Prepare a piece that no worker has begun; return whether there was one."""
        try:
            task = self._tasks.get_nowait()
        except queue.Empty:
            return False
        if task is None:
            return False
        task.parts = queue.Queue()  # nobody takes from it before it is whole
        for part in _parts(task.piece, partial(_guarded, self._preparer)):
            task.parts.put(part)
        task.parts.put(None)
        return True

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        self._closed = True
        for worker in list(self._workers.values()):
            worker.close()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self, number: int) -> None:
        while (task := self._tasks.get()) is not None and not self._closed:
            try:
                for part in _parts(task.piece, partial(self._ask, number)):
                    self._put(task, part)
                self._put(task, None)
            except BaseException as error:  # told where the results are waited for
                self._put(task, error)

    def _put(self, task: "_Task", part: "Result | BaseException | None") -> None:
        while not self._closed:
            with contextlib.suppress(queue.Full):
                task.parts.put(part, timeout=0.5)
                return

    def _ask(self, number: int, piece: Piece) -> Iterator[Result]:
        """Have worker `number` prepare a piece; a fresh one tries again, in case only the worker was unlucky."""
        delivered = 0
        for attempt in range(2):
            if self._closed:
                return
            worker = self._workers.get(number)
            if worker is None:
                [worker] = _family(self._settings, 1)
                self._workers[number] = worker
            try:
                for count, part in enumerate(worker.ask(piece)):
                    if count >= delivered:  # what came before it died came in order
                        delivered += 1
                        yield part
                return
            except (OSError, EOFError, ValueError):
                status = worker.close()
                del self._workers[number]
                if self._closed:
                    return
                log.warning("worker ended with %s while preparing %s", status, piece.name)
                if attempt:
                    raise Failed(_KILLED if status == -9 else f"处理时出错（{status}），未收；请告知维护人员") from None


class _Task:
    """A piece on its way, and the parts of its result that are there; None ends them."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.parts: queue.Queue[Result | BaseException | None] = queue.Queue(_PARTS)


class _Worker:
    """One worker process; spoken to by one thread."""

    def __init__(self, channel: socket.socket, process: "subprocess.Popen[bytes] | None") -> None:
        """Speak through `channel`; `process` is None for one that another worker made, which tells its number first."""
        self._channel = channel
        self._source, self._target = channel.makefile("rb"), channel.makefile("wb")
        self._process = process
        self._handle: int | None = None  # of the process, if it was not started here
        self._told = False
        self._marked = ""

    def ask(self, piece: Piece) -> Iterator[Result]:
        if not self._told:
            [number] = receive(self._source)
            self._told = True
            self._handle = None if self._process else os.pidfd_open(number)
        fresh = piece.key != self._marked
        self._marked = piece.key
        head, blobs = _packed(piece, with_marks=fresh)
        send(self._target, head, *blobs)
        while True:
            answer, *blobs = receive(self._source)
            if "failed" in answer:
                raise Failed(answer["failed"])
            if "items" not in answer:
                return
            yield _result(answer, blobs)

    def close(self) -> int:
        """Kill the process; return its exit status, that of a killed one where nobody knows it."""
        status = -signal.SIGKILL
        handle, self._handle = self._handle, None
        with contextlib.suppress(OSError):
            if self._process is not None:
                self._process.kill()
            elif handle is not None:
                signal.pidfd_send_signal(handle, signal.SIGKILL)
                os.close(handle)
        if self._process is not None:
            status = self._process.wait()
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)  # whoever has not told its number reads the end
        for end in (self._source, self._target, self._channel):
            with contextlib.suppress(OSError):
                end.close()
        return status


def _family(settings: Mapping[str, Any], count: int) -> list[_Worker]:
    """Start `count` workers: the first loads the program and the model, and the others are its copies.

    Loading takes a core as long as two hundred documents do, and what is copied is held in memory once.
    """
    pairs = [socket.socketpair() for _ in range(count)]
    theirs = [other.fileno() for _, other in pairs]
    # One thread for each library: the workers share the cores among themselves.
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-m", "index.worker", *map(str, theirs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,  # a library that prints must not speak for the build
        pass_fds=theirs,
        env={**os.environ, **single, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"},
        process_group=0,  # Ctrl-C is for the build, which ends its workers itself
    )
    for _, other in pairs:
        other.close()
    with process.stdin or contextlib.nullcontext() as pipe, contextlib.suppress(OSError):
        if pipe:
            send(pipe, settings)
    return [_Worker(channel, process if number == 0 else None) for number, (channel, _) in enumerate(pairs)]


# What passes through the pipes: JSON and blobs behind it, each with its length before it


def send(pipe: IO[bytes], value: Any, *blobs: bytes) -> None:
    """Write one message."""
    body = json.dumps([value, [len(blob) for blob in blobs]], ensure_ascii=False, separators=(",", ":"))
    data = _bytes(body)
    pipe.write(len(data).to_bytes(8, "big") + data)
    for blob in blobs:
        pipe.write(blob)
    pipe.flush()


def receive(pipe: IO[bytes]) -> list[Any]:
    """Read one message: its value, then its blobs.

    Raises:
        EOFError: the other side is gone.
    """
    head = _exactly(pipe, 8)
    value, sizes = json.loads(_text(_exactly(pipe, int.from_bytes(head, "big"))))
    return [value, *(_exactly(pipe, size) for size in sizes)]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) != size:
        raise EOFError
    return data


def _packed(piece: Piece, *, with_marks: bool) -> tuple[dict[str, Any], list[bytes]]:
    head: dict[str, Any] = {
        "key": piece.key,
        "name": piece.name,
        "size": piece.size,
        "path": None if piece.path is None else os.fspath(piece.path.absolute()),
        "lines": [number for number, _ in piece.lines],
        "texts": piece.texts,
        "marks": piece.marks if with_marks else None,
        "renamed": piece.renamed,
        "stated": _stated(piece.stated),
        "by_name": {name: _stated(stated) for name, stated in piece.by_name.items()} if with_marks else None,
    }
    return head, [line for _, line in piece.lines]


def unpacked(head: dict[str, Any], blobs: Sequence[bytes], before: Piece | None) -> Piece:
    """Return the piece of a message; what does not change within a source comes with its first piece only."""
    if before is not None and head["marks"] is None:
        marks, by_name = before.marks, before.by_name
    else:
        marks = head["marks"]
        by_name = {name: _read_stated(value) or Stated() for name, value in head["by_name"].items()}
    return Piece(
        key=head["key"],
        name=head["name"],
        size=head["size"],
        path=None if head["path"] is None else Path(head["path"]),
        lines=list(zip(head["lines"], blobs, strict=True)),
        texts=[(text[0], text[1], text[2], text[3], text[4]) for text in head["texts"]],
        marks=marks,
        renamed=head["renamed"],
        stated=_read_stated(head["stated"]),
        by_name=by_name,
    )


def _stated(stated: Stated | None) -> dict[str, Any] | None:
    if stated is None:
        return None
    return asdict(stated) | {"published": stated.published.isoformat() if stated.published else None}


def _read_stated(value: dict[str, Any] | None) -> Stated | None:
    if value is None:
        return None
    published = value["published"]
    return Stated(value["title"], date.fromisoformat(published) if published else None, value["source"])


def send_result(pipe: IO[bytes], result: Result) -> None:
    """Write a part of a piece's result."""
    items: list[Any] = []
    blobs: list[bytes] = []
    for item in result.items:
        if isinstance(item, Refused):
            items.append(["refused", item.name, item.reason])
        elif isinstance(item, Same):
            items.append(["same", item.uid, item.name])
        else:
            record = item.record
            items.append(["ready", record.head, record.counts, record.digests, item.terms])
            blobs += (_bytes(record.passages), _bytes(record.figures), record.vectors)
    send(pipe, {"items": items, "seconds": result.seconds, "again": result.again}, *blobs)


def _result(answer: dict[str, Any], parts: Sequence[bytes]) -> Result:
    blobs = iter(parts)
    items: list[Item] = []
    for kind, *values in answer["items"]:
        if kind == "refused":
            items.append(Refused(*values))
        elif kind == "same":
            items.append(Same(*values))
        else:
            head, counts, digests, terms = values
            passages, figures, vectors = next(blobs), next(blobs), next(blobs)
            items.append(Ready(Record(head, _text(passages), _text(figures), vectors, counts, digests), terms))
    return Result(items, answer["seconds"], answer["again"])
