"""Figures of a body told of beside the one that a question asks about: 第一医院 where 儿童医院 is asked about.

In come a question and its ranked candidates; out go the same candidates, marked those of another body of the same class,
of another company of the same house, of another part of the sentence, and those that a total of them adds up.
A name is one that a sentence begins with or that a figure is told of, and that the question has: else it may be none.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.quantities import normalize_unit
from index.types import FigureRow
from index.words import fold
from qa.absent import of_another
from qa.evidence import FEATURES, Candidate
from qa.question import Question
from qa.same import called_alike
from qa.whose import written_out

_ELSEWHEN = FEATURES.index("elsewhen")
_CLASS = 2  # signs that name what bodies of one sort are
_BODY = re.compile("[社司店厂部处站所馆院园区校港团]$")
_TOTALS = frozenset({"合计", "总计", "共计", "总数", "全部"})
_OF_ALL = re.compile("全[国省市县区园院校部体]|合计|总[计共]|一共|共计|所有|整个")
_HAN = re.compile("[\u3400-\u9fff]{2,16}")
_MARKS = re.compile("[，；,;]")
_GROUP = re.compile("[\u3400-\u9fff]{2,}(?:集团|公司)$")
_ONE = re.compile("[\u3400-\u9fff]{3}")  # 40家园区 are several
_LED = re.compile(
    r"(?![全本该各每两几我你其某这那])([\u3400-\u9fff]{2,9}?[社司店厂部处站所馆院园区校港团])(?=[\u3400-\u9fff]{2})"
)
_HEAD = re.compile(
    r"[^\w]*([\u3400-\u9fff]{3,12}?)(?=(?:19|20)\d\d年|去年|今年|全年|目前|现有|共有|拥有|累计|上半年|前?[一二三四]季度)"
)


def with_siblings_marked(question: Question, evidence: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, with those marked whose sentence is about another body of the same class."""
    asked = fold(question.text)
    heads = [(m[1] if (m := _HEAD.match(fold(c.sentence))) else "") for c in evidence]
    told = [fold(c.row.subject) if c.row and c.row.subject in c.sentence else "" for c in evidence]
    own = {name for name in (*heads, *told) if len(name) > _CLASS and name in asked and _BODY.search(name)}
    led_by = set(own)
    if _ONE.match(subject := fold(question.subject)) and subject in asked and _BODY.search(subject):
        texts = {c.passage.id: fold(f"{c.passage.section or ''}\n{c.passage.text}") for c in evidence}
        if any(written_out(subject, text) for text in texts.values()):  # else a slip, or a name wrongly translated
            own.add(subject)
    classes = {head[-_CLASS:] for head in own}
    house = _told_of_house(subject, evidence)
    totals = [c for c in evidence if c.row and c.row.subject in _TOTALS] if _OF_ALL.search(asked) else []
    others = [
        c
        for c, head, name in zip(evidence, heads, told, strict=True)
        if c.row
        and (
            _is_other(head, own, classes, fold(c.sentence))
            or _is_other(name, own, classes)
            or _is_led_by_other(fold(c.row.measure), led_by, asked)
            or (_is_of_house(head, subject) and any(_is_as_told(c, one) for one in house))
            or _is_in_part_of_other(c, asked, subject)
            or any(_is_added_up(c, total, asked) for total in totals)
        )
    ]
    marked = set(map(id, others))
    most = max((c.probability for c in evidence), default=0.0)
    left = [c for c in evidence if c.row and id(c) not in marked and not c.features[_ELSEWHEN]]
    gained = dict.fromkeys(map(id, left), 0.0)
    for other in others:
        in_part = _is_in_part_of_other(other, asked, subject)
        if other.probability < most and not any(_is_added_up(other, total, asked) for total in totals):
            continue  # what fits less takes nothing from a better one
        heir = next(
            (
                c
                for c in left
                if (in_part and _is_in_named_part(c, other, asked))
                or (c in house and _is_as_told(c, other))
                or ((c in totals or _tells_of_own(c, own)) and _measures_alike(c, other))
            ),
            None,
        )
        if heir is not None:
            gained[id(heir)] += other.probability
    return [
        of_another(c)
        if id(c) in marked
        else replace(c, probability=min(1.0, c.probability + gained[id(c)]))
        if gained.get(id(c))
        else c
        for c in evidence
    ]


def _told_of_house(subject: str, evidence: Sequence[Candidate]) -> list[Candidate]:
    """Return the figures that are told of the group asked about by a name of it (江源园区运营集团有限公司 for 江源集团), or as 集团."""
    if not _GROUP.match(subject):
        return []
    stem, rest = subject[:_CLASS], subject[_CLASS:]
    return [
        c
        for c in evidence
        if c.row
        and (
            ((name := fold(c.row.subject)).startswith(stem) and rest in name[_CLASS:])
            or (re.search(f"(?<![\u3400-\u9fff])[本我全该]?{rest}", told := fold(c.sentence)) and stem not in told)
        )
    ]


def _is_as_told(one: Candidate, two: Candidate) -> bool:
    """Whether two figures of one document measure alike."""
    return one.passage.document_id == two.passage.document_id and _measures_alike(one, two)


def _is_of_house(head: str, group: str) -> bool:
    """Whether a sentence begins with another company of the group's name: 江源置业 beside 江源集团."""
    return len(head) > _CLASS and head.startswith(group[:_CLASS]) and group[_CLASS:] not in head and head not in group


def _is_added_up(candidate: Candidate, total: Candidate, asked: str) -> bool:
    """Whether a row is one of those that the table's last row adds up, and the question names not it but all of them."""
    return (
        candidate.row is not None
        and candidate.row.subject not in _TOTALS
        and fold(candidate.row.subject) not in asked
        and _is_as_told(candidate, total)
    )


def _is_in_part_of_other(candidate: Candidate, asked: str, subject: str) -> bool:
    """Whether another part of the sentence, up to ；, begins with whom the question names, and the figure's own does not.

    甲园置业净利润1.3亿元；甲园物业营业收入3.6亿元，净利润0.4亿元. A part that names nobody goes on about the one before it.
    """
    parts, own, named = _parts(candidate, asked)
    name = max(named, key=len, default="")
    if len(name) <= _CLASS or len(named[own]) > _CLASS or name in parts[own]:
        return False
    if len(subject) > _CLASS and subject in parts[own]:  # what the other part begins with is what is measured
        return False
    return name not in named[:own] or parts[own].startswith(name[:_CLASS])


def _is_in_named_part(candidate: Candidate, other: Candidate, asked: str) -> bool:
    """Whether a figure stands in the part of a sentence that names whom is asked about, one told alike in another part.

    甲业收入298亿元，占园区的43%；乙业176亿元，占25%.
    """
    a, b = candidate.row, other.row
    if a is None or b is None or (candidate.passage.id, candidate.start) != (other.passage.id, other.start):
        return False
    _, own, named = _parts(candidate, asked)
    alike = normalize_unit(a.quantity.unit) == normalize_unit(b.quantity.unit)
    return alike and bool(named) and len(named[own]) > _CLASS and _led_in(candidate, a) == _led_in(other, b)


def _led_in(candidate: Candidate, row: FigureRow) -> str:
    """Return the sign that the clause of a figure begins with: the 占 of 占园区的43%."""
    return _MARKS.split(candidate.sentence[: max(row.quantity.start - candidate.start, 0)])[-1][:1]


def _parts(candidate: Candidate, asked: str) -> tuple[list[str], int, list[str]]:
    """Return a sentence's parts up to ；, which one is the figure's, and what of the question each begins with."""
    if candidate.row is None or ";" not in (told := fold(candidate.sentence)):
        return [], 0, []
    parts = told.split(";")
    own = told[: max(candidate.row.quantity.start - candidate.start, 0)].count(";")
    return parts, own, [_begun(part, asked) for part in parts]


def _begun(part: str, asked: str) -> str:
    """Return as much of a part's beginning as the question has, Chinese signs only."""
    begun = _HAN.match(part)
    length = len(begun.group()) if begun else 0
    return next((part[:end] for end in range(length, 1, -1) if part[:end] in asked), "")


def _tells_of_own(candidate: Candidate, own: set[str]) -> bool:
    """Whether the sentence of a figure names the body asked about: what speaks for its words speaks for it, then."""
    return any(name in fold(candidate.sentence) for name in own)


def _measures_alike(one: Candidate, two: Candidate) -> bool:
    a, b = one.row, two.row
    return (
        a is not None
        and b is not None
        and normalize_unit(a.quantity.unit) == normalize_unit(b.quantity.unit)
        and called_alike(a.measure, b.measure)
    )


def _is_other(head: str, own: set[str], classes: set[str], sentence: str = "") -> bool:
    """Whether a figure's body, or the one that its sentence begins with, is another of a class of those asked about."""
    if len(head) <= _CLASS or head[-_CLASS:] not in classes:
        return False
    return not any(
        name in head or head in name or name in sentence or written_out(name, head) or written_out(head, name)
        for name in own
    )


def _is_led_by_other(measure: str, own: set[str], asked: str) -> bool:
    """Whether a measure begins with another body of the sort asked about: 妇幼保健院门诊量 where 中医院 is asked about.

    Bodies that have more than the noun in common (特色产业园) may be the same, told in other words.
    """
    led = _LED.match(measure)
    if led is None or led[1] in asked or not any(name[-1] == led[1][-1] for name in own):
        return False
    return not any(
        name in measure or written_out(name, measure) or written_out(led[1], name) or name[-3:] == led[1][-3:]
        for name in own
    )
