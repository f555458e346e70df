"""Ranked candidates → which may answer at all, which one does, and what stands beside it.

Ruled out is what no agreement of words makes good: another period, body or number of a series. Of what is left the best
answers, for an undated question the latest of its measure; what other documents state of the same comes with it.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations

from index.quantities import find_quantities, normalize_unit, same_value
from index.types import Basis, FigureRow, Kind, Statement
from index.words import fold
from qa.counted import counted, is_of_no_such_kind
from qa.differing import against_each_other
from qa.ends import asks_before, asks_both_ends, became, both_ends
from qa.evidence import FEATURES, Candidate
from qa.fits import (
    counts_as_asked,
    counts_besides,
    counts_other,
    dimension_fit,
    is_count_for_money,
    is_each_for_all,
    is_level_for_change,
    is_not_so_narrow,
    is_of_other_account,
    is_of_other_label,
    is_only_planned,
    is_rank_for_amount,
    is_ratio_for_amount,
)
from qa.hints import ASKS_OLD
from qa.phrases import PLACE_ENDING
from qa.question import Question
from qa.rates import rate_of
from qa.same import agree, day_of, of_one_value, same_fact, same_measure
from qa.whose import is_of_place_beside, is_outside_group

_RIVALS = 4
_OF_WHEN = (Basis.STATED, Basis.INHERITED)
_SERIES = 6
_AS_SURE = 0.3  # of what answers best: only what is this likely stands against it
_PLAIN = 0.5  # the same for what is said without a kind that nobody asked for
_NEWER, _NEWEST = 0.25, 0.08  # the same for what is later by months, and where 目前 is asked for
_DAYS = 31
_SAID_AGAIN = 32  # signs within which a corrected figure is told anew, what it is of with it
_MEAN = re.compile("[人户亩地校家店村]均")
_CLAUSE = 24  # signs before a figure that may name what it is
_BORDER = re.compile("[，,；;。！？!?\n]")
_FAINT = 1e-3  # a probability that adds nothing
_CORRECTED = re.compile(r"[更修订改]正|勘误|^应")
_CHOICE = re.compile(r"还是|[吗么嘛]|对不对|是不是|是否")
_ELSEWHEN = FEATURES.index("elsewhen")
_LOST_OWN = FEATURES.index("lost_own")
_WHOSE_OTHER = FEATURES.index("whose_other")
_WHICH_OTHER = FEATURES.index("which_other")
_MODIFIED = FEATURES.index("modified")
_IN_ALL = re.compile(r"总数|总量|总人数|一共|总共|全部|合计|总计")
_NOWHERE = 0.99
_SHORT_SPAN = 1  # a day, a week; by the month and by the year is often left unsaid
_A_DAY = re.compile(r"日(?!前|益|常|本|期|起|后|电|讯|报)[\u3400-\u9fff]|/[天日]|[天周]")
_THIS = re.compile(r"[这此本]次|[这本]一?届")  # an event that is told of as it takes place
_GOAL = re.compile(r"目标[^，。；？?]{0,6}(?:多少|几|百分之)")
_AS_GOAL = 0.2  # of the likeliest figure: a plan that is this likely is meant where a goal is asked for


def eligible(question: Question, evidence: Sequence[Candidate], *, stated: bool = False) -> list[Candidate]:
    """Return the candidates that nothing rules out, however well the words fit.

    Ruled out are figures of another period or body or of other things (家 where 名 are asked for), those that the
    question itself states, and what stands where a name of the question is not even mentioned: a wrong figure is worse
    than none. With `stated` a figure that the question states may be the one looked for.
    """
    # The 8只 of 8只基金的总规模 is what the question asks about, not for.
    given = [] if stated or _CHOICE.search(question.text) else find_quantities(question.text)
    # 改造小区31个，惠及5800户: where a sentence counts in the measure word asked for, it counts nothing else
    kinds = counted(question)
    told: Sequence[Candidate] = [] if question.differing else evidence  # 前面说12个人，后面说11位
    as_asked = {(c.passage.id, c.start) for c in told if c.row and counts_as_asked(question, c.row)}
    fitting = [
        c
        for c in evidence
        if not c.features[_ELSEWHEN]
        and c.features[_LOST_OWN] < _NOWHERE
        and not c.features[_WHOSE_OTHER]
        and not c.features[_WHICH_OTHER]
        and not _long_before(question, c)
        and not (c.row and _is_other(question, c, c.row))
        and not (c.row and (c.passage.id, c.start) in as_asked and counts_besides(question, c.row))
        and not (c.row and dimension_fit(question, c.row, c.sentence, c.start) < 0)
        and not (c.row and any(same_value(c.row.quantity, figure) for figure in given))
        and not (c.row and any(is_of_no_such_kind(kind, c.row, c.sentence, _with_heads(c)) for kind in kinds))
    ]
    if not asks_both_ends(question.text):  # which one's label the other has not
        fitting = _own_labels(question, fitting)
    fitting = _own_subjects(question, fitting)
    fitting = _on_average(question, _at_rate(question, fitting))
    return _aimed_at(fitting) if _GOAL.search(question.text) else fitting


def _at_rate(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left without figures of another span of time (每年 where 一天 is asked); those of its own alone,
    where any is likely enough."""
    asked = rate_of(fold(question.text))
    if asked is None:
        return fitting
    told = {
        id(c): rate_of(_BORDER.split(fold(c.sentence[: c.row.quantity.start - c.start]))[-1]) for c in fitting if c.row
    }
    left = [c for c in fitting if told.get(id(c)) in (asked, None)]
    if asked <= _SHORT_SPAN:  # what a day or a week brings is no total, unless the sentence tells of such a span at all
        left = [c for c in left if not c.row or rate_of(fold(c.sentence)) == asked or _A_DAY.search(c.sentence)]
    most = max((c.probability for c in left), default=0.0)
    same = [c for c in left if told.get(id(c)) == asked]
    return same if any(c.probability >= _AS_GOAL * most for c in same) else left


def _on_average(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return the figures told for each alone (户均3个), where one is asked for so and any is likely enough.

    平均 may be said once for several figures, 户均 is said of each.
    """
    asked = _MEAN.search(fold(question.text))
    if asked is None:
        return fitting
    told = [c for c in fitting if c.row and asked[0] in _BORDER.split(fold(_lead(c, c.row)))[-1] + c.row.measure]
    most = max((c.probability for c in fitting), default=0.0)
    return told if any(c.probability >= _AS_GOAL * most for c in told) else fitting


def _lead(candidate: Candidate, row: FigureRow) -> str:
    """Return what stands before a figure in its sentence."""
    return candidate.sentence[: max(row.quantity.start - candidate.start, 0)]


def _own_labels(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left when of the figures of a sentence those go whose label is not asked for, but another's is."""
    labels: dict[tuple[str, int, str], list[str]] = {}
    for c in fitting:
        if c.row:
            labels.setdefault(_beside_it(c, c.row), []).append(c.row.measure)
    return [c for c in fitting if not (c.row and is_of_other_label(question, c.row, labels[_beside_it(c, c.row)]))]


def _own_subjects(question: Question, fitting: list[Candidate]) -> list[Candidate]:
    """Return what is left when of the figures of a sentence those go that are of another body than the one named.

    甲园：927亿元，乙园：1524亿元: where 乙 is asked about, the sentence says whose each figure is.
    """
    named: dict[tuple[str, int, str], bool] = {}
    for c in fitting:
        if c.row and any(name in fold(c.row.subject) for name in question.names):
            named[_beside_it(c, c.row)] = True
    return [
        c
        for c in fitting
        if not c.row
        or not PLACE_ENDING.search(c.row.subject)
        or not named.get(_beside_it(c, c.row))
        or any(name in fold(c.row.subject) for name in question.names)
    ]


def _beside_it(candidate: Candidate, row: FigureRow) -> tuple[str, int, str]:
    return str(candidate.passage.id), candidate.start, normalize_unit(row.quantity.unit)


def _with_heads(candidate: Candidate) -> str:
    """Return a candidate's passage with what it stands under."""
    return f"{candidate.passage.section or ''}\n{candidate.passage.text}"


def _aimed_at(fitting: list[Candidate]) -> list[Candidate]:
    """Return what is told as a plan, where a goal is asked for and any such figure is likely enough; else all."""
    most = max((c.probability for c in fitting), default=0.0)
    planned = [c for c in fitting if c.row and c.row.statement is not Statement.RESULT]
    return planned if any(c.probability >= _AS_GOAL * most for c in planned) else fitting


def _is_other(question: Question, candidate: Candidate, row: FigureRow) -> bool:
    """Whether a row measures another thing than the one asked for."""
    clause = candidate.sentence[: row.quantity.start - candidate.start][-_CLAUSE:]
    return (
        counts_other(question, row)
        or is_ratio_for_amount(question, row)
        or is_count_for_money(question, row)
        or is_each_for_all(question, clause)
        or is_rank_for_amount(question, row)
        or is_level_for_change(question, row, clause)
        or is_only_planned(question, row)
        or is_not_so_narrow(question, candidate.passage.text)
        or is_of_other_account(question, row, clause)
        or _is_kind_for_all(question, candidate, row)
        or is_of_place_beside(question, row.subject, row.measure, candidate.sentence)
        or is_outside_group(question, row.subject, candidate.sentence)
    )


def _is_kind_for_all(question: Question, candidate: Candidate, row: FigureRow) -> bool:
    """Whether it is asked how many there are in all (从业人员总数) and a row counts one kind of them (外籍从业人员)."""
    kind = candidate.features[_MODIFIED] > 0 and row.quantity.kind is Kind.COUNT and "的" not in row.measure
    return kind and _IN_ALL.search(question.text) is not None


def _long_before(question: Question, candidate: Candidate) -> bool:
    """Whether a row without a period of its own is asked of a year that its document can hardly speak of."""
    row = candidate.row
    years = [(p.first or p.last, p.last or p.first) for p in question.periods]
    asked = [(first.year, last.year) for first, last in years if first and last]
    if row is None or not asked or row.basis in (Basis.STATED, Basis.INHERITED):
        return False
    told = candidate.passage.published or candidate.not_before
    if told == date.min:
        return False
    earliest = told.year if _THIS.search(candidate.sentence[: row.quantity.end - candidate.start]) else told.year - 1
    return all(last < earliest or first > told.year for first, last in asked)


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
    likely = sum(
        c.probability
        for c in evidence
        if c is answer
        or _corrected(c, evidence) is answer
        or of_one_value(became(c, evidence), answer)
        or of_one_value(c, answer)
        or ((not dated or _same_period(answer, c)) and same_measure(answer, c))
    )
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
        return against_each_other(evidence, weight), []
    best = max(evidence, key=lambda c: (round(weight(c), 9), c.score))
    best = _of_all_kinds(question, best, evidence, weight)
    same = [c for c in evidence if same_measure(best, c)]
    dated = any(p.first or p.last for p in question.periods)
    if not dated and len(same) > 1:
        # Nobody said of when: the latest of what answers about as well.
        fit = [c for c in same if _as_fit(c, best)]
        first = best
        day = _last_told(evidence, same)
        fit = [c for c in fit if c is first or not _narrower(question, c, first)]
        best = max((c for c in fit if _takes_over(question, c, first, weight, day)), key=lambda c: (day(c), c.score))
    best = _in_full_digits(_told_in_full(best, evidence), same)
    enough = _AS_SURE * weight(best)
    if not ASKS_OLD.search(question.text):
        best = _corrected(best, evidence)
        if as_changed and not asks_before(question.text):
            best = became(best, evidence)
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
        and _narrower(question, best, c)
        and weight(c) >= _PLAIN * weight(best)
    ]
    return max(plain, key=lambda c: (weight(c), c.score), default=best)


def _narrower(question: Question, candidate: Candidate, best: Candidate) -> bool:
    """Whether a row is of a kind of what the best one is of that nobody asked for: 硬科技独角兽企业 for 独角兽企业."""
    own, said = (c.row.measure if c.row else "" for c in (candidate, best))
    kind = own.removesuffix(said) if said and own != said and own.endswith(said) else ""
    return len(kind) > 1 and kind not in question.text and kind not in best.sentence


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
    newest = max((c.passage.published for c in evidence if c.passage.published), default=None)

    def own(candidate: Candidate) -> date:
        day, told = day_of(candidate), candidate.passage.published or newest
        if told is None:
            return day
        ahead = candidate.passage.published is None and day.year > told.year
        return date.min if ahead else min(day, told)

    return lambda candidate: max(own(c) for c in (candidate, *same) if c is candidate or of_one_value(c, candidate))


def _agreeing(evidence: Sequence[Candidate]) -> Callable[[Candidate], float]:
    """Return what weighs a candidate: the probability of its value, wherever it is stated; several that agree outweigh one."""
    likely = [c for c in evidence if c.row and c.probability >= _FAINT]
    weights = {id(one): one.probability for one in likely}
    for one, other in combinations(likely, 2):
        if one.row and other.row and _bears_out(one.row, other.row):
            weights[id(one)] += other.probability
            weights[id(other)] += one.probability
    return lambda candidate: weights.get(id(candidate), candidate.probability)


def _bears_out(one: FigureRow, other: FigureRow) -> bool:
    """Whether two rows state the same as reached: what was aimed at, however often, bears nothing out."""
    reached = one.statement is Statement.RESULT and other.statement is Statement.RESULT
    return reached and agree(one, other)


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
