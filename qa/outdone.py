"""Whether what a model says is true but no answer: another figure of its sentence says more of the question, it is an
old one, or the ranking holds it for far less likely than what the extractive reader answers with.

A figure or a sentence comes in, with the question and what stands beside it; out goes yes or no. 货物吞吐量1.72亿吨 stands
in the source and shares a word with 集装箱吞吐量是多少, but that sentence tells the 集装箱吞吐量 as well. And where no time is
asked about, what was before the latest is not the answer.
"""

from collections.abc import Iterable, Mapping, Sequence

from index.periods import find_periods
from index.quantities import same_value
from index.types import FigureRow
from index.words import fold
from qa.draft import Draft
from qa.question import Question
from qa.support_claims import claims_of, spread
from qa.types import Status

_SURE, _FAR = 0.3, 0.1
"""How probable an answer must be to be compared with, and what share of it another needs. Of the right answers of the
seeds three in four have no other figure above that share; of 29 wrong ones 23 leave the right figure above it."""


def least_likely(own: Draft | None, chances: Mapping[tuple[int, int], float]) -> float:
    """Return how probable by the ranking what answers must at least be: 0 where the extractive reader is not sure.

    Args:
        own: what the extractive reader answers.
        chances: (passage, place) of the figures, for a question in words of the sentences, with their probability.
    """
    if own is None or own.status is Status.NO_EVIDENCE or not own.quotes:
        return 0.0
    places = {(own.quotes[marker - 1].passage.id, row.quantity.start) for row, marker in own.rows}
    quoted = [chances[place] for place in places if place in chances] or [
        chance
        for (of, at), chance in chances.items()
        for q in own.quotes
        if of == q.passage.id and q.start <= at < q.end
    ]
    best = max(quoted, default=0.0)
    return best * _FAR if best >= _SURE else 0.0


def is_outdone(question: Question, row: FigureRow, text: str, rows: Iterable[FigureRow]) -> bool:
    """Whether another figure of the same sentence has all the words of the question that a figure has, and more.

    Args:
        question: the question, understood.
        row: the figure's row.
        text: a sentence that gives the figure; what it says of it counts as well.
        rows: the figures of the passage that have the unit or are of the kind asked for.
    """
    asked = _asked(question)
    mine = _met(asked, f"{row.measure} {row.subject} {_said(text, row)}")
    return any(
        mine < _met(asked, f"{other.measure} {other.subject}")
        for other in rows
        if other.sentence_start == row.sentence_start and not same_value(other.quantity, row.quantity)
    )


def is_older(question: Question, row: FigureRow, own: Sequence[FigureRow]) -> bool:
    """Whether a question of no time is answered with a figure that is not the latest of those told of the same.

    Args:
        question: the question, understood.
        row: the figure's row.
        own: the rows of the extractive reader's answer, the latest first and behind it those of other times.
    """
    if any(period.last for period in question.periods) or question.every or question.differing or not own:
        return False
    latest, *others = own
    beside = any(same_value(other.quantity, row.quantity) and other.last == row.last for other in others)
    return beside and row.last is not None and latest.last is not None and row.last < latest.last


def _asked(question: Question) -> frozenset[str]:
    times = {fold(period.surface) for period in question.periods}
    return frozenset(word for word in question.terms if not find_periods(word) and word not in times)


def _met(words: frozenset[str], told: str) -> frozenset[str]:
    return frozenset(word for word in words if word in fold(told))


def _said(text: str, row: FigureRow) -> str:
    """Return what a sentence says of a figure."""
    return " ".join(claim.all for figure, claim in claims_of(spread(text)) if same_value(figure, row.quantity))
