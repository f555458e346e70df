"""Rows of cells → lines of text in which every value carries the head of its column, its unit and its year.

A table may stand under captions, have several rows of heads, or be a form whose heads stand on the left; a sheet may
hold several tables with blank rows between them. Readers say where a cell goes on to the right with `COVERED`, and
repeat the text of a cell that goes on downwards.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from index.clean import HEADING, ROW
from index.load.heads import Head, is_period, is_unit, is_value, noted_unit, read_head, unit_cell, written

COVERED = "\x1f"  # a cell that the merged cell on its left covers

_PROSE = 80  # a cell longer than this is text in a frame, not a value
_CAPTION = 40
_LONGEST = 240  # characters of a line; a longer row is parted, and each part begins with the row's labels
_NOTE = re.compile(r"^[（(]?\s*(?:注|备注|说明|资料来源|数据来源|来源|附注|填表|制表)\s*[:：0-9]")
_NAMED = re.compile(r"[\u3400-\u9fff]{2,8}\s*[：:]")  # a cell that says what it is: 填表人：, 审核：

_ORDINAL = re.compile(r"\d{1,3}(?:[.、]\d{0,2})?")

_NOTHING = Head("")

Cells = list[str]


def table_lines(rows: Iterable[Sequence[str]], *, heads: int | None = None, above: str = "") -> Iterator[str]:
    """Yield the lines of a table: its captions as headings, then a line for each row.

    Args:
        rows: the cells of each row, as the reader of the table sees them.
        heads: how many of the first rows hold heads, where the format says so; else the cells decide.
        above: the line that stands above the table, which may name a unit for all of it.
    """
    given = [list(row) for row in rows]
    if given and max(map(len, given)) == 1:  # a frame around text
        yield from (line for row in given for cell in row for line in cell.split("\n") if line.strip())
        return
    grid = [[_plain(cell) for cell in row] for row in given]
    blocks = [list(block) for filled, block in groupby(grid, key=lambda row: any(_words(row))) if filled]
    table: _Table | None = None
    unit = _unit_above(above)
    for number, block in enumerate(blocks, start=1):
        if table is None or _begins_anew(block):
            table = _Table(block, heads, unit)
            yield from table.lines(more=number < len(blocks))
            unit = ""
            if not table.begun:
                unit, table = table.unit, None  # captions alone: the table comes after a blank row
        else:
            yield from table.body(block)


def side_by_side(rows: Sequence[Sequence[str]]) -> list[list[list[str]]]:
    """The tables that stand beside each other on a sheet, blank columns between them; one where they are parts of it.

    A table of its own has words on its left: what stands right of a gap and begins with figures goes on with the rows.
    """
    width = max(map(len, rows), default=0)
    several = [row for row in rows if len(_words(row)) > 1]  # a caption may go across
    blank = [all(not row[i].strip() for row in several if i < len(row)) for i in range(width)]
    groups = [list(columns) for gap, columns in groupby(range(width), key=lambda i: blank[i]) if not gap]
    parts = ([[row[i] for i in columns if i < len(row)] for row in several] for columns in groups)
    if len(groups) < 2 or not all(map(_stands_alone, parts)):
        return [[list(row) for row in rows]]
    borders = [0, *(columns[0] for columns in groups[1:]), width]
    return [[list(row[a:b]) for row in rows] for a, b in pairwise(borders)]


def _stands_alone(rows: Sequence[Sequence[str]]) -> bool:
    labels = [row[0] for row in rows if row and row[0].strip()]
    figures = [cell for row in rows for cell in row[1:] if is_value(cell.strip())]
    return (
        len(labels) > 1 and bool(figures) and not any(is_value(label.strip()) or label == COVERED for label in labels)
    )


def _plain(cell: str) -> str:
    if cell == COVERED or cell.isalnum():
        return cell
    return re.sub(r"\s+", " ", cell.replace(HEADING, " ").replace(ROW, "").replace(COVERED, "")).strip()


def _unit_above(line: str) -> str:
    """The unit that a caption outside the table names: 单位：亿元, or 表1 主要指标（亿元）."""
    line = line.removeprefix(HEADING).strip()
    words = line.split()
    noted = noted_unit(words[-1]) if words else None
    return (noted or "") if noted is not None else read_head(line).unit if len(line) <= _CAPTION else ""


def _words(row: Sequence[str]) -> Cells:
    """The cells that say something."""
    return [cell for cell in row if cell and cell != COVERED]


def _is_said(text: str) -> bool:
    """Whether a line above a table is a note or says one thing (统计日期：…) rather than what the table is of."""
    return bool(_NOTE.match(text) or _NAMED.match(text))


def _begins_anew(block: Sequence[Cells]) -> bool:
    """Whether what follows a blank row is a table of its own: it opens with heads over figures."""
    captions = next((i for i, row in enumerate(block) if len(_words(row)) > 1), len(block))
    rest = block[captions:]
    return len(rest) > 1 and _is_head(rest[0]) and any(is_value(cell) for row in rest[1:] for cell in row)


def _is_head(row: Cells) -> bool:
    """Whether a row may hold heads: words and periods, no figures; a first cell that is a year begins a row of data."""
    words = _words(row)
    if len(words) < 2 or any(len(cell) > _CAPTION or is_value(cell) for cell in words):
        return False
    return not is_period(row[0]) or sum(map(is_period, words)) == len(words) > 2


class _Table:
    """One table: what its captions and heads say, and its rows as lines."""

    def __init__(self, rows: Sequence[Cells], heads: int | None, unit: str) -> None:
        self._rows = list(rows)
        self._heads: list[Head] = []
        self.unit = unit
        self._given = heads
        self._head_rows: list[Cells] = []
        self.begun = False

    def lines(self, *, more: bool) -> Iterator[str]:
        """The lines of the captions, the heads and all rows; `more` says that blank rows and others follow."""
        rows = self._rows
        while rows and (caption := self._caption(rows[0], more or len(rows) > 1)) is not None:
            yield from caption
            rows = rows[1:]
            if self._given is not None:
                self._given = self._given - 1 or None  # the format counts a caption among the heads
        if not rows:
            return
        self.begun = True
        if _is_form(rows) and not self._given and not (_is_head(rows[0]) and _unit_row(rows, 1)):
            yield from (line for row in rows for line in _form(row))
            return
        count = self._count_heads(rows)
        if count > 1 and _unit_row(rows, count - 1):
            count -= 1  # it was taken for heads
        units = _unit_row(rows, count) if count else []
        heads = _joined_heads(rows[:count])
        self._heads = [read_head(text) for text in heads]
        if units:
            self._heads += [_NOTHING] * (len(units) - len(heads))
            units += [""] * (len(heads) - len(units))
            self._heads = [Head(h.name, h.unit or unit) for h, unit in zip(self._heads, units, strict=True)]
            heads = [f"{head.name}（{head.unit}）" if head.unit else head.name for head in self._heads]
        if heads:
            yield ROW + " ".join(_words(heads if count > 1 or units else rows[0]))
        count += bool(units)
        self._head_rows = rows[:count]
        yield from self.body(rows[count:])

    def body(self, rows: Sequence[Cells]) -> Iterator[str]:
        """The lines of rows of data."""
        for row in rows:
            if row not in self._head_rows and _words(row):  # heads are repeated on each page
                yield from self._row(row)

    def _caption(self, row: Cells, below: bool) -> list[str] | None:
        """The lines of a row above the table; None if the table begins here."""
        words = _words(row)
        unit = next((unit for cell in words if (unit := noted_unit(cell)) is not None), None)
        if unit is not None and len(words) <= 3:
            self.unit = unit
            return [" ".join(words)]
        if len(set(words)) > 1 or (len(row) == 2 and row[1] != COVERED and not row[0]):
            return None
        text = words[0]
        if not below:
            return [text]
        head = read_head(text)
        self.unit = head.unit or self.unit
        return [HEADING + text if len(text) <= _CAPTION and text[-1] not in "。；;" and not _is_said(text) else text]

    def _count_heads(self, rows: Sequence[Cells]) -> int:
        if self._given is not None:
            return min(self._given, len(rows))
        if len(rows) < 2 or not _is_head(rows[0]):
            return 0
        count = 1
        while count + 1 < len(rows) and _parts(rows[count - 1], rows[count]):
            count += 1
        return count

    def _row(self, row: Cells) -> Iterator[str]:
        words = _words(row)
        heads = self._heads
        if len(words) == 1 and (_NOTE.match(words[0]) or COVERED in row or (len(row) > 2 and len(words[0]) > 20)):
            yield words[0]
            return
        if not heads and len(words) <= 2 and any(len(cell) > _PROSE for cell in words):
            yield from words
            return
        if len(words) > 1 and all(_NAMED.match(cell) for cell in words):
            yield " ".join(words)
            return
        own, named_here = self._row_unit(row)
        labels: list[str] = []
        named: list[str] = []
        for i, cell in enumerate(row):
            if not cell or cell == COVERED:
                continue
            head = heads[i] if i < len(heads) else _NOTHING
            if head.units and is_unit(cell):
                continue  # it stands behind each figure
            ordinal = _is_ordinal(row, i)
            label = ordinal or not is_value(cell)
            if label and not named and (said := read_head(cell)).unit:
                cell = said.name
            inherited = (head.measures if named_here else head.inherits) and not ordinal
            text = written(cell, head, head.unit or (own if inherited else ""))
            text = f"{head.name}：{text}" if head.name else text
            (labels if label and not named else named).append(text)
        yield from (ROW + line for line in _lines(labels, named))

    def _row_unit(self, row: Cells) -> tuple[str, bool]:
        """The unit of a row's figures, where their columns name none, and whether the row itself names it.

        It stands in the row's label or its column of units, else in a caption.
        """
        label = _NOTHING
        valued = False
        for i, cell in enumerate(row):
            head = self._heads[i] if i < len(self._heads) else _NOTHING
            if head.units and is_unit(cell):
                return cell, True
            if _is_ordinal(row, i):
                continue
            if not valued and is_value(cell):
                valued = True
            elif not valued and cell and cell != COVERED:
                label = read_head(cell)
                if label.unit:
                    return label.unit, True
        return (self.unit if label.inherits else ""), False


def _lines(labels: Sequence[str], named: Sequence[str]) -> Iterator[str]:
    """One line for a row; if it is very long, several that begin with the same labels."""
    lead = "，".join(labels)
    if len(lead) > _LONGEST // 2 or len(lead) + sum(map(len, named)) <= _LONGEST:
        yield _sentence([*labels, *named])
        return
    part: list[str] = []
    for text in named:
        if part and len(lead) + sum(map(len, part)) + len(text) > _LONGEST:
            yield _sentence([*labels, *part])
            part = []
        part.append(text)
    yield _sentence([*labels, *part])


def _sentence(said: Sequence[str]) -> str:
    """Join with commas; two numbers that would become one (12，300) are parted by a semicolon."""
    text = re.sub(r"(?<=\d)，(?=\d)", "；", "，".join(said))
    return text if text[-1] in "。！？；" else text + "。"


def _is_ordinal(row: Cells, i: int) -> bool:
    """Whether a cell is the number of its row: it comes first, and the row's label stands behind it."""
    if i or len(row) < 2:
        return False
    return row[1] not in ("", COVERED) and bool(_ORDINAL.fullmatch(row[0])) and not is_value(row[1])


def _unit_row(rows: Sequence[Cells], i: int) -> list[str]:
    """The units of the columns, if row `i` names nothing but units for the figures below it; else nothing."""
    if not 0 < i < len(rows) - 1:
        return []
    units: list[str] = []
    for k, cell in enumerate(rows[i]):
        unit = units[-1] if cell == COVERED and units else unit_cell("" if cell == COVERED else cell)
        over = rows[i - 1][k] if k < len(rows[i - 1]) else ""
        if unit is None or (unit and read_head(over).units):
            return []
        units.append(unit)
    below = [row[k] for row in rows[i + 1 :] for k, unit in enumerate(units) if unit and k < len(row)]
    figures = sum(map(is_value, below))
    if rows[i][0] and sum(map(bool, units)) == 1:  # 单位：家 may be a line of a form
        return units if figures == len(below) > 1 else []
    return units if figures else []


def _parts(above: Cells, below: Cells) -> bool:
    """Whether a row parts heads above it: words below a merged cell, or below blanks.

    Nothing new may stand elsewhere, but where a merged cell is parted into periods.
    """
    if len(_words(below)) < 2 or any(is_value(cell) for cell in below):
        return False
    merged = COVERED in above
    parted = 0
    new = False
    periods = True
    for i, cell in enumerate(below):
        over = above[i] if i < len(above) else ""
        if not cell or cell in (COVERED, over):
            continue
        beside = i + 1 < len(above) and above[i + 1] in (COVERED, "")
        if over == COVERED or (over and beside and (merged or i)) or (not over and i and not merged):
            parted += 1
            periods = periods and is_period(cell)
        elif over or not merged:
            new = True
    return parted >= 2 and (not new or (merged and periods))


def _joined_heads(rows: Sequence[Cells]) -> list[str]:
    """The heads of all columns, those of several rows put together: 营业收入 over 2023年 → 2023年营业收入."""
    width = max((len(row) for row in rows), default=0)
    columns: list[Cells] = [[] for _ in range(width)]
    for number, row in enumerate(rows):
        over = ""
        for i in range(width):
            cell = row[i] if i < len(row) else ""
            spread = cell == COVERED or (not cell and number < len(rows) - 1 and i < len(rows[number + 1]))
            below = rows[number + 1][i] if spread and number < len(rows) - 1 and i < len(rows[number + 1]) else ""
            over = over if cell == COVERED or (not cell and below) else cell
            if over and over not in columns[i]:
                columns[i].append(over)
    return [_one_head(parts) for parts in columns]


def _one_head(parts: Cells) -> str:
    heads = [read_head(part) for part in parts]
    unit = next((head.unit for head in reversed(heads) if head.unit), "")
    ordered = sorted(heads, key=lambda head: not head.dated)
    name = "".join(head.name for head in ordered)
    return f"{name}（{unit}）" if unit else name


def _is_form(rows: Sequence[Cells]) -> bool:
    """Whether heads stand to the left of their values: what stands under one another is not of one kind."""
    width = max(map(len, rows))
    if width % 2 or width > 6 or len(rows) < 2 or any(COVERED in row for row in rows[:1]):
        return False
    if any(is_value(cell) or is_period(cell) for row in rows for cell in row[::2]):
        return False
    if all(len(cell) > _PROSE for cell in rows[0][1::2]):
        return True
    columns = [[row[i] for row in rows if i < len(row) and row[i] not in ("", COVERED)] for i in range(1, width, 2)]
    mixed = [_is_mixed(column) for column in columns]
    return any(mixed) and not any(len(column) > 1 and all(map(is_value, column[1:])) for column in columns)


def _is_mixed(column: Cells) -> bool:
    """Whether figures of several units, or figures and words, stand in one column."""
    kinds = {is_value(cell) for cell in column[1:]}
    units = {re.sub(r"[\d.,，\s]", "", cell) for cell in column if is_value(cell)}
    return len(kinds) > 1 or (len(units) > 1 and is_value(column[0]))


def _form(row: Cells) -> Iterator[str]:
    pairs: list[str] = []
    cells = [*row, ""] if len(row) % 2 else row
    for label, value in zip(cells[::2], cells[1::2], strict=True):
        head = read_head(label)
        if value and value != COVERED:
            pairs.append(f"{head.name}：{written(value, head, head.unit)}" if head.name else value)
        elif label and label != COVERED:
            pairs.append(label)
    if pairs:
        yield ROW + _sentence(pairs)
