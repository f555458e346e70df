"""Question → its short forms with their long ones, and the other way round: 发改委 and 国家发展和改革委员会.

Two sources: a table learned from news that introduce short forms themselves (`eval/learn_aliases.py`), both ways, and
what the dictionary says a word abbreviates, from short to long only.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.glosses import glosses
from index.words import fold

TABLE = Path(__file__).with_name("aliases.tsv")


def is_short_form(short: str, long: str) -> bool:
    """Whether `short` takes its characters from `long` in order, beginning as it begins, leaving some out."""
    rest = iter(long)
    return len(short) < len(long) and short[:1] == long[:1] and short not in long and all(c in rest for c in short)


@cache
def _table() -> tuple[dict[str, tuple[str, ...]], re.Pattern[str]]:
    known: dict[str, list[str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        short, long = line.split("\t")
        known.setdefault(short, []).append(long)
        known.setdefault(long, []).append(short)
    longest_first = sorted(known, key=lambda word: (-len(word), word))
    return {word: tuple(others) for word, others in known.items()}, re.compile("|".join(longest_first) or "(?!)")


def aliases(text: str, words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return for each known form that form and what it may also be called.

    Args:
        text: a question.
        words: its words, folded.
    """
    known, pattern = _table()
    found = {form: (form, *known[form]) for form in pattern.findall(fold(text))}
    for word in words:
        if len(word) > 1 and (full := glosses(word).full):
            found.setdefault(word, (word, *map(fold, full)))
    return list(found.values())
