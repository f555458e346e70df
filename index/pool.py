"""Pieces in, results out, in order: here for a small build, in worker processes for a large one.

The workers are plain child processes (`index.worker`) that are spoken to over sockets: a fork would copy the threads' locks
of whoever calls, and Python's own process pools run the caller's script again. What a worker cannot do, because it is
killed, crashes or runs out of memory, becomes the reason of the document concerned and nothing else's problem.
"""

import contextlib
import logging
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from index.config import IndexConfig
from index.embed import Embedder, StaticEmbedder
from index.load import Refused
from index.messages import Channel, packed, unpacked_result
from index.prepare import Piece, Preparer, Result

log = logging.getLogger("yuanwen.build")

Answer = tuple[Piece, Result, bool]
"""A piece, a part of its result, and whether it is the last part."""

_ROOT = Path(__file__).resolve().parents[1]
_AHEAD = 3  # pieces under way for each worker: enough that none waits, few enough to hold in memory
_ALONE = 1 << 20  # bytes that are prepared sooner than workers start
_MOST_WORKERS = 4  # each holds 0.1 GB
# Seconds after which threads take turns. At the usual 0.005 each word of a worker waits as long while this process
# computes: measured, 15.8 ms a round trip with a process that takes 10, and 11.0 at this.
_TURN = 0.0005
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


@contextmanager
def hired(size: int, workers: int | None) -> Generator["Family | None"]:
    """Start worker processes for sources of `size` bytes, if these are many; they load while the sources are looked at.

    Args:
        size: of all sources, whether they changed or not.
        workers: how many processes at most; None for as many as there are cores.

    Yields:
        The processes, which end with the block.
    """
    if workers is None:
        # One core is left to this process, which writes: measured, a worker more only takes turns with it.
        workers = min(_MOST_WORKERS, len(os.sched_getaffinity(0)) - 1)
    if size <= _ALONE or workers == 0:
        yield None
        return
    family = Family(workers)
    try:
        yield family
    finally:
        family.close()


@contextmanager
def prepared(
    pieces: Iterator[Piece], config: IndexConfig, embedder: Embedder, family: "Family | None"
) -> Generator[tuple[Iterator[Answer], int]]:
    """Prepare pieces here when they are few, else in worker processes.

    Args:
        pieces: what is to be prepared.
        config: the settings.
        embedder: the model; one that is not the shipped one is left to the caller.
        family: the worker processes; None prepares all here.

    Yields:
        What became of the pieces, in their order, and how many processes there are beside this one.
    """
    shipped = isinstance(embedder, StaticEmbedder) and embedder.shipped
    first: list[Piece] = []
    size = 0
    while size <= _ALONE and family and (piece := next(pieces, None)) is not None:
        first.append(piece)
        size += piece.size
    preparer = Preparer(config, embedder if shipped else None)
    if size <= _ALONE or not family:
        yield run_here(preparer, chain(first, pieces)), 0
        return
    pool = Pool(family, config, preparer, embed=shipped)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield pool.run(chain(first, pieces)), family.count
    finally:
        sys.setswitchinterval(usual)
        pool.close()


class Pool:
    """Worker processes that prepare pieces; results come in the order of the pieces, however many workers there are."""

    def __init__(self, family: "Family", config: IndexConfig, preparer: Preparer, *, embed: bool) -> None:
        """Set workers to work; they embed with the shipped model, or not at all.

        `preparer` lends a hand in this process while nothing waits to be taken, so as long as the workers start.
        """
        self._preparer = preparer
        self._settings = {"config": config.to_dict(), "embed": embed}
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._workers = dict(enumerate(family.workers(self._settings)))
        self._closed = False
        self._ahead = family.count * _AHEAD
        self._threads = [threading.Thread(target=self._serve, args=(n,), daemon=True) for n in range(family.count)]
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
                [worker] = Family(1).workers(self._settings)
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

    def __init__(self, channel: Channel, process: "subprocess.Popen[bytes] | None") -> None:
        """Speak through `channel`; `process` is None for one that another worker made, which tells its number first."""
        self._channel = channel
        self._process = process
        self._handle: int | None = None  # of the process, if it was not started here
        self._told = False
        self._marked = ""

    def ask(self, piece: Piece) -> Iterator[Result]:
        if not self._told:
            [number] = self._channel.receive()
            self._told = True
            self._handle = None if self._process else os.pidfd_open(number)
        fresh = piece.key != self._marked
        self._marked = piece.key
        head, blobs = packed(piece, with_marks=fresh)
        self._channel.send(head, *blobs)
        while True:
            answer, *blobs = self._channel.receive()
            if "failed" in answer:
                raise Failed(answer["failed"])
            if "items" not in answer:
                return
            yield unpacked_result(answer, blobs)

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
        self._channel.close()
        return status


class Family:
    """Worker processes: the first loads the program and the model, and the others are its copies.

    Loading takes a core as long as two hundred documents do, and what is copied is held in memory once.
    """

    def __init__(self, count: int) -> None:
        """Start `count` of them, which load the program and wait for what else there is to know."""
        self.count = count
        pairs = [socket.socketpair() for _ in range(count)]
        theirs = [other.fileno() for _, other in pairs]
        # One thread for each library: the workers share the cores among themselves.
        single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", "index.worker", *map(str, theirs)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # a library that prints must not speak for the build
            pass_fds=theirs,
            env={**os.environ, **single, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"},
            process_group=0,  # Ctrl-C is for the build, which ends its workers itself
        )
        for _, other in pairs:
            other.close()
        self._channels = [Channel(own) for own, _ in pairs]

    def workers(self, settings: Mapping[str, Any]) -> "list[_Worker]":
        """Tell the settings; return the workers, which are the caller's from then on."""
        channels, self._channels = self._channels, []
        with contextlib.suppress(OSError):
            channels[0].send(settings)
        return [_Worker(channel, None if number else self._process) for number, channel in enumerate(channels)]

    def close(self) -> None:
        """End them, if nobody took them."""
        if self._channels:
            self._process.kill()
            self._process.wait()
        for channel in self._channels:
            channel.close()
