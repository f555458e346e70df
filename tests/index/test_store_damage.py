"""Four hundred damaged copies of a store: every one is noticed, none shows anything but what was written.

Opening a damaged store gives the same documents and answers as before, or refuses and says what to do. `check` notices
every changed byte; where it says that it repaired the store, the store is as it was.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.index import store_harness as harness
from tests.index.store_harness import NEW, OLD, Worker

COPIES = 400
WORKERS = 2
KINDS = ("flip", "flip", "flip", "truncate", "zero", "delete")
QUESTION = "云湖科技园2024年营业总收入是多少？"
UNREAD = (".lock", "LOCK", "-shm")  # what no reader loads


@pytest.fixture(scope="module")
def bench() -> Iterator["Bench"]:
    with harness.scratch() as folder:
        made = Bench(folder)
        yield made
        made.close()


class Bench:
    """A store that has seen two builds, its twin with a third one broken off, and workers that damage copies."""

    def __init__(self, folder: Path) -> None:
        self.sources = [str(folder / "docs")]
        self.store = folder / "store"
        self.broken_off = folder / "broken-off"
        self.workers = [Worker() for _ in range(WORKERS)]
        worker = self.workers[0]
        for documents in (OLD, NEW):
            harness.write_documents(folder / "docs", documents)
            for store in (self.store, self.broken_off):
                assert worker.do(do="build", store=store, sources=self.sources).status == 0
        more = {f"{n}.txt": harness.text(f"新园{n}", 2020, f"{n}.5", n + 60) for n in range(9)}
        harness.write_documents(folder / "docs", NEW | more)
        assert worker.do(do="abandon", store=self.broken_off, sources=self.sources, documents=4).status == 0
        self.before = self.look(self.store)
        assert self.look(self.broken_off) == self.before
        copy = folder / "built"
        assert worker.do(do="build", store=copy, sources=self.sources).status == 0
        self.documents_built = set(self.look(copy)["documents"])

    def look(self, store: Path) -> dict[str, Any]:
        reply = self.workers[0].do(do="look", store=store, question=QUESTION)
        assert reply.status == 0, reply.said
        return reply.value

    def run(self, store: Path, cases: list[tuple[str, str, int]], **order: Any) -> list[Any]:
        """Damage a copy for each case, on all workers."""
        shares = [cases[n::WORKERS] for n in range(WORKERS)]

        def one(worker: Worker, share: list[tuple[str, str, int]]) -> list[Any]:
            found: list[Any] = []
            for start in range(0, len(share), 10):
                some = share[start : start + 10]
                reply = worker.do(do="damage", store=store, cases=some, question=QUESTION, **order)
                assert reply.status == 0, f"{some}: {reply.status} {reply.said[-2000:]}"
                found += zip(some, reply.value, strict=True)
            return found

        with ThreadPoolExecutor(WORKERS) as pool:
            return [result for part in pool.map(one, self.workers, shares) for result in part]

    def close(self) -> None:
        for worker in self.workers:
            worker.close()


def _files(store: Path) -> list[str]:
    paths = [path for path in sorted(store.rglob("*")) if path.is_file() and path.stat().st_size]
    return [path.relative_to(store).as_posix() for path in paths if not path.name.endswith(UNREAD)]


def test_400_damaged_copies(bench: Bench) -> None:
    files = _files(bench.store)
    assert {"CURRENT", "data.sqlite"} < set(files)
    # The database and the manifest are what cannot be derived; they get a third of the damage.
    names = files + ["data.sqlite"] * (len(files) // 3) + ["CURRENT"] * (len(files) // 6)
    cases = [(names[n % len(names)], KINDS[n // len(names) % len(KINDS)], n) for n in range(COPIES)]
    outcomes: Counter[str] = Counter()
    for case, result in bench.run(bench.store, cases):
        if result["same"]:
            outcomes["nothing changed"] += 1
            continue
        refused = isinstance(result["opened"], str)
        if refused:
            assert "yuanwen" in result["opened"], (case, result["opened"])
        else:
            assert result["opened"] == bench.before, case
        checked = result["checked"]
        assert checked["repaired"] or checked["broken"], f"{case}: not noticed: {checked}"
        if checked["ok"]:
            assert result["after"] == bench.before, case
            outcomes["repaired"] += 1
        else:
            assert "yuanwen" in checked["remedy"], case
            outcomes["refused with the remedy"] += 1
        outcomes["opened as before" if not refused else "opening refused"] += 1
    print(f"{COPIES} damaged copies of {len(files)} files: {dict(outcomes)}")
    assert outcomes["nothing changed"] < COPIES / 20
    assert min(outcomes["repaired"], outcomes["refused with the remedy"]) > COPIES / 20


def test_60_damaged_copies_of_a_store_whose_last_build_was_broken_off(bench: Bench) -> None:
    """The log of an unfinished build, the database under it: what was acknowledged is served or refused."""
    assert (bench.broken_off / "data.sqlite-wal").stat().st_size
    cases = [(("data.sqlite-wal", "data.sqlite")[n % 3 == 2], KINDS[n // 3 % len(KINDS)], n) for n in range(60)]
    outcomes: Counter[str] = Counter()
    for case, result in bench.run(bench.broken_off, cases, sources=bench.sources):
        opened, built = result["opened"], result["built"]
        if isinstance(opened, str):
            assert "yuanwen" in opened, case
            outcomes["opening refused"] += 1
        else:
            assert opened == bench.before, case
            outcomes["opened as before"] += 1
        if isinstance(built, str):
            assert "yuanwen" in built, case
            outcomes["build refused"] += 1
        else:
            assert set(built["documents"]) == bench.documents_built, case
            outcomes["build went on"] += 1
    print(f"60 damaged copies of a store with an unfinished build: {dict(outcomes)}")
    assert outcomes["build went on"] >= 20
