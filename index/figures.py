"""Sentences → figure rows: what a figure measures, of whom and of when, read off the words around it.

A sentence is cut into clauses. The noun phrase on the left of a figure, or for counts the one on its right, is what it
measures; the first noun phrase of the clause, or of a clause before, is of whom. Its period is the one stated in the
clause, else in an earlier clause or sentence of the paragraph, else that of the title (2023年度报告), else the
document's date. In a table the heads of row and column say all of this.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from index.passages import sentences
from index.periods import find_periods
from index.phrases import measure_of, phrase_left, subject_of, trim
from index.quantities import find_quantities
from index.types import Basis, Document, FigureRow, Kind, Passage, Period, Quantity, Statement

_CLAUSE = re.compile(r"[，,；;：:。！？!?\n（）()“”「」]|——|[、](?=[^、，。]{0,30}\d)")
_ESTIMATE = re.compile(r"预计|预期|有望|估计|预测|测算|或将|将(?:达|超|突破|实现)")
_PLAN = re.compile(
    r"目标|计划(?!单列)|力争|规划(?!面积|范围|用地)|争取|拟(?=[^合态定议])|确保|要(?:达到|实现|建成|突破)|未来[\d一二三四五六七八九十两]+年|"
    r"将(?:建|打造|引进|培育|形成)"
)
_COMPARED = re.compile(r"(?:比|较|相比|高于|低于|相较于?)[^，,；;。]{0,14}$")
_TIMES = re.compile(r"(?:是|为|相当于|约为|达到?)([^，,；;。是]{1,30}?)的$")
_COMPARING = (Kind.MULTIPLE, Kind.RATIO, Kind.PERCENT)
_FROM = re.compile(r"[由从][^由从]{0,12}$")
_TO = re.compile(
    r"[^，。；]{0,4}?(?:更正|修正|调整|变更|改|压缩|扩大|提高|提升|增加|增长|降低|下降|减少|缩短|升|降)[至到为]"
)
_WHOLE_YEAR = re.compile(r"全年(?!度?目标|计划)")
_CELL = re.compile(r"\s*\|\s*")


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    subject: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with all that was read in it; offsets count from its own start."""

    text: str
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    clauses: tuple[_Clause, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was made of one figure."""

    measure: str
    subject: str
    period: Period | None
    basis: Basis
    comparison: str = ""
    around: str = ""


def figure_rows(document: Document, passages: Sequence[Passage]) -> list[tuple[int, FigureRow]]:
    """Return (position of the passage, row) for each figure of the document, in the order of the text."""
    rows: list[tuple[int, FigureRow]] = []
    context = _Context(document)
    for position, passage in enumerate(passages):
        for start, end in sentences(document.text, passage.start, passage.end):
            text = document.text[start:end]
            context.enter(passage, start, text)
            sentence = _read(text, context.reference)
            for quantity in sentence.quantities:
                reading = _table_cell(sentence, quantity, context) or _clause_figure(sentence, quantity, context)
                rows.append((position, _row(passage, start, sentence, quantity, reading, context)))
            context.leave(sentence)
    return rows


class _Context:
    """What headings and earlier sentences leave to later ones."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._section: tuple[str | None, str | None] = ("", "")
        self._line = -1
        self.subject = ""
        self.period: Period | None = None
        self.frame: Period | None = None
        self.reference: date | None = None
        self.heads: tuple[str, ...] = ()

    def enter(self, passage: Passage, start: int, text: str) -> None:
        """Forget what does not reach beyond a line, a table or a section."""
        line = self._document.text.rfind("\n", 0, start)
        if line != self._line:
            self._line = line
            self.period = None
            if "|" not in text:
                self.heads = ()
            elif not self.heads:
                self.heads = tuple(_CELL.split(text))
        section = (passage.section, passage.speaker)
        if section != self._section:
            self._section = section
            self.subject = ""
            self.frame = _frame(passage.section, passage.published) or _frame(self._document.title, passage.published)
            # 年末 in a report on 2023 is the end of 2023, whenever it was printed.
            self.reference = self.frame.last if self.frame else passage.published

    def leave(self, sentence: _Sentence) -> None:
        """Keep what the next sentence may lean on."""
        if told := _told(sentence):
            self.period = told[-1]
        self.subject = next((c.subject for c in reversed(sentence.clauses) if c.subject), self.subject)


def _frame(title: str | None, published: date | None) -> Period | None:
    """Return the period that a title says a text reports on; one that still ran when it appeared is only a name."""
    for period in find_periods(title or ""):
        if period.first and period.last and not period.relative:
            return period if published is None or period.last < published else None
    return None


def _read(text: str, reference: date | None) -> _Sentence:
    periods = tuple(find_periods(text, reference=reference))
    quantities = tuple(
        q for q in find_quantities(text) if not any(p.start <= q.start and q.end <= p.end for p in periods)
    )
    clauses: list[_Clause] = []
    if quantities:
        borders = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
        clauses = [_Clause(a, b, subject_of(text[a:b])) for a, b in pairwise(borders) if a < b]
    return _Sentence(text, quantities, periods, tuple(clauses))


def _told(sentence: _Sentence) -> list[Period]:
    """Return the periods that figures may be of: not those that something is compared with (比2022年, 是2020年的1.4倍)."""
    text = sentence.text
    return [
        p
        for p in sentence.periods
        if not _COMPARED.search(text[: p.start])
        and not (text[p.end : p.end + 1] == "的" and text[max(0, p.start - 1) : p.start] in ("是", "为"))
    ]


def _table_cell(sentence: _Sentence, quantity: Quantity, context: _Context) -> _Reading | None:
    """Read a figure by the heads of its row and column; None outside a table."""
    if "|" not in sentence.text:
        return None
    cells = _CELL.split(sentence.text)
    column = len(_CELL.findall(sentence.text[: quantity.start]))
    if column == 0 or column >= len(cells):
        return None
    row_head = cells[0]
    column_head = context.heads[column] if column < len(context.heads) else ""
    dated = [(head, find_periods(head, reference=context.reference)) for head in (column_head, row_head)]
    period = next((found[0] for _, found in dated if found), context.frame)
    plain = [trim(head) for head, found in dated if not found and head.strip()]
    measure = trim(row_head) if trim(row_head) in plain else (plain[0] if plain else "")
    subject = next((head for head in plain if head != measure), context.subject)
    basis = Basis.UNKNOWN if period is None else Basis.INHERITED if period is context.frame else Basis.STATED
    return _Reading(measure, subject, period, basis, around=sentence.text)


def _clause_figure(sentence: _Sentence, quantity: Quantity, context: _Context) -> _Reading:
    text = sentence.text
    index = max((n for n, c in enumerate(sentence.clauses) if c.start <= quantity.start), default=0)
    clause = sentence.clauses[index]
    others = [q for q in sentence.quantities if q is not quantity]
    left_edge = max([clause.start, *(q.end for q in others if clause.start <= q.end <= quantity.start)])
    right_edge = min([clause.end, *(q.start for q in others if quantity.end <= q.start <= clause.end)])
    measure = measure_of(text[left_edge : quantity.start], text[quantity.end : right_edge], quantity)
    prior = next((q for q in others if q.end == left_edge > clause.start), None)
    if prior and _TO.match(text[left_edge : quantity.start]) and _FROM.search(text[clause.start : prior.start]):
        # 营业总收入由921.5亿元更正为927.3亿元: both measure the same.
        measure = phrase_left(text[clause.start : prior.start])
    if not measure and index:
        before = sentence.clauses[index - 1]
        if not any(before.start <= q.start < before.end for q in others):
            measure = phrase_left(text[before.start : before.end])
    subject = clause.subject if clause.subject and clause.subject not in measure else ""
    if not subject:
        subject = next((c.subject for c in reversed(sentence.clauses[:index]) if c.subject), "") or context.subject
    period, basis = _period(sentence, quantity, clause, context)
    multiple = _TIMES.search(text[clause.start : quantity.start]) if quantity.kind in _COMPARING else None
    # 由921.5亿元更正为927.3亿元: what was before is only what the new figure is compared with.
    turned = _FROM.search(text[clause.start : quantity.start]) and _TO.match(text[quantity.end : clause.end])
    return _Reading(
        measure,
        subject,
        period,
        basis,
        comparison=multiple.group(1) if multiple else turned.group() if turned else "",
        around=text[clause.start : right_edge],
    )


def _period(sentence: _Sentence, quantity: Quantity, clause: _Clause, context: _Context) -> tuple[Period | None, Basis]:
    told = _told(sentence)
    inside = [p for p in told if clause.start <= p.start and p.end <= clause.end]
    before = [p for p in inside if p.end <= quantity.start]
    if before or inside:
        return (before or inside)[-1], Basis.STATED
    earlier = [p for p in told if p.end <= clause.start]
    if earlier and not _WHOLE_YEAR.search(sentence.text[clause.start : quantity.start]):
        return earlier[-1], Basis.INHERITED
    if _WHOLE_YEAR.search(sentence.text[clause.start : quantity.start]):
        return _whole_year(context), Basis.INHERITED
    if context.period:
        return context.period, Basis.INHERITED
    return context.frame, Basis.INHERITED if context.frame else Basis.UNKNOWN


def _whole_year(context: _Context) -> Period | None:
    """Return the year that 全年 stands for: that of the title, else that of the quarter or month told of before."""
    near = context.frame or context.period
    day = near.last or near.first if near else None
    if day is None:
        return None
    return Period(0, 0, f"{day.year}年", date(day.year, 1, 1), date(day.year, 12, 31), relative=True)


def _row(
    passage: Passage, offset: int, sentence: _Sentence, quantity: Quantity, reading: _Reading, context: _Context
) -> FigureRow:
    period, basis = reading.period, reading.basis
    first, last = (period.first, period.last) if period else (None, None)
    if period is None and passage.published:
        first = last = passage.published
        basis = Basis.DOCUMENT
    return FigureRow(
        document_id=passage.document_id,
        quantity=replace(quantity, start=quantity.start + offset, end=quantity.end + offset),
        sentence_start=offset,
        sentence_end=offset + len(sentence.text),
        measure=reading.measure,
        subject=reading.subject,
        period=period.surface if period else "",
        first=first,
        last=last,
        basis=basis,
        statement=_statement(reading.around, first, context.reference),
        comparison=reading.comparison,
        speaker=passage.speaker,
    )


def _statement(around: str, first: date | None, reference: date | None) -> Statement:
    if _PLAN.search(around):
        return Statement.PLAN
    if _ESTIMATE.search(around) or (first and reference and first > reference):
        return Statement.ESTIMATE
    return Statement.RESULT
