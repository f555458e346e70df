"""Builds bring a store up to date: only what changed is touched, what is gone goes, nothing is skipped silently."""

import contextlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.documents import Document

from index import origins, rows
from index.build import build
from index.embed import StaticEmbedder
from index.errors import SourceMissing, StoreMissing
from index.figures import figure_rows
from index.store import Store
from index.words import words
from tests.conftest import ROOT


def _names(store: Path) -> list[str]:
    return sorted(d.name for d in Store.open(store).documents())


def test_a_store_put_among_the_documents_hides_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("云湖科技园有学校4所。", encoding="utf-8")
    (tmp_path / "下级").mkdir()
    (tmp_path / "下级" / "b.txt").write_text("云湖科技园有医院2所。", encoding="utf-8")
    build([tmp_path], tmp_path)
    again = build([tmp_path], tmp_path)
    assert (again.added, again.unchanged, again.removed, again.refused) == ((), 2, (), ())
    assert _names(tmp_path) == ["a.txt", "下级/b.txt"]


def test_a_first_build_that_did_not_end_is_told_from_no_store(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(SourceMissing):
        build([tmp_path / "empty.txt"], tmp_path / "store")
    with pytest.raises(StoreMissing, match="还没有建完"):
        Store.open(tmp_path / "store")


def test_only_what_changed(documents: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = build([documents], store)
    assert (len(first.added), first.unchanged) == (3, 0)
    generation = Store.open(store).generation
    again = build([documents], store)
    assert (again.added, again.changed, again.removed, again.unchanged) == ((), (), (), 3)
    (documents / "2024.txt").write_text("云湖科技园2024年营业总收入470.0亿元。", encoding="utf-8")
    (documents / "青松.md").unlink()
    third = build([documents], store)
    assert (third.added, third.changed, third.removed, third.unchanged) == ((), ("2024.txt",), ("青松.md",), 1)
    assert _names(store) == ["2023.txt", "2024.txt"]
    assert Store.open(store).generation > generation


def test_other_sources_stay(documents: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build([documents], store)
    extra = tmp_path / "extra.txt"
    extra.write_text("启明园2024年营业收入3亿元。", encoding="utf-8")
    report = build([extra], store)
    assert (report.added, report.removed) == (("extra.txt",), ())
    assert len(_names(store)) == 4


def test_same_name_in_two_folders(documents: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "2024.txt").write_text("启明园2024年营业收入3亿元。", encoding="utf-8")
    store = tmp_path / "store"
    build([documents, other], store)
    names = _names(store)
    assert len(names) == len(set(names)) == 4


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        {"id": "甲-1", "text": "启明园2024年营业收入3亿元。", "published": "2025-01-02", "title": "启明园年报"},
        {"id": "甲-2", "text": "启明园有企业20家。"},
    ]
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    store = tmp_path / "store"
    build([path], store)
    found = {d.name: d for d in Store.open(store).documents()}
    assert set(found) == {"甲-1", "甲-2"}
    assert found["甲-1"].title == "启明园年报"
    assert str(found["甲-1"].published) == "2025-01-02"
    # One line changes: one document changes.
    lines[1]["text"] = "启明园有企业21家。"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    report = build([path], store)
    assert (report.changed, report.unchanged) == (("甲-2",), 1)


def test_langchain_documents(tmp_path: Path) -> None:
    texts = [
        Document(page_content="启明园2024年营业收入3亿元。", metadata={"document": "甲", "published": "2025-01-02"}),
        Document(page_content="  ", metadata={"document": "空"}),
        Document(page_content="启明园有企业20家。", metadata={"document": "乙", "published": "去年"}),
    ]
    report = build(texts, tmp_path / "store")
    assert report.added == ("甲",)
    assert {name for name, _ in report.refused} == {"空", "乙"}


def test_refused_files_are_named_with_their_reason(documents: Path, tmp_path: Path) -> None:
    (documents / "empty.txt").write_bytes(b"")
    (documents / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    store = tmp_path / "store"
    for _ in range(2):  # and again by a build that changes nothing
        report = build([documents], store)
        assert {name for name, _ in report.refused} == {"empty.txt", "picture.png"}
        assert all(reason for _, reason in report.refused)
    assert {name for name, _ in Store.open(store).refused()} == {"empty.txt", "picture.png"}


def test_missing_path_and_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="nowhere"):
        build([tmp_path / "nowhere"], tmp_path / "store")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceMissing, match="empty"):
        build([tmp_path / "empty"], tmp_path / "store")
    assert not (tmp_path / "store" / "CURRENT").exists()


def test_progress_reaches_the_end(documents: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int, int]] = []
    build([documents], tmp_path / "store", progress=lambda *values: seen.append(values))
    documents_done, done, total = seen[-1]
    assert documents_done == 3
    assert done == total > 0


def _lines(path: Path, documents: list[dict[str, str]]) -> Path:
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in documents), encoding="utf-8")
    return path


def _many(path: Path, count: int) -> Path:
    """A file of short reports with figures, large enough to be cut into pieces."""
    text = "，".join(f"第{n}分园营业收入{n}.{n % 10}亿元、同比增长{n % 30}%" for n in range(1, 40))
    return _lines(path, [{"id": f"报{n}", "text": f"{2000 + n % 25}年第{n}号通报，{text}。"} for n in range(count)])


def _rows(store: Path) -> list[tuple[str, str, str, list[str]]]:
    opened = Store.open(store)
    found = [
        (d.id, d.name, opened.document(d.id).text, [p.text for p in opened.passages(d.id)]) for d in opened.documents()
    ]
    assert list(opened.figures())
    return found


def test_any_number_of_workers_builds_the_same_store(tmp_path: Path) -> None:
    source = _many(tmp_path / "all.jsonl", 900)
    assert source.stat().st_size > 1 << 20
    stores = [tmp_path / f"store{workers}" for workers in (0, 1, 3)]
    for workers, store in zip((0, 1, 3), stores, strict=True):
        report = build([source], store, workers=workers)
        assert len(report.added) == 900
        assert report.stages["figures"] > 0
    one, *others = stores
    for other in others:
        assert _rows(other) == _rows(one)
        assert list(Store.open(other).figures()) == list(Store.open(one).figures())
        for query in ("第7分园营业收入", "同比增长"):
            assert Store.open(other).search_dense(query, 20) == Store.open(one).search_dense(query, 20)
            assert Store.open(other).search_lexical("words", words(query), 20) == Store.open(one).search_lexical(
                "words", words(query), 20
            )


class _Hashing:
    """An embedder that hashes characters: small, real, not the shipped one, and only here: no worker can load it."""

    fingerprint = "hashing"
    dimensions = 8

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.ones((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[ord(character) % self.dimensions] += 1
            row /= np.linalg.norm(row)
        return rows

    encode_passages = encode_queries


def test_a_model_of_ones_own_embeds_in_the_building_process(tmp_path: Path) -> None:
    source = _many(tmp_path / "all.jsonl", 900)
    for workers in (0, 2):
        build([source], tmp_path / f"store{workers}", embedder=_Hashing(), workers=workers)
    found = [Store.open(tmp_path / f"store{n}", embedding=_Hashing()).search_dense("营业收入", 30) for n in (0, 2)]
    assert found[0] == found[1] != []


def test_two_lines_of_one_id(tmp_path: Path) -> None:
    first, second = "启明园2024年营业收入3亿元。", "启明园2025年营业收入4亿元。"
    lines = [{"id": "甲", "text": first}, {"id": "甲", "text": second}, {"id": "甲", "text": first}]
    path = _lines(tmp_path / "all.jsonl", lines)
    for _ in range(2):  # and the same again for a build that reads all of it once more
        report = build([path], tmp_path / "store")
        assert _names(tmp_path / "store") == ["甲", "甲 (2)"]
        assert len(report.notes) == 2
        assert any("甲 (2)" in note for _, note in report.notes)
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert (report.added, report.changed, report.removed, report.unchanged) == ((), (), (), 2)


def test_names_are_shown_on_one_line_and_stay_the_same(tmp_path: Path) -> None:
    names = ["甲\n乙", "丙\x00\x1b丁", "\u202e戊", " \t ", "\ud800己", "庚 "]
    path, store = tmp_path / "all.jsonl", tmp_path / "store"
    lines = [json.dumps({"id": name, "text": f"园区有企业{n}家。"}) for n, name in enumerate(names, 1)]
    path.write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "有\n换行.txt").write_text("园区有学校4所。", encoding="utf-8")
    build([tmp_path], store)
    expected = ["甲 乙", "丙丁", "戊", "all.jsonl:第4行", "己", "庚", "有 换行.txt"]
    assert _names(store) == sorted(expected)
    path.write_text("\n".join([*lines, json.dumps({"id": "新", "text": "园区有医院2所。"})]), encoding="utf-8")
    report = build([tmp_path], store)
    assert (report.added, report.changed, report.unchanged) == (("新",), (), 7)


def test_a_moved_folder_is_recognised(documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    build([documents], store)
    before = _rows(store)
    figures = list(Store.open(store).figures())
    other = documents.rename(tmp_path / "moved")
    with monkeypatch.context() as patched:
        patched.setattr("index.prepare.figure_rows", None)  # whoever reads a document again fails
        report = build([other], store)
    assert set(report.moved) == {"2023.txt", "2024.txt", "青松.md"}
    assert (report.added, report.removed, report.changed, report.refused) == ((), (), (), ())
    assert sorted(_rows(store)) == sorted(before)
    assert sorted(map(str, Store.open(store).figures())) == sorted(map(str, figures))
    assert build([other], store).unchanged == 3


def test_a_renamed_file_is_recognised(documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    build([documents], store)
    (documents / "2024.txt").rename(documents / "年报.txt")
    with monkeypatch.context() as patched:
        patched.setattr("index.prepare.figure_rows", None)
        report = build([documents], store)
    assert (report.moved, report.added, report.removed, report.unchanged) == (("年报.txt",), (), (), 2)
    assert _names(store) == ["2023.txt", "年报.txt", "青松.md"]
    opened = Store.open(store)
    (renamed,) = (d.id for d in opened.documents() if d.name == "年报.txt")
    found = opened.passages_by_id([number for number, _ in opened.search_lexical("words", words("营业总收入"), 9)])
    assert renamed in {passage.document_id for passage in found}


def test_a_copied_file_is_no_moved_one(documents: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build([documents], store)
    (documents / "b.txt").write_bytes((documents / "2024.txt").read_bytes())
    report = build([documents], store)
    assert (report.added, report.moved, report.unchanged) == (("b.txt",), (), 3)


def test_a_pipe_given_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    (tmp_path / "a.txt").write_text("云湖科技园有学校4所。", encoding="utf-8")
    report = build([tmp_path / "管道.txt", tmp_path / "a.txt"], tmp_path / "store")
    [(name, reason)] = report.refused
    assert (name, "管道" in reason, report.added) == ("管道.txt", True, ("a.txt",))


def test_what_is_passed_over_has_a_line(documents: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.txt").write_text("启明园有企业20家。", encoding="utf-8")
    (documents / "link").symlink_to(elsewhere, target_is_directory=True)
    (documents / "gone.txt").symlink_to(elsewhere / "gone.txt")
    (documents / "odd.xyz").write_bytes(bytes(range(256)) * 8)
    store = documents / "store"  # among the documents itself
    for _ in range(2):
        report = build([documents], store)
        assert {name for name, _ in report.refused} == {"link", "gone.txt", "odd.xyz"}
    (documents / "link").unlink()
    assert "link" not in {name for name, _ in build([documents], store).refused}
    assert "link" not in {entry[-2] for entry in Store.open(store).refused()}


def test_reasons_of_single_lines_outlive_a_build_that_does_not_read_them(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text('{"id": "甲", "text": "启明园有企业20家。"}\n{"id": "乙"}\n', encoding="utf-8")
    for _ in range(2):
        report = build([path], tmp_path / "store")
        assert [name for name, _ in report.refused] == ["all.jsonl:第2行"]
    assert report.unchanged == 1


def test_an_interrupted_build_goes_on(tmp_path: Path) -> None:
    source = _many(tmp_path / "all.jsonl", 900)
    store = tmp_path / "store"

    def interrupt(documents: int, *_: int) -> None:
        if documents >= 256:
            raise KeyboardInterrupt

    turns = sys.getswitchinterval()
    with pytest.raises(KeyboardInterrupt, match="已写入的 256 篇不丢"):
        build([source], store, progress=interrupt, workers=2)
    assert sys.getswitchinterval() == turns, "the caller's threads take turns as before"
    assert not (store / "CURRENT").exists()
    embedded: list[int] = []

    class Counting(StaticEmbedder):
        def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
            embedded.append(len(texts))
            return super().encode_passages(texts)

    report = build([source], store, embedder=Counting(), workers=0)
    assert (len(report.added), report.unchanged) == (900 - 256, 256)
    assert sum(embedded) == report.passages < len(Store.open(store))
    whole = tmp_path / "whole"
    build([source], whole, workers=0)
    assert sorted(_rows(store)) == sorted(_rows(whole))


def test_a_killed_worker_costs_nothing(tmp_path: Path) -> None:
    """Workers are killed again and again, as by the system when memory runs out: the store is whole."""
    source = _many(tmp_path / "all.jsonl", 900)
    for which in (0, -1):  # the one that was started, a copy
        killed = _kill_workers_of_build(source, tmp_path / f"store{which}", 3, which)
        assert killed == 3
        assert len(_names(tmp_path / f"store{which}")) == 900
        assert _children(os.getpid()) == []


def _kill_workers_of_build(source: Path, store: Path, times: int, which: int) -> int:
    killed: list[int] = []

    def kill(*_: int) -> None:
        children = [child for child in _children(os.getpid()) if child not in killed]
        if len(killed) < times and children:
            os.kill(children[which], signal.SIGKILL)
            killed.append(children[which])

    build([source], store, progress=kill, workers=2)
    return len(killed)


def _children(process: int) -> list[int]:
    """The workers of a process: its child, and the copies that this one made."""
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if (
                int(path.read_text().rpartition(")")[2].split()[1]) == process
                and b"index.worker" in (path.parent / "cmdline").read_bytes()
            ):
                found += [int(path.parent.name), *_children(int(path.parent.name))]
    return found


def test_what_kills_every_worker_is_refused_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text on which each worker dies is refused with its reason, by its line; all others are in the store."""
    source = _many(tmp_path / "all.jsonl", 900)
    text = source.read_text(encoding="utf-8").replace("第700号通报", "第700号通报，致命")
    source.write_text(text, encoding="utf-8")
    code = (
        "import os, index.prepare as p; real = p.figure_rows\n"
        "def figure_rows(document, passages):\n"
        "    if '致命' in document.text: os.kill(os.getpid(), 9)\n"
        "    return real(document, passages)\n"
        "p.figure_rows = figure_rows\n"
    )
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "import sys\nif 'index.worker' in ' '.join(sys.orig_argv):\n"
        + "".join(f"    {line}\n" for line in ["sys.path.insert(0, " + repr(str(ROOT)) + ")", *code.splitlines()]),
        encoding="utf-8",
    )
    monkeypatch.setattr("index.pool._ROOT", f"{hook}{os.pathsep}{ROOT}")
    monkeypatch.setattr("index.pool.Pool._help", lambda _: False)  # here it would kill the test
    report = build([source], tmp_path / "store", workers=2)
    ((name, reason),) = report.refused
    assert name == "all.jsonl:第701行"
    assert "内存" in reason
    assert len(report.added) == 899
    monkeypatch.undo()
    again = build([source], tmp_path / "store", workers=2)  # it is tried again: the memory may be there now
    assert (again.refused, again.unchanged, again.added) == ((), 899, ("报700",))


def test_one_odd_document_does_not_cost_the_others(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(document: Any, passages: Any) -> Any:
        if "2024" in document.name:
            raise ZeroDivisionError
        return figure_rows(document, passages)

    with monkeypatch.context() as patched:
        patched.setattr("index.prepare.figure_rows", fails)
        report = build([documents], tmp_path / "store")
    assert [name for name, _ in report.refused] == ["2024.txt"]
    assert "ZeroDivisionError" in report.refused[0][1]
    assert build([documents], tmp_path / "store").added == ("2024.txt",)


def test_a_long_text_becomes_several_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.load._LONGEST", 4000)
    lines = [f"第{n}分园2024年营业收入{n}亿元，同比增长{n % 30}%。" for n in range(1, 600)]
    (tmp_path / "long.txt").write_text("各分园营业收入一览\n\n" + "\n".join(lines), encoding="utf-8")
    report = build([tmp_path / "long.txt"], tmp_path / "store")
    opened = Store.open(tmp_path / "store")
    texts = [opened.document(d.id).text for d in opened.documents()]
    assert len(texts) == len(report.added) > 3
    assert all(len(text) <= 4000 for text in texts)
    whole = "".join("".join(texts).split())
    assert all(line in whole for line in lines)
    assert len({d.title for d in opened.documents()}) == 1
    assert build([tmp_path / "long.txt"], tmp_path / "store").unchanged == len(texts)


def test_the_parts_of_a_long_text_have_the_date_and_the_title_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.load._LONGEST", 4000)
    lines = [f"第{n}分园营业收入{n}亿元，同比增长{n % 30}%。" for n in range(1, 600)]
    for name, head in (("收入统计情况_2.txt", ""), ("b.txt", "各分园情况\n发布时间：2024-03-05\n\n")):
        (tmp_path / name).write_text(head + "\n".join(lines), encoding="utf-8")
    build([tmp_path / "收入统计情况_2.txt", tmp_path / "b.txt"], tmp_path / "store")
    found = Store.open(tmp_path / "store").documents()
    assert {d.title for d in found if "收入统计" in d.name} == {"收入统计情况 2"}
    assert {d.published for d in found if d.name.startswith("b.txt")} == {date(2024, 3, 5)}


def test_a_deleted_folder_goes_with_its_documents(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(f"{name} 园区有企业41家。", encoding="utf-8")
    store = tmp_path / "store"
    build([tmp_path / "one", tmp_path / "two"], store)
    shutil.rmtree(tmp_path / "two")
    report = build([tmp_path / "two"], store)
    assert report.removed == ("two.txt",)
    with pytest.raises(SourceMissing):
        build([tmp_path / "three"], store)
    assert [d.name for d in Store.open(store).documents()] == ["one.txt"]


def test_what_is_passed_over_is_kept_by_its_path(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "正文.txt").write_text(f"启明园{name}有企业20家。", encoding="utf-8")
        (tmp_path / name / ".藏.txt").write_text("启明园有企业30家。", encoding="utf-8")
        (tmp_path / name / "链接").symlink_to(tmp_path, target_is_directory=True)

    def passed_over() -> set[str]:
        with contextlib.closing(rows.connect(tmp_path / "store" / "data.sqlite")) as db:
            return {str(Path(path).relative_to(tmp_path.resolve())) for path, _, _ in origins.refused(db)}

    every = {f"{folder}/{name}" for folder in ("one", "two") for name in (".藏.txt", "链接")}
    build([tmp_path / "one", tmp_path / "two"], tmp_path / "store")
    assert passed_over() == every
    build([tmp_path / "two"], tmp_path / "store")  # of the other folder, what was said of it stays
    assert passed_over() == every
    (tmp_path / "two" / ".藏.txt").rename(tmp_path / "two" / "不藏.txt")
    (tmp_path / "one" / "链接").unlink()
    build([tmp_path / "two"], tmp_path / "store")
    assert passed_over() == every - {"two/.藏.txt"}
    build([tmp_path / "one"], tmp_path / "store")
    assert passed_over() == {"one/.藏.txt", "two/链接"}
