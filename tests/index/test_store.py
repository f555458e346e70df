"""The store: opens at the last acknowledged state, notices damage, repairs what it can derive, refuses the rest."""

import dataclasses
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.config import IndexConfig
from index.embed import load_embedder
from index.errors import StoreCorrupt, StoreError, StoreLocked, StoreMismatch, StoreMissing
from index.manifest import Manifest
from index.store import Store, StoreWriter
from qa import Assistant

QUESTION = "云湖科技园2024年营业总收入是多少？"


@pytest.fixture
def store(documents: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    build([documents], folder)
    return folder


def _answers(folder: Path) -> str | None:
    return Assistant.open(folder).ask(QUESTION).value


def test_holds_what_was_built(store: Path) -> None:
    opened = Store.open(store)
    assert sorted(d.name for d in opened.documents()) == ["2023.txt", "2024.txt", "青松.md"]
    for info in opened.documents():
        document = opened.document(info.id)
        assert info.length == len(document.text)
        for passage in opened.passages(info.id):
            assert document.text[passage.start : passage.end] == passage.text
    assert len(list(opened.passages())) == len(opened)


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="yuanwen build"):
        Store.open(tmp_path / "nothing")


def test_unknown_document(store: Path) -> None:
    with pytest.raises(KeyError):
        Store.open(store).document("no such id")


def test_another_format_is_refused_with_the_remedy(store: Path) -> None:
    manifest = Manifest.read(store)
    dataclasses.replace(manifest, made_by=manifest.made_by | {"format": 999}).write(store)
    with pytest.raises(StoreMismatch, match="build"):
        Store.open(store)


def test_another_model_is_refused_with_the_remedy(store: Path) -> None:
    with pytest.raises(StoreMismatch, match="自带模型"):
        Store.open(store, embedding="BAAI/bge-m3")


class _Hashing:
    """An embedder that hashes character pairs: small, real, and not the shipped one."""

    fingerprint = "hashing"
    dimensions = 16

    def encode_queries(self, texts: list[str]) -> np.ndarray:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for a, b in pairwise(text):
                row[(ord(a) * 31 + ord(b)) % self.dimensions] += 1
            row /= np.linalg.norm(row) or 1
        return rows

    encode_passages = encode_queries


def test_building_with_another_model_is_refused(store: Path, documents: Path) -> None:
    with pytest.raises(StoreMismatch, match="向量模型"):
        build([documents], store, embedder=_Hashing())


def test_any_embedder_fits_a_new_store(documents: Path, tmp_path: Path) -> None:
    build([documents], tmp_path / "other", embedder=_Hashing())
    opened = Store.open(tmp_path / "other", embedding=_Hashing())
    assert opened.search_dense("营业总收入", 3)
    with pytest.raises(StoreMismatch):
        Store.open(tmp_path / "other")


@pytest.mark.parametrize("damage", ["flip", "truncate", "delete"])
def test_damaged_derived_files_are_rebuilt(store: Path, damage: str) -> None:
    expected = _answers(store)
    for name in Manifest.read(store).files:
        path = store / name
        if damage == "delete":
            path.unlink()
        elif damage == "truncate":
            os.truncate(path, path.stat().st_size // 2)
        elif path.stat().st_size:
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data)
    assert _answers(store) == expected
    assert all((store / name).exists() for name in Manifest.read(store).files)


def test_a_flipped_bit_of_the_database_is_never_served(store: Path, tmp_path: Path) -> None:
    """Each flip either hits bytes that hold nothing (the answer is the same) or is refused; none changes the answer."""
    expected = [d.text for d in map(Store.open(store).document, (i.id for i in Store.open(store).documents()))]
    size = (store / "data.sqlite").stat().st_size
    dice = random.Random(7)
    refused = 0
    for number in range(40):
        copy = tmp_path / f"copy{number}"
        shutil.copytree(store, copy)
        with (copy / "data.sqlite").open("r+b") as file:
            place = dice.randrange(size)
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ (1 << dice.randrange(8))]))
        try:
            opened = Store.open(copy)
            assert [opened.document(i.id).text for i in opened.documents()] == expected
        except StoreError:
            refused += 1
    assert refused


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b'{"generation": 1}'])
def test_a_damaged_manifest_is_refused(store: Path, content: bytes) -> None:
    (store / "CURRENT").write_bytes(content)
    with pytest.raises(StoreCorrupt, match="build"):
        Store.open(store)


def test_every_byte_of_the_manifest_counts(store: Path) -> None:
    body = json.loads((store / "CURRENT").read_text())
    body["generation"] += 1
    (store / "CURRENT").write_text(json.dumps(body))
    with pytest.raises(StoreCorrupt):
        Store.open(store)


def test_an_unfinished_build_changes_nothing(store: Path, documents: Path) -> None:
    before = [d.name for d in Store.open(store).documents()]
    (documents / "new.txt").write_text("启明园2024年营业收入3亿元。", encoding="utf-8")

    class Stop(Exception):
        pass

    def stop(done: int, *_: int) -> None:
        if done:
            raise Stop

    with pytest.raises(Stop):
        build([documents], store, progress=stop)
    assert [d.name for d in Store.open(store).documents()] == before
    # Nor does repairing what is derived let the unfinished part in.
    shutil.rmtree(store / "generations")
    assert [d.name for d in Store.open(store).documents()] == before
    report = build([documents], store)
    assert "new.txt" in [d.name for d in Store.open(store).documents()]
    assert report.added == ()  # it was committed before the stop; nothing is embedded twice


def test_one_writer_at_a_time(store: Path, documents: Path) -> None:
    embedder = load_embedder()
    with StoreWriter(store, IndexConfig(), embedder), pytest.raises(StoreLocked, match=str(os.getpid())):
        build([documents], store, embedder=embedder)


def test_readers_pick_up_a_new_build(store: Path, documents: Path) -> None:
    assistant = Assistant.open(store)
    assert assistant.ask("启明园2024年营业收入是多少？").value != "3.7亿元"
    (documents / "new.txt").write_text("启明园2024年营业收入3.7亿元。", encoding="utf-8")
    build([documents], store)
    assert assistant.ask("启明园2024年营业收入是多少？").value == "3.7亿元"


def test_many_threads(store: Path) -> None:
    assistant = Assistant.open(store)
    found: list[str | None] = []
    threads = [threading.Thread(target=lambda: found.append(assistant.ask(QUESTION).value)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["468.9亿元"] * 8


def test_killed_builds_lose_nothing(store: Path, documents: Path) -> None:
    """Kill a build at many moments: the store opens, and holds the old documents or the old and the new ones."""
    before = {d.name for d in Store.open(store).documents()}
    dice = random.Random(3)
    for number in range(6):
        name = f"kill{number}.txt"
        (documents / name).write_text(f"启明园{number}号楼2024年营业收入{number + 2}亿元。" * 30, encoding="utf-8")
        command = [sys.executable, "-m", "qa.cli", "build", str(documents), "--store", str(store)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=0.2 + dice.random() * 0.6)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        now = {d.name for d in Store.open(store).documents()}
        assert before <= now
        before = now
    build([documents], store)
    assert {f"kill{n}.txt" for n in range(6)} <= {d.name for d in Store.open(store).documents()}
