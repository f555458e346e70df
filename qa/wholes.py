"""The operands picked for a plan → the same as they go together: the whole that a part's own sentence names.

Comes after `qa.picking`, which looks at one operand after the other.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.quantities import find_quantities
from index.synonyms import similarity
from index.types import Kind
from index.words import fold, tagged
from qa.contrast import is_beside
from qa.evidence import Candidate
from qa.formula import alike
from qa.hints import own_words
from qa.plans import Needs, Operation, Plan

_SHARES = (Kind.PERCENT, Kind.RATIO)
_LIKE = 0.7  # how alike words are at least that stand for each other: 医生 and 医师 are, 药师 and 医师 are not
_OF_THEM = re.compile(r"其中|当中|之中|里面?|包括|含")
PART = {Operation.SHARE: (1, 0), Operation.REST: (0, 1), Operation.PRODUCT: (0, 1)}  # where whole and part stand


def completed(
    plan: Plan, chosen: Sequence[Candidate | None], evidence: Sequence[Sequence[Candidate]]
) -> list[Candidate | None]:
    """Return the operands as they go together.

    A whole that was not found is the one that the sentence of the part says it is a part of (现有286人，其中…129人). Figures of a passage that
    names none of the things which the question sets side by side (男生, 女生) are no operands.

    Args:
        plan: what to compute.
        chosen: what was picked for each operand.
        evidence: the ranked candidates of each operand's question.
    """
    found = list(chosen)
    whole, part = PART.get(plan.operation, (0, 0))
    told = found[part]
    if whole != part and told is not None and not plan.operands[whole].stated:
        same = found[whole] is not None and _is_one(found[whole], told)  # the part was taken for the whole, too
        found[whole] = (None if same else found[whole]) or _base_of(plan, told, evidence[part]) or found[whole]
        if found[whole] is not None and _are_beside(plan, found[whole], told):
            found[whole] = None
    if _unnamed(plan, found):
        return [None] * len(found)
    return [None if _of_something_else(plan, found, number) else c for number, c in enumerate(found)]


def _is_one(one: Candidate | None, two: Candidate) -> bool:
    a, b = one.row if one else None, two.row
    if a is None or b is None:
        return False
    return (a.document_id, a.quantity.start) == (b.document_id, b.quantity.start)


def _are_beside(plan: Plan, whole: Candidate | None, part: Candidate) -> bool:
    """Whether what was taken for the whole is another part: 电子信息产业产值 beside 生物医药产业产值 where that of all is asked."""
    a, b = whole.row if whole else None, part.row
    if whole is None or a is None or b is None or (whole.passage.id, whole.start) != (part.passage.id, part.start):
        return False
    return is_beside(fold("".join(operand.question for operand in plan.operands)), a, b)


def _unnamed(plan: Plan, found: Sequence[Candidate | None]) -> bool:
    there = [c for c in found if c is not None]
    words = own_words(plan)
    if len(there) < len(found) or len({c.passage.id for c in there}) > 1 or not all(words):
        return False
    if any(operand.stated or operand.needs is not Needs.AMOUNT for operand in plan.operands):
        return False
    around = fold(there[0].passage.text)
    return not any(word in around for own in words for word in own)


def _base_of(plan: Plan, part: Candidate, evidence: Sequence[Candidate]) -> Candidate | None:
    if part.row is None:
        return None
    figure = part.row.quantity
    share = figure.kind in _SHARES
    unit = find_quantities("10" + plan.unit) if plan.unit else []
    bases: list[Candidate] = []
    for other in evidence:
        row = other.row
        if row is None or other.start != part.start or row.document_id != part.row.document_id:
            continue
        quantity = row.quantity
        if quantity.end > figure.start or quantity.kind in (*_SHARES, Kind.MULTIPLE, Kind.RANK, Kind.PERCENTAGE_POINT):
            continue
        between = part.sentence[quantity.end - part.start : figure.start - part.start]
        if share:
            fits = not unit or alike(unit[0], quantity)
        else:
            fits = alike(quantity, figure) and quantity.value >= figure.value and bool(_OF_THEM.search(between))
        if fits:
            bases.append(replace(other, probability=part.probability))
    return max(bases, key=lambda c: c.row.quantity.start if c.row else 0, default=None)


def _of_something_else(plan: Plan, found: Sequence[Candidate | None], number: int) -> bool:
    """Whether a figure's sentence names another operand's thing and none that is like this one's (药师: 医师720人，护士1040人)."""
    candidate, own = found[number], own_words(plan)[number]
    operand = plan.operands[number]
    if candidate is None or not own or operand.stated or operand.needs is not Needs.AMOUNT:
        return False
    if plan.operation in PART or any(word.startswith(("全", "总", "所有")) for word in own):
        return False  # a whole goes by many names
    sentence, around = fold(candidate.sentence), fold(candidate.passage.text)
    if any(word in around for word in own):
        return False
    beside = [c for n, c in enumerate(found) if n != number and c is not None and c.start == candidate.start]
    others = [words for n, words in enumerate(own_words(plan)) if n != number and words]
    if not beside or not any(word in sentence for words in others for word in words):
        return False
    told = [word for word, tag in tagged(candidate.sentence) if len(word) > 1 and tag.startswith(("n", "v", "j", "l"))]
    return not any(similarity(fold(word), mine) >= _LIKE for mine in own for word in told)
