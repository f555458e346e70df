"""Words of plain speech ↔ words of reports: 挣 for 收入, 没钱 for 资金短缺, 孩子 for 学生, by hand-written groups.

`everyday.txt` holds one group a line; whoever asks with one expression of a group means what another of it says. It is
general Chinese, written for no particular documents; vectors and glosses (`index.synonyms`) do not reach so far from
the written language, and know single words only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

AS_SAID = 0.8
"""How surely an expression of a group stands for another one of it."""
_LONGEST = 10  # signs of an expression


@dataclass(frozen=True, slots=True)
class Spoken:
    """An expression of a text that stands in a group: its place, and what else its groups hold."""

    start: int
    end: int
    others: tuple[str, ...]


@cache
def _lines() -> tuple[tuple[str, ...], ...]:
    text = (files("index") / "everyday.txt").read_text(encoding="utf-8")
    # Texts are folded before they are looked up: gdp.
    return tuple(tuple(line.lower().split()) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def groups() -> dict[str, frozenset[int]]:
    """Return of each word the numbers of the groups that it stands in."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_lines()):
        for word in line:
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@lru_cache(maxsize=256)
def spoken(text: str) -> tuple[Spoken, ...]:
    """Return the expressions of a folded text that stand in groups, in order, none inside a longer one."""
    known, lines = groups(), _lines()
    found: list[Spoken] = []
    for start in range(len(text)):
        for end in range(min(start + _LONGEST, len(text)), start, -1):
            numbers = known.get(text[start:end])
            if numbers and not (found and end <= found[-1].end):
                others = dict.fromkeys(word for n in sorted(numbers) for word in lines[n])
                others.pop(text[start:end], None)
                found.append(Spoken(start, end, tuple(others)))
                break
    return tuple(found)


def otherwise(text: str, terms: Sequence[str]) -> list[tuple[str, ...]]:
    """Return for each word of a folded text what else is said for it, or for a phrase that it is part of.

    The 没 and the 钱 of 没钱 may each be met by 资金短缺. Single characters are left out: too much holds them.
    """
    found: list[dict[str, None]] = [{} for _ in terms]
    for part in spoken(text):
        whole = text[part.start : part.end]
        for others, term in zip(found, terms, strict=True):
            if term in whole and (len(whole) > 1 or whole == term):
                others |= dict.fromkeys(other for other in part.others if len(other) > 1)
    return [tuple(others) for others in found]


def beside(word: str) -> set[str]:
    """Return the expressions that stand in a group with one, itself among them; none for one in no group."""
    return {other for number in groups().get(word, ()) for other in _lines()[number]}
