"""PDF → raw text, page by page."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PdfReadError, PyPdfError

from index.clean import PAGE, printable
from index.load.raw import Raw, Unreadable
from index.load.table import table_lines
from index.wraps import width

MOST_PAGES = 5000
_LONGEST_CELL = 30
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


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a page's text as the page draws it, with the place of its beginning and the size of its letters."""

    text: str
    x: float
    y: float
    size: float


def _page(page: Any) -> str:
    pieces: list[_Piece] = []

    def visit(text: str, around: Sequence[float], inside: Sequence[float], font: object, size: float) -> None:
        x = inside[4] * around[0] + inside[5] * around[2] + around[4]
        y = inside[4] * around[1] + inside[5] * around[3] + around[5]
        pieces.append(_Piece(text, x, y, abs(size * inside[0] * around[0]) or size))

    whole = str(page.extract_text(visitor_text=visit))
    text = _with_tables(pieces)
    return printable((text if text is not None else whole).replace(PAGE, "\n"))


def _with_tables(pieces: Sequence[_Piece]) -> str | None:
    """The page's text with its tables as rows that carry their heads; None if there is no table.

    A row is drawn as short pieces on one height, each well to the right of the one before; two such rows with the same
    number of pieces are a table. Columns of running text are not drawn so: they go on downwards first.
    """
    out: list[str] = []
    table: list[list[str]] = []
    row: list[_Piece] = []
    found = False

    def end_row() -> None:
        if len(row) >= 2:
            table.append([piece.text.strip() for piece in row])
        elif row:
            end_table()
            out.append(row[0].text if row[0].text.endswith("\n") else row[0].text + "\n")
        row.clear()

    def end_table() -> None:
        nonlocal found
        alike = len(table) >= 2 and len({len(cells) for cells in table}) == 1
        if alike and any(ch.isdigit() for cells in table for cell in cells for ch in cell):
            out.append("\n" + "\n".join(table_lines(table)) + "\n")
            found = True
        else:
            out.extend(cell + "\n" for cells in table for cell in cells)
        table.clear()

    for piece in pieces:
        if not piece.text.strip():
            if not row:
                out.append(piece.text)
            continue
        last = row[-1] if row else None
        beside = (
            last is not None
            and abs(piece.y - last.y) < 2
            and piece.x > last.x + width(last.text.strip()) * last.size + 0.5 * last.size
            and max(len(last.text.strip()), len(piece.text.strip())) <= _LONGEST_CELL
        )
        if not beside:
            end_row()
        row.append(piece)
    end_row()
    end_table()
    return "".join(out) if found else None


def _metadata(reader: PdfReader) -> tuple[str | None, str | None]:
    try:
        values: Any = reader.metadata or {}
        title = str(values.get("/Title") or "").strip()
        made = _DATE.match(str(values.get("/CreationDate") or ""))
    except (PyPdfError, ValueError, TypeError, AttributeError):
        return None, None
    usable = title and len(title) <= 120 and not _NO_TITLE.match(title) and "\ufffd" not in title
    return (printable(title) if usable else None), ("-".join(made.groups()) if made else None)
