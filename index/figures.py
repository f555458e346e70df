"""Sentences → figure rows: what a figure measures, of whom and of when, read off the words around it.

A sentence is cut into clauses. The noun phrase on the left of a figure, or for counts the one on its right, is what it
measures; the first noun phrase of the clause, or of the clause before, is of whom. A period is the one stated in the
clause, else in an earlier clause or sentence of the paragraph, else the document's date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from index.passages import sentences
from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Basis, Document, FigureRow, Kind, Passage, Period, Quantity, Statement
from index.words import tagged

_CLAUSE = re.compile(r"[，,；;：:。！？!?\n（）()“”「」]|——|[、](?=[^、，。]{0,30}\d)")
_ESTIMATE = re.compile(r"预计|预期|有望|估计|预测|测算|或将|将(?:达|超|突破|实现)")
_PLAN = re.compile(
    r"目标|计划|力争|规划|争取|拟|确保|要(?:达到|实现|建成|突破)|到20\d\d年|未来[\d一二三四五六七八九十两]+年|将(?:建|打造|引进|培育|形成)"
)
_COMPARED = re.compile(r"(?:比|较|相比|同比|高于|低于|相较于?)[^，,；;。]{0,14}$")
_TIMES = re.compile(r"(?:是|为|相当于|约为|达到?)([^，,；;。是]{1,30}?)的$")
# Words that stand between a measure and its figure; they belong to neither.
_LINK = re.compile(
    r"(?:达到|高达|已达|达|突破|超过|超出|超|接近|近|约为|约占|占比|约|为|是|有|共有|共计|总计|合计|累计|共|已|仅|只有|仅有|首次|"
    r"实现|完成|增至|升至|降至|增长到|提高到|提升至|提升到|提高至|扩大到|压缩至|上升到|下降到|下降至|增加到|增加至|不到|不足|至少|最多|大约|大概|"
    r"了|到|至|在|均|都|也|又|还|就|更是|更|大幅|稳步|进一步|其中|则|将|预计|有望|力争|同比|环比|比上年|较上年|平均|每年|年均|，|：|:)+$"
)
_LEAD = re.compile(
    r"^(?:其中|目前|同时|此外|另外|并且|而且|以及|还有|并|且|而|又|也|和|与|及|、|，|在|对|从|由|据|将|使|让)+"
)
_NOUN = ("n", "j", "l", "b", "eng", "i", "nz", "an", "vn", "s", "f")
_HEAD_OF_COUNT = re.compile(r"^(?:左右|以上|以下|多)?的?")


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    subject: str


def figure_rows(document: Document, passages: Sequence[Passage]) -> list[tuple[int, FigureRow]]:
    """Return (position of the passage, row) for each figure of the document, in the order of the text."""
    rows: list[tuple[int, FigureRow]] = []
    context = _Context()
    for position, passage in enumerate(passages):
        for start, end in sentences(document.text, passage.start, passage.end):
            context.enter(document, passage, start)
            rows += [(position, row) for row in _sentence_rows(document, passage, start, end, context)]
    return rows


class _Context:
    """What earlier sentences of the same paragraph and section leave to later ones."""

    def __init__(self) -> None:
        self.subject = ""
        self.period: Period | None = None
        self._section: str | None = None
        self._line = -1

    def enter(self, document: Document, passage: Passage, start: int) -> None:
        line = document.text.rfind("\n", 0, start)
        if line != self._line:
            self.period = None
            self._line = line
        if passage.section != self._section:
            self.subject = ""
            self._section = passage.section


def _sentence_rows(document: Document, passage: Passage, start: int, end: int, context: _Context) -> list[FigureRow]:
    text = document.text[start:end]
    periods = find_periods(text, reference=passage.published)
    quantities = [q for q in find_quantities(text) if not any(p.start <= q.start and q.end <= p.end for p in periods)]
    clauses = _clauses(text, context)
    told = [p for p in periods if not _COMPARED.search(text[: p.start]) and not _is_base(text, p)]
    rows = [
        _row(document, passage, start, text, quantity, quantities, clauses, told, context) for quantity in quantities
    ]
    if told:
        context.period = told[-1]
    if clauses:
        context.subject = next((c.subject for c in reversed(clauses) if c.subject), context.subject)
    return [replace(row, sentence_start=start, sentence_end=end) for row in rows]


def _is_base(text: str, period: Period) -> bool:
    """Whether a period is what a multiple is compared with: 是2020年的1.4倍."""
    return text[period.end : period.end + 1] == "的" and text[max(0, period.start - 1) : period.start] in ("是", "为")


def _clauses(text: str, context: _Context) -> list[_Clause]:
    borders = [0]
    for match in _CLAUSE.finditer(text):
        borders.append(match.end())
    borders.append(len(text))
    found: list[_Clause] = []
    for left, right in pairwise(borders):
        if right > left:
            found.append(_Clause(left, right, _subject(text[left:right])))
    return found


def _subject(clause: str) -> str:
    """Return the noun phrase before the main verb of a clause, "" when it has none."""
    phrase = ""
    tokens = tagged(clause)
    for number, (word, tag) in enumerate(tokens):
        following = tokens[number + 1][1] if number + 1 < len(tokens) else "x"
        verb = tag.startswith("v") and tag != "vn" and (following[0] in "nrsjbulm" or following in ("eng", "ns"))
        if verb or (tag in ("d", "p") and phrase):
            return _strip(phrase) if phrase else ""
        if tag in ("x", "t", "d", "p", "c", "r") and not phrase:
            continue
        phrase += word
    return ""


def _strip(phrase: str) -> str:
    return _LEAD.sub("", phrase).strip(" ，,、。“”\"'")


def _row(
    document: Document,
    passage: Passage,
    offset: int,
    text: str,
    quantity: Quantity,
    quantities: Sequence[Quantity],
    clauses: Sequence[_Clause],
    told: Sequence[Period],
    context: _Context,
) -> FigureRow:
    index = max((n for n, c in enumerate(clauses) if c.start <= quantity.start), default=0)
    clause = clauses[index] if clauses else _Clause(0, len(text), "")
    others = [q for q in quantities if q is not quantity]
    left_edge = max([clause.start, *(q.end for q in others if clause.start <= q.end <= quantity.start)])
    right_edge = min([clause.end, *(q.start for q in others if quantity.end <= q.start <= clause.end)])
    left = text[left_edge : quantity.start]
    right = text[quantity.end : right_edge]
    measure = _measure(left, right, quantity)
    if not measure and index:
        before = clauses[index - 1]
        measure = _left_phrase(text[before.start : before.end])
    subject = clause.subject if clause.subject and clause.subject not in measure else ""
    if not subject:
        subject = next((c.subject for c in reversed(clauses[:index]) if c.subject), "") or context.subject
    period, basis = _period(quantity, clause, told, context)
    first, last, words = None, None, ""
    if period:
        first, last, words = period.first, period.last, period.surface
    elif passage.published:
        first = last = passage.published
        basis = Basis.DOCUMENT
    multiple = _TIMES.search(text[clause.start : quantity.start]) if quantity.kind in _COMPARING else None
    compared = multiple.group(1) if multiple else ""
    around = text[clause.start : right_edge]
    return FigureRow(
        document_id=document.id,
        quantity=replace(quantity, start=quantity.start + offset, end=quantity.end + offset),
        sentence_start=offset,
        sentence_end=offset + len(text),
        measure=measure,
        subject=subject,
        period=words,
        first=first,
        last=last,
        basis=basis,
        statement=_statement(around, first, passage.published),
        comparison=compared,
        speaker=passage.speaker,
    )


_COMPARING = (Kind.MULTIPLE, Kind.RATIO, Kind.PERCENT)


def _statement(around: str, first: date | None, published: date | None) -> Statement:
    if _PLAN.search(around):
        return Statement.PLAN
    if _ESTIMATE.search(around) or (first and published and first > published):
        return Statement.ESTIMATE
    return Statement.RESULT


def _measure(left: str, right: str, quantity: Quantity) -> str:
    """Return the words of what is measured: for counts the noun on the right (20家企业), else what is left."""
    if quantity.kind in (Kind.COUNT, Kind.MONEY, Kind.LENGTH, Kind.AREA, Kind.OTHER, Kind.MASS):
        noun = _right_phrase(right)
        if noun:
            return noun
    return _left_phrase(left)


def _right_phrase(right: str) -> str:
    right = right[_HEAD_OF_COUNT.match(right).end() :] if right else right  # type: ignore[union-attr]
    phrase = ""
    tokens = tagged(right)
    for number, (word, tag) in enumerate(tokens):
        following = tokens[number + 1][1] if number + 1 < len(tokens) else "x"
        nominal = tag.startswith(("n", "eng")) or tag in _NOUN or tag in ("a", "q", "k", "zg", "uj")
        if not nominal and not (tag.startswith("v") and following.startswith("n")):
            break
        phrase += word
    return _strip(phrase).removesuffix("的")[:24]


def _left_phrase(left: str) -> str:
    phrase = left.rstrip(" ，,；;：:（(")
    while (cut := _LINK.sub("", phrase)) != phrase:
        phrase = cut
    # What stands before the last period or verb with 了 is not part of the measure.
    for period in find_periods(phrase):
        if period.end <= len(phrase):
            phrase = phrase[: period.start] + " " * (period.end - period.start) + phrase[period.end :]
    phrase = phrase.split(" ")[-1] if phrase.strip() else ""
    tokens = tagged(phrase)
    start = 0
    for number, (_, tag) in enumerate(tokens[:-1]):
        following = tokens[number + 1][1]
        if tag in ("ul", "p", "c", "d") or (tag == "v" and following.startswith(("n", "j", "b", "l"))):
            start = number + 1
    return _strip("".join(word for word, _ in tokens[start:]))[-24:]


def _period(
    quantity: Quantity, clause: _Clause, told: Sequence[Period], context: _Context
) -> tuple[Period | None, Basis]:
    inside = [p for p in told if clause.start <= p.start and p.end <= clause.end]
    before = [p for p in inside if p.end <= quantity.start]
    if before or inside:
        return (before or inside)[-1], Basis.STATED
    earlier = [p for p in told if p.end <= clause.start]
    if earlier:
        return earlier[-1], Basis.INHERITED
    if context.period:
        return context.period, Basis.INHERITED
    return None, Basis.UNKNOWN
