"""A word → the words most likely to stand for it: 宿舍 → 公寓, from a table, because comparing costs milliseconds a word.

The table holds for each word of `index.synonyms` its nearest ones and how sure they are (`eval/make_expansions.py`).
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import numpy.typing as npt

TABLE = Path(__file__).with_name("expansions.npz")


@dataclass(frozen=True, slots=True)
class _Table:
    rows: dict[str, int]
    names: tuple[str, ...]
    nearest: npt.NDArray[np.uint16]  # words × neighbours
    sure: npt.NDArray[np.uint8]  # words × neighbours, in hundredths, 0 for none


@cache
def _table() -> _Table:
    with as_file(files("qa") / TABLE.name) as path, np.load(path, allow_pickle=False) as stored:
        names = tuple(bytes(stored["words"]).decode().split("\n"))
        return _Table({name: row for row, name in enumerate(names)}, names, stored["nearest"], stored["sure"])


def expansions(word: str) -> list[tuple[str, float]]:
    """Return the words that may stand for a folded word, surest first, each with how surely (0 to 1)."""
    table = _table()
    row = table.rows.get(word)
    if row is None:
        return []
    return [
        (table.names[near], sure / 100)
        for near, sure in zip(table.nearest[row].tolist(), table.sure[row].tolist(), strict=True)
        if sure
    ]
