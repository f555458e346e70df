"""Excel workbooks → raw text: a heading a sheet, a line a row, every value with the head of its column."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from index.clean import HEADING, printable
from index.load.raw import Raw, Unreadable
from index.load.table import table_lines
from index.load.zipguard import guard

MOST_CELLS = 2_000_000


def read(path: Path) -> Raw:
    """Read the values (not the formulas) of a workbook's visible sheets."""
    guard(path)
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Unreadable("Excel 文件已损坏；请重新保存") from error
    lines: list[str] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" or sheet.max_row * sheet.max_column > MOST_CELLS:
            continue
        body = list(table_lines(_rows(sheet)))
        if body:
            lines += [HEADING + printable(sheet.title), *body]
    created = book.properties.created
    return Raw(
        "\n".join(lines), title=_title(book), created=created.date().isoformat() if created else None, wrapped=False
    )


def _title(book: Any) -> str | None:
    title = book.properties.title
    return printable(title).strip() or None if isinstance(title, str) else None


def _rows(sheet: Any) -> Iterator[list[str]]:
    hidden = {i for i, row in sheet.row_dimensions.items() if row.hidden}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number not in hidden:
            yield [_shown(cell) for cell in row]


def _shown(cell: Any) -> str:
    """A cell's value as the sheet shows it, as far as that is sure: percentages, dates, whole numbers."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return "" if value is None else ("是" if value else "否")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        if "%" in str(cell.number_format):
            return f"{_plain(Decimal(repr(value)) * 100)}%"
        return _plain(Decimal(repr(value)))
    return printable(str(value))


def _plain(value: Decimal) -> str:
    """The number without exponent and without the noise of binary fractions."""
    if not value.is_finite():
        return ""
    rounded = round(value, 10).normalize()
    return f"{rounded:f}"
