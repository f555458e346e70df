"""Readers and writers at once, and stores that cannot be written: what is acknowledged is read, whatever goes on."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.embed import load_embedder
from index.errors import StoreLocked
from index.store import Store
from index.writer import StoreLock
from qa import Assistant, Status
from qa.pipeline import Pipeline, State
from tests.index import store_harness as harness
from tests.index.store_harness import OLD, READ_ONLY, ROOT, Worker, text

QUESTION = "云湖科技园2024年营业总收入是多少？"
VERSIONS = 6


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


def _version(number: int) -> dict[str, str]:
    """The documents of a version: what is asked for is in all of them, always another figure."""
    more = {f"{n}号园.txt": text(f"启明{n}号园", 2020, f"{n}.5", n + 40) for n in range(number * 3)}
    return OLD | more | {"云湖2024.txt": text("云湖科技园", 2024, f"{number}68.9", 1500 + number)}


def _built(folder: Path, number: int) -> Path:
    harness.write_documents(folder / "docs", _version(number))
    build([folder / "docs"], folder / "store", embedder=load_embedder(), workers=0)
    return folder / "store"


def _wait(thread: threading.Thread, path: Path) -> None:
    """Wait for the file by which a worker says that it has begun."""
    while not path.exists():
        assert thread.is_alive(), "the worker ended"
        thread.join(0.01)


def test_threads_of_one_process_read_while_builds_publish(tmp_path: Path) -> None:
    assistant = Assistant.open(_built(tmp_path, 1))
    answers: list[list[str | None]] = [[] for _ in range(4)]
    failures: list[BaseException] = []
    done = threading.Event()

    def read(said: list[str | None]) -> None:
        try:
            while not done.is_set():
                said.append(assistant.ask(QUESTION).value)
                list(assistant.figures("营业总收入"))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read, args=(said,)) for said in answers]
    for thread in threads:
        thread.start()
    for number in range(2, VERSIONS + 1):
        _built(tmp_path, number)
    done.set()
    for thread in threads:
        thread.join()
    assert not failures, failures
    known = [f"{number}68.9亿元" for number in range(1, VERSIONS + 1)]
    for said in answers:
        places = [known.index(value or "") for value in said]
        assert places == sorted(places), "an older generation came back"
    assert assistant.ask(QUESTION).value == known[-1]


def test_another_process_picks_up_each_build_without_a_restart(tmp_path: Path, worker: Worker) -> None:
    store = _built(tmp_path, 1)
    known = [f"{number}68.9亿元" for number in range(1, VERSIONS + 1)]
    said: list[str] = []
    ready = tmp_path / "ready"
    order = {"do": "watch", "store": store, "question": QUESTION, "until": known[-1], "ready": ready}
    watching = threading.Thread(target=lambda: said.extend(worker.do(**order).value))
    watching.start()
    _wait(watching, ready)
    for number in range(2, VERSIONS + 1):
        _built(tmp_path, number)
    watching.join()
    places = [known.index(value) for value in said]
    assert places == sorted(set(places))
    assert places[-1] == VERSIONS - 1


def test_a_reader_two_builds_behind_still_answers(tmp_path: Path) -> None:
    old = Store.open(_built(tmp_path, 1))
    texts = {d.name: old.document(d.id).text for d in old.documents()}
    again = Store.open(tmp_path / "store")
    _built(tmp_path, 2)
    assert {d.name: again.document(d.id).text for d in again.documents()} == texts
    assert [p.id for p in again.passages()] == [i for p in old.passages() for i in [p.id]]


def test_a_question_under_way_stays_with_its_generation(tmp_path: Path) -> None:
    """Another thread picks up a build between a question's search and its reading: both are of one generation."""
    reader = Store.open(_built(tmp_path, 1))
    reader.refresh()
    found = [number for number, _ in reader.search_dense("营业总收入", 50)]
    passages = reader.passages_by_id(found)
    assert len(passages) == len(found)
    _built(tmp_path, 2)  # changes a document
    other = threading.Thread(target=reader.refresh)
    other.start()
    other.join()
    assert reader.generation == 2
    assert reader.passages_by_id(found) == passages
    assert [number for number, _ in reader.search_dense("营业总收入", 50)] == found
    reader.refresh()
    assert [number for number, _ in reader.search_dense("营业总收入", 50)] != found


@pytest.mark.parametrize("stage", ["retrieve", "weigh", "read", "verify"])
def test_a_question_that_several_builds_overtake_is_answered_from_the_last(
    tmp_path: Path, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a question was to be answered from may be gone for good: it is asked again, never answered from less."""
    assistant = Assistant.open(_built(tmp_path, 1))
    kept = getattr(Pipeline, stage)
    builds = iter(range(2, VERSIONS + 1))

    def overtaken(pipeline: Pipeline, state: State) -> State:
        for number in builds:
            _built(tmp_path, number)
        return kept(pipeline, state)

    monkeypatch.setattr(Pipeline, stage, overtaken)
    assert assistant.ask(QUESTION).value == f"{VERSIONS}68.9亿元"


def test_a_question_whose_documents_are_gone_meanwhile_is_answered_from_what_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = Assistant.open(_built(tmp_path, 1))
    kept = Pipeline.weigh
    builds = iter(range(3))

    def overtaken(pipeline: Pipeline, state: State) -> State:
        for number in builds:
            harness.write_documents(
                tmp_path / "docs", {"青松.md": OLD["青松.md"], f"{number}.txt": text("启明园", 2020, "3", number)}
            )
            build([tmp_path / "docs"], tmp_path / "store", embedder=load_embedder(), workers=0)
        return kept(pipeline, state)

    monkeypatch.setattr(Pipeline, "weigh", overtaken)
    assert assistant.ask(QUESTION).status is Status.NO_EVIDENCE


def test_a_second_build_names_the_process_that_holds_the_store(tmp_path: Path, worker: Worker) -> None:
    store = _built(tmp_path, 1)
    held, until = tmp_path / "held", tmp_path / "until"
    holding = threading.Thread(target=worker.do, kwargs={"do": "hold", "store": store, "held": held, "until": until})
    holding.start()
    _wait(holding, held)
    holder = held.read_text()
    command = [sys.executable, "-m", "qa.cli", "build", str(tmp_path / "docs"), "--store", str(store)]
    second = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert second.returncode == 2
    assert holder in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1
    with pytest.raises(StoreLocked, match=holder):
        build([tmp_path / "docs"], store)
    assert Store.open(store).documents(), "reading goes on"
    until.touch()
    holding.join()
    build([tmp_path / "docs"], store)


def test_children_of_a_build_that_is_gone_do_not_hold_the_store(tmp_path: Path) -> None:
    """Worker processes outlive a killed build for a moment; the next build need not wait for them."""
    lock = StoreLock(tmp_path)
    lock.__enter__()
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        os.write(send, b"x")
        signal.pause()
    os.read(receive, 1)
    lock.__exit__()
    try:
        with StoreLock(tmp_path):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(receive)
        os.close(send)


@pytest.fixture(scope="module")
def read_only() -> Iterator[Worker]:
    with harness.scratch() as folder:
        made = Worker(harness.compile_shim(folder))
        yield made
        made.close()


@pytest.mark.parametrize("what", ["sound", "unfinished build", "damaged index"])
def test_a_store_on_a_disk_that_cannot_be_written_answers(tmp_path: Path, read_only: Worker, what: str) -> None:
    """Every attempt to write below the store fails as on a read-only disk."""
    store = _built(tmp_path, 1)
    asked = {"do": "look", "store": store, "question": QUESTION}
    expected = read_only.do(**asked).value
    assert "168.9亿元" in expected["answer"]
    if what == "unfinished build":
        harness.write_documents(tmp_path / "docs", _version(3))
        order = {"do": "abandon", "store": store, "sources": [str(tmp_path / "docs")], "documents": 4}
        assert read_only.do(**order).status == 0
        assert (store / "data.sqlite-wal").stat().st_size
    elif what == "damaged index":
        next(store.glob("generations/*/dense.faiss")).unlink()
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file() and path.suffix != ".lock"}
    reply = read_only.do(**asked, fault=READ_ONLY)
    assert reply.status == 0, reply.said
    assert reply.value["done"] == expected
    after = {path: path.read_bytes() for path in store.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert after == before


def test_a_read_only_mount_answers_and_is_checked(tmp_path: Path) -> None:
    """The same on a real read-only mount, where this process may make one."""
    if not shutil.which("unshare"):
        pytest.skip("needs unshare")
    store = _built(tmp_path, 1)
    shutil.rmtree(tmp_path / "docs")
    mount = f"mount --bind {store} {store} && mount -o remount,ro,bind {store}"
    if subprocess.run(["unshare", "-m", "sh", "-c", mount], capture_output=True, check=False).returncode:
        pytest.skip("this process may not mount")
    for arguments, expected in ((f"ask {QUESTION}", "168.9亿元"), ("check", "完好"), ("info", "云湖2024.txt")):
        command = f"{mount} && {sys.executable} -m qa.cli {arguments} --store {store}"
        done = subprocess.run(
            ["unshare", "-m", "sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout
