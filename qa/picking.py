"""Ranked candidates → the operand of a computation, or none.

More is known of an operand than of an answer: the kind of figure it must be, the figures it goes with, sometimes the
value itself. What cannot be it is left out first; what is left must then be likely enough.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.types import FigureRow, Kind, Statement
from index.words import bigrams, fold
from qa.choose import choose
from qa.eligible import eligible
from qa.ends import adjoin, names_what_changed
from qa.events import dated, held
from qa.evidence import FEATURES, Candidate
from qa.formula import alike, read, squeezed
from qa.hints import hint, own_part, own_words, related, superseded
from qa.operands import subject_in
from qa.plans import Needs, Operand, Operation, Plan, suits
from qa.question import Question, understand

_SHARES = (Kind.PERCENT, Kind.RATIO)
_GROWS = re.compile(r"增|涨|提高|提升|上升|扩大|延长")
_FALLING = re.compile(
    r"(?:下降|减少|降低|回落|下滑|缩减|缩短|缩小|压缩|压减|负增长|降幅|跌)(?:了|达|为|约|至)?[^，。；]{0,4}$"
)
_RISING = re.compile(r"(?:增长|增加|增|上升|提高|提升|上涨|涨|多|扩大)(?:了|达|为|约|到)?[^，。；]{0,4}$")
_ALREADY = re.compile(r"每|人均|地均|户均|平均|[万亿]人")
_IN_ALL = re.compile(r"共(?![同享建])|合计|总计|总[数量额]")
_LABEL, _MOST = 6, 0.6  # signs of a label that name it, and how many of their pairs must be there
_BESIDE = 20
_TOUCHING = 3.0
_LIKELY = 0.4
_AS_MUCH = 0.9
_ELSEWHEN = FEATURES.index("elsewhen")
_ALIKE = frozenset(
    (
        Operation.DIFFERENCE,
        Operation.GROWTH,
        Operation.SUM,
        Operation.SHARE,
        Operation.TIMES,
        Operation.REST,
        Operation.COMPARISON,
    )
)
# Operations whose amounts may themselves be shares.
_SHARE_FREE = frozenset(
    (
        Operation.DIFFERENCE,
        Operation.GROWTH,
        Operation.SUM,
        Operation.COMPARISON,
        Operation.UNMULTIPLIED,
        Operation.TIMES,
        Operation.REST,
    )
)
_WHOLE_YEAR = re.compile(r"全年|年度")
_YEAR_END = re.compile(r"年[末底]|12月[末底]?$|12月31日")
_TO = re.compile(r"(?:至|到|为|成)了?[^，。；\d]{0,3}$")
_AHEAD = re.compile(r"目标|计划|预计|预期|力争|规划|将")
_FROM = re.compile(r"(?:由|从|原来?的?|过去的?)[^。；]*\d")
_FROM_HERE = re.compile(r"(?:由|从|原来?的?|过去的?|以前的?)(?:\d{4}年|\d{1,2}月|[^，。；\d]){0,8}$")
_ONCE = re.compile(r"(?:原[来先]?|过去|以前|此前|之前)的?[^，。；\d]{0,8}$")


def pick(
    plan: Plan, question: Question, evidence: Sequence[Candidate], chosen: Sequence[Candidate | None] = ()
) -> Candidate | None:
    """Return the candidate for the next operand, None when none is likely enough to be it.

    Only figures that can be the operand are considered: of its kind, of the value that the question gives for it, and
    of one kind with the operands chosen before where the operation needs that.

    Args:
        plan: what to compute.
        question: the operand's question, understood.
        evidence: its candidates, ranked.
        chosen: what was picked for the operands before it.
    """
    operand = plan.operands[len(chosen)]
    if operand.needs is Needs.BASE:
        return None  # stands by its part: `completed` finds it
    if operand.needs is Needs.DATE:
        return dated(plan, question, evidence, chosen)
    evidence = eligible(question, evidence, stated=bool(operand.stated))
    before = [c for c in chosen if c is not None]
    fitting = [c for c in evidence if _can_be(plan, operand, c, before)]
    if not fitting:
        return None
    if operand.needs is Needs.CHANGE and before:
        # By how much something changed stands beside it.
        fitting = [c for c in fitting if _nearness(c, before[-1], operand) >= _TOUCHING] or fitting
    told = [hint(plan, operand, c, before) for c in fitting]
    near = [_nearness(c, before[-1], operand) if before else 0.0 for c in fitting]
    fitting = [replace(c, score=c.score + n + h) for c, n, h in zip(fitting, near, told, strict=True)]
    ranked = sorted(zip(fitting, told, strict=True), key=lambda pair: -round(pair[0].score, 6))
    fitting = [c for c, _ in ranked]
    # Probabilities among those that can be it; the null choice keeps its score of 0.
    top = max(0.0, *(c.score for c in fitting))
    total = math.exp(-top) + sum(math.exp(c.score - top) for c in fitting)
    weighed = [replace(c, probability=math.exp(c.score - top) / total) for c in fitting]
    # A later figure takes the place of the best one only if the plan speaks for it as much.
    as_fit = [c for c, (_, h) in zip(weighed, ranked, strict=True) if h >= ranked[0][1] - _AS_MUCH]
    answers, others = choose(question, as_fit, as_changed=False)
    best = answers[0]
    dated_question = any(p.first or p.last for p in question.periods)
    supporting = [c for c in weighed if c.row and best.row and same_value(c.row.quantity, best.row.quantity)]
    if not dated_question:
        supporting += [c for c in others if c not in supporting]
    sure = min(1.0, sum(c.probability for c in supporting))
    beside = before and operand.needs is Needs.CHANGE and _nearness(best, before[-1], operand) >= _TOUCHING
    if operand.needs in (Needs.BEFORE, Needs.AFTER, Needs.EACH) or operand.stated or beside:
        # What stands in the right place of the right sentence, or says what the question says, needs no more.
        sure = max(sure, _LIKELY)
    return replace(best, probability=sure) if sure >= _LIKELY else None


def _names(text: str, label: str) -> bool:
    """Whether a text holds how a label ends, most of its character pairs at least."""
    pairs = bigrams(label[-_LABEL:])
    return bool(pairs) and sum(pair in text for pair in pairs) >= _MOST * len(pairs)


def falls(candidate: Candidate) -> bool:
    """Whether the figure of a candidate says by how much something fell."""
    quantity = candidate.row.quantity if candidate.row else None
    if quantity is None:
        return False
    return quantity.value < 0 or bool(_FALLING.search(candidate.sentence[: max(quantity.start - candidate.start, 0)]))


def _nearness(candidate: Candidate, before: Candidate, operand: Operand) -> float:
    """Return what standing by the operand before is worth: most for a rate beside the amount that it is said of."""
    if not candidate.row or not before.row or candidate.passage.document_id != before.passage.document_id:
        return 0.0
    if candidate.start != before.start:
        return 0.0
    first, second = sorted((candidate.row.quantity, before.row.quantity), key=lambda q: q.start)
    between = candidate.sentence[first.end - candidate.start : second.start - candidate.start]
    rates = Needs.CHANGE is operand.needs or before.row.quantity.kind in _SHARES
    beside = len(between) <= _BESIDE and not find_quantities(between)
    return _TOUCHING if rates and beside and first.kind not in _SHARES else 1.0


def _can_be(plan: Plan, operand: Operand, candidate: Candidate, before: Sequence[Candidate]) -> bool:
    """Whether a figure can be this operand at all, beside those picked before."""
    row = candidate.row
    if row is None or candidate.features[_ELSEWHEN] or not in_place(plan, operand, candidate, before):
        return False
    if superseded(operand, candidate) or _of_another_length(operand, candidate):
        return False
    quantity = row.quantity
    if plan.operation is Operation.MEAN and not before and plan.per != "个" and quantity.unit == plan.per:
        return False  # 平均每单: how many there are is what it is divided by
    earlier = [c.row for c in before if c.row]
    if plan.operation is Operation.MEAN and not operand.stated and any(_apart(r, row) for r in earlier):
        return False
    if any(r.document_id == row.document_id and r.quantity.start == quantity.start for r in earlier):
        return False
    if any(_same_fact(r, row) for r in earlier):
        return False  # one fact that two documents tell, not two facts
    if row.statement is Statement.PLAN and not _AHEAD.search(operand.question):
        return False
    if (
        not (row.first or row.last)
        and not operand.stated
        and any(p.first and not p.relative for p in find_periods(operand.question))
    ):
        return False  # of a time that nobody knows
    if operand.needs in (Needs.BEFORE, Needs.AFTER, Needs.CHANGE):
        return True
    if operand.needs is Needs.MULTIPLE and earlier and earlier[0].measure and row.measure:
        return _names(row.measure, earlier[0].measure)  # 增速是其3倍 says nothing of the 产出
    if plan.operation in _ALIKE and earlier:
        return alike(earlier[0].quantity, quantity)
    return plan.operation in _SHARE_FREE or quantity.kind not in _SHARES or operand.needs is Needs.RATE


def _apart(one: FigureRow, two: FigureRow) -> bool:
    """Whether two documents tell two figures, and not of one time: what is dealt out and among how many do not go together."""
    return one.document_id != two.document_id and (one.first, one.last) != (two.first, two.last)


def _same_fact(one: FigureRow, two: FigureRow) -> bool:
    """Whether two rows tell the same of the same time, give or take rounding (6465.3亿元, 6465亿元)."""
    a, b = one.quantity, two.quantity
    if not alike(a, b) or one.measure != two.measure or (one.first, one.last) != (two.first, two.last):
        return False
    return abs(a.value - b.value) <= abs(a.value) / 1000


def in_place(plan: Plan, operand: Operand, candidate: Candidate, before: Sequence[Candidate]) -> bool:
    """Whether a figure stands where this operand must stand: its kind, the words before it, the value that is given.

    Args:
        plan: the computation.
        operand: one of its operands.
        candidate: a figure for it.
        before: the figures of the operands before.
    """
    row = candidate.row
    if row is None or not suits(operand.needs, row.quantity.kind):
        return False
    quantity = row.quantity
    earlier = [c.row for c in before if c.row]
    stated = read(squeezed(operand.stated)) if operand.stated else None
    if stated is not None and not same_value(stated, quantity):
        return False
    lead = candidate.sentence[: max(quantity.start - candidate.start, 0)]
    match operand.needs:
        case Needs.AFTER:
            moved = bool(_TO.search(lead) and _FROM.search(lead))
            told = moved and _told_of(plan.base, candidate) and names_what_changed(plan.label, candidate, lead)
            return told and all(adjoin(c, candidate) for c in before)
        case Needs.BEFORE:
            # 从48分钟压缩到30分钟，检票由12分钟…: what it was stands first, or is said to be what it was.
            first = all(r.quantity.start > quantity.start for r in earlier) or bool(_ONCE.search(lead))
            together = first and all(adjoin(c, candidate) for c in before)
            return bool(_FROM_HERE.search(lead)) and together and (not earlier or alike(earlier[0].quantity, quantity))
        case Needs.CHANGE:
            changes = _FALLING.search(lead) or _RISING.search(lead)
            rate = quantity.kind in _SHARES
            if plan.base:
                # Of a derived figure: the very rate or multiple that ties the amount to the asked period.
                amount = before[0] if before else None
                tie = related(plan, plan.operands[0], amount) if amount else None
                if amount is None or tie is None or amount.passage.document_id != row.document_id:
                    return False
                return tie.start + amount.start == quantity.start
            return bool(changes) and (rate or (bool(earlier) and alike(earlier[0].quantity, quantity)))
        case Needs.EACH:
            return len(one_each(candidate)) == len(plan.operands) and all(
                r.passage.document_id == row.document_id and r.start == candidate.start for r in before
            )
        case _:
            if plan.base and operand is plan.operands[0]:
                return related(plan, operand, candidate) is not None
            # What is already a mean is no total to divide.
            return plan.operation is not Operation.MEAN or bool(earlier) or not _ALREADY.search(clause_before(lead))


def _told_of(base: str, candidate: Candidate) -> bool:
    """Whether what something became may be of the asked year: said so, or in a document of about that year."""
    asked = find_periods(base)
    row, told = candidate.row, candidate.passage.published
    if not asked or not asked[0].first or row is None:
        return True
    year = asked[0].first.year
    return bool(row.first and row.first.year == year) or bool(told and told.year in (year, year + 1))


def one_each(candidate: Candidate) -> list[str]:
    """Return of whom the figures of a sentence are that states one measure for several bodies, [] for another.

    Each body stands right before its figure, as in a row of a table: 营业收入，甲园：9亿元，乙园：8亿元.
    """
    row = candidate.row
    if row is None:
        return []
    names: list[str] = []
    end = 0
    for quantity in find_quantities(candidate.sentence):
        name = re.split(r"[，,；;、。]", candidate.sentence[end : quantity.start])[-1].strip("：: 为是")
        end = quantity.end
        if not alike(quantity, row.quantity) or not _of_a_body(name, row.measure):
            return []
        names.append(name.removesuffix(row.measure).rstrip("的"))
    return names if len(set(names)) == len(names) else []


def _of_a_body(name: str, measure: str) -> bool:
    whose = name.removesuffix(measure).rstrip("的")
    return len(whose) > 1 and subject_in(whose) == whose


def _of_another_length(operand: Operand, candidate: Candidate) -> bool:
    """Whether a figure is of a whole year where a part is asked for, a month not being told in that month, or the other way."""
    row = candidate.row
    if row and row.first and row.last and _WHOLE_YEAR.search(operand.question):
        lead = clause_before(candidate.sentence[: max(row.quantity.start - candidate.start, 0)])
        return 31 < (row.last - row.first).days < 300 and not _WHOLE_YEAR.search(lead)
    asked = [p for p in find_periods(operand.question) if p.first and p.last and not p.relative]
    if row is None or row.first is None or row.last is None or len(asked) != 1:
        return False
    first, last, told = asked[0].first, asked[0].last, candidate.passage.published
    if first is None or last is None or (last - first).days > 300:
        return False
    if (last - first).days > 31:  # a quarter or half has no sum in common with its year
        return (row.last - row.first).days > 300 and row.first <= first and last <= row.last
    if told and first <= told <= last:
        return False
    if row.last == last and _YEAR_END.search(asked[0].surface):
        return False  # what there is in a year is counted at its end
    return (row.last - row.first).days > 300 and row.first <= first and last <= row.last


def clause_before(text: str) -> str:
    """Return the clause that a text ends in."""
    return re.split(r"[，,；;。：:]", text)[-1]


_OF_OWNER = re.compile(r"(?:其中|并|且|又|也|还|约|的)*([^占约其并且又也还]+?)(?:约|就|则|仅|只|已|也)?占")


def of_the_plan(plan: Plan, candidate: Candidate) -> bool:
    """Whether a stated result is of what the plan asks: names what changed, or with what it is compared."""
    row = candidate.row
    if row is None:
        return True
    if plan.operation is Operation.YEARS and not plan.label:
        # 从开工到竣工，15个月: how long it took from the one event to the other, and no other span of that sentence
        lead = candidate.sentence[: max(row.quantity.end - candidate.start, 0)]
        return all(_names(lead, operand.label) for operand in plan.operands)
    if plan.operation is Operation.DIFFERENCE and plan.label:
        lead = candidate.sentence[: max(row.quantity.start - candidate.start, 0)]
        return _names(f"{row.measure}{clause_before(lead)}{row.subject}", plan.label)
    if plan.operation is Operation.SUM:
        named = [all(word in own_part(candidate) for word in words) for words in own_words(plan) if words]
        return all(named) or not any(named)  # what names one of the parts alone is that part
    if plan.operation is Operation.SHARE:
        part, whole = own_words(plan)
        at = max(row.quantity.start - candidate.start, 0)
        lead, behind = fold(candidate.sentence[:at]), fold(candidate.sentence[at:])
        clauses = re.split(r"[，,；;。]", candidate.sentence[:at])[-2:]
        around = f"{row.measure}{row.subject}{''.join(clauses)}{re.split('[，,；;。]', candidate.sentence[at:])[0]}"
        # A share is said behind what it is a share of: 占比22%，员工640人 is none of them.
        given = read(squeezed(plan.operands[1].stated)) if plan.operands[1].stated else None
        if given and any(same_value(given, q) for q in find_quantities(candidate.sentence[at:])):
            return False
        whole = whole or understand(plan.operands[1].question).terms[-1:]
        if any(word in behind for word in whole) and not any(word in lead for word in whole):
            return False
        # 药占比24.7% says itself of what it is; 占全部的30% leaves that to what stands before.
        if owner := _OF_OWNER.match(clauses[-1]):
            around = f"{row.measure}{row.subject}{owner[1]}"
        return not part or held(part, around) >= _MOST
    if plan.operation is Operation.TIMES:
        base = own_words(plan)[1]
        return not base or any(word in fold(candidate.sentence) for word in base)
    return True


def states(plan: Plan, candidate: Candidate) -> bool:
    """Whether a figure already is what a plan would compute: a share, a mean, a rest, said as such in its clause.

    A question that a plan marks as `fallback` is answered by a stated figure only if it passes here: the number of all
    firms is no answer to how many of them are not listed, however well its words fit.
    """
    row = candidate.row
    if row is None:
        return plan.operation is Operation.YEARS
    quantity = row.quantity
    lead = clause_before(candidate.sentence[: max(quantity.start - candidate.start, 0)])
    match plan.operation:
        case Operation.SHARE:
            return quantity.kind in _SHARES and not _RISING.search(lead) and not _FALLING.search(lead)
        case Operation.GROWTH:
            changed = not plan.unit and bool(_RISING.search(lead) or _FALLING.search(lead)) and not _TO.search(lead)
            return changed or quantity.kind in (*_SHARES, Kind.MULTIPLE, Kind.PERCENTAGE_POINT)
        case Operation.SUM:
            return bool(_IN_ALL.search(lead)) or all(_names(lead, operand.label) for operand in plan.operands)
        case Operation.TIMES:
            return quantity.kind is Kind.MULTIPLE
        case Operation.MEAN:
            return "/" in quantity.unit or "每" in quantity.unit or bool(_ALREADY.search(lead))
        case Operation.YEARLY:
            return bool(re.search(r"年均|每年|平均", lead))
        case Operation.REST | Operation.COMPLEMENT:
            return bool(re.search(r"非|不|未|没|其余|其他|其它|剩|除|以外|之外", lead))
        case Operation.PRODUCT:
            return plan.operands[1].label in lead and quantity.kind not in _SHARES
        case Operation.YEARS:
            return quantity.kind is Kind.DURATION
        case Operation.UNGROWN | Operation.UNMULTIPLIED | Operation.WHOLE:
            asked = find_quantities("10" + plan.unit) if plan.unit else []
            base = find_periods(plan.base)
            if base and base[0].first and (row.first, row.last) != (base[0].first, base[0].last):
                return False
            return quantity.kind is not Kind.MULTIPLE and (not asked or alike(asked[0], quantity))
        case Operation.DIFFERENCE:
            asked = find_quantities("10" + plan.unit) if plan.unit else []
            if asked and not alike(asked[0], quantity):
                return False
            changed = bool(_RISING.search(lead) or _FALLING.search(lead)) and not _TO.search(lead)
            said = re.search(rf"(?:{'|'.join(plan.words)})(?:了|近|约|超过?)?[^，。；\d到至为]{{0,4}}$", lead)
            return bool(said) or (changed and bool(_GROWS.search(plan.words[0])))
        case _:
            return True
