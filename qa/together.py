"""Asks of one question with their candidates → one figure for each, those preferred that are told side by side.

Who asks 发了几单、筹了多少钱 looks for one sentence that tells of both, as a rule in the same order. So the figures are chosen
together: how likely each is, and how near behind the one before it stands.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

from index.quantities import normalize_unit
from qa.choose import choose, support
from qa.eligible import eligible, without_other_kinds
from qa.evidence import Candidate
from qa.question import Question, Want
from qa.same import of_one_value

_EACH = 5  # figures of an ask that are considered
_ASKS = 4
_FAINT = 0.004  # less likely figures are none of them, whatever they stand beside
_NEXT = 12.0  # how much likelier a figure is that stands in the clause behind the one before it, or in the same
_FURTHER = 0.6  # of that for each further clause
_LEAST_NEAR = 0.35
_BACK = 0.3  # of that where it stands before it
_CLAUSE = re.compile("[，,；;、]")
_LEAST = 0.2  # of the threshold, for a figure beside one that is sure

Asked = Sequence[tuple[Question, Sequence[Candidate]]]


def together(asked: Asked, threshold: float) -> list[Candidate | None]:
    """Return the figure that answers each ask, None for an ask that none surely does.

    Args:
        asked: two to four questions for figures, each with its ranked evidence.
        threshold: the least probability of a figure that stands alone.
    """
    options = [_options(question, evidence) for question, evidence in asked]
    best = max(product(*options), key=_likelihood)
    if _side_by_side(best, threshold) >= threshold:
        return [one and replace(one, probability=max(one.probability, threshold)) for one in best]
    found: list[Candidate | None] = []
    for n, one in enumerate(best):
        others = [other for m, other in enumerate(best) if m != n and other and other.probability >= threshold]
        beside = one is not None and any(
            _beside(*pair) > 1.0 for other in others for pair in ((one, other), (other, one))
        )
        found.append(one if one and one.probability >= threshold * (_LEAST if beside else 1.0) else None)
    return found


def can_be_told_together(asked: Asked) -> bool:
    """Whether all of a few questions ask for figures, and not for the same of different sources, bodies or times."""
    questions = [question for question, _ in asked]
    return (
        1 < len(asked) <= _ASKS
        and all(question.want is Want.NUMBER for question in questions)
        and all(one.head[-1:] != other.head[-1:] for one, other in pairwise(questions))
    )


def _side_by_side(chosen: Sequence[Candidate | None], threshold: float) -> float:
    """Return how likely all figures are together where one sentence tells of each behind the one before; else 0."""
    there = [one for one in chosen if one is not None]
    if len(there) < len(chosen) or not all(_beside(*pair) > 1.0 + _NEXT * _BACK for pair in pairwise(there)):
        return 0.0
    least = min(one.probability for one in there)
    return min(1.0, sum(one.probability for one in there)) if least >= _LEAST * threshold else 0.0


def _options(question: Question, evidence: Sequence[Candidate]) -> list[Candidate | None]:
    """Return the figures that may answer; first the one that answers when asked for alone.

    The probability of each is what speaks for it as an answer, its score how likely its own value is.
    """
    fitting = [c for c in eligible(question, evidence) if c.row]
    if not fitting:
        return [None]
    alone = choose(question, fitting)[0][0]
    likely = without_other_kinds(question, evidence)
    found: list[Candidate | None] = []
    for one in (alone, *(c for c in fitting if c is not alone)):
        sure = min(1.0, support(question, one, fitting, likely))
        if sure >= _FAINT or one is alone:
            own = sum(c.probability for c in fitting if of_one_value(c, one))
            found.append(replace(one, probability=sure, score=max(own, _FAINT)))
    return found[:_EACH]


def _likelihood(chosen: Sequence[Candidate | None]) -> float:
    value = 1.0
    for n, one in enumerate(chosen):
        value *= one.score if one else 1.0
        if n and one and (before := chosen[n - 1]):
            value *= 0.0 if _same(before, one) else _beside(before, one)
    return value


def _same(one: Candidate, other: Candidate) -> bool:
    a, b = one.row, other.row
    if a is None or b is None:
        return False
    # 50只 and 50多只: asks of two things are not both answered by one number of one thing.
    alike = (a.quantity.value, normalize_unit(a.quantity.unit)) == (b.quantity.value, normalize_unit(b.quantity.unit))
    return alike or (one.passage.id == other.passage.id and a.quantity.start == b.quantity.start)


def _beside(before: Candidate, one: Candidate) -> float:
    """Return how much likelier a figure is for where it stands: 1 in another sentence."""
    a, b = before.row, one.row
    if a is None or b is None or (before.passage.id, before.start) != (one.passage.id, one.start):
        return 1.0
    first, last = sorted((a.quantity, b.quantity), key=lambda q: q.start)
    between = one.sentence[first.end - one.start : max(last.start - one.start, 0)]
    borders = len(_CLAUSE.findall(between))
    back = _BACK if first is b.quantity else 1.0
    return 1.0 + _NEXT * back * max(_FURTHER ** max(0, borders - 1), _LEAST_NEAR)
