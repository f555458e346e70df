"""When an event happened, as the operand of a computation: the sentence that tells of it, and its date there.

In come the plan, the question for one event and its ranked candidates; out goes the candidate that dates it, or none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.periods import find_periods
from index.types import Period
from index.words import fold, tagged
from qa.evidence import Candidate
from qa.hints import own_words
from qa.plans import Operand, Plan
from qa.question import Question, understand
from qa.span import answer_span, best_span

_LIKELY, _MOST, _NEARLY = 0.4, 0.6, 0.75
_NOW = frozenset(("现在", "目前", "如今", "当前", "今天", "眼下", "今年", "近年"))


def dated(
    plan: Plan, question: Question, evidence: Sequence[Candidate], chosen: Sequence[Candidate | None]
) -> Candidate | None:
    """Return the candidate that tells when the next operand's event happened, None when none does."""
    operand = plan.operands[len(chosen)]
    # The sentence that tells when this happened comes before one that fits better and tells another date.
    told = _telling(plan, operand, evidence, chosen)
    read = [*told, best_span(question, evidence[:3])[0], *evidence[:3]] if evidence else []
    found = [c for c in read if (p := date_of(operand, c)) and p.first and p.surface not in _NOW]
    found = [c for c in found if _tells(plan, operand, c)]
    sure = bool(told) or sum(c.probability for c in evidence[:2]) >= _LIKELY
    return replace(found[0], probability=max(found[0].probability, _LIKELY)) if found and sure else None


def _telling(
    plan: Plan, operand: Operand, evidence: Sequence[Candidate], chosen: Sequence[Candidate | None]
) -> list[Candidate]:
    """Return the sentences that name an event by what tells it from the other one, [] where the best one does already.

    Whose event it is may stand in the passage; a sentence that tells the other event too comes first.
    """
    number = plan.operands.index(operand)
    own = own_words(plan)[number]
    shared = [w for w in understand(operand.question).terms if w not in own]
    if not own or not evidence or held(own, evidence[0].sentence) >= _MOST:
        return []
    there = [
        c
        for c in evidence
        if held(own, c.sentence) >= _NEARLY and held(shared, f"{c.passage.text}{c.sentence}") >= _MOST
    ]
    other = next((c for c in chosen if c is not None), None)
    return sorted(there, key=lambda c: other is None or c.start != other.start)


def _tells(plan: Plan, operand: Operand, candidate: Candidate) -> bool:
    """Whether a sentence names half of what tells an event from the other one, or of what happened (成立); the latter
    where that is what tells them apart."""
    own = own_words(plan)[plan.operands.index(operand)]
    happened = [word for word, tag in tagged(operand.label) if tag.startswith("v")]
    if what := [word for word in happened if fold(word) in own]:
        return held(map(fold, what), candidate.sentence) >= 0.5
    return max(held(own, candidate.sentence), held(map(fold, happened), candidate.sentence)) >= 0.5


def held(words: Iterable[str], text: str) -> float:
    """Return what part of some words, by their length, a text holds; all of none."""
    folded, words = fold(text), list(words)
    return sum(len(w) for w in words if w in folded) / max(1, sum(map(len, words))) if words else 1.0


def date_of(operand: Operand, candidate: Candidate) -> Period | None:
    """Return the date in a candidate's sentence that answers the operand's question."""
    start, end = answer_span(understand(operand.question), candidate)
    for period in find_periods(candidate.sentence, reference=candidate.passage.published):
        if start <= period.start < end:
            return period
    return None
