"""Count in which units and kinds things are usually given, for `qa/usual.py`.

    python -m eval.usual ARTICLES

ARTICLES is a file or folder to read figure rows from. What is measured is known by its last two characters, or the last
one; each ending that is met often enough keeps its most frequent units and kinds.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from index.quantities import normalize_unit
from index.words import fold
from qa import Assistant

TABLE = Path(__file__).resolve().parent.parent / "qa" / "usual.json"
_LEAST = 12  # rows of an ending
_RARE = 0.02
_KEPT = 8
_ALL_KEPT = 40


def shares(counts: Mapping[str, Counter[str]]) -> dict[str, dict[str, float]]:
    """Return for each ending the shares of its most frequent values; "" stands for all endings together."""
    table: dict[str, dict[str, float]] = {}
    for ending, counter in sorted(counts.items()):
        total = sum(counter.values())
        if ending and total < _LEAST:
            continue
        often = sorted(counter.items(), key=lambda item: (-item[1], item[0]))[: _KEPT if ending else _ALL_KEPT]
        table[ending] = {name: round(n / total, 3) for name, n in often if not ending or n / total >= _RARE}
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    options = parser.parse_args()
    units: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    seen: set[tuple[str, str, str]] = set()
    for row in Assistant.from_documents([options.articles]).figures():
        measure = fold(row.measure)
        fact = (row.document_id, measure, row.quantity.surface)
        if len(measure) < 2 or fact in seen:
            continue
        seen.add(fact)
        for ending in ("", measure[-2:], measure[-1:]):
            units[ending][normalize_unit(row.quantity.unit)] += 1
            kinds[ending][row.quantity.kind.value] += 1
    table = {"units": shares(units), "kinds": shares(kinds)}
    TABLE.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
