"""Comma- and tab-separated values → raw text: a line for each row, every value with the head of its column."""

import csv
import re
import sys
from collections import Counter
from io import StringIO
from pathlib import Path

from index.load.plain import read_decoded
from index.load.raw import Raw, Unreadable
from index.load.table import table_lines

_STATED = re.compile(r"sep=(.)\r?\n")
_LINE_END = re.compile(r"\r\n?|\n")
_REACH = 50  # lines that a cell in quotes may have where quotes are missing elsewhere
_SEPARATORS = ",\t;|，"


def read(path: Path) -> Raw:
    """Read a table from a text file; the separator is the one that parts the first lines most evenly."""
    text = read_decoded(path).replace("\0", "")
    stated = _STATED.match(text)  # Excel's own way to name the separator
    text = text[stated.end() :] if stated else text
    csv.field_size_limit(min(sys.maxsize, 1 << 24))
    separator = stated.group(1) if stated else _separator(text)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
        if '"' in text and _is_swallowed(text, rows, separator):
            rows = _reread(text, separator)
    except csv.Error as error:
        raise Unreadable("表格格式有错；请重新导出为 CSV") from error
    return Raw("\n".join(table_lines(rows)), wrapped=False)


def _separator(text: str) -> str:
    lines = [line for line in text[:20000].splitlines()[:20] if line.strip()]

    def evenness(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        usual = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(usual) if usual else 0), usual

    return max(_SEPARATORS, key=evenness)


def _width(lines: list[str], separator: str) -> int:
    """How many cells most lines have."""
    counts = Counter(line.count(separator) + 1 for line in lines if line.strip())
    return counts.most_common(1)[0][0] if counts else 0


def _is_swallowed(text: str, rows: list[list[str]], separator: str) -> bool:
    """Whether a quote that is not closed, or closed rows later, has made one cell of whole rows."""
    broken = [_LINE_END.split(cell) for row in rows for cell in row if "\n" in cell or "\r" in cell]
    if not broken:
        return False
    width = _width(_LINE_END.split(text), separator)
    whole = max(sum(line.count(separator) + 1 == width for line in lines[1:]) for lines in broken)
    if width < 2 or not whole:
        return False
    return (whole > 1 and width > 2) or not _is_sound(text, separator)


def _is_sound(text: str, separator: str) -> bool:
    """Whether every quote is closed, and where a cell ends."""
    try:
        for _ in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _reread(text: str, separator: str) -> list[list[str]]:
    """The rows of a table in which quotes are missing: a line is a row, but where a cell in sound quotes goes on."""
    lines = _LINE_END.split(text)
    width = _width(lines, separator)
    rows: list[list[str]] = []
    i = 0
    while i < len(lines):
        taken = 1
        if lines[i].count('"') % 2:
            ends = (k for k in range(i + 1, min(i + _REACH, len(lines))) if lines[k].count('"') % 2)
            joined = "\n".join(lines[i : next(ends, i) + 1])
            found = list(csv.reader(StringIO(joined, newline=""), delimiter=separator))
            if len(found) == 1 and len(found[0]) == width and not _is_swallowed_in(joined, width, separator):
                rows += found
                taken = joined.count("\n") + 1
            else:
                rows.append(_without_stray(lines[i], width, separator))
        else:
            rows += csv.reader([lines[i]], delimiter=separator)
        i += taken
    return rows


def _is_swallowed_in(joined: str, width: int, separator: str) -> bool:
    """Whether lines that one record would take hold a whole row between them, or end without closing the quote."""
    between = joined.split("\n")[1:]
    return not _is_sound(joined, separator) or any(line.count(separator) + 1 == width for line in between)


def _without_stray(line: str, width: int, separator: str) -> list[str]:
    """The cells of a line with a quote too many: without the one that leaves as many cells as the table has columns."""
    for place in [m.start() for m in re.finditer('"', line)][:20]:
        rest = line[:place] + line[place + 1 :]
        row = [cell for found in csv.reader([rest], delimiter=separator) for cell in found]
        if len(row) == width and _is_sound(rest, separator):
            return row
    return [cell.strip('" ') for cell in line.split(separator)]
