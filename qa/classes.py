"""Figures of another class than the one that a question names: 新能源车市场 where 乘用车市场 is asked about.

In come a question and the candidates that nothing else rules out; out go those that remain. A class is two nouns side by
side, the second of which many classes share; words of like meaning and short forms count as the same. Where things are
counted and none of their classes is named (多少家公司), neither is one of them meant (9家汽车企业).
"""

import re
from functools import lru_cache

from index.everyday import beside
from index.phrases import is_nominal
from index.types import FigureRow, Kind
from index.words import fold, tagged
from qa.evidence import FEATURES, Candidate
from qa.question import Question
from qa.same import agree

_AS_LIKELY = 0.2  # of a figure: what is this likely and of the class that is named is meant
_PLAIN = 0.5  # … and of no class where none is named, with all that bears it out
_FAINT = 0.005  # a probability that decides nothing
_PERIOD = FEATURES.index("period")
_LEAST = 2  # signs of a noun
_GRAMMAR = ("u", "p", "c", "r", "m", "q", "d", "y", "v", "x", "f")  # parts of speech of words that are part of no noun


def of_class_named(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left without figures of another class, where any of the class that is named is likely enough."""
    for kind, noun in _classes(question):
        named = [c for c in fitting if c.row and c.probability >= _FAINT and kind + noun in fold(c.sentence)]
        fitting = [
            c
            for c in fitting
            if not (
                c.row
                and any(_stands_for(other, c) for other in named)
                and _is_of_another(c, c.row, kind, noun, fold(question.text))
            )
        ]
    return fitting


def of_no_class(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left without numbers of a class of the things that are counted, where their number is likely enough."""
    noun = _counted(question)
    told = [
        (c, c.row, _class_of(c.row, noun))
        for c in fitting
        if noun and c.row and c.row.quantity.kind is Kind.COUNT and c.probability >= _FAINT
    ]
    plain = [(c, row) for c, row, kind in told if kind == ""]
    asked = fold(question.text)
    for c, row, kind in told:
        if kind and not _alike(kind, asked):
            own = sum(other.probability for other, same, _ in told if agree(row, same))
            most = max((sum(b.probability for b, same in plain if agree(one, same)) for _, one in plain), default=0.0)
            if most >= _PLAIN * own:
                fitting = [other for other in fitting if other is not c]
    return fitting


def _classes(question: Question) -> list[tuple[str, str]]:
    """Return the pairs of nouns of a question: what tells a class apart, and what it is a class of."""
    plain = set(question.terms) - question.lesser - question.names
    return [(a, b) for a, b in question.pairs if a in plain and b in plain and min(len(a), len(b)) >= _LEAST]


def _stands_for(named: Candidate, other: Candidate) -> bool:
    """Whether a figure of the class that is named may be meant rather than another one: of the kind and time of that."""
    alike = named.row and other.row and named.row.quantity.kind is other.row.quantity.kind
    likely = named.probability >= _AS_LIKELY * other.probability
    return bool(alike) and likely and named.features[_PERIOD] >= other.features[_PERIOD]


def _is_of_another(candidate: Candidate, row: FigureRow, kind: str, noun: str, asked: str) -> bool:
    """Whether the noun stands before a figure with a word before it that nobody asked for, the other nowhere in its sentence."""
    sentence = fold(candidate.sentence)
    if kind in sentence:
        return False
    lead = sentence[: max(row.quantity.start - candidate.start, 0)]
    at = lead.rfind(noun)
    other = _noun_at_end(lead[:at]) if at > 0 else ""
    return len(other) >= _LEAST and not _alike(other, asked) and other not in beside(kind)


def _counted(question: Question) -> str:
    """Return the noun that stands right behind 多少家, "" where another word does."""
    text = fold(question.text)
    asked = re.search(rf"(?:多少|几){re.escape(question.units[0])}", text) if len(question.units) == 1 else None
    nouns = (term for term in question.terms if term not in question.lesser)
    return next((noun for noun in nouns if asked and text.startswith(noun, asked.end())), "")


def _class_of(row: FigureRow, noun: str) -> str | None:
    """Return which kind of the things that a noun names a row counts, "" for all of them, None for other things."""
    measure = fold(row.measure)
    for name in (noun, *sorted(beside(noun) - {noun})):
        if measure.endswith(name):
            return _noun_at_end(measure.removesuffix(name)) if measure != name else ""
    return None


def _alike(word: str, text: str) -> bool:
    """Whether two signs of a word stand side by side in a text."""
    return any(word[n : n + 2] in text for n in range(len(word) - 1))


@lru_cache(maxsize=1 << 10)
def _noun_at_end(text: str) -> str:
    """Return the noun that a text ends in, with what stands before a last word of one sign: 新能源 车."""
    found = tagged(text[-12:])
    last, tag = found[-1]
    if len(last) < _LEAST and len(found) > 1 and not tag.startswith(_GRAMMAR):
        before, tag = found[-2]
        last = before + last
    return last if is_nominal(last, tag) else ""
