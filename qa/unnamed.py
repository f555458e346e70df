"""Of whom a figure is when a question names nobody: of home before abroad, of the country at large before a place in it.

In come a question and the candidates that nothing else rules out; out go those that remain. 二季度GDP增长了多少 asks for no
figure of 法国, and 创新型中小企业有多少家 for none of one city, where another document tells of the country's.
"""

import re

from index.glosses import glosses
from index.types import FigureRow
from index.words import fold, tagged
from qa.evidence import Candidate
from qa.question import Question
from qa.same import agree, same_measure
from qa.whose import HOME, countries

_AT_LARGE = re.compile(f"我国|全国|{HOME}")
_AS_LIKELY = 0.4  # of a figure of a named place: what is this likely and of no such place is meant
_FAINT = 0.02  # a probability that decides nothing
_SHORT = 4  # words of a dictionary: the United States, USA, US

Told = list[tuple[Candidate, FigureRow]]


def of_nobody_else(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left without figures of places that the question does not name, where others are likely enough."""
    if question.names or question.several or question.every or _places(fold(question.text)):
        return fitting
    told = [(c, c.row) for c in fitting if c.row and c.probability >= _FAINT]
    abroad = [(c, row) for c, row in told if _names_country(_lead(c, row))]
    home = [(c, row) for c, row in told if not _names_country(_lead(c, row))]
    local = [(c, row) for c, row in home if _places(_lead(c, row))]
    large = [(c, row) for c, row in home if _AT_LARGE.search(_lead(c, row)) and not _places(_lead(c, row))]
    out = {id(c) for there, here in ((abroad, home), (local, large)) for c in _elsewhere(there, here)}
    return [c for c in fitting if id(c) not in out]


def _elsewhere(there: Told, here: Told) -> list[Candidate]:
    """Return the likeliest figures, of places, of whose measure another figure is meant: what tells of the same one stays."""
    most = max((c.probability for c, _ in there), default=0.0)
    if most < max((c.probability for c, _ in here), default=most):
        return []
    meant = [(c, row) for c, row in here if _weight(row, here) >= _AS_LIKELY * most]
    return [
        c
        for c, row in there
        if not any(agree(row, other) for _, other in meant) and any(same_measure(c, other) for other, _ in meant)
    ]


def _weight(row: FigureRow, told: Told) -> float:
    return sum(c.probability for c, other in told if agree(row, other))


def _names_country(text: str) -> bool:
    """Whether a text names another country: of those the dictionary says no more than their name."""
    return any(len(glosses(word).all) <= _SHORT for word in countries(text) - {HOME})


def _places(text: str) -> list[str]:
    """Return the places that a text names, but for the country at large."""
    return [word for word, tag in tagged(text) if tag == "ns" and word != HOME and not glosses(word).common]


def _lead(candidate: Candidate, row: FigureRow) -> str:
    """Return the words of a sentence up to its figure."""
    return fold(candidate.sentence[: max(row.quantity.start - candidate.start, 0)])
