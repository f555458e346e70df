"""Words of plain speech ↔ words of reports: 挣 for 收入, 地皮 for 土地, 孩子 for 学生, by hand-written groups.

`everyday.txt` holds one group a line; whoever asks with one word of a group means what another word of it says. It is
general Chinese, written for no particular documents; vectors and glosses (`index.synonyms`) do not reach so far from
the written language.
"""

from functools import cache
from importlib.resources import files


@cache
def groups() -> dict[str, frozenset[int]]:
    """Return of each word the numbers of the groups that it stands in."""
    found: dict[str, set[int]] = {}
    text = (files("index") / "everyday.txt").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines()):
        if not line.startswith("#"):
            for word in line.split():
                found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@cache
def _members() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for word, numbers in groups().items():
        for number in numbers:
            found.setdefault(number, []).append(word)
    return found


def beside(word: str) -> set[str]:
    """Return the words that stand in a group with a word, itself among them; none for a word in no group."""
    return {other for number in groups().get(word, ()) for other in _members()[number]}
