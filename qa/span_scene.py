"""A sentence in words, with the dates, figures and people that stand in it: what its spans are judged by."""

import re
from dataclasses import dataclass
from functools import lru_cache

from index.periods import find_periods
from index.quantities import find_quantities
from index.words import fold, tagged
from qa.span_people import people

_ADDRESSED = re.compile(r"(?:^|(?<=[\s,。:;、]))([\u4e00-\u9fff·]{2,9})(?=先生|女士)")
_MOST_WORDS = 320
"""Words of a sentence that are looked at; only tables and lists without stops have more."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence in words, with what stands in it; made once a sentence."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    tags: tuple[str, ...]
    periods: tuple[tuple[int, int], ...]
    quantities: tuple[tuple[int, int], ...]
    people: tuple[tuple[int, int], ...]


@lru_cache(maxsize=256)
def scene(sentence: str) -> Scene:
    """Read a sentence."""
    text = fold(sentence)
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    tags: list[str] = []
    position = 0
    for word, tag in tagged(text):
        if word.strip() and len(words) < _MOST_WORDS:
            starts.append(position)
            ends.append(position + len(word))
            words.append(word)
            tags.append(_tag(word, tag))
        position += len(word)
    periods = tuple((p.start, p.end) for p in find_periods(sentence))
    figures = tuple(
        (q.start, q.end) for q in find_quantities(sentence) if not any(a < q.end and q.start < b for a, b in periods)
    )
    return Scene(
        text,
        tuple(starts),
        tuple(ends),
        tuple(words),
        tuple(tags),
        periods,
        figures,
        _with_addressed(text, people(words, tags, starts)),
    )


def _with_addressed(text: str, found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the names with those that stand whole before 先生 or 女士, whatever words they were cut into."""
    addressed = [m.span(1) for m in _ADDRESSED.finditer(text)]
    kept = [(a, b) for a, b in found if not any(a < y and x < b for x, y in addressed)]
    return tuple(sorted((*kept, *addressed)))


def _tag(word: str, tag: str) -> str:
    """Return a coarse part of speech; marks stand for themselves."""
    if not word[0].isalnum():
        return word[0]
    if word[0].isascii():
        return "digits" if word[0].isdigit() else "latin"
    if len(word) == 1 and tag.startswith("n"):
        return "n1"
    return tag[:2] if tag[:2] in ("nr", "ns", "nt", "nz", "vn", "uj", "ul", "ad") else tag[:1]
