"""A hundred builds killed at random moments: nothing acknowledged is lost, nothing committed is embedded again."""

import json
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from index import rows
from index.words import search_text
from tests.index import store_harness as harness
from tests.index.store_harness import Worker, text

KILLS = 100
LANES = 2  # stores that are built and killed side by side
LINES = 80
BATCH = 8  # documents committed at a time, so that there is much to go on from


def _documents(version: int) -> dict[str, str]:
    """More files the later the version, and one of many lines, another one of which is changed each time."""
    files = {f"{n}号园.txt": text(f"启明{n}号园", 2000 + n % 25, f"{n}.5", 100 + n) for n in range(3 * version)}
    lines = [{"id": f"星河-{n}", "text": text("星河湾", 1950 + n, f"{n}.25", n)} for n in range(LINES)]
    lines[version]["text"] = text("改过的园", 1950 + version, "7.75", version)
    files["多篇.jsonl"] = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return files


def _committed(store: Path) -> set[str]:
    """What the model was given for the documents that are in the database, acknowledged or not."""
    database = store / "data.sqlite"
    if not database.exists():
        return set()
    try:
        with closing(rows.connect(database)) as db:
            found = [rows.stored(db, entry.row) for entry in rows.catalogue(db, 1 << 40)]
    except rows.DatabaseError:  # killed before there were tables
        return set()
    return {search_text(p.text, one.title, p.section) for one in found if one for p in one.passages()}


class _Lane:
    """One store, built again and again, most times killed."""

    def __init__(self, folder: Path, seed: int) -> None:
        folder.mkdir()
        self.docs = folder / "docs"
        self.store = folder / "store"
        self.notes = folder / "embedded"
        self.notes.touch()
        self.dice = random.Random(seed)
        self.kills = self.finished = self.spared = 0
        self._acknowledged: dict[str, str] = {}
        self._seen: dict[str, str] | None = None
        self._usual = 0.5  # seconds that a build takes

    def run(self, kills: int) -> None:
        self._worker = Worker()
        version = 0
        while self.kills < kills:
            version += 1
            harness.write_documents(self.docs, _documents(version))
            for _ in range(8):
                if self.kills < kills:
                    self._build(kill=True)
            self._build(kill=False)
        self._worker.close()

    def _build(self, *, kill: bool) -> None:
        committed = _committed(self.store)
        start = self.notes.stat().st_size
        began = time.perf_counter()
        when = {"kill_after": self.dice.random() * self._usual} if kill else {}
        reply = self._worker.do(
            do="build", store=self.store, sources=[str(self.docs)], notes=self.notes, batch=BATCH, **when
        )
        assert reply.status in (0, -signal.SIGKILL), reply.said
        again = committed.intersection(self._embedded(start))
        assert not again, f"embedded though it was committed: {list(again)[:3]}"
        self.spared += len(committed)
        if reply.status:
            self.kills += 1
            self._look_killed()
        else:
            self.finished += 1
            if not kill:
                self._usual = time.perf_counter() - began
            self._look_finished()

    def _embedded(self, start: int) -> set[str]:
        with self.notes.open("rb") as file:
            file.seek(start)
            return {json.loads(line) for line in file if line.endswith(b"\n")}

    def _look_killed(self) -> None:
        """The store is at the last state that was acknowledged, or already at the new one."""
        reply = self._worker.do(do="read", store=self.store)
        if reply.status == 3 and reply.said.startswith("StoreMissing"):
            assert not self._acknowledged
            return
        assert reply.status == 0, reply.said
        if reply.value["documents"] != self._acknowledged:
            self._seen = reply.value["documents"]

    def _look_finished(self) -> None:
        reply = self._worker.do(do="read", store=self.store)
        assert reply.status == 0, reply.said
        now = reply.value["documents"]
        assert len(now) == LINES + sum(1 for path in self.docs.iterdir() if path.suffix == ".txt")
        # What a killed build left to see, if it was not the state before, is the whole of the new one.
        assert self._seen in (None, now)
        self._acknowledged, self._seen = now, None


def test_100_builds_killed_at_random_moments() -> None:
    with harness.scratch() as folder:
        lanes = [_Lane(folder / f"lane{n}", seed=n) for n in range(LANES)]
        with ThreadPoolExecutor(LANES) as pool:
            list(pool.map(lambda lane: lane.run(KILLS // LANES), lanes))
    kills, finished = sum(lane.kills for lane in lanes), sum(lane.finished for lane in lanes)
    print(f"{kills} kills, {finished} builds to the end, {sum(lane.spared for lane in lanes)} texts not embedded again")
    assert kills >= KILLS
    assert finished
