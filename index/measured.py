"""A figure in its sentence → what it measures and of whom: the words around it, and the figures read before it.

What a clause leaves out is taken from before: the measure of the figure that it compares itself with, of the same figure
of another body, of the whole that parts are told of.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from index.clauses import Clause
from index.lasting import CLOSING, OPENING
from index.phrases import (
    OF_CLASS,
    does,
    has_noun,
    is_link,
    measure_of,
    names_body,
    of_change,
    of_share,
    owner_in,
    phrase_left,
    same_sum,
    trim,
    without_change,
)
from index.types import Basis, Kind, Period, Quantity
from index.units import same_unit
from index.words import tagged

_SAME_THING = re.compile(r"^[^有]*$|其中")  # 有2位… tells of others
_TIMES = re.compile(r"(?:是|为|相当于|约为|达到?)([^，,；;。是]{1,30}?)的$")
COMPARING = (Kind.MULTIPLE, Kind.RATIO, Kind.PERCENT)
FROM = re.compile(r"[由从][^由从]{0,12}$")
TO = re.compile(r"[^，。；\d]{0,8}?[一-鿿](?<![至到为])[至到为]")
_BESIDE = re.compile(r"\s*[（(]\s*")  # 38.5%（77人）
_NAMING = re.compile(r"[一-鿿]{2}")  # not the brackets of 天元股份(600123)报收于
_COPULA = re.compile(r"(?<=[一-鿿]{2})(?:是|为)")
_PART = re.compile(r"[^；;]+")
_MEAN = re.compile("[日月周年季]均$")
_OF_PLAN = re.compile(
    "[已共]?(?:完成|达到|占).{0,6}(?:目标|计划|预算|预期|任务|指标)"
)  # a share of it, which nothing else is of
_TOPIC = re.compile(r"(?:从|就)?(?P<of>[^，,。；;]{2,14}?)(?:方面|来看|看)[，,]")


class Sentence(NamedTuple):
    """A sentence with all that was read in it; offsets count from its own start."""

    text: str
    plain: str  # the same without its periods, spaces in their place
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    clauses: tuple[Clause, ...]
    told: list[Period]  # periods that figures may be of


class Reading(NamedTuple):
    """What was made of one figure."""

    measure: str
    subject: str
    period: Period | None
    basis: Basis
    comparison: str = ""
    around: str = ""
    owner: str = ""  # the body that its part of the sentence names


def measured(
    sentence: Sentence, quantity: Quantity, index: int, right_edge: int, read: Sequence[tuple[Quantity, Reading]]
) -> tuple[str, str]:
    """Return what a figure measures, and with what it is compared; what its clause leaves out is taken from before."""
    text, plain, clause = sentence.text, sentence.plain, sentence.clauses[index]
    figure = next((q for q, _ in reversed(read) if not _is_class(text, q)), None)
    left_edge = max(clause.start, figure.end) if figure else clause.start
    left, named = text[left_edge : quantity.start], plain[left_edge : quantity.start]
    ahead, before = text[clause.start : quantity.start], plain[clause.start : quantity.start]
    if left_edge == clause.start and text[clause.start - 1 : clause.start] in CLOSING:
        aside = _around_aside(sentence, clause)
        left = ahead = text[aside] + left
        named = before = plain[aside] + named
    told = next((r.measure for _, r in reversed(read) if r.measure and not _OF_PLAN.match(r.measure)), "")
    if multiple := _TIMES.search(ahead) if quantity.kind in COMPARING else None:  # 强度12%，是平均水平的2.4倍
        owner = phrase_left(plain[left_edge : max(left_edge, clause.start + multiple.start())])
        return owner or told, multiple.group(1)
    if read and left_edge > clause.start and TO.match(left):
        # 营业总收入由921.5亿元更正为927.3亿元: both measure the same.
        whole = FROM.search(text[clause.start : read[-1][0].start])
        if whole:
            return _owner(plain[clause.start : clause.start + whole.start()]) or told, ""
    turned = FROM.search(ahead) if TO.match(text[quantity.end : clause.end]) else None
    if turned and (owner := _owner(before[: turned.start()])):
        return owner, ""
    if told and (change := of_change(left)):
        # 占比为24.7%，比上年低3.1个百分点: the share is lower
        return without_change(told, share=quantity.kind is Kind.PERCENTAGE_POINT) + change[0], change[1]
    if share := of_share(left) if quantity.kind in (Kind.PERCENT, Kind.RATIO) else None:
        return (phrase_left(named[: left.rindex("占")]) or without_change(told)) + share, ""
    if told and (same_sum(left) or (left_edge == clause.start and _BESIDE.fullmatch(text, read[-1][0].end, left_edge))):
        return told, ""
    measure = measure_of(named, text[quantity.end : right_edge], quantity)
    if measure.startswith("每") and index and left_edge == clause.start:
        other = sentence.clauses[index - 1]
        if not any(other.start <= q.start < other.end for q in sentence.quantities):
            measure = phrase_left(plain[other.start : other.end]) + measure  # 派发中期股息，每10股派现1.6元
    goes_on = left_edge == clause.start and is_link(named.strip()) and _SAME_THING.search(left)
    if not measure and goes_on and (same := next((r.measure for q, r in reversed(read) if _alike(quantity, q)), "")):
        return same if quantity.kind in COMPARING else without_change(same), ""
    if not measure and index:
        naming = (c for c in reversed(sentence.clauses[:index]) if _NAMING.search(text[c.start : c.end]))
        other = next(naming, sentence.clauses[index - 1])
        if not any(other.start <= q.start < other.end for q, _ in read):
            named = without_change(phrase_left(_COPULA.split(plain[other.start : other.end])[0]))
            measure = named if has_noun(named) or does(named) else ""
    if quantity.kind is not Kind.COUNT and len(measure) < 3 and not has_noun(measure):
        # 其中一季度233.8亿元, 全年转正，达到536.7亿元
        kinds = (quantity.kind, *COMPARING, Kind.PERCENTAGE_POINT)
        same = next((r.measure for q, r in reversed(read) if q.kind is quantity.kind and r.measure), "")
        changed = next((r.measure for q, r in reversed(read) if r.measure and q.kind in kinds), "")
        # 总投资9.8亿元，占地86亩: of another kind, so of another thing
        own = quantity.kind not in kinds[1:] and does(measure)
        measure = same or without_change(changed if own else told) or measure
    return measure, ""


def of_body(
    sentence: Sentence, quantity: Quantity, measure: str, read: Sequence[tuple[Quantity, Reading]], before: str
) -> tuple[str, str]:
    """Return what a figure measures, and of which body its part of the sentence is, "" if it names none.

    甲银行资产5亿元，员工60人；乙银行为7亿元: the staff are 甲银行's, and what 乙银行 has are assets.
    """
    text = sentence.text
    owner, rest = owner_in(measure)
    if owner and not rest and quantity.kind is Kind.COUNT and text.startswith(owner[:2], quantity.end):
        return measure, ""  # 40家中关村特色产业园 counts them
    bare = not owner and quantity.kind is not Kind.COUNT and names_body(measure)
    if bare or (owner and not rest):
        owner = measure
        told = ((q, _without_body(r.measure)) for q, r in reversed(read) if r.measure and not names_body(r.measure))
        alike = next((m for q, m in told if q.kind is quantity.kind and q.unit == quantity.unit), "")
        rest = without_change(alike) or (_topic(sentence) if quantity.kind is not Kind.COUNT else "")
        if not rest and quantity.kind is not Kind.COUNT and not names_body(before):
            rest = without_change(before)  # 全校经费9亿元。甲学院2亿元
        return f"{measure}{rest}", owner if rest or not bare else ""
    if owner:
        return measure, owner
    if _MEAN.search(measure):
        measure += _meant(quantity, measure, read)
    part = max(text.rfind("；", 0, quantity.start), text.rfind(";", 0, quantity.start))
    near = [(q, r.owner) for q, r in read if q.start > part and r.owner]
    if not near:
        return measure, ""
    last, named = near[-1]
    said = any(last.end <= c.start <= quantity.start and c.statement.subject for c in sentence.clauses)
    return measure, "" if said else named


def _topic(sentence: Sentence) -> str:
    """Return what a sentence opens with as that of which it tells: 净息差方面，…; 研发投入强度，甲园为9%, "" for nothing."""
    if topic := _TOPIC.match(sentence.text):
        return topic["of"]
    first = sentence.clauses[0]
    if first.statement.subject or any(q.start < first.end for q in sentence.quantities):
        return ""
    named = phrase_left(sentence.plain[first.start : first.end])
    return named if has_noun(named) and not names_body(named) else ""


def _without_body(measure: str) -> str:
    """Return a measure without the body that it opens with, proper or not: 经费 of 甲学院经费."""
    rest = owner_in(measure)[1]
    ends = next((n for n in range(len(measure) - 2, 2, -1) if names_body(measure[:n])), 0) if not rest else 0
    return rest or measure[ends:] if has_noun(rest or measure[ends:]) else measure


def _meant(quantity: Quantity, measure: str, read: Sequence[tuple[Quantity, Reading]]) -> str:
    """Return the noun that a bare 日均 is of, "" if the figures before it tell of none: 客运量9亿人次，日均200万人次."""
    told = next((r.measure for q, r in reversed(read) if r.measure and q.unit == quantity.unit), "")
    words = tagged(without_change(told)) if told else []
    return words[-1][0] if words and words[-1][1].startswith(("n", "vn")) and words[-1][0] not in measure else ""


def counted_owner(
    sentence: Sentence, quantity: Quantity, measure: str, read: Sequence[tuple[Quantity, Reading]]
) -> str:
    """Return the bodies whose figure this is, where a sentence counts several kinds of them, "" for none.

    高中4所，在校学生9860人；初中12所，在校学生1.54万人: the students of each are told behind it.
    """
    if "；" not in sentence.text and ";" not in sentence.text:
        return ""
    starts = [part.start() for part in _PART.finditer(sentence.text)]
    firsts: dict[int, Quantity] = {}  # of each part
    for figure in sentence.quantities:
        firsts.setdefault(bisect_right(starts, figure.start), figure)
    own = firsts[bisect_right(starts, quantity.start)]
    alike = [q for q in firsts.values() if q.unit == own.unit]
    if own.kind is not Kind.COUNT or len(alike) < 2 or quantity.unit == own.unit:
        return ""
    counted = next((reading.measure for earlier, reading in read if earlier is own and not reading.subject), "")
    return "" if counted in measure or measure in counted else counted


def dealt_change(
    text: str,
    read: Sequence[tuple[Quantity, Reading]],
    start: int,
    mark: int,
    figures: Sequence[Quantity],
    number: int,
) -> tuple[str, str] | None:
    """Return of what a dealt change is, and of whom: 出口5万吨、货值8亿元，同比分别增长6%、19%; None for other figures."""
    change = of_change(text[start:mark] + text[mark + 2 : figures[0].start])
    told = [reading for earlier, reading in read if earlier.end <= mark][-len(figures) :]
    if change is None or len(told) < len(figures) or not told[number].measure:
        return None
    return without_change(told[number].measure) + change[0], told[number].subject


def _alike(quantity: Quantity, earlier: Quantity) -> bool:
    """Whether a figure may say more of what an earlier one was of: 149名发帖人, 其中15人; 下降9.3%，为4310万部."""
    return quantity.kind is not Kind.COUNT or earlier.kind is not Kind.COUNT or same_unit(quantity.unit, earlier.unit)


def _is_class(text: str, quantity: Quantity) -> bool:
    """Whether a figure is part of a name: 20万吨级以上大型船舶."""
    return "级" in text and OF_CLASS.match(text, quantity.start) is not None


def _owner(before: str) -> str:
    """Return what changes from one figure to another: 占比 of 占比从32%升至45% is no link there."""
    return phrase_left(before) or trim(before)


def _around_aside(sentence: Sentence, clause: Clause) -> slice:
    """Return where that is which stands before the brackets that a clause follows: 出口 of 出口（含整车）31万辆."""
    text, begin = sentence.text, clause.statement.start
    opening = max(text.rfind(mark, begin, clause.start) for mark in OPENING)
    if opening < 0:
        return slice(0, 0)
    edge = max((q.end for q in sentence.quantities if begin <= q.start < opening), default=begin)
    return slice(edge, opening)
