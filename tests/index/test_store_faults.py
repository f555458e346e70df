"""Whatever fails while a store is built, it is at the generation before or at the new one, and the next build finishes.

A small C library is preloaded into the building process and makes one of its changes to files fail, whichever library
makes it (SQLite, tantivy, ours): the process dies before it or half-way through it, the disk is full from then on, it
gives an error, or a write is cut short. For deaths the power may go as well: all that was not synced is lost, or a part
of it.
"""

import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from tests.index import store_harness as harness
from tests.index.store_harness import BROKEN, CRASH, CRASHED, FULL, NEW, OLD, SHORT, TORN, Disk, Worker

WORKERS = 2
FAULTS = {"crash": CRASH, "torn write": TORN, "full disk": FULL, "input/output error": BROKEN, "short write": SHORT}


class Bench:
    """A store at its old state, the documents of the new one, and workers to build it."""

    def __init__(self, folder: Path, shim: Path) -> None:
        self.folder = folder
        self.identify = harness.identifier(shim)
        self.workers: SimpleQueue[Worker] = SimpleQueue()
        for _ in range(WORKERS):
            self.workers.put(Worker(shim))
        self._numbers = count()
        self.sources = [str(folder / "docs")]
        harness.write_documents(folder / "docs", OLD)
        self.base = folder / "base"
        self.base.mkdir()
        worker = self.workers.get()
        assert worker.do(do="build", store=self.base / "store", sources=self.sources).status == 0
        self.old = worker.do(do="read", store=self.base / "store").value
        harness.write_documents(folder / "docs", NEW)
        fresh = self.copy(self.base)
        self.new = worker.do(do="verify", store=fresh / "store", sources=self.sources).value["after"]
        self.points: dict[str, int] = {}
        for name, start in (("update", self.base), ("first build", None)):
            run = self.copy(start)
            done = worker.do(do="build", store=run / "store", sources=self.sources, fault=0)
            assert done.status == 0, done.said
            self.points[name] = done.value["points"]
        self.workers.put(worker)

    def copy(self, base: Path | None) -> Path:
        target = self.folder / f"run{next(self._numbers)}"
        if base:
            shutil.copytree(base, target)
        else:
            target.mkdir()
        return target

    def close(self) -> None:
        while not self.workers.empty():
            self.workers.get().close()

    def run(self, what: str, at: int, fault: int, *, power: bool = False) -> str | None:
        """Let one point fail; returns what is wrong afterwards."""
        worker = self.workers.get()
        try:
            return self._run(worker, what, at, fault, power=power)
        finally:
            self.workers.put(worker)

    def _run(self, worker: Worker, what: str, at: int, fault: int, *, power: bool) -> str | None:
        folder = self.copy(self.base if what == "update" else None)
        log = folder.with_name(f"{folder.name}-log")
        log.mkdir()
        store = folder / "store"
        done = worker.do(
            do="build", store=store, sources=self.sources, at=at, fault=fault, log=str(log) if power else ""
        )
        if done.status not in (0, 3, CRASHED):
            return f"ended with {done.status}: {done.said[-600:]}"
        found = [folder]
        if power:
            disk = Disk.replay(folder, log)
            for number in range(2):
                found.append(folder.with_name(f"{folder.name}-power{number}"))
                if number:
                    disk.lay_out_some(found[-1], folder, random.Random(at), self.identify)
                else:
                    disk.lay_out(found[-1])
        problems = [self._problem(worker, what, place / "store", done.status == 0) for place in found]
        for place in (*found, log):
            shutil.rmtree(place)
        return next((f"state {n}: {problem}" for n, problem in enumerate(problems) if problem), None)

    def _problem(self, worker: Worker, what: str, store: Path, acknowledged: bool) -> str | None:
        found = worker.do(do="verify", store=store, sources=self.sources)
        if found.status:
            return f"does not open, or is not built further: {found.said[-600:]}"
        before, after, checked = (found.value[part] for part in ("before", "after", "check"))
        old = self.old if what == "update" else None  # nothing was acknowledged before a first build
        if before not in ([self.new] if acknowledged else [old, self.new]):
            return f"holds neither: {before}"
        if after != self.new:
            return f"the next build makes something else: {after}"
        return None if checked["ok"] and not checked["repaired"] else f"not sound: {checked}"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    shim = harness.compile_shim(tmp_path_factory.mktemp("shim"))
    with harness.scratch() as folder:
        made = Bench(folder, shim)
        yield made
        made.close()


def _sweep(bench: Bench, what: str, fault: str, *, wanted: int, power: bool = False) -> None:
    total = bench.points[what]
    # Spread over the whole build; each fault begins at another place, so that together they reach more points.
    shift = list(FAULTS).index(fault) / len(FAULTS)
    points = sorted({1 + int((n + shift) * total / wanted) for n in range(wanted)})

    def one(at: int) -> tuple[int, str | None]:
        return at, bench.run(what, at, FAULTS[fault], power=power)

    with ThreadPoolExecutor(WORKERS) as pool:
        problems = {at: problem for at, problem in pool.map(one, points) if problem}
    print(f"{what}, {fault}: {len(points)} of {total} points, {len(problems)} problems")
    assert not problems, problems
    assert len(points) >= wanted


def test_an_update_killed_at_60_points_with_and_without_power_cut(bench: Bench) -> None:
    _sweep(bench, "update", "crash", wanted=60, power=True)


def test_an_update_killed_half_way_through_a_write_at_30_points_with_and_without_power_cut(bench: Bench) -> None:
    _sweep(bench, "update", "torn write", wanted=30, power=True)


@pytest.mark.parametrize("fault", ["full disk", "input/output error", "short write"])
def test_an_update_with_a_fault_at_60_points(bench: Bench, fault: str) -> None:
    _sweep(bench, "update", fault, wanted=60)


@pytest.mark.parametrize("fault", ["crash", "full disk", "input/output error"])
def test_a_first_build_with_a_fault_at_20_points(bench: Bench, fault: str) -> None:
    _sweep(bench, "first build", fault, wanted=20, power=fault == "crash")


@pytest.mark.parametrize("what", ["update", "first build"])
def test_an_acknowledged_build_survives_a_power_cut(bench: Bench, what: str) -> None:
    problems = [bench.run(what, bench.points[what] + 1 + seed, CRASH, power=True) for seed in range(4)]
    assert problems == [None] * 4


def test_the_bench_notices_a_missing_sync(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that keeps only what was synced loses a file that was not: the model is not blind."""
    worker = bench.workers.get()
    folder = bench.copy(bench.base)
    log = folder.with_name("log-of-nothing")
    log.mkdir()
    answer: Any = worker.do(do="read", store=folder / "store", fault=0, log=str(log))
    bench.workers.put(worker)
    assert answer.status == 0
    (folder / "store" / "unsynced").write_text("x")
    Disk.replay(folder, log).lay_out(folder.with_name("kept"))
    assert not (folder.with_name("kept") / "store" / "unsynced").exists()
    assert (folder.with_name("kept") / "store" / "CURRENT").read_bytes() == (folder / "store" / "CURRENT").read_bytes()
