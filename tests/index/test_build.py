"""Builds bring a store up to date: only what changed is touched, what is gone goes, nothing is skipped silently."""

import json
from pathlib import Path

import pytest
from langchain_core.documents import Document

from index.build import build
from index.errors import SourceMissing
from index.store import Store


def _names(store: Path) -> list[str]:
    return sorted(d.name for d in Store.open(store).documents())


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
