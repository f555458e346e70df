"""Rows of cells → lines of text in which every value carries the head of its column."""

import re
from collections.abc import Iterable, Iterator, Sequence

from index.clean import HEADING, ROW

_NUMBER = re.compile(r"[-+－]?[\d,，.．\s]+(?:[%％‰]|[万亿]?元?)?|\d{4}[-/.年]\d{1,2}.*|")
_PROSE = 80  # a cell longer than this is text in a frame, not a value


def table_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table: its captions as headings, then a line for each row.

    The first row with words in all its filled cells (two at least) holds the heads.
    """
    heads: list[str] | None = None
    for row in rows:
        cells = [
            re.sub(r"\s+", " ", cell.lstrip(HEADING).replace(HEADING, "").replace(ROW, "")).strip() for cell in row
        ]
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        if len(filled) == 1 and (len(cells) == 1 or heads is None):
            longer = len(filled[0]) > 40 or len(cells) == 1
            if longer:
                yield from (line for line in row[cells.index(filled[0])].split("\n") if line.strip())
            else:
                yield HEADING + filled[0]
            continue
        if any(len(cell) > _PROSE for cell in filled) and len(filled) <= 2:
            yield from filled
            continue
        if heads is None:
            heads = cells if not any(_NUMBER.fullmatch(cell) for cell in filled) else []
            yield ROW + " ".join(filled)
            continue
        yield ROW + _row(heads, cells)


def _row(heads: Sequence[str], cells: Sequence[str]) -> str:
    named: list[str] = []
    for i, cell in enumerate(cells):
        if not cell:
            continue
        head = heads[i] if i < len(heads) else ""
        named.append(f"{head}：{cell}" if head else cell)
    return "，".join(named) + "。"
