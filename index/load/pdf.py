"""PDF → raw text, page by page."""

import logging
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PdfReadError, PyPdfError

from index.clean import PAGE, printable
from index.load.decode import is_garbled
from index.load.layout import Piece, arranged
from index.load.raw import Raw, Unreadable
from index.load.table import table_lines

MOST_PAGES = 5000
_LONGEST_CELL = 30
_LIGATURE = re.compile(
    "[\ufb00-\ufb06\u2e80-\u2fdf\uf900-\ufaff]"
)  # also radicals and compatibility forms of characters
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
        raise Unreadable("PDF 是加密的，程序缺少解密组件 cryptography；请去掉加密后再添加") from error
    except (PdfReadError, PyPdfError) as error:
        raise Unreadable("PDF 已损坏，读不出内容；请重新导出或重新下载") from error
    letters = sum(len(page.split()) and len("".join(page.split())) for page in pages)
    if letters < max(1, 2 * len(pages)):
        raise Unreadable("PDF 没有文字层（可能是扫描件）；请先做文字识别（OCR）")
    if is_garbled("".join(pages)):
        raise Unreadable("PDF 的文字层是乱码（字体没有编码表）；请先做文字识别（OCR），或用原文件重新导出")
    title, created = _metadata(reader)
    notes = (f"只读了前 {MOST_PAGES} 页；请拆成几份",) if len(reader.pages) > MOST_PAGES else ()
    return Raw("".join(PAGE + page for page in pages), title=title, created=created, notes=notes)


def _unlocked(reader: PdfReader) -> bool:
    """Whether the file opens without a password (it then only restricts printing or copying)."""
    return bool(reader.decrypt(""))


def _page(page: Any) -> str:
    pieces: list[Piece] = []

    def visit(text: str, around: Sequence[float], inside: Sequence[float], font: object, size: float) -> None:
        x = inside[4] * around[0] + inside[5] * around[2] + around[4]
        y = inside[4] * around[1] + inside[5] * around[3] + around[5]
        pieces.append(Piece(_said(text), x, y, abs(size * inside[0] * around[0]) or size))

    whole = str(page.extract_text(visitor_text=visit))
    order = arranged(pieces)
    text = _with_tables(pieces if order is None else order)
    if text is None:
        text = _said(whole) if order is None else "\n".join(piece.text for piece in order)
    return text


def _said(text: str) -> str:
    """The characters of a piece that can be seen; ligatures are parted (ﬁ → fi), as the page's reader would type them."""
    return printable(_LIGATURE.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text.replace(PAGE, "\n")))


def _with_tables(pieces: Sequence[Piece]) -> str | None:
    """The page's text with its tables as rows that carry their heads; None if there is no table.

    A row is drawn as short pieces on one height, each well to the right of the one before; two such rows whose pieces
    stand under one another are a table. Columns of running text are not drawn so: they go on downwards first.
    """
    out: list[str] = []
    table: list[list[Piece]] = []
    row: list[Piece] = []
    found = False

    def end_row() -> None:
        if len(row) >= 2:
            table.append(list(row))
        elif row:
            end_table()
            out.append(row[0].text if row[0].text.endswith("\n") else row[0].text + "\n")
        row.clear()

    def end_table() -> None:
        nonlocal found
        cells = _grid(table)
        if cells is not None:
            above = next((text.strip() for text in reversed(out) if text.strip()), "")
            out.append("\n" + "\n".join(table_lines(cells, above=above)) + "\n")
            found = True
        else:
            out.extend(piece.text.strip() + "\n" for pieces in table for piece in pieces)
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
            and piece.x > last.end + 0.5 * last.size
            and max(len(last.text.strip()), len(piece.text.strip())) <= _LONGEST_CELL
        )
        if not beside:
            end_row()
        row.append(piece)
    end_row()
    end_table()
    return "".join(out) if found else None


def _grid(rows: Sequence[Sequence[Piece]]) -> list[list[str]] | None:
    """The cells of rows, each in the column that it stands under; None if the rows are no table."""
    if len(rows) < 2 or not any(ch.isdigit() for row in rows for piece in row for ch in piece.text):
        return None
    full = max(len(row) for row in rows)
    whole = [row for row in rows if len(row) == full]
    spans = [(min(row[i].x for row in whole), max(row[i].end for row in whole)) for i in range(full)]
    if len(whole) < 2 and len(rows) > 2:
        return None
    grid: list[list[str]] = []
    for row in rows:
        cells = [""] * full
        for number, piece in enumerate(row):
            place = number if len(row) == full else _nearest(piece, spans)
            if cells[place]:
                return None
            cells[place] = piece.text.strip()
        grid.append(cells)
    return grid


def _nearest(piece: Piece, spans: Sequence[tuple[float, float]]) -> int:
    """The column that a cell overlaps most, else the one whose middle is nearest."""
    middle = (piece.x + piece.end) / 2

    def distance(i: int) -> tuple[float, float]:
        left, right = spans[i]
        return (max(0.0, left - piece.end, piece.x - right), abs(middle - (left + right) / 2))

    return min(range(len(spans)), key=distance)


def _metadata(reader: PdfReader) -> tuple[str | None, str | None]:
    try:
        values: Any = reader.metadata or {}
        title = str(values.get("/Title") or "").strip()
        made = _DATE.match(str(values.get("/CreationDate") or ""))
    except (PyPdfError, ValueError, TypeError, AttributeError):
        return None, None
    usable = title and len(title) <= 120 and not _NO_TITLE.match(title) and "\ufffd" not in title
    return (printable(title) if usable else None), ("-".join(made.groups()) if made else None)
