"""A process that does things to stores in forked children, so that what starts slowly starts once.

Driven over standard input: each line is a JSON object with `do`, one of the functions below, and its arguments; the
answer is a JSON line with the exit status of the child and what it returned. What is to go wrong is given by `at`,
`fault` and `log` (see store_faults.c), or `kill_after`, seconds until the child is killed.
"""

import ctypes
import gc
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import numpy as np

import index.build
from index.build import build as run_build
from index.check import check
from index.config import IndexConfig
from index.embed import Embedder, load_embedder
from index.errors import StoreMissing, YuanwenError
from index.store import Store
from index.words import bigrams
from index.writer import StoreWriter
from qa.assistant import Assistant

EMBEDDER = load_embedder()
QUESTION = "云湖科技园2024年营业总收入是多少？"


class Counting:
    """The shipped model; notes each text that it embeds at the end of a file."""

    fingerprint = EMBEDDER.fingerprint
    dimensions = EMBEDDER.dimensions

    def __init__(self, notes: Path) -> None:
        self._notes = notes
        self.encode_queries = EMBEDDER.encode_queries

    def encode_passages(self, texts: list[str]) -> np.ndarray:
        with self._notes.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)
        return EMBEDDER.encode_passages(texts)


def state(store: Path, embedding: Embedder = EMBEDDER) -> dict[str, Any]:
    """Everything a reader can see of a store, digested."""
    opened = Store.open(store, embedding=embedding)
    documents = {d.name: opened.document(d.id) for d in opened.documents()}
    passages = list(opened.passages())
    names = {document.id: name for name, document in documents.items()}
    ids = [p.id for p in passages]
    where = {p.id: f"{names[p.document_id]}:{p.start}" for p in passages}
    words = sorted(where[i] for i, _ in opened.search_lexical("bigrams", bigrams("营业总收入"), 100))
    near = sorted(where[i] for i, _ in opened.search_dense("营业总收入", 100))
    figures = opened.figures_by_passage(ids)
    return {
        "documents": {name: hashlib.sha256(repr(d).encode()).hexdigest()[:12] for name, d in sorted(documents.items())},
        "passages": sorted(where.values()),
        "found": hashlib.sha256(repr((words, near)).encode()).hexdigest()[:12],
        "figures": sorted(f"{where[n]}:{row.quantity.surface}" for n, own in figures.items() for row in own),
        "refused": opened.refused(),
    }


def build(order: dict[str, Any]) -> Any:
    """Build `store` from `sources`; `notes` names a file for the texts embedded, `batch` is how many are committed at once."""
    if "batch" in order:
        index.build._BATCH = order["batch"]
    embedder = Counting(Path(order["notes"])) if order.get("notes") else EMBEDDER
    report = run_build(order["sources"], order["store"], embedder=embedder, workers=order.get("workers", 0))
    return {"added": len(report.added), "changed": len(report.changed), "removed": len(report.removed)}


def verify(order: dict[str, Any]) -> Any:
    """Open `store`, then build it again and check it; null for what there was before when there was no store."""
    store = Path(order["store"])
    try:
        before = state(store)
    except StoreMissing:
        before = None
    build({"sources": order["sources"], "store": order["store"]})
    return {"before": before, "after": state(store), "check": check(store).to_dict()}


def ask(order: dict[str, Any]) -> Any:
    """Answer `question` from `store`."""
    return Assistant(Store.open(order["store"], embedding=EMBEDDER)).ask(order["question"]).value


def read(order: dict[str, Any]) -> Any:
    """Read all of `store`."""
    return state(Path(order["store"]))


def hold(order: dict[str, Any]) -> Any:
    """Hold the lock of `store` until the file `until` is there."""
    with StoreWriter(Path(order["store"]), IndexConfig(), EMBEDDER):
        mark = Path(order["held"])
        mark.with_suffix(".new").write_text(str(os.getpid()))
        mark.with_suffix(".new").replace(mark)
        while not Path(order["until"]).exists():
            time.sleep(0.01)


def abandon(order: dict[str, Any]) -> Any:
    """Begin to build `store` and end without a word after `documents` were committed."""
    index.build._BATCH = 2

    def stop(documents: int, *_: int) -> None:
        if documents >= order["documents"]:
            os._exit(0)

    run_build(order["sources"], order["store"], embedder=EMBEDDER, workers=0, progress=stop)
    raise AssertionError("the build came to its end")


def _damage(path: Path, kind: str, dice: random.Random) -> None:
    data = path.read_bytes()
    if kind == "delete":
        path.unlink()
    elif kind == "truncate":
        path.write_bytes(data[: dice.randrange(len(data))])
    elif kind == "zero":  # a page that never reached the disk
        start = dice.randrange(0, len(data), 4096)
        path.write_bytes(data[:start] + bytes(len(data[start : start + 4096])) + data[start + 4096 :])
    else:
        place = dice.randrange(len(data))
        path.write_bytes(data[:place] + bytes([data[place] ^ (1 << dice.randrange(8))]) + data[place + 1 :])


def _opened(store: Path, question: str) -> Any:
    """What the store says when it is opened and asked, or how it refuses."""
    try:
        held = state(store)
        held["answer"] = Assistant(Store.open(store, embedding=EMBEDDER)).ask(question).to_dict()["text"]
    except YuanwenError as error:
        return f"{type(error).__name__}: {error}"
    return held


def _checked(store: Path) -> dict[str, Any]:
    try:
        return check(store).to_dict()
    except YuanwenError as error:
        return {"ok": False, "repaired": [], "broken": [type(error).__name__], "remedy": str(error), "notes": []}


def damage(order: dict[str, Any]) -> Any:
    """Damage copies of `store`, one for each of `cases` (file, kind, seed): say what opening and checking them says."""
    store = Path(order["store"])
    said: list[Any] = []
    for name, kind, seed in order["cases"]:
        copies = [store.with_name(f"{store.name}-{os.getpid()}-{n}") for n in range(2)]
        for copy in copies:
            shutil.copytree(store, copy)
            _damage(copy / name, kind, random.Random(seed))
        same = (copies[0] / name).exists() and (copies[0] / name).read_bytes() == (store / name).read_bytes()
        opened = _opened(copies[0], order["question"])
        checked = _checked(copies[1])
        after = _opened(copies[1], order["question"]) if checked["ok"] else None
        built = None
        if order.get("sources"):
            try:
                build({"sources": order["sources"], "store": copies[0]})
                built = state(copies[0])
            except YuanwenError as error:
                built = f"{type(error).__name__}: {error}"
        said.append({"same": same, "opened": opened, "checked": checked, "after": after, "built": built})
        for copy in copies:
            shutil.rmtree(copy)
    return said


def look(order: dict[str, Any]) -> Any:
    """Read all of `store`, and answer `question` from it."""
    return _opened(Path(order["store"]), order["question"])


def watch(order: dict[str, Any]) -> Any:
    """Open `store` once and ask `question` until the answer is `until`; return the answers, each as it changed."""
    assistant = Assistant(Store.open(order["store"], embedding=EMBEDDER))
    Path(order["ready"]).touch()
    said: list[Any] = []
    while not said or said[-1] != order["until"]:
        value = assistant.ask(order["question"]).value
        if not said or said[-1] != value:
            said.append(value)
    return said


DO = {
    "watch": watch,
    "abandon": abandon,
    "look": look,
    "damage": damage,
    "build": build,
    "verify": verify,
    "ask": ask,
    "read": read,
    "hold": hold,
}


def _shim() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if "LD_PRELOAD" in os.environ else None


def _sync_all(folder: Path) -> None:
    """Have everything noted that is on the disk at the start."""
    for path in (folder, *sorted(folder.rglob("*"))):
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _run(order: dict[str, Any]) -> Any:
    shim = _shim()
    if shim is None or "fault" not in order:
        return DO[order["do"]](order)
    folder = Path(order["store"]).parent
    log = os.fsencode(order.get("log", ""))
    if log:
        shim.fault_arm(os.fsencode(folder), -1, 0, log)
        _sync_all(folder)
    shim.fault_arm(os.fsencode(folder), order.get("at", -1), order["fault"], log)
    try:
        done = DO[order["do"]](order)
        return {"points": shim.fault_points(), "done": done}
    finally:
        shim.fault_arm(b"", -1, 0, b"")


def _child(order: dict[str, Any], reply: int) -> None:
    status, said = 0, ""
    try:
        said = json.dumps(_run(order))
    except (YuanwenError, OSError) as error:
        status, said = 3, f"{type(error).__name__}: {error}"
    except BaseException:
        status, said = 4, traceback.format_exc()
    with os.fdopen(reply, "wb") as pipe:
        pipe.write(said.encode())
    os._exit(status)


def main() -> None:
    print("ready", flush=True)
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        receive, reply = os.pipe()
        child = os.fork()
        if not child:
            os.close(receive)
            _child(order, reply)
        os.close(reply)
        if "kill_after" in order:
            time.sleep(order["kill_after"])
            os.kill(child, signal.SIGKILL)  # not waited for yet, so the number is still its own
        with os.fdopen(receive, "rb") as pipe:
            said = pipe.read().decode()
        _, status = os.waitpid(child, 0)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), "said": said}), flush=True)


if __name__ == "__main__":
    main()
