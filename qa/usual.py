"""What is measured → the units that it is usually given in, learned from figure rows: 员工 in 人, 收入 in 元."""

import json
import math
from functools import cache, lru_cache
from importlib import resources

from index.types import Kind

_FLOOR = 0.02


@cache
def _table() -> dict[str, dict[str, dict[str, float]]]:
    return json.loads((resources.files("qa") / "usual.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=1 << 14)
def likely(phrase: str, unit: str, kind: Kind) -> tuple[float, float]:
    """Return how much more often what ends like `phrase` has this unit, and this kind, than other things have.

    Logarithms of ratios, about -1 to 1; 0 for a phrase whose ending is unknown.
    """
    table = _table()
    return _gain(table["units"], phrase, unit), _gain(table["kinds"], phrase, kind.value)


def _gain(shares: dict[str, dict[str, float]], phrase: str, given: str) -> float:
    known = shares.get(phrase[-2:]) or shares.get(phrase[-1:])
    if not known:
        return 0.0
    return math.log((known.get(given, 0.0) + _FLOOR) / (shares[""].get(given, 0.0) + _FLOOR)) / 4
