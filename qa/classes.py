"""Figures of another class than the one that a question names: 新能源车市场 where 乘用车市场 is asked about.

In come a question and the candidates that nothing else rules out; out go those that remain. A class is two nouns side by
side, the second of which many classes share; words of like meaning and short forms count as the same.
"""

from collections.abc import Sequence
from functools import lru_cache

from index.everyday import beside
from index.phrases import is_nominal
from index.types import FigureRow
from index.words import fold, tagged
from qa.evidence import Candidate
from qa.question import Question

_AS_LIKELY = 0.2  # of a figure: what is this likely and of the class that is named is meant
_LEAST = 2  # signs of a noun
_GRAMMAR = ("u", "p", "c", "r", "m", "q", "d", "y", "v", "x", "f")  # parts of speech of words that are part of no noun


def of_class_named(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left without figures of another class, where any of the class that is named is likely enough."""
    for kind, noun in _classes(question):
        named = [c for c in fitting if c.row and kind + noun in fold(c.sentence)]
        if not named:
            continue
        most = {c.row.quantity.kind: 0.0 for c in named if c.row}
        for c in named:
            if c.row:
                most[c.row.quantity.kind] = max(most[c.row.quantity.kind], c.probability)
        fitting = [
            c
            for c in fitting
            if not c.row
            or most.get(c.row.quantity.kind, 0.0) < _AS_LIKELY * c.probability
            or not _is_of_another(c, c.row, kind, noun)
        ]
    return fitting


def _classes(question: Question) -> list[tuple[str, str]]:
    """Return the pairs of nouns of a question: what tells a class apart, and what it is a class of."""
    plain = set(question.terms) - question.lesser - question.names
    return [(a, b) for a, b in question.pairs if a in plain and b in plain and min(len(a), len(b)) >= _LEAST]


def _is_of_another(candidate: Candidate, row: FigureRow, kind: str, noun: str) -> bool:
    """Whether the noun stands before a figure with another word before it, and the one asked for in no part of its sentence."""
    sentence = fold(candidate.sentence)
    if kind in sentence:
        return False
    lead = sentence[: max(row.quantity.start - candidate.start, 0)]
    at = lead.rfind(noun)
    other = _noun_at_end(lead[:at]) if at > 0 else ""
    return len(other) >= _LEAST and not _alike(kind, other)


def _alike(one: str, two: str) -> bool:
    shared = any(one[n : n + 2] in two for n in range(len(one) - 1))
    return shared or two in beside(one)


@lru_cache(maxsize=1 << 10)
def _noun_at_end(text: str) -> str:
    """Return the noun that a text ends in, with what stands before a last word of one sign: 新能源 车."""
    found = tagged(text[-12:])
    last, tag = found[-1]
    if len(last) < _LEAST and len(found) > 1 and not tag.startswith(_GRAMMAR):
        before, tag = found[-2]
        last = before + last
    return last if is_nominal(last, tag) else ""

