"""Whether a sentence that stands gives one of its figures as what a question asks for, and not only a true one.

A question and a sentence come in. The sentence must say, of that figure, the question's own nouns or words for them, of a
time that the question may mean, and name nobody else than the question does.
"""

import re

from index.glosses import glosses
from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.synonyms import best_similarities
from index.types import FigureRow, Quantity
from index.words import fold, tagged
from qa.fits import period_fit
from qa.question import Question
from qa.support_alike import is_of_unit, is_said, may_be_one
from qa.support_claims import Claim, claims_of, leading, spread
from qa.support_said import Said, role_of, said_of
from qa.support_words import is_generic, is_place, is_told, label_of, stem_of, undated

_ALIKE = 0.55
_COVERED = 0.6  # of what a question asks about, that a sentence which stands must say to answer it
_ANOTHER = -0.9  # how badly a period fits that is surely not the one asked about
_HAN = re.compile(r"[\u3400-\u9fff]")


def is_before(text: str, figure: Quantity) -> bool:
    """Whether a sentence gives a figure only as what was before (由8元降为5元)."""
    found = _place(text, figure)
    return found is not None and role_of(found[2]) == "from"


def is_asked(question: Question, text: str, row: FigureRow, heads: str = "", quote: str = "") -> bool:
    """Return whether a sentence says of a row's figure what a question asks for, or leaves to its quote to say.

    Args:
        question: the question, understood.
        text: a sentence that its quotes hold, in Chinese.
        row: the row of the figure.
        heads: what its document and section are called.
        quote: the sentence of the document that the figure stands in.
    """
    found = _place(text, row.quantity)
    if found is None:
        return False
    _, claim, said = found
    if not label_of(undated(text)):
        return False  # a figure alone is not said to be what is asked
    words = [t for t in question.terms if t in question.head or t not in question.lesser]
    words = [w for w in words if w not in question.names or glosses(w).common]
    words = [w for w in words if not find_quantities(undated(w)) and w not in undated_words(question)]
    stated = _place(quote, row.quantity)
    more = f"{stated[1].all} {stated[1].frame} {stated[1].whole}" if stated else ""
    told = fold(f"{claim.all} {claim.frame} {claim.whole} {row.measure} {heads} {more}")
    words = [w for w in words if not is_of_unit(w, row.quantity) and not (is_place(w) and is_generic(w))]
    known = label_of(told)
    met = [w for w in words if is_said(stem_of(w), told) or _is_alike(w, known)]
    heads_asked = [w for w in words if w in question.head]
    if sum(map(len, met)) < _COVERED * sum(map(len, words)) or (heads_asked and not set(heads_asked) & set(met)):
        return False
    if period_fit(question.periods, row.first, row.last, row.basis.value) <= _ANOTHER:
        return False
    if (
        said.period
        and said.period.last
        and period_fit(question.periods, said.period.first, said.period.last, "stated") < 0
    ):
        return False
    return _is_of(question, leading(undated(claim.left)))


def puts(question: Question, text: str) -> bool:
    """Whether a sentence says what a question asks in so many words: its names, its time, and what is asked for.

    Such a sentence, where its quotes hold it, answers whatever a ranking thinks of its figure.
    """
    told, times = fold(text), find_periods(text)
    dated = all(
        any(t.surface == p.surface or (t.last and (t.first, t.last) == (p.first, p.last)) for t in times)
        for p in question.periods
    )
    return (
        bool(question.names and question.head) and dated and all(w in told for w in (*question.names, *question.head))
    )


def is_of_another(question: Question, text: str, row: FigureRow, quote: str) -> bool:
    """Whether a sentence says a row's figure of somebody whom neither the question nor the figure's own sentence names."""
    found = _place(text, row.quantity)
    whose = leading(undated(found[1].left)) if found else ""
    if not _HAN.search(whose) or is_generic(whose) or _is_of(question, whose) or is_told(whose, fold(quote)):
        return False
    known = fold(f"{question.text} {quote}")
    return not all(is_told(fold(word), known) for word, _ in tagged(whose) if len(word) > 1)


def _is_of(question: Question, whose: str) -> bool:
    text = fold(question.text)
    if question.several and not question.names:
        return True  # 三个园区的税收分别是多少: whoever they are
    return not whose or is_told(whose, text) or may_be_one(whose, fold(question.subject) or text)


def undated_words(question: Question) -> frozenset[str]:
    """Return the words of a question that only tell a time."""
    return frozenset(fold(word) for period in question.periods for word in (period.surface,))


def _is_alike(word: str, known: tuple[str, ...]) -> bool:
    apart = [other for other in known if word not in other]  # 出口 is not 进出口
    return bool(apart) and bool((best_similarities([word], apart) >= _ALIKE).any())


def _place(text: str, figure: Quantity) -> tuple[Quantity, Claim, Said] | None:
    """Return a figure in a sentence with what is said of it."""
    text = spread(text)
    claims = claims_of(text)
    for found, claim in claims:
        if same_value(found, figure):
            return found, claim, said_of(text, found, [q for q, _ in claims])
    return None
