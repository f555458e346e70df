"""Excel workbooks → raw text: a heading a sheet, a line a row, every value with the head of its column.

What a sheet hides is not read, and a note says so, nor are comments, pictures, embedded files and the heads and feet of
printed pages; what is struck out is no value. The words of boxes that lie upon a sheet follow its rows.
"""

import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText

from index.clean import HEADING, printable
from index.load.drawing import box_lines, comments, embedded, sheet_pictures
from index.load.raw import Raw, Unreadable, comments_note, heads_note, pictures_note
from index.load.scripts import LEVEL, LOWERED, RAISED, with_scripts
from index.load.shown import shown, shown_day
from index.load.table import COVERED, side_by_side, table_lines
from index.load.zipguard import guard

MOST_CELLS = 2_000_000
_NO_TITLE = re.compile(r"(?:Sheet|工作表|Feuil)\s*\d*", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:附?表|附件)\s*[\d一二三四五六七八九十.\-—]*")
_WIDEST = 16384
_MOST_SHEETS = 5000  # as many as a file may have parts: it can name one part over and over
_BOOK = "xl/workbook.xml"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s")
_CODE = re.compile(
    r'&(?:"[^"]*"|K[\dA-Fa-f+-]{5,8}|\d{1,3}|[A-Za-z])'
)  # in the head of a page: its number, a font, the day
_NO_RESULT = re.compile(rb"<f(?:\s[^>]*)?>[^<]+</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")


def read(path: Path) -> Raw:
    """Read the values (not the formulas) of a workbook's visible sheets, as the sheets show them."""
    package = guard(path)
    try:
        with path.open("rb") as file:  # of a path, openpyxl would look at the extension
            source = file if isinstance(package, str) else package
            with zipfile.ZipFile(source) as archive:
                listed = len(_SHEET.findall(archive.read(_BOOK))) if _BOOK in archive.namelist() else 0
            if listed > _MOST_SHEETS:
                raise Unreadable(f"工作簿列出了 {listed} 个工作表，不像正常的文件")
            book: Any = openpyxl.load_workbook(source, data_only=True, rich_text=True)
            with zipfile.ZipFile(source) as archive:
                upon = [
                    (sheet, *(_parts(archive, sheet, kind) for kind in ("drawing", "comments")))
                    for sheet in book.worksheets
                ]
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Unreadable("Excel 文件已损坏；请重新保存") from error
    struck = frozenset(i for i, font in enumerate(book._fonts) if font.strike)
    lines: list[str] = []
    notes: list[str] = []
    heads: list[str] = []
    remarks = pictures = objects = 0
    for sheet, drawings, own in upon:
        title = printable(sheet.title)
        cells = _Cells(sheet, struck)
        if sheet.sheet_state != "visible":
            if cells.values:
                notes.append(f"工作表“{title}”是隐藏的；需要的话请取消隐藏后再添加")
            continue
        if hidden := cells.hidden():
            notes.append(f"工作表“{title}”有隐藏的{hidden}；需要的话请取消隐藏后再添加")
        rows = cells.rows()
        if rows is None:
            notes.append(f"工作表“{title}”超过 {MOST_CELLS // 10_000} 万格；请拆成几份")
            continue
        heads += _heads(sheet)
        remarks += comments(own)
        pictures += sum(map(sheet_pictures, drawings))
        objects += embedded(part.Type for part in sheet._rels)
        body = [line for table in side_by_side(rows) for line in table_lines(table)]
        body += [line for drawing in drawings for line in box_lines(drawing)]
        if body:
            mark = "" if _NUMBERED.fullmatch(title) and body[0].startswith(HEADING) else HEADING
            lines += body if _NO_TITLE.fullmatch(title) else [mark + title, *body]
    notes += (*heads_note(heads, "\n".join(lines)), *comments_note(remarks), *pictures_note(pictures, objects))
    if empty := _unsaved_formulas(path):
        notes.append(f"{empty} 个公式没有保存结果；请用 Excel 打开，保存后再添加")
    if not lines and notes:
        raise Unreadable(f"没有可读的文字（{'；'.join(notes)}）")
    created = book.properties.created
    return Raw(
        "\n".join(lines),
        title=_title(book),
        created=created.date().isoformat() if created else None,
        wrapped=False,
        notes=tuple(notes),
    )


def _parts(archive: zipfile.ZipFile, sheet: Any, kind: str) -> list[bytes]:
    """The parts of the file of one kind that belong to a sheet."""
    own = (part for part in sheet._rels if part.TargetMode != "External")
    return [archive.read(part.target) for part in own if part.Type.endswith(f"/{kind}")]


def _heads(sheet: Any) -> Iterator[str]:
    """What is printed above and below each page of a sheet, without its codes."""
    pages = sheet.HeaderFooter
    kinds = ("odd", *(["even"] if pages.differentOddEven else []), *(["first"] if pages.differentFirst else []))
    for kind in kinds:
        for part in (getattr(pages, f"{kind}Header"), getattr(pages, f"{kind}Footer")):
            for said in (part.left.text, part.center.text, part.right.text):
                yield from map(printable, _CODE.sub("", said or "").split("\n"))


def _title(book: Any) -> str | None:
    title = book.properties.title
    return printable(title).strip() or None if isinstance(title, str) else None


Place = tuple[int, int]


class _Cells:
    """The cells of one sheet that hold a value, by row and column, and which rows and columns are shown."""

    def __init__(self, sheet: Any, struck: frozenset[int]) -> None:
        self.values: dict[Place, Any] = {
            place: cell
            for place, cell in sheet._cells.items()
            if cell.value is not None
            and (not struck or cell._style.fontId not in struck or isinstance(cell.value, CellRichText))
        }
        self._struck = struck
        self._unseen_rows = {i for i, row in sheet.row_dimensions.items() if row.hidden}
        self._unseen_columns = _hidden_columns(sheet)
        self._areas = [(self._home(area), area) for area in sheet.merged_cells.ranges]

    def _home(self, area: Any) -> Place:
        """Where the text of a merged cell is shown: in the first row and column of it that are; it is put there."""
        first = (area.min_row, area.min_col)
        row = next((i for i in range(first[0], area.max_row + 1) if i not in self._unseen_rows), first[0])
        column = next((i for i in range(first[1], area.max_col + 1) if i not in self._unseen_columns), first[1])
        if (row, column) != first and first in self.values:
            self.values[row, column] = self.values.pop(first)
        return row, column

    def hidden(self) -> str:
        """How many rows and columns with values are not shown, in words; "" for none."""
        rows = {row for row, _ in self.values} & self._unseen_rows
        columns = {column for _, column in self.values} & self._unseen_columns
        counts = (f"{len(rows)} 行" if rows else "", f"{len(columns)} 列" if columns else "")
        return "、".join(count for count in counts if count)

    def rows(self) -> list[list[str]] | None:
        """The rows that are shown, each with the cells of the columns that are shown, or None if they are too many.

        Of blank rows and columns side by side one is kept: a value far from all others costs no more than any other.
        Merged cells are as `table` wants them.
        """
        seen = [p for p in self.values if p[0] not in self._unseen_rows and p[1] not in self._unseen_columns]
        rows = _spaced({row for row, _ in seen}, self._unseen_rows)
        columns = _spaced({column for _, column in seen}, self._unseen_columns)
        if len(rows) * len(columns) > MOST_CELLS:
            return None
        merged = self._merged(rows, columns)
        return [[self._at((row, column), merged) for column in columns] for row in rows]

    def _at(self, place: Place, merged: dict[Place, Place | None]) -> str:
        home = merged.get(place, place)
        if home is None:
            return COVERED
        cell = self.values.get(home)
        return "" if cell is None else _shown(cell, struck=cell._style.fontId in self._struck)

    def _merged(self, rows: Sequence[int], columns: Sequence[int]) -> dict[Place, Place | None]:
        """The cells that merged cells cover: None for those to the right, the place of the text for those below."""
        found: dict[Place, Place | None] = {}
        for home, area in self._areas:
            across = _within(columns, area.min_col, area.max_col)
            for row in _within(rows, area.min_row, area.max_row):
                for i, column in enumerate(across):
                    if (row, column) != home:
                        found[row, column] = None if i else home
        return found


def _spaced(used: set[int], unseen: set[int]) -> list[int]:
    """The numbers of the rows (or columns) to read: the used ones, and before each the first of the blank ones."""
    found: list[int] = []
    last = 0
    for number in sorted(used):
        blank = next((i for i in range(last + 1, number) if i not in unseen), None)
        found += [number] if blank is None else [blank, number]
        last = number
    return found


def _within(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]


def _hidden_columns(sheet: Any) -> set[int]:
    found: set[int] = set()
    for column in sheet.column_dimensions.values():
        if column.hidden and column.min is not None:
            found |= set(range(column.min, min(column.max or column.min, _WIDEST) + 1))
    return found


def _shown(cell: Any, *, struck: bool) -> str:
    """A cell's value as the sheet shows it: percentages, decimals, dates, units that are part of the format."""
    value = cell.value
    if isinstance(value, bool):
        return "是" if value else "否"
    form = str(cell.number_format or "General")
    if isinstance(value, int) and form == "General":
        return str(value)  # most cells of a large sheet
    if isinstance(value, (datetime, date, time, timedelta)):
        return shown_day(value, form)
    if isinstance(value, (int, float)):
        return shown(Decimal(repr(value)), form)
    return printable(with_scripts(_marked(value, struck=struck)) if isinstance(value, CellRichText) else str(value))


def _marked(text: CellRichText, *, struck: bool) -> str:
    """The parts of a text that are not struck out; those that are raised or lowered are marked.

    A part without a font of its own has that of the cell, which may be `struck`.
    """
    said = ""
    for part in text:
        font = getattr(part, "font", None)
        if font is None:
            said += "" if struck else str(part)
        elif not font.strike:
            mark = {"superscript": RAISED, "subscript": LOWERED}.get(str(font.vertAlign), "")
            said += f"{mark}{part}{LEVEL}" if mark else str(part)
    return said


def _unsaved_formulas(path: Path) -> int:
    """How many formulas the file holds without their results (it was written by a program and never calculated)."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
        return sum(len(_NO_RESULT.findall(archive.read(name))) for name in sheets)
