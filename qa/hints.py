"""What a plan tells of an operand beyond the operand's own question → how well a figure fits beside the others.

A question that computes says more than its parts: of which body each figure must be and of which it must not, that both
are one measure, that one is in a relation to the other. In come candidates and the plan; out go scores that are added
to those of the ranking.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.types import Kind, Period, Quantity
from index.words import fold
from qa.evidence import Candidate
from qa.formula import read, squeezed
from qa.plans import Needs, Operand, Operation, Plan
from qa.question import understand

_NAMED = 2.5  # the figure's clause names what tells this operand from the others
_AROUND = 1.0  # its passage does
_PARALLEL = 1.5  # its sentence names what tells each operand: an enumeration of all of them
_OTHERS = -3.0  # its clause names what tells another operand
_SAME_MEASURE = 1.5
_MOST = 0.6
_RELATED = 3.0
_ONE_MEASURE = frozenset((Operation.DIFFERENCE, Operation.GROWTH, Operation.COMPARISON))
ASKS_OLD = re.compile(r"(?:更正|修正|订正|修订|改正|勘误|校正|原)(?:之?前|来|先)|原[值数]|快报")
_IS = re.compile(r"^[^。；]{0,24}?(?:是|为|相当于|达到?)了?(?P<base>[^，。；]{2,14}?)的?$")
_GREW = re.compile(
    r"^[（(，,、]?(?:[较比](?P<base>[^，。；]{2,10}?))?(?P<year>同比|比上年|较上年)?(?:增长|上升|提高|下降|减少|回落)了?(?:约|近|超过?)?$"
)
_LATIN = re.compile(r"[A-Z][A-Za-z0-9&+-]+")
_YEARLY = re.compile(r"年均|平均每年|每年平?均?|年平均")
_CORRECTED = re.compile(r"更正|修正|订正|修订|改正|勘误|校正")
_TAKEN_BACK = re.compile(
    r"应(?:为|是|改)|[现已应予以]*(?:更正|修正|订正|勘误|改正|修订|校正)[为成]"
)  # what `index` reads so
_FROM = re.compile(r"(?:由|从|把|将)[^，。；]{0,16}$")


def hint(plan: Plan, operand: Operand, candidate: Candidate, before: Sequence[Candidate]) -> float:
    """Return what the rest of the plan adds to a candidate's score as an operand.

    Args:
        plan: the computation.
        operand: one of its operands.
        candidate: a figure for it.
        before: the figures of the operands before.
    """
    row = candidate.row
    if row is None:
        return 0.0
    score = 0.0
    words = own_words(plan)
    mine = words[plan.operands.index(operand)]
    others = [w for w in words if w is not mine]
    own, sentence, around = own_part(candidate), fold(candidate.sentence), fold(candidate.passage.text)
    if mine and all(word in own for word in mine):
        score += _NAMED
    elif any(w and all(word in own for word in w) for w in others):
        score += _OTHERS
    elif mine and not any(word in sentence for word in mine) and all(word in around for word in mine):
        score += _AROUND
    if len(words) > 1 and all(w and all(word in sentence for word in w) for w in words):
        score += _PARALLEL
    if before and plan.operation in _ONE_MEASURE and before[0].row:
        first = before[0].row
        alike_told = first.measure and first.measure == row.measure and first.subject == row.subject
        if alike_told and not any(word in fold(first.measure) for word in next(iter(words))):
            score += _SAME_MEASURE
    if plan.operation is Operation.MEAN and not before and not behind_the_counted(plan, candidate):
        score += _OTHERS
    if related(plan, operand, candidate):
        score += _RELATED
    return score


def behind_the_counted(plan: Plan, candidate: Candidate) -> bool:
    """Whether a sentence names what a mean is of before it tells the amount, as far as it names it at all."""
    row = candidate.row
    terms = [understand(operand.question).terms for operand in plan.operands]
    there = [w for w in terms[0] if all(w in other for other in terms) and w in fold(candidate.sentence)]
    if row is None or not there:
        return True
    end = max(row.quantity.end - candidate.start, 0)
    clause = re.match(r"[^，,。；;、：:]*", candidate.sentence[end:])
    lead = fold(candidate.sentence[: end + len(clause[0] if clause else "")])
    return sum(len(w) for w in there if w in lead) >= _MOST * sum(map(len, there))


@lru_cache(maxsize=64)
def own_words(plan: Plan) -> tuple[frozenset[str], ...]:
    """Return for each operand the words of its question that no other operand's question has."""
    # IT and BT are names here, though the one is also an English word of no content.
    latin = [frozenset(fold(word) for word in _LATIN.findall(operand.label)) for operand in plan.operands]
    terms = [latin[n] or frozenset(understand(o.question).terms) for n, o in enumerate(plan.operands)]
    return tuple(
        frozenset(word for word in mine if not any(word in t for n, t in enumerate(terms) if n != number))
        for number, mine in enumerate(terms)
    )


def own_part(candidate: Candidate) -> str:
    """Return the part of a sentence that is the figure's own, folded: from the figure before it to the next comma."""
    row = candidate.row
    if row is None:
        return ""
    start, end = row.quantity.start - candidate.start, row.quantity.end - candidate.start
    before = [q.end for q in find_quantities(candidate.sentence) if q.end <= start]
    if before and (mark := re.search(r"^[^，,；;：:、]+[，,；;：:]", candidate.sentence[before[-1] : max(start, 0)])):
        before.append(before[-1] + mark.end())  # what is counted stands behind its figure: 7.8万名员工，…
    behind = re.match(r"[^，,。；;、：:]*", candidate.sentence[max(end, 0) :])
    part = candidate.sentence[max(before, default=0) : max(start, 0)] + (behind[0] if behind else "")
    # A measure or body that the sentence itself names counts where it stands, not where the row had it from.
    above = [name for name in (row.subject, row.measure) if name and name not in candidate.sentence]
    return fold(" ".join((*above, part)))


# What the question gives


def superseded(operand: Operand, candidate: Candidate) -> bool:
    """Whether a figure is the one that its sentence corrects (由12亿元更正为13亿元), and not asked for as such."""
    row = candidate.row
    if row is None or ASKS_OLD.search(operand.question):
        return False
    start, end = row.quantity.start - candidate.start, row.quantity.end - candidate.start
    behind = re.match(r"[^，。；]{0,8}", candidate.sentence[max(end, 0) :])
    if _TAKEN_BACK.match(row.comparison):
        return True
    return bool(behind and _CORRECTED.search(behind[0]) and _FROM.search(candidate.sentence[: max(start, 0)]))


# What stands beside


def related(plan: Plan, operand: Operand, candidate: Candidate) -> Quantity | None:
    """Return the multiple or rate that ties a later amount to the one that is derived from it, None for none.

    It is the next figure of the sentence: 174件，是2020年的1.8倍 where 2020年 is asked for, or the multiple that the
    question gives.
    """
    if plan.operation not in (Operation.UNMULTIPLIED, Operation.UNGROWN) or operand.needs is not Needs.AMOUNT:
        return None
    row = candidate.row
    if row is None:
        return None
    end = row.quantity.end - candidate.start
    behind = [q for q in find_quantities(candidate.sentence) if q.start >= end]
    if not behind:
        return None
    between = candidate.sentence[end : behind[0].start]
    given = [q for o in plan.operands if o.stated and (q := read(squeezed(o.stated)))]
    if given:
        return behind[0] if same_value(given[0], behind[0]) and given[0].kind is behind[0].kind else None
    return behind[0] if plan.base and _to_base(plan, candidate, between, behind[0]) else None


def _to_base(plan: Plan, candidate: Candidate, between: str, relation: Quantity) -> bool:
    """Whether the words between an amount and the next figure say that this relates it to the asked period."""
    row = candidate.row
    asked = _one(plan.base)
    is_multiple = relation.kind is Kind.MULTIPLE
    found = (_IS if is_multiple else _GREW).search(between)
    if row is None or asked is None or not found or (not is_multiple and relation.kind is not Kind.PERCENT):
        return False
    base = found["base"] or ""
    if bool(_YEARLY.search(plan.label)) != bool(
        _YEARLY.search(candidate.sentence[: max(row.quantity.start - candidate.start, 0)])
    ):
        return False
    if named := _one(base):
        rest = base.replace(named.surface, "").strip("的度末底同期")
        return (named.first, named.last) == (asked.first, asked.last) and (not rest or bool(_YEARLY.search(rest)))
    if plan.tentative:
        return False  # not asked to derive anything: only from what names the asked period itself
    preceding = bool(re.fullmatch(r"上年|去年|前一?年|上一?年", base)) or (not is_multiple and not base)
    years = row.first and row.last and row.first.year == row.last.year and row.last.year - 1
    whole = asked.first and asked.last and (asked.last - asked.first).days > 360
    return bool(preceding and whole and asked.first and years == asked.first.year)


def _one(text: str) -> Period | None:
    found = find_periods(text)
    return found[0] if len(found) == 1 else None
