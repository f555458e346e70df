"""Comma- and tab-separated values → raw text: a line for each row, every value with the head of its column."""

import csv
import re
import sys
from io import StringIO
from pathlib import Path

from index.load.plain import read_decoded
from index.load.raw import Raw, Unreadable
from index.load.table import table_lines

_STATED = re.compile(r"sep=(.)\r?\n")
_SEPARATORS = ",\t;|，"


def read(path: Path) -> Raw:
    """Read a table from a text file; the separator is the one that parts the first lines most evenly."""
    text = read_decoded(path).replace("\0", "")
    stated = _STATED.match(text)  # Excel's own way to name the separator
    text = text[stated.end() :] if stated else text
    csv.field_size_limit(min(sys.maxsize, 1 << 24))
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=stated.group(1) if stated else _separator(text)))
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
