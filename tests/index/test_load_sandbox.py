"""The worker process: one for many files, from any thread or fork, replaced when used up, never left behind."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.load import Refused, SourceFile, load, sandbox, worker
from index.types import Document
from tests.index import load_files as make


@pytest.fixture
def words(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{n}.docx" for n in range(24)]
    for n, path in enumerate(paths):
        path.write_bytes(make.word((f"第{n}号园区有企业{n + 100}家。",)))
    return paths


def text_of(path: Path) -> str:
    (result,) = load(SourceFile(path, path.name))
    assert isinstance(result, Document), result
    return result.text


def test_threads_share_the_worker(words: list[Path]) -> None:
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(text_of, words))
    assert all(f"企业{n + 100}家" in text for n, text in enumerate(texts))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_fork_starts_a_worker_of_its_own_though_the_lock_was_held(words: list[Path]) -> None:
    text_of(words[0])
    mine = sandbox._current
    assert mine is not None
    with sandbox._lock:
        child = os.fork()
        if child == 0:
            try:
                os._exit(0 if "企业101家" in text_of(words[1]) and sandbox._current is not mine else 1)
            finally:
                os._exit(2)
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert "企业102家" in text_of(words[2])
    assert sandbox._current is mine


def test_no_process_is_left_behind(words: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.01)
    for path in words[:3]:
        list(load(SourceFile(path, path.name)))  # each kills the worker that has just begun
    sandbox.close_worker()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # every process that was started has been waited for


def test_a_worker_that_used_much_memory_ends_after_its_answer(
    words: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worker._memory_used() > 10 << 20
    for limit, replaced in ((1 << 40, False), (1, True)):
        monkeypatch.setattr(worker, "_ENOUGH", limit)
        answer = worker._served({"path": str(words[0]), "kind": "docx", "seconds": 20})
        assert "raw" in answer
        assert bool(answer.get("last")) is replaced


def test_large_text_is_read_in_the_worker_and_too_large_text_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.close_worker()
    path = tmp_path / "a.txt"
    path.write_text("\n".join(make.PARAGRAPHS))
    text_of(path)
    assert sandbox._current is None
    path.write_text("\n".join(make.PARAGRAPHS) * 8000)
    assert len(text_of(path)) > 500_000
    assert sandbox._current is not None
    with path.open("r+b") as file:
        file.truncate(40 << 20)
    (result,) = load(SourceFile(path, "a.txt"))
    assert isinstance(result, Refused)
    assert "MB" in result.reason


def test_more_text_than_the_cap_is_refused_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "OUTPUT", 100)
    path = tmp_path / "a.docx"
    path.write_bytes(make.word((make.SENTENCE * 9,)))
    answer = worker._answer(path, "docx")
    assert "raw" not in answer
    assert "拆成几份" in answer["reason"]
