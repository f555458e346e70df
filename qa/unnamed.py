"""Of whom a figure is when a question names nobody: of the country at large before one place in it, of home before abroad.

In come a question and the candidates that nothing else rules out; out go those that remain. 二季度GDP增长了多少 asks for no
figure of 法国, and 创新型中小企业有多少家 for none of one city, where another document tells of all of them.
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


def of_nobody_else(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left without figures of places that the question does not name, where others are likely enough."""
    if question.names or question.several or question.every or _places(fold(question.text)):
        return fitting
    told = [(c, c.row) for c in fitting if c.row and c.probability >= _FAINT]
    abroad = {id(c) for c, row in told if countries(_lead(c, row)) - {HOME}}
    local = {id(c) for c, row in told if id(c) not in abroad and _places(_lead(c, row))}
    for there, here in (
        (abroad, [(c, row) for c, row in told if id(c) not in abroad]),
        (local, [(c, row) for c, row in told if id(c) not in abroad | local and _AT_LARGE.search(c.sentence)]),
    ):
        most = max((c.probability for c, _ in told if id(c) in there), default=0.0)
        meant = [(c, row) for c, row in here if _weight(row, here) >= _AS_LIKELY * most]
        fitting = [c for c in fitting if id(c) not in there or not _is_elsewhere(c, meant)]
    return fitting


def _weight(row: FigureRow, told: list[tuple[Candidate, FigureRow]]) -> float:
    return sum(c.probability for c, other in told if agree(row, other))


def _is_elsewhere(candidate: Candidate, meant: list[tuple[Candidate, FigureRow]]) -> bool:
    """Whether a figure is of the same measure as what is meant and another one: what only tells of the same stays."""
    row = candidate.row
    if row is None or any(agree(row, other) for _, other in meant):
        return False
    return any(same_measure(candidate, c) for c, _ in meant)


def _lead(candidate: Candidate, row: FigureRow) -> str:
    """Return the words of a sentence up to its figure."""
    return fold(candidate.sentence[: max(row.quantity.start - candidate.start, 0)])


def _places(text: str) -> list[str]:
    """Return the places that a text names, but for the country at large."""
    return [word for word, tag in tagged(text) if tag == "ns" and word != HOME and not glosses(word).common]
