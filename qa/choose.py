"""Candidates that may answer → which one does, and what stands beside it.

The best answers, for an undated question the latest of its measure; what other documents state of the same comes with it.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations

from index.quantities import normalize_unit, same_value
from index.types import Basis, FigureRow, Statement
from qa.differing import against_each_other
from qa.ends import asks_before, asks_both_ends, became, both_ends, was
from qa.evidence import FEATURES, Candidate
from qa.hints import ASKS_OLD
from qa.question import Question
from qa.same import agree, day_of, narrower, of_one_value, same_fact, same_measure

_RIVALS = 4
_OF_WHEN = (Basis.STATED, Basis.INHERITED)
_SERIES = 6
_AS_SURE = 0.3  # of what answers best: only what is this likely stands against it
_PLAIN = 0.5  # the same for what is said without a kind that nobody asked for
_NEWER, _NEWEST = 0.25, 0.08  # the same for what is later by months, and where 目前 is asked for
_DAYS = 31
_SAID_AGAIN = 32  # signs within which a corrected figure is told anew, what it is of with it
_FAINT = 1e-3  # a probability that adds nothing
_MADE = re.compile(r"(?:生产|出厂|制造|出生)(?:日期|时间|年份)?(?:[在为于介]|介于)*$")
_MADE_WITHIN = re.compile(r"(?:期间|之?间)[^，,。；;]{0,4}(?:生产|出厂|制造|出生|的部分)")
_CORRECTED = re.compile(r"[更修订改]正|勘误|^应")


def support(
    question: Question, answer: Candidate, evidence: Sequence[Candidate], found: Sequence[Candidate] = ()
) -> float:
    """Return the probability of a chosen row with all rows that do not speak against it.

    These are rows of the same value or of the one that it corrects, and for an undated question those of the same measure
    at other times. What of all that was found is ruled out, so that it is not in `evidence`, takes no part in the odds.
    """
    fitting = set(map(id, evidence))
    ruled_out = sum(c.probability for c in found if id(c) not in fitting)
    dated = any(p.first or p.last for p in question.periods)
    before = asks_before(question.text)
    alike = [
        c
        for c in evidence
        if c is answer
        or _corrected(c, evidence) is answer
        or of_one_value((was if before else became)(c, evidence), answer)
        or of_one_value(c, answer)
        or ((not dated or _same_period(answer, c)) and same_measure(answer, c))
    ]
    # A headline says of less than its text what a figure is of: 营业收入 where that has 营业总收入.
    likely = sum(c.probability for c in evidence if any(c is one or of_one_value(c, one) for one in alike))
    return likely / max(1 - ruled_out, likely, _FAINT)


def choose(
    question: Question, evidence: Sequence[Candidate], *, as_changed: bool = True
) -> tuple[list[Candidate], list[Candidate]]:
    """Return the answering candidates, and those that state the same measure at another time or in another source.

    With `as_changed` what a sentence says that a figure became takes its place (从200天压缩到60天).
    """
    if asks_both_ends(question.text) and (ends := both_ends(question, evidence)):
        return ends, []
    weight = _agreeing(evidence)
    if question.differing:
        return against_each_other(question, evidence, weight), []
    best = max(evidence, key=lambda c: (round(weight(c), 9), c.score))
    best = _of_all_kinds(question, best, evidence, weight)
    full = _told_in_full(best, evidence)  # a headline's 营业收入 is 营业总收入 in its text
    same = [c for c in evidence if same_measure(best, c) or same_measure(full, c)]
    dated = any(p.first or p.last for p in question.periods)
    if not dated and len(same) > 1:
        # Nobody said of when: the latest of what answers about as well.
        fit = [c for c in same if _as_fit(c, best)]
        first = best
        day = _last_told(evidence, same)
        fit = [c for c in fit if c is first or not narrower(question.text, c, first)]
        best = max((c for c in fit if _takes_over(question, c, first, weight, day)), key=lambda c: (day(c), c.score))
    best = _in_full_digits(_told_in_full(best, evidence), same)
    enough = _AS_SURE * weight(best)
    if not ASKS_OLD.search(question.text):
        best = _corrected(best, evidence)
        if as_changed and not asks_before(question.text):
            best = became(best, evidence)
    if as_changed and asks_before(question.text):
        best = was(best, evidence)
    sure = [c for c in same if weight(c) >= enough and _corrected(c, evidence) is c]
    differing = _best_first(question, best, _contradicting(best, sure), weight)
    answers = _series(best, same) if question.every else differing
    if not question.every:
        answers += _parts(question, best, evidence)
    others: list[Candidate] = []
    for candidate in sorted(same, key=day_of, reverse=True):
        known = [c for c in (*answers, *others) if c.row and candidate.row and same_fact(c.row, candidate.row)]
        if not known and candidate.score > best.score - 5.0:
            others.append(candidate)
    return answers, others[:_RIVALS]


def _in_full_digits(best: Candidate, same: Sequence[Candidate]) -> Candidate:
    """Return the statement that gives all digits of what the best one only rounds: 6465.3亿元 for 6465亿元."""
    finer = [
        c
        for c in same
        if c.row
        and best.row
        and _digits(c.row) > _digits(best.row)
        and agree(best.row, c.row)
        and _same_period(best, c)
        and c.probability >= _AS_SURE * best.probability
        and _as_fit(c, best)
    ]
    return max(finer, key=lambda c: (c.row is not None and _digits(c.row), c.score), default=best)


def _digits(row: FigureRow) -> int:
    return len(row.quantity.value.normalize().as_tuple().digits)


def _told_in_full(best: Candidate, evidence: Sequence[Candidate]) -> Candidate:
    """Return the statement of its document that says of when the same figure is, where a headline says only the figure."""
    row = best.row
    if row is None or row.basis in _OF_WHEN or row.subject:
        return best
    told = [
        c
        for c in evidence
        if c.row
        and c.row.basis in _OF_WHEN
        and c.row.subject
        and c.passage.document_id == best.passage.document_id
        and c.probability >= _AS_SURE * best.probability
        and same_value(c.row.quantity, row.quantity)
        and same_measure(best, c)
    ]
    return max(told, key=lambda c: c.score, default=best)


def _corrected(stated: Candidate, evidence: Sequence[Candidate]) -> Candidate:
    """Return what a figure was corrected to, wherever that is told (由921.5亿元更正为927.3亿元), or the figure itself."""
    for old in evidence:
        if (
            old.row
            and old.row.comparison
            and stated.row
            and _CORRECTED.search(old.row.comparison)
            and same_value(old.row.quantity, stated.row.quantity)
        ):
            end, unit = old.row.quantity.end, normalize_unit(old.row.quantity.unit)
            new = [
                c
                for c in evidence
                if c.row
                and (c.passage.id, c.start) == (old.passage.id, old.start)
                and 0 <= c.row.quantity.start - end < _SAID_AGAIN
                and normalize_unit(c.row.quantity.unit) == unit
            ]
            if new:
                return min(new, key=lambda c: c.row.quantity.start if c.row else 0)
    return stated


def _of_all_kinds(
    question: Question, best: Candidate, evidence: Sequence[Candidate], weight: Callable[[Candidate], float]
) -> Candidate:
    """Return the figure of just what is asked for that a document tells beside that of a kind of it: the 户均市值 of a firm
    beside the 上市公司户均市值."""
    plain = [
        c
        for c in evidence
        if c.passage.document_id == best.passage.document_id
        and same_measure(best, c)
        and narrower(question.text, best, c)
        and weight(c) >= _PLAIN * weight(best)
    ]
    return max(plain, key=lambda c: (weight(c), c.score), default=best)


def _takes_over(
    question: Question,
    later: Candidate,
    best: Candidate,
    weight: Callable[[Candidate], float],
    day: Callable[[Candidate], date],
) -> bool:
    """Whether a later figure is likely enough to stand for the best one.

    Over months the newer one is an update that has not been told often yet; of the same days two figures that differ
    are as a rule of two things, and the likelier one, with all that bears it out, is meant.
    """
    undated = day(best) == date.min
    if not question.latest and (undated or (day(later) - day(best)).days <= _DAYS):
        return weight(later) >= weight(best)
    share = _NEWEST if question.latest else _NEWER
    return weight(later) >= share * weight(best) or later.probability >= share * best.probability


def _last_told(evidence: Sequence[Candidate], same: Sequence[Candidate]) -> Callable[[Candidate], date]:
    """Return what dates a figure: the last day that its value is told of, and no later than it can be told of as reached.

    A document of August that speaks of the year tells of no December. One without a date is no newer than all others, and
    of no day at all where the years it speaks of are still to come.
    """
    newest = max((c.passage.published or c.not_before for c in evidence), default=date.min)

    def own(candidate: Candidate) -> date:
        told = candidate.passage.published or newest
        day = told if _is_of_things(candidate) else day_of(candidate)
        if told == date.min:
            return day
        ahead = candidate.passage.published is None and day.year > told.year
        return date.min if ahead else min(day, told)

    return lambda candidate: max(own(c) for c in (candidate, *same) if c is candidate or of_one_value(c, candidate))


def _is_of_things(candidate: Candidate) -> bool:
    """Whether the period of a row says which things are counted, not when: 2021年至2022年期间的汽车, 生产日期在2021年."""
    row = candidate.row
    lead = candidate.sentence[: max(row.quantity.start - candidate.start, 0)] if row else ""
    before, found, behind = lead.rpartition(row.period if row and row.period else "\n")
    return bool(found) and bool(_MADE.search(before) or _MADE_WITHIN.match(behind))


def _agreeing(evidence: Sequence[Candidate]) -> Callable[[Candidate], float]:
    """Return what weighs a candidate: the probability of its value, wherever it is stated; several that agree outweigh one."""
    likely = [c for c in evidence if c.row and c.probability >= _FAINT]
    weights = {id(one): one.probability for one in likely}
    newest = max((c.passage.published or c.not_before for c in evidence), default=date.min)
    for one, other in combinations(likely, 2):
        if _bears_out(one, other, newest):
            weights[id(one)] += other.probability
            weights[id(other)] += one.probability
    return lambda candidate: weights.get(id(candidate), candidate.probability)


def _bears_out(one: Candidate, other: Candidate, newest: date) -> bool:
    """Whether two rows state the same as reached, or the same of a time that is still to come.

    What was aimed at, however often, bears nothing out once its time is over.
    """
    if one.row is None or other.row is None or not agree(one.row, other.row):
        return False
    if one.row.statement is Statement.RESULT or other.row.statement is Statement.RESULT:
        return one.row.statement is other.row.statement
    ends = one.row.last
    return (one.row.first, ends) == (other.row.first, other.row.last) and ends is not None and ends > newest


def _series(best: Candidate, same: Sequence[Candidate]) -> list[Candidate]:
    """Return what is stated of the same measure, each value once, in the order of time."""
    found: list[Candidate] = []
    for other in (best, *same):
        if _as_fit(other, best) and not any(c.row and other.row and same_fact(c.row, other.row) for c in found):
            found.append(other)
    return sorted(found[:_SERIES], key=day_of)


def _as_fit(candidate: Candidate, best: Candidate) -> bool:
    """Whether a row of the same measure answers as well as the best one, whatever its period."""
    if candidate is best:
        return True
    have, most = (dict(zip(FEATURES, c.features, strict=True)) for c in (candidate, best))
    worse = any(have[name] > most[name] for name in ("plan", "partial", "spelled", "comparison"))
    lost = have["lost_name"] > most["lost_name"] + 0.1
    # What the headings say need not stand beside the figure again.
    lacking = any(have[name] < most[name] - 0.2 for name in ("head", "around", "context"))
    lacking = lacking or have["near"] < most["near"] - 0.35
    return not worse and not lost and not lacking and candidate.score > best.score - 3.0


def _contradicting(best: Candidate, same: Sequence[Candidate]) -> list[Candidate]:
    """Return what other documents state of the same measure and period with another value: both are given."""
    found: list[Candidate] = []
    for other in same:
        if (
            other.passage.document_id != best.passage.document_id
            and other.score > best.score - (3.0 if _told(other) > _told(best) else 1.0)
            and _as_fit(other, best)
            and _same_period(best, other)
            and not any(c.row and other.row and agree(c.row, other.row) for c in (best, *found))
        ):
            found.append(other)
    return found[:2]


def _best_first(
    question: Question, best: Candidate, others: Sequence[Candidate], weight: Callable[[Candidate], float]
) -> list[Candidate]:
    """Return figures of one period that differ, what was told last first, if it is likely enough to be a correction."""
    newer = [c for c in others if _told(c) > _told(best) and _takes_over(question, c, best, weight, _told)]
    rest = [c for c in others if not any(c is other for other in newer)]
    return [*sorted(newer, key=_told, reverse=True), best, *sorted(rest, key=_told, reverse=True)]


def _same_period(one: Candidate, two: Candidate) -> bool:
    """Whether two rows say of themselves that they are of just the same period."""
    a, b = one.row, two.row
    if a is None or b is None or Basis.DOCUMENT in (a.basis, b.basis) or not (a.first or a.last):
        return False
    return (a.first, a.last) == (b.first, b.last) and a.statement == b.statement


def _parts(question: Question, best: Candidate, evidence: Sequence[Candidate]) -> list[Candidate]:
    """Return further figures for what the question asks besides: 上市公司和独角兽各有多少家."""
    if not question.several or not best.row:
        return []
    found: list[Candidate] = []
    covered = _words_near(question, best)
    for candidate in evidence[1:]:
        if not candidate.row or candidate.score < best.score - 2.5:
            break
        if normalize_unit(candidate.row.quantity.unit) != normalize_unit(best.row.quantity.unit):
            continue
        fresh = _words_near(question, candidate) - covered
        if fresh and not any(candidate.row.quantity.start == c.row.quantity.start for c in (best, *found) if c.row):
            found.append(candidate)
            covered |= fresh
    return found[:5]


def _words_near(question: Question, candidate: Candidate) -> set[str]:
    row = candidate.row
    measure = row.measure if row else ""
    return {term for term in question.terms if term in measure}


def _told(candidate: Candidate) -> date:
    """Return the day a figure was told: of two that differ the later one comes first."""
    return candidate.passage.published or candidate.not_before
