"""A store's folder → what is sound in it, what was repaired, what cannot be: every byte is read.

What is derived (both indexes, the copy of the manifest, SQLite's own indexes and unused pages) is made again from the
documents; documents that are not what was written cannot be, and are named with the remedy.
"""

import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from index import derived, origins, rows
from index.config import FORMAT, IndexConfig
from index.embed import load_embedder
from index.errors import StoreCorrupt, StoreError, StoreLocked, StoreMismatch
from index.manifest import NAME, Manifest, database_digest
from index.overrule import Overruled
from index.record import Stored
from index.words import SEGMENTER
from index.writer import DATABASE, REBUILD, StoreLock, StoreWriter

_NAMED = 5  # damaged documents that are named


@dataclass(slots=True)
class CheckReport:
    """What a check found, in plain Chinese: sound, repaired, beyond repair (with the `remedy`), and worth knowing."""

    fine: list[str] = field(default_factory=list[str])
    repaired: list[str] = field(default_factory=list[str])
    broken: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])
    remedy: str = ""

    @property
    def ok(self) -> bool:
        """Whether the store is sound now."""
        return not self.broken

    def to_dict(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "fine": self.fine,
            "repaired": self.repaired,
            "broken": self.broken,
            "notes": self.notes,
            "remedy": self.remedy,
        }


def check(path: Path) -> CheckReport:
    """Read every byte of a store, compare it with what was written, and repair what can be derived.

    Raises:
        StoreMissing: there is no store.
        StoreMismatch: it was made by another version of the program.
        EmbeddingError: the model that the store names cannot be loaded.
    """
    report = CheckReport()
    manifest = _manifest(path, report)
    if manifest is None:
        return report
    if manifest.made_by.get("format") != FORMAT or manifest.made_by.get("segmenter") != SEGMENTER:
        raise StoreMismatch(f"库 {path} 由另一版本的程序建立（格式 {manifest.made_by.get('format')}）；{REBUILD}")
    database = path / DATABASE
    if not database.exists():
        _broken(report, f"数据文件 {DATABASE} 不见了")
        return report
    try:
        with _opened(path, manifest, report) as (db, writer):
            _Check(path, manifest, db, writer, report).run()
    except (rows.DatabaseError, StoreCorrupt) as error:
        _broken(report, f"数据文件 {DATABASE} 已损坏（{str(error).split('；')[0]}）")
    return report


def _broken(report: CheckReport, what: str, remedy: str = REBUILD) -> None:
    report.broken.append(what)
    report.remedy = report.remedy or remedy


def _manifest(path: Path, report: CheckReport) -> Manifest | None:
    """Return the manifest, restored from its copy where it is damaged; None when that cannot be."""
    try:
        manifest = Manifest.read(path)
    except StoreCorrupt as error:
        what = str(error).split("；")[0]
    else:
        report.fine.append(f"清单 {NAME}：第 {manifest.generation} 版，建于 {manifest.built}")
        return manifest
    copies = Manifest.copies(path)
    if not copies:
        _broken(report, f"{what}，也没有完好的备份")
        return None
    try:
        with StoreLock(path):
            copies[0].write(path)
    except (StoreLocked, OSError) as error:
        _broken(report, f"{what}，有备份而写不回去（{error}）", "请在库可以写入、没有更新时再运行 yuanwen check")
        return None
    report.repaired.append(f"{what}；已按备份恢复到第 {copies[0].generation} 版")
    return copies[0]


@contextmanager
def _opened(
    path: Path, manifest: Manifest, report: CheckReport
) -> Generator[tuple[rows.Connection, StoreWriter | None]]:
    """Open the database, for repairs where nobody else is writing and the folder can be written."""
    config = IndexConfig.from_dict(manifest.made_by["config"])
    writer = StoreWriter(path, config, load_embedder(config.embedding), building=False)
    try:
        writer.__enter__()
    except StoreLocked as error:
        report.notes.append(f"{str(error).split('；')[0]}：只检查，不修复")
    except (StoreCorrupt, StoreMismatch):
        raise
    except (OSError, StoreError) as error:
        report.notes.append(f"库的文件夹不能写入（{getattr(error, 'strerror', error)}）：只检查，不修复")
    else:
        try:
            yield writer.db, writer
        finally:
            writer.__exit__()
        return
    with tempfile.TemporaryDirectory(prefix="yuanwen-") as beside:
        try:
            db = rows.connect(path / DATABASE)
        except rows.DatabaseError:
            db = rows.connect_unwritable(path / DATABASE, Path(beside))
        try:
            yield db, None
        finally:
            db.close()


class _Check:
    """One check of a store whose manifest is sound."""

    def __init__(
        self, path: Path, manifest: Manifest, db: rows.Connection, writer: StoreWriter | None, report: CheckReport
    ) -> None:
        self._path = path
        self._manifest = manifest
        self._db = db
        self._writer = writer
        self._report = report

    def run(self) -> None:
        self._unfinished = rows.building(self._db) > self._manifest.generation
        if self._unfinished:
            self._report.notes.append("有一次更新没有做完：再次运行 yuanwen build 会接着做")
        if not self._documents():
            return
        Overruled.read(self._db)  # told by those who call
        wrong = self._beside_documents()
        damaged = self._indexes()
        if not wrong and not damaged:
            return
        if self._writer is None:
            for what in (*wrong, *damaged):
                _broken(self._report, what, "请在库可以写入、没有更新时再运行 yuanwen check")
            return
        if wrong:
            origins.reset_sources(self._db, self._manifest.refused)
            rows.rewrite(self._db)
            if left := rows.integrity(self._db):
                _broken(self._report, f"数据文件 {DATABASE} 重写后仍有错（{left[0]}）")
                return
        self._writer.repair()
        self._report.repaired += [f"{what}；已从数据库中的文档重建" for what in (*wrong, *damaged)]

    def _documents(self) -> bool:
        """Look at every document with all that was made of it; whether all are sound."""
        listed = rows.catalogue(self._db, self._manifest.generation)
        if listed.digest != self._manifest.documents:
            _broken(self._report, f"数据文件 {DATABASE} 的目录与清单不一致")
            return False
        problems: dict[str, str] = {}
        for entry in listed:
            if problem := _document(self._db, entry):
                problems[entry.name] = problem
        dimensions = int(self._manifest.made_by["dimensions"])
        for problem in self._vectors({entry.row: entry for entry in listed}, dimensions):
            problems.setdefault(*problem)
        for name, problem in list(problems.items())[:_NAMED]:
            _broken(self._report, f"文档“{name}”{problem}")
        if len(problems) > _NAMED:
            _broken(self._report, f"共有 {len(problems)} 篇文档如此")
        if not problems:
            figures = sum(entry.figures for entry in listed)
            self._report.fine.append(
                f"数据文件 {DATABASE}：{len(listed)} 篇文档、{listed.passages} 个段落、{figures} 个数字，逐一核对无误"
            )
        return not problems

    def _vectors(self, listed: dict[int, rows.Listed], dimensions: int) -> Iterable[tuple[str, str]]:
        for row, entry in listed.items():
            try:
                own = rows.vectors_of(self._db, row)
            except StoreCorrupt:
                yield entry.name, "的向量与写入时不一致"
                continue
            values = np.frombuffer(own, dtype="<f2")
            if values.size != entry.passages * dimensions:
                yield entry.name, "的向量与段落数目不符"
            elif not np.isfinite(values).all():
                yield entry.name, "的向量里有不是数的值"

    def _beside_documents(self) -> list[str]:
        """Return what is wrong in the database beside the documents: indexes, unused pages, small tables."""
        wrong = [f"数据文件 {DATABASE} 的结构有错（{problem}）" for problem in rows.integrity(self._db)[:1]]
        if count := rows.orphans(self._db):
            wrong.append(f"数据文件 {DATABASE} 里有 {count} 条不属于任何文档的记录")
        if self._manifest.database and not self._unfinished and not wrong:
            whole = rows.checkpoint(self._db) if self._writer else _log_empty(self._path / DATABASE)
            if whole and database_digest(self._path / DATABASE) != self._manifest.database:
                wrong.append(f"数据文件 {DATABASE} 里文档以外的字节有改动")
        return wrong

    def _indexes(self) -> list[str]:
        """Return what is wrong with the derived files; what no generation needs goes."""
        folder = self._manifest.folder(self._path)
        others = [other for other in sorted(folder.parent.glob("*")) if other.name != folder.name]
        if self._writer and others:
            derived.discard(others)
            self._report.notes.append(f"清掉了不再需要的索引：{'、'.join(other.name for other in others)}")
        wrong: list[str] = []
        if names := derived.damaged(self._path, self._manifest):
            wrong.append(f"检索索引有 {len(names)} 个文件缺失或与写入时不同（{Path(names[0]).name}）")
        else:
            indexes = derived.load(self._path, self._manifest)
            listed = rows.catalogue(self._db, self._manifest.generation)
            if indexes is None or any(len(index) != listed.passages for index in indexes):
                wrong.append("检索索引与段落数目不符")
        if self._manifest not in Manifest.copies(self._path):
            wrong.append("清单的备份缺失或已损坏")
        if not wrong:
            self._report.fine.append(f"检索索引：{len(self._manifest.files)} 个文件，校验和与段落数目一致")
        return wrong


def _log_empty(database: Path) -> bool:
    log_file = database.with_name(f"{database.name}-wal")
    return not log_file.exists() or not log_file.stat().st_size


def _document(db: rows.Connection, entry: rows.Listed) -> str | None:
    """Return what is wrong with a document, its passages and its figures; None for nothing."""
    try:
        found = rows.stored(db, entry.row)
    except StoreCorrupt:
        return "与写入时不一致"
    except rows.DatabaseError as error:
        return f"读不出来（{error}）"
    if found is None:
        return "不见了"
    if len(found.text) != entry.length or len(found) != entry.passages:
        return "与目录不符"
    return _slices(found) or _figures(found, entry.figures)


def _slices(found: Stored) -> str | None:
    end = 0
    for passage in found.passages():
        if not end <= passage.start < passage.end <= len(found.text) or found.text[end : passage.start].strip():
            return f"的段落没有覆盖全文（第 {end} 字起）"
        end = passage.end
    return f"的段落没有覆盖全文（第 {end} 字起）" if found.text[end:].strip() else None


def _figures(found: Stored, count: int) -> str | None:
    positions, figures = found.positions(), found.figures()
    if len(figures) != count:
        return "的数字与目录不符"
    for position, row in zip(positions, figures, strict=True):
        quantity, passage = row.quantity, found.passage(position)
        if not passage.start <= quantity.start < quantity.end <= passage.end:
            return f"的数字“{quantity.surface}”不在它的段落里"
        if found.text[quantity.start : quantity.end] != quantity.surface:
            return f"的数字“{quantity.surface}”与原文不符"
    return None
