"""PDF → raw text, page by page."""

import logging
import re
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PdfReadError, PyPdfError

from index.clean import PAGE, printable
from index.load.raw import Raw, Unreadable

MOST_PAGES = 5000
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_NO_TITLE = re.compile(
    r"^(?:untitled|无标题|Microsoft (?:Word|PowerPoint|Excel) - .*|.*\.(?:docx?|indd|wps|qxd|pptx?|pdf|txt|dwg))$",
    re.IGNORECASE,
)


def read(path: Path) -> Raw:
    """Read the text layer of a pdf."""
    logging.disable(logging.CRITICAL)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not _unlocked(reader):
            raise Unreadable("PDF 有密码；请去掉密码后再添加")
        pages = [_page(page) for page in reader.pages[:MOST_PAGES]]
    except DependencyError as error:
        raise Unreadable("PDF 有密码；请去掉密码后再添加") from error
    except (PdfReadError, PyPdfError) as error:
        raise Unreadable("PDF 已损坏，读不出内容；请重新导出或重新下载") from error
    letters = sum(len(page.split()) and len("".join(page.split())) for page in pages)
    if letters < max(1, 2 * len(pages)):
        raise Unreadable("PDF 没有文字层（可能是扫描件）；请先做文字识别（OCR）")
    title, created = _metadata(reader)
    return Raw("".join(PAGE + page for page in pages), title=title, created=created)


def _unlocked(reader: PdfReader) -> bool:
    """Whether the file opens without a password (it then only restricts printing or copying)."""
    return bool(reader.decrypt(""))


def _page(page: Any) -> str:
    text = str(page.extract_text())
    return printable(text.replace(PAGE, "\n"))


def _metadata(reader: PdfReader) -> tuple[str | None, str | None]:
    try:
        values: Any = reader.metadata or {}
        title = str(values.get("/Title") or "").strip()
        made = _DATE.match(str(values.get("/CreationDate") or ""))
    except (PyPdfError, ValueError, TypeError, AttributeError):
        return None, None
    usable = title and len(title) <= 120 and not _NO_TITLE.match(title) and "\ufffd" not in title
    return (printable(title) if usable else None), ("-".join(made.groups()) if made else None)
