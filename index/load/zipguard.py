"""Looks into a zipped Office file before anything unpacks it: sizes, names, document type declarations."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

from index.load.raw import Unreadable

TOTAL = 200 << 20
PART = 100 << 20
RATIO = 150
ENTRIES = 5000
_PROLOG = 1 << 16  # bytes in which the first element of a part must begin
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_ROOT = re.compile(rb"<[A-Za-z_]")
_TYPES = "[Content_Types].xml"
_KINDS = (  # macros, templates and slide shows are documents of the same insides
    (
        re.compile(
            rb"application/vnd\.(?:ms-word|openxmlformats-officedocument\.wordprocessingml)\."
            rb"(?:document\.macroEnabled|template|template\.macroEnabledTemplate)\.main\+xml"
        ),
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    (
        re.compile(
            rb"application/vnd\.(?:ms-powerpoint|openxmlformats-officedocument\.presentationml)\."
            rb"(?:presentation\.macroEnabled|slideshow|slideshow\.macroEnabled|template|template\.macroEnabled)\.main\+xml"
        ),
        b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ),
)
_SMALL = 1 << 20  # below this a high ratio is no danger
_DAMAGED = "文件已损坏；请重新保存或重新下载"


def guard(path: Path) -> str | BytesIO:
    """Check the archive at `path`.

    Returns:
        What to open: the path, or, of a file with macros or a template, a copy that says it is a plain document.

    Raises:
        Unreadable: it is damaged or would unpack to something dangerous.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive)
            return _plain_copy(archive) or str(path)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Unreadable(_DAMAGED) from error


def _plain_copy(archive: zipfile.ZipFile) -> BytesIO | None:
    names = archive.namelist()
    if "_rels/.rels" in names and b"purl.oclc.org/ooxml" in archive.read("_rels/.rels"):
        raise Unreadable("这是“严格 Open XML”格式；请另存为普通的 docx、xlsx 或 pptx")
    stated = archive.read(_TYPES) if _TYPES in names else b""
    plain = stated
    for pattern, kind in _KINDS:
        plain = pattern.sub(kind, plain)
    if plain == stated:
        return None
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as new:
        for entry in archive.infolist():
            new.writestr(entry.filename, plain if entry.filename == _TYPES else archive.read(entry))
    copy.seek(0)
    return copy


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
                head = part.read(_PROLOG).replace(b"\0", b"")
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise Unreadable("文件里有文档类型声明（DTD），不像正常的文档")
            if len(head) == _PROLOG and not _ROOT.search(_COMMENT.sub(b"", head)):
                raise Unreadable(_DAMAGED)  # nothing but comments, behind which a declaration may hide
