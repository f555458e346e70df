"""Bytes → format: what a file is by its content; its name only decides between kinds of plain text."""

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from index.load.decode import decode, looks_like_text
from index.load.raw import Unreadable

HEAD = 8192


class Format(StrEnum):
    """The formats that can be read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON_LINES = "jsonl"
    CSV = "csv"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    HTML = "html"


_IMAGE = "这是图片，没有可读的文字；请先做文字识别（OCR），再存为文本或 docx"
_ARCHIVE = "这是压缩包；请解压后再添加里面的文件"
_MEDIA = "这是音频或视频，没有可读的文字；请添加它的文字稿"
_PROGRAM = "这是程序或二进制文件，没有可读的文字"
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF87a", _IMAGE),
    (b"GIF89a", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
    (b"\x00\x00\x01\x00", _IMAGE),
    (b"8BPS", _IMAGE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b\x08", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ\x00", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"ID3", _MEDIA),
    (b"OggS", _MEDIA),
    (b"fLaC", _MEDIA),
    (b"\x1a\x45\xdf\xa3", _MEDIA),
    (b"\x7fELF", _PROGRAM),
    (b"MZ\x90\x00", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"SQLite format 3\x00", "这是数据库文件；请把需要的内容导出为文本或表格"),
    (b"L\0\0\0\x01\x14\x02\0", "这是快捷方式；请添加它指向的文件"),
    (b"{\\rtf", "这是 RTF 文件；请另存为 docx"),
    (b"%!PS", "这是 PostScript 文件；请另存为 PDF"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|div|article|p|h1|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(
    rb"(?:[A-Za-z][A-Za-z\-]{1,40}: [^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,60}?"
    rb"(?:MIME-Version: 1|Content-Type: (?:text|multipart)/)",
    re.IGNORECASE,
)
_XML = re.compile(rb"\s*(?:<\?xml\b|<(?:svg|rss|feed)\b)", re.IGNORECASE)
_RECORD = re.compile(rb'\s*\{\s*"[^"\n]{1,40}"\s*:')
_CONTROL = re.compile(rb"[\0-\x06\x0e-\x1a\x1c-\x1f]")
_FIGURE = re.compile(r"\s*[-+¥￥]?\d")
_WORD = re.compile(r"[^\W\d_]")
_MARKDOWN_NAMES = {".md", ".markdown", ".mdown"}
_CSV_NAMES = {".csv", ".tsv"}
_LINES_NAMES = {".jsonl", ".ndjson"}
_OFFICE = {"word/": Format.DOCX, "xl/": Format.XLSX, "ppt/": Format.PPTX}


def sniff(path: Path) -> Format:
    """Return the format of the file at `path`.

    Raises:
        Unreadable: the content is of a kind that cannot be read; the message names the kind and the remedy.
        OSError: the file cannot be opened.
    """
    if not path.is_file() and path.exists() and not path.is_dir():
        raise Unreadable("不是普通文件（是设备或管道）")
    with path.open("rb") as file:
        head = file.read(HEAD)
        if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
            if not head:
                raise Unreadable("空文件")
            if not file.read(1 << 20).strip(b"\x00 \t\r\n"):
                raise Unreadable("文件里只有空白")
    if b"%PDF-" in head[:1024] and not _HTML.match(head):
        return Format.PDF
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head.startswith((b"PK\x05\x06", b"PK\x07\x08")):
        raise Unreadable(_ARCHIVE)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Unreadable(_compound(path))
    for magic, reason in _REFUSED:
        if head.startswith(magic):
            raise Unreadable(reason)
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        raise Unreadable(_IMAGE if head[8:12] == b"WEBP" else _MEDIA)
    if head[4:8] == b"ftyp":
        raise Unreadable(_IMAGE if head[8:12] in (b"heic", b"heix", b"mif1", b"avif") else _MEDIA)
    if head[257:262] == b"ustar":
        raise Unreadable(_ARCHIVE)
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        raise Unreadable(_IMAGE)
    return _text(path, head)


def _text(path: Path, head: bytes) -> Format:
    """Which kind of text it is; control characters are at home in two-byte encodings only."""
    controls = len(_CONTROL.findall(head))
    if (
        not head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
        and controls * 50 > len(head)
        and not looks_like_text(head)
    ):
        raise Unreadable(_PROGRAM)
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    suffix = path.suffix.lower()
    if _HTML.match(plain) or (suffix in (".html", ".htm", ".xhtml") and b"<" in plain):
        return Format.HTML
    if _MAIL.match(plain):
        raise Unreadable("这是邮件或网页存档；请用原来的软件打开，另存为 docx 或 PDF")
    if _XML.match(plain):
        raise Unreadable("这是 XML 文件；请用原来的软件打开，另存为 docx、xlsx 或文本")
    first = plain.split(b"\n", 1)[0]
    if suffix in _LINES_NAMES or (_RECORD.match(first) and b'"text"' in first):
        return Format.JSON_LINES
    if suffix in _CSV_NAMES or (suffix not in _MARKDOWN_NAMES and _is_tabular(head)):
        return Format.CSV
    return Format.MARKDOWN if suffix in _MARKDOWN_NAMES else Format.TEXT


def _is_tabular(head: bytes) -> bool:
    """Whether all lines of a text have the same number of tabs, and one column is of figures under a word."""
    lines = [line.split("\t") for line in decode(head).splitlines() if line.strip()]
    if len(head) == HEAD:
        lines = lines[:-1]  # it may be cut off
    if len(lines) < 3 or len({len(line) for line in lines}) > 1:
        return False
    columns = list(zip(*lines, strict=True))[1:]
    return any(
        _WORD.search(column[0]) and all(_FIGURE.match(cell) for cell in column[1:] if cell.strip())
        for column in columns
    )


def _zipped(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()[:5001]
            kind = archive.read("mimetype")[:100] if "mimetype" in names and len(names) <= 5000 else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError) as error:
        raise Unreadable("文件已损坏（压缩结构不完整）；请重新保存或重新下载") from error
    if b"opendocument" in kind:
        raise Unreadable("这是 OpenDocument 文件；请另存为 docx、xlsx 或 pptx")
    if b"epub" in kind:
        raise Unreadable("这是 EPUB 电子书；请另存为 PDF 或 docx")
    if "OFD.xml" in names:
        raise Unreadable("这是 OFD 文件；请另存为 PDF 或 docx")
    if any(name.endswith(".iwa") for name in names):
        raise Unreadable("这是苹果 iWork 文件；请导出为 docx、xlsx 或 PDF")
    if "xl/workbook.bin" in names:
        raise Unreadable("这是二进制 Excel 文件（.xlsb）；请另存为 xlsx")
    if "[Content_Types].xml" in names:
        for folder, found in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return found
    raise Unreadable(_ARCHIVE)


def _compound(path: Path) -> str:
    """Old Office files share one container; its directory names the program in UTF-16."""
    with path.open("rb") as file:
        data = file.read(8 << 20)
    for name, reason in (
        ("EncryptedPackage", "文件有密码；请去掉密码后再添加"),
        ("WordDocument", "这是旧版 Word 文件（.doc）；请另存为 docx"),
        ("Workbook", "这是旧版 Excel 文件（.xls）；请另存为 xlsx"),
        ("__substg1.0_", "这是 Outlook 邮件；请另存为文本或 docx"),
        ("PowerPoint Document", "这是旧版 PowerPoint 文件（.ppt）；请另存为 pptx"),
    ):
        if name.encode("utf-16-le") in data:
            return reason
    return "这是旧版 Office 文件；请另存为 docx、xlsx 或 pptx"
