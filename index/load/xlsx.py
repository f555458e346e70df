"""Excel workbooks → raw text: a heading a sheet, a line a row, every value with the head of its column."""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from index.clean import HEADING, printable
from index.load.raw import Raw, Unreadable
from index.load.shown import bare, shown
from index.load.table import COVERED, table_lines
from index.load.zipguard import guard

MOST_CELLS = 2_000_000
_NO_TITLE = re.compile(r"(?:Sheet|工作表|Feuil)\s*\d*", re.IGNORECASE)
_WIDEST = 16384
_NO_RESULT = re.compile(rb"<f(?:\s[^>]*)?>[^<]+</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")


def read(path: Path) -> Raw:
    """Read the values (not the formulas) of a workbook's visible sheets, as the sheets show them."""
    package = guard(path)
    try:
        with path.open("rb") as file:  # of a path, openpyxl would look at the extension
            book = openpyxl.load_workbook(file if isinstance(package, str) else package, data_only=True)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Unreadable("Excel 文件已损坏；请重新保存") from error
    lines: list[str] = []
    notes: list[str] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        title = printable(sheet.title)
        rows = _rows(sheet)
        if rows is None:
            notes.append(f"工作表“{title}”超过 {MOST_CELLS // 10_000} 万格；请拆成几份")
            continue
        body = list(table_lines(rows))
        if body:
            lines += body if _NO_TITLE.fullmatch(title) else [HEADING + title, *body]
    if empty := _unsaved_formulas(path):
        notes.append(f"{empty} 个公式没有保存结果；请用 Excel 打开，保存后再添加")
    created = book.properties.created
    return Raw(
        "\n".join(lines),
        title=_title(book),
        created=created.date().isoformat() if created else None,
        wrapped=False,
        notes=tuple(notes),
    )


def _title(book: Any) -> str | None:
    title = book.properties.title
    return printable(title).strip() or None if isinstance(title, str) else None


def _rows(sheet: Any) -> list[list[str]] | None:
    """The rows that are shown, each with the cells of the columns that are shown, or None if they are too many.

    Merged cells are as `table` wants them.
    """
    used = [place for place, cell in sheet._cells.items() if cell.value is not None]
    if not used:
        return []
    last_row, last_column = max(row for row, _ in used), max(column for _, column in used)
    if last_row * last_column > MOST_CELLS:
        return None
    rows: list[list[str]] = []
    hidden = {i for i, row in sheet.row_dimensions.items() if row.hidden}
    unseen = _hidden_columns(sheet)
    columns = [i for i in range(1, last_column + 1) if i not in unseen]
    merged = _merged(sheet, last_row, last_column)
    for number in range(1, last_row + 1):
        if number in hidden:
            continue
        row: list[str] = []
        for i in columns:
            place = (number, i)
            if place in merged:
                home = merged[place]
                row.append(COVERED if home is None else _shown(sheet._cells.get(home)))
            else:
                row.append(_shown(sheet._cells.get(place)))
        rows.append(row)
    return rows


def _hidden_columns(sheet: Any) -> set[int]:
    found: set[int] = set()
    for column in sheet.column_dimensions.values():
        if column.hidden and column.min is not None:
            found |= set(range(column.min, min(column.max or column.min, _WIDEST) + 1))
    return found


def _merged(sheet: Any, last_row: int, last_column: int) -> dict[tuple[int, int], tuple[int, int] | None]:
    """The cells that merged cells cover: None for those to the right, the place of the text for those below."""
    found: dict[tuple[int, int], tuple[int, int] | None] = {}
    for area in sheet.merged_cells.ranges:
        home = (area.min_row, area.min_col)
        for row in range(area.min_row, min(area.max_row, last_row) + 1):
            for column in range(area.min_col, min(area.max_col, last_column) + 1):
                if (row, column) != home:
                    found[row, column] = home if column == area.min_col else None
            if len(found) > MOST_CELLS:
                return found
    return found


def _shown(cell: Any) -> str:
    """A cell's value as the sheet shows it: percentages, decimals, dates, units that are part of the format."""
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    form = str(cell.number_format or "General")
    if isinstance(value, (datetime, date, time, timedelta)):
        return _day(value, form.lower())
    if isinstance(value, (int, float)):
        return shown(Decimal(repr(value)), form)
    return printable(str(value))


def _day(value: datetime | date | time | timedelta, form: str) -> str:
    if isinstance(value, (time, timedelta)):
        return str(value) if isinstance(value, timedelta) else value.isoformat("minutes")
    plain = bare(form)
    if "d" not in plain and "h" not in plain and "y" in plain:
        return f"{value.year}年{value.month}月" if "m" in plain else f"{value.year}年"
    if not isinstance(value, datetime) or value.time() == time(0):
        return value.isoformat()[:10]
    return value.isoformat(" ", "minutes")


def _unsaved_formulas(path: Path) -> int:
    """How many formulas the file holds without their results (it was written by a program and never calculated)."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
        return sum(len(_NO_RESULT.findall(archive.read(name))) for name in sheets)
