"""`check` and `info`, what is refused, and that nothing of a document is lost on its way through the database."""

import dataclasses
import json
import os
import subprocess
import sys
from contextlib import closing
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import origins, record, rows
from index.build import build
from index.check import check
from index.errors import StoreCorrupt, StoreMismatch, StoreMissing
from index.manifest import Manifest
from index.store import Store
from index.types import Document, FigureRow, Passage, Quantity, Section, Turn
from tests.index import store_harness as harness
from tests.index.store_harness import ROOT

VALUES: dict[str, Any] = {
    "str": "文字", "int": 3, "date": date(2024, 8, 31), "Decimal": Decimal("1.50"),
}  # fmt: skip


@pytest.fixture
def store(documents: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    build([documents], folder)
    return folder


def _sql(store: Path, *statements: str) -> None:
    """Change the database behind the program's back."""
    with closing(rows.connect(store / "data.sqlite", write=True)) as db:
        for statement in statements:
            db.execute(statement)


def test_a_sound_store(store: Path) -> None:
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    report = check(store)
    assert report.ok
    assert len(report.fine) == 3
    assert (report.repaired, report.broken, report.notes, report.remedy) == ([], [], [], "")
    assert {p: p.read_bytes() for p in before if p.name != "LOCK"} == {
        p: b for p, b in before.items() if p.name != "LOCK"
    }


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="yuanwen build"):
        check(tmp_path / "nothing")


def test_another_format(store: Path) -> None:
    manifest = Manifest.read(store)
    dataclasses.replace(manifest, made_by=manifest.made_by | {"format": 1}).write(store)
    with pytest.raises(StoreMismatch, match="build"):
        check(store)


def test_what_is_derived_is_repaired_once(store: Path) -> None:
    for name in Manifest.read(store).files:
        (store / name).unlink()
    first = check(store)
    assert first.ok
    assert first.repaired
    assert not check(store).repaired


def test_a_lost_manifest_is_restored(store: Path) -> None:
    for damage in ("lost", "damaged"):
        if damage == "lost":
            (store / "CURRENT").unlink()
        else:
            os.truncate(store / "CURRENT", 100)
        with pytest.raises(StoreCorrupt, match="yuanwen check"):
            Store.open(store)
        report = check(store)
        assert report.ok
        assert "CURRENT" in report.repaired[0]
        assert len(Store.open(store).documents()) == 3


def test_orphans_and_changed_small_tables_are_put_right(store: Path, documents: Path) -> None:
    (documents / "坏.txt").write_text("", encoding="utf-8")
    build([documents], store)
    refused = Store.open(store).refused()
    _sql(store, "INSERT INTO vectors VALUES (999, x'00')", "UPDATE refused SET reason = '别的原因'")
    report = check(store)
    assert report.ok
    assert report.repaired
    assert check(store).ok
    assert not check(store).repaired
    build([documents], store)
    assert Store.open(store).refused() == refused


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE bodies SET text = replace(text, '468.9', '478.9')", "2024.txt"),
        ("UPDATE bodies SET figures = replace(figures, '412', '413')", "2023.txt"),
        ("UPDATE vectors SET vectors = zeroblob(length(vectors)) WHERE document = 1", "向量"),
        ("UPDATE documents SET name = 'x' || name WHERE row = 2", "目录"),
        ("DELETE FROM documents WHERE row = 2", "目录"),
        ("DELETE FROM bodies WHERE document = 2", "2024.txt"),
    ],
)
def test_changed_documents_are_named_with_the_remedy(store: Path, statement: str, said: str) -> None:
    _sql(store, statement)
    report = check(store)
    assert not report.ok
    assert any(said in line for line in report.broken), report.broken
    assert "yuanwen build" in report.remedy


def test_nothing_is_built_upon_changed_documents(store: Path, documents: Path) -> None:
    _sql(store, "UPDATE bodies SET text = replace(text, '468.9', '478.9')")
    (documents / "new.txt").write_text("启明园2024年营业收入3亿元。", encoding="utf-8")
    with pytest.raises(StoreCorrupt, match=r"2024\.txt"):
        build([documents], store)


def test_a_changed_document_is_never_shown_and_the_others_are(store: Path) -> None:
    _sql(store, "UPDATE bodies SET text = replace(text, '468.9', '478.9')")
    opened = Store.open(store)  # does not read what it does not show
    ids = {info.name: info.id for info in opened.documents()}
    assert "412.6亿元" in opened.document(ids["2023.txt"]).text
    for show in (opened.document, lambda uid: list(opened.passages(uid)), lambda uid: opened.leads([uid], 9)):
        with pytest.raises(StoreCorrupt, match=r"2024\.txt"):
            show(ids["2024.txt"])
    with pytest.raises(StoreCorrupt):
        list(opened.figures())


def test_the_command_says_it_plainly_and_by_its_exit_code(store: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "qa.cli", *arguments, "--store", str(store)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    facts = json.loads(run("info", "--json").stdout)
    assert facts["documents"] == 3
    assert facts["figures"] > 5
    assert facts["periods"]["from"] <= "2023-01-01" < "2024-12-31" <= facts["periods"]["to"]
    assert facts["bytes"]["database"] > 0
    assert facts["built"]
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "完好" in done.stdout
    next(store.glob("generations/*/dense.faiss")).unlink()
    done = run("check", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["repaired"]
    _sql(store, "UPDATE bodies SET text = text || '。'")
    done = run("check")
    assert done.returncode == 1
    assert "yuanwen build" in done.stderr


def test_a_build_of_one_folder_does_not_forget_what_was_refused_in_another(tmp_path: Path) -> None:
    store = tmp_path / "store"
    for name in ("甲", "乙"):
        harness.write_documents(tmp_path / name, {"好.txt": f"{name}园2024年营业收入3亿元。", f"坏{name}.txt": ""})
    build([tmp_path / "甲"], store)
    build([tmp_path / "乙"], store)
    assert {name for name, _ in Store.open(store).refused()} == {"坏甲.txt", "坏乙.txt"}
    (tmp_path / "甲" / "坏甲.txt").unlink()
    build([tmp_path / "甲"], store)
    assert {name for name, _ in Store.open(store).refused()} == {"坏乙.txt"}
    (tmp_path / "乙" / "坏乙.txt").write_text("乙园2023年营业收入2亿元。", encoding="utf-8")
    build([tmp_path / "乙"], store)
    assert Store.open(store).refused() == []


def test_reasons_survive_a_build_that_is_broken_off(tmp_path: Path) -> None:
    """A file that was read is not read again, so why a line of it was refused is kept with it."""
    harness.write_documents(tmp_path / "docs", {"多.jsonl": '{"id": "甲", "text": "甲园有企业3家。"}\n坏的一行\n'})

    class Stop(Exception):
        pass

    def stop(documents: int, *_: int) -> None:
        if documents:
            raise Stop

    with pytest.raises(Stop):
        build([tmp_path / "docs"], tmp_path / "store", progress=stop)
    report = build([tmp_path / "docs"], tmp_path / "store")
    assert report.unchanged == 1
    assert len(report.refused) == len(Store.open(tmp_path / "store").refused()) == 1


def test_what_is_refused_belongs_to_the_generation(store: Path, documents: Path) -> None:
    """A build that is broken off changes nothing of what readers see, the refused files included."""
    (documents / "坏.txt").write_text("", encoding="utf-8")
    with closing(rows.connect(store / "data.sqlite", write=True)) as db:
        origins.set_refused(db, [("somewhere", "坏.txt", "空文件")])
    assert Store.open(store).refused() == []


def _filled(cls: type) -> Any:
    """An object of one of our types with a value in every field that is not its default."""
    values: dict[str, Any] = {}
    for item in dataclasses.fields(cls):
        kind = item.type if isinstance(item.type, str) else getattr(item.type, "__name__", str(item.type))
        annotation = item.type
        options = [
            a for a in getattr(annotation, "__args__", (annotation,)) if isinstance(a, type) and a is not type(None)
        ]
        first = options[0] if options else None
        if item.name in ("start", "sentence_start"):
            values[item.name] = 1
        elif item.name in ("end", "sentence_end"):
            values[item.name] = 2
        elif item.name == "pages":
            values[item.name] = (0, 5)
        elif first and dataclasses.is_dataclass(first):
            filled = _filled(first)
            values[item.name] = (filled,) if str(annotation).startswith("tuple") else filled
        elif first and issubclass(first, Enum):
            values[item.name] = list(first)[-1]
        else:
            values[item.name] = VALUES[first.__name__ if first else kind]
    return cls(**values)


def test_every_field_survives_the_database(tmp_path: Path) -> None:
    """A field added to a type and forgotten in the database would be lost without a word."""
    document, passage, figure = _filled(Document), _filled(Passage), _filled(FigureRow)
    assert dataclasses.is_dataclass(figure.quantity)
    assert isinstance(document.sections[0], Section)
    assert isinstance(document.turns[0], Turn)
    assert isinstance(figure.quantity, Quantity)
    sealed = record.record(record.head_of("path", document), [passage, passage], [(1, figure)], np.ones((2, 4)))
    with closing(rows.connect(tmp_path / "data.sqlite", write=True)) as db:
        row, ids = rows.add(db, sealed, 1)
        found = rows.stored(db, row)
        assert found is not None
        assert found.document == document
        expected = dataclasses.replace(passage, id=ids[1], document_id=document.id, text=document.text[1:2])
        assert list(found.passages())[1] == expected
        assert found.figures(1) == [dataclasses.replace(figure, document_id=document.id)]
        assert found.figures(0) == []
        assert rows.read(db, row) == sealed
