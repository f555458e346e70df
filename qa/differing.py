"""Candidates for a question that says that figures differ → those that stand against each other.

They are of one measure, of the same whole and of about one time; not the parts of it, nor what was true years before.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from index.quantities import normalize_unit, same_value
from index.synonyms import similarity
from index.types import FigureRow, Kind, Statement
from index.words import bigrams
from qa.evidence import FEATURES, Candidate
from qa.question import Question, understand
from qa.same import agree, called_alike, day_of, of_one_kind, of_one_value, similar

_WITHIN = re.compile(r"(?:其中|当中)[^。；;]*$")
_DIFFERS = 7.0  # in score, what may stand against the best when it is called the same
_LESS_LIKELY = 3.5  # … and when it is called nearly the same
_CALLED_THE_SAME = 0.8
_MOST = 4
_ALIKE = 0.5
_PARTIAL = FEATURES.index("partial")
_SYNONYM = 0.85  # 营收 and 收入, 会员 and 成员; 医生 and 护士 are far below
_TAIL = 2  # characters of a noun that measures: 增速
_HERE = 3  # … in one sentence, called otherwise


def against_each_other(
    question: Question, evidence: Sequence[Candidate], weight: Callable[[Candidate], float]
) -> list[Candidate]:
    """Return the figures that differ, of which the question says so: of one measure, of the same whole, of about one time.

    Those that are called the same stand against each other; where there is but one, what is called much the same; where
    there is none either, the only other figure of the kind in its sentence.
    """
    likeliest = max(evidence, key=lambda c: (c.row is not None, round(weight(c), 9), c.score))
    rest = [c for c in evidence if c.row and not _of_part(c) and c.score > likeliest.score - _LESS_LIKELY]
    best = max(rest, key=lambda c: (round(weight(c), 9), c.score), default=likeliest)
    whole = [c for c in evidence if c.row and c.score > best.score - _DIFFERS and _of_as_much(best, c)]
    whole = [c for c in whole if c.features[_PARTIAL] <= best.features[_PARTIAL]]  # 第二批17家
    likely = sorted((c for c in whole if c.score > best.score - _LESS_LIKELY), key=weight, reverse=True)
    rivalling = (own for c in likely if len(own := _rivalling(question, c, whole, evidence)) > 1)
    alike = next(rivalling, list[Candidate]())
    if not alike:
        close = [c for c in whole if c.score > best.score - 3.0 and _called_alike(best, c) and _same_body(best, c)]
        alike = _distinct([best, *close])[:2]
    if len(alike) < 2:
        retold = _distinct([best, *(c for c in whole if _retold(question, best, c))])
        if len(retold) > 1:
            return sorted(retold[:_MOST], key=day_of)
    agreeing = [c for c in whole if c.passage.document_id != best.passage.document_id and _borne_out(best, c)]
    if len(alike) < 2 and agreeing:  # 6465.3亿元 and 6465亿元: what is told in fewer digits is what differs
        alike = [best, *(c for c in agreeing if not of_one_value(best, c))][:2]
    elif len(alike) < 2:
        here = [c for c in evidence if (c.passage.id, c.start) == (best.passage.id, best.start) and _is_near(best, c)]
        alike = [best, *here] if len(here) == 1 and not _of_another(best, here[0]) else [best]
    return sorted(alike, key=day_of)


def _borne_out(one: Candidate, two: Candidate) -> bool:
    return bool(one.row and two.row and agree(one.row, two.row))


def _rivalling(
    question: Question, one: Candidate, evidence: Sequence[Candidate], found: Sequence[Candidate]
) -> list[Candidate]:
    """Return what is stated of just what `one` is of, each value once; the latest when there are several of them.

    How many there are is no other at each time: of numbers of things all that are told stand against each other.
    """
    same = [one, *(c for c in evidence if _called_the_same(one, c))]
    # 40家示范园区 here, 40家全市示范园区 there: a figure told under two names stands against what is told under either
    renamed = [c for c in found if any(_told_again(other, c) for other in same)]
    same += [c for c in evidence if c not in same and any(_called_the_same(other, c) for other in renamed)]
    # of what one sentence counts, each is another thing: 加工企业700家，育苗企业50家
    same = [c for c in same if c is one or (c.passage.id, c.start) != (one.passage.id, one.start)]
    if one.row and one.row.quantity.kind is Kind.COUNT and not question.periods:
        return _distinct(same)[:_MOST]
    newest = max(day_of(c) for c in same).year
    recent = _distinct([c for c in same if day_of(c).year == newest])
    return (recent if len(recent) > 1 else _distinct(same))[:_MOST]


def _told_again(one: Candidate, two: Candidate) -> bool:
    """Whether another sentence states the same figure of what is called much the same."""
    a, b = one.row, two.row
    if a is None or b is None or (one.passage.id, one.start) == (two.passage.id, two.start):
        return False
    # 10家企业 of any other kind are told again of 10家独角兽企业 by chance alone
    return bool(a.measure) and similar(a.measure, b.measure) >= _ALIKE and of_one_value(one, two) and _same_unit(a, b)


def _same_unit(one: FigureRow, two: FigureRow) -> bool:
    return normalize_unit(one.quantity.unit) == normalize_unit(two.quantity.unit)


def _of_one_kind(one: Candidate, two: Candidate) -> bool:
    """Whether two different figures count or measure alike: 家 and 家, 家 and 个, 元 and 亿元."""
    a, b = one.row, two.row
    if a is None or b is None or same_value(a.quantity, b.quantity):
        return False
    return of_one_kind(a.quantity, b.quantity)


def _called_alike(one: Candidate, two: Candidate) -> bool:
    a, b = one.row, two.row
    if a is None or b is None or not of_one_kind(a.quantity, b.quantity):
        return False
    # 专业的服务团队 and 服务的各类团队
    return called_alike(a.measure, b.measure) or len(_nouns(a.measure) & _nouns(b.measure)) > 1


def _retold(question: Question, one: Candidate, two: Candidate) -> bool:
    """Whether another document tells what is asked in other words: 企业吞吐增速 and 货物吞吐量平均增速.

    Both measures end in the same noun and have besides something of what the question asks, not only of whom it asks.
    """
    a, b = one.row, two.row
    if a is None or b is None or one.passage.document_id == two.passage.document_id:
        return False
    # 中关村 of a sentence that names 特色产业园 otherwise is of whom 中关村特色产业园 is
    of_whom = b.subject.replace(question.subject, "") if question.subject else b.subject
    if (
        not _same_body(one, two)
        and of_whom not in ("", a.subject)
        and not (a.subject in b.subject or b.subject in a.subject)
    ):
        return False
    tail = a.measure[-_TAIL:]
    if not b.measure.endswith(tail) or tail not in question.text or bool(a.comparison) != bool(b.comparison):
        return False
    if not of_one_kind(a.quantity, b.quantity) or (a.statement is Statement.PLAN) is not (
        b.statement is Statement.PLAN
    ):
        return False
    whom = question.subject if tail not in question.subject else ""
    said = set(bigrams(question.text)) - set(bigrams(whom))
    if said & set(bigrams(a.measure[:-_TAIL])) & set(bigrams(b.measure[:-_TAIL])):
        return True
    asked = [term for term in question.terms if term not in whom and term not in tail]
    return any(all(_means(term, row.measure[:-_TAIL]) for row in (a, b)) for term in asked)


def _means(term: str, measure: str) -> bool:
    """Whether a measure has a word or a word like it: 营收 is told as 营业收入."""
    return term in measure or any(similarity(term, word) >= _SYNONYM for word in understand(measure).terms)


def _is_near(one: Candidate, two: Candidate) -> bool:
    """Whether two figures of one sentence are of one kind and so near that they may be of one thing: 12个人 and 11位."""
    a, b = one.row, two.row
    if a is None or b is None or not of_one_kind(a.quantity, b.quantity) or same_value(a.quantity, b.quantity):
        return False
    if a.quantity.kind is not Kind.COUNT or a.comparison or b.comparison:
        return False  # 产值是全市的7倍，强度是2.1倍: shares and multiples of two measures are alike in kind alone
    less, more = sorted((abs(a.quantity.value), abs(b.quantity.value)))
    return more <= _HERE * less


def _of_another(one: Candidate, two: Candidate) -> bool:
    """Whether two figures are both said to be of something, and of nothing in common: 23家园区, 40家独角兽企业."""
    a, b = (_nouns(c.row.measure) if c.row and len(c.row.measure) > 1 else frozenset[str]() for c in (one, two))
    return bool(a and b) and not a & b


def _same_body(one: Candidate, two: Candidate) -> bool:
    """Whether two rows name the same body, or one of them none."""
    a, b = one.row, two.row
    return a is None or b is None or not (a.subject and b.subject) or similar(a.subject, b.subject) >= _ALIKE


def _called_the_same(one: Candidate, two: Candidate) -> bool:
    a, b = one.row, two.row
    if a is None or b is None or not _of_one_kind(one, two):
        return False
    if a.measure == b.measure:
        return bool(a.measure)
    if not _same_unit(a, b):
        return False
    if similar(a.measure, b.measure) >= _CALLED_THE_SAME:
        return True
    # 特色产业园 of 中关村 is 中关村特色产业园.
    nouns = [{_nouns(row.measure), _nouns(row.measure) | _nouns(row.subject)} for row in (a, b)]
    if two.score < one.score - _LESS_LIKELY or not any(nouns[0] & nouns[1]):
        return False
    # 育苗企业 and 加工企业 have their noun in common, and each a word that the other has not
    kinds = [frozenset(said.terms) & said.lesser for said in (understand(a.measure), understand(b.measure))]
    return not (kinds[0] - kinds[1] and kinds[1] - kinds[0])


@lru_cache(maxsize=4096)
def _nouns(measure: str) -> frozenset[str]:
    """Return the nouns and names of a measure: 全县现有茶园面积 is 全县茶园面积, 硬科技独角兽企业 is not 独角兽企业."""
    said = understand(measure)
    return frozenset(said.terms) - said.lesser


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates, likeliest first, without those that state what another states."""
    found: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: -c.score):
        if not any(c.row and candidate.row and agree(c.row, candidate.row) for c in found):
            found.append(candidate)
    return found


def _of_as_much(one: Candidate, two: Candidate) -> bool:
    """Whether both figures are of parts or both of wholes, or the other is of just that part: 其中医生356人, 医生372人."""
    a, b = one.row, two.row
    named = bool(a and b and a.measure == b.measure and a.subject and similar(a.subject, b.subject) >= _ALIKE)
    return _of_part(one) == _of_part(two) or (named and _of_part(one))


def _of_part(candidate: Candidate) -> bool:
    """Whether a figure is of a part of what its sentence speaks of: 企业6600家，其中独角兽50家."""
    row = candidate.row
    return bool(row and _WITHIN.search(candidate.sentence[: max(row.quantity.start - candidate.start, 0)]))
