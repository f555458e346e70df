"""Looks into a zipped Office file before anything unpacks it: sizes, names, document type declarations."""

import re
import zipfile
from pathlib import Path

from index.load.raw import Unreadable

TOTAL = 200 << 20
PART = 100 << 20
RATIO = 150
ENTRIES = 5000
_SMALL = 1 << 20  # below this a high ratio is no danger
_DAMAGED = "文件已损坏；请重新保存或重新下载"


def guard(path: Path) -> None:
    """Check the archive at `path`.

    Raises:
        Unreadable: it is damaged or would unpack to something dangerous.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Unreadable(_DAMAGED) from error


def _check(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        raise Unreadable(f"文件由超过 {ENTRIES} 个部分组成，不像正常的文档")
    if len({entry.filename for entry in entries}) != len(entries):
        raise Unreadable(_DAMAGED)
    total = 0
    for entry in entries:
        parts = re.split(r"[/\\]", entry.filename)
        if ".." in parts or entry.filename.startswith(("/", "\\")) or "\0" in entry.filename:
            raise Unreadable("文件里有可疑的路径，不像正常的文档")
        if entry.flag_bits & 1:
            raise Unreadable("文件有密码；请去掉密码后再添加")
        total += entry.file_size
        if entry.file_size > PART or total > TOTAL:
            raise Unreadable("文件展开后太大；请拆成几份")
        if entry.file_size > _SMALL and entry.file_size > RATIO * max(1, entry.compress_size):
            raise Unreadable("文件压缩比异常（可能是压缩炸弹）")
        if entry.filename.lower().endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                head = part.read(4096)
            if b"<!DOCTYPE" in head or "<!DOCTYPE".encode("utf-16-le") in head or b"<!ENTITY" in head:
                raise Unreadable("文件里有文档类型声明（DTD），不像正常的文档")
