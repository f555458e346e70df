"""What a text says of one of its figures besides its words: of whom, of when, and what leads in to it.

A text and its figures come in, `Said` comes out; `Source` is a quoted text with what is known of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.periods import find_periods
from index.types import Document, FigureRow, Kind, Period, Quantity
from index.words import tagged
from qa.draft import Draft, Quote
from qa.support_claims import changes
from qa.support_words import content_of, names_of, undated
from qa.types import Status

CLAUSE = re.compile(r"[^，,；;。！？!?\n、（）()：:]+")
_FROM = re.compile(r"(?<![理自缘])由(?!于)|从(?![业事而])")
_TO = re.compile(r"[到至为成]\s*(?:了|每[天日月年])?\s*$")
_BEGINNING = 300  # characters in which a document that says when it was written says so
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_AGAINST = re.compile(r"(?:比|较|相比|相较于?|同|与|跟)\s*$")
_OF_BASE = re.compile(r"的?(?:同期|水平|数|时)?的?\s*")
_OWN = re.compile(r"的?\s*")
_BRACKETED = re.compile(r"[^，,；;。\d（()）]{0,12}[（(]\s*(?:截至|截止)?")
_BEFORE_IT = re.compile(r"(?:前|上)一?年(?!度?同期)")


@dataclass(frozen=True, slots=True)
class Source:
    """A quoted text with what is known of it: where it begins, its headings, its date, and the figure rows in it.

    `asked` is a question that the figures which begin at `answering`, places as in the rows, answer by the product's own
    reading: what the question says is then known of them. `day` is the day that the document counts from (今年), where
    it has no date of its own.
    """

    text: str
    start: int = 0
    heads: str = ""
    published: date | None = None
    rows: tuple[FigureRow, ...] = ()
    asked: str = ""
    answering: frozenset[int] = frozenset()
    day: date | None = None

    def asked_of(self, figure: Quantity) -> str:
        """Return what a question says of a figure of the text, "" where the figure does not answer one."""
        return self.asked if self.start + figure.start in self.answering else ""


def source_of(
    quote: Quote,
    heads: tuple[str, str | None],
    rows: Sequence[FigureRow],
    own: Draft | None = None,
    asked: Sequence[str] = (),
    day: date | None = None,
) -> Source:
    """Return a quote as what a sentence is checked against.

    Args:
        quote: the quoted place.
        heads: name and title of its document.
        rows: the figure rows in it.
        own: what the extractive reader answers.
        asked: the question that it answers, last as it was understood.
        day: the day that the document counts from.
    """
    passage = quote.passage
    told = dict.fromkeys(filter(None, (heads[0], heads[1], passage.section, passage.speaker)))
    text = passage.text[quote.start - passage.start : quote.end - passage.start]
    answering = frozenset(row.quantity.start for row in answering_rows(own) if row.document_id == passage.document_id)
    question = asked[-1] if asked and answering else ""
    return Source(text, quote.start, "\n".join(told), passage.published, tuple(rows), question, answering, day)


def day_of(document: Document) -> date | None:
    """Return the last day of the first date, to the month at least, that an undated document begins with."""
    if document.published:
        return None
    dated = (p for p in find_periods(document.text[:_BEGINNING]) if p.first and p.last and not p.relative)
    return next((p.last for p in dated if p.last and p.first and (p.last - p.first).days <= 31), None)


def answering_rows(own: Draft | None) -> list[FigureRow]:
    """Return the figures that the extractive reader answers with."""
    if own is None or own.status is Status.NO_EVIDENCE:
        return []
    answers = (own.value or "").split("；")
    return [row for row, _ in own.rows if row.quantity.surface in answers]


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says of one of its figures: the words before and behind it, names that lead in, and its period.

    `lead` is what stands before the figure ahead of it, where nothing of its own is said between the two: in
    收入由5亿元更正为6亿元 both are the 收入.
    """

    whole: str
    lead: str
    left: str
    right: str
    names: frozenset[str]
    period: Period | None


def said_of(text: str, figure: Quantity, figures: Sequence[Quantity]) -> Said:
    clauses = [m.span() for m in CLAUSE.finditer(text)]
    start, end = next(((a, b) for a, b in clauses if a <= figure.start < b), (0, len(text)))
    first = max([start, *(q.end for q in figures if start <= q.start and q.end <= figure.start)])
    last = min([end, *(q.start for q in figures if figure.end <= q.start < end)])
    left, right = text[first : figure.start], text[figure.end : last]
    at = start
    while not content_of(left + right) and at:
        a, b = max((span for span in clauses if span[1] <= at), default=(0, 0))
        if b == 0 or any(a <= q.start < b for q in figures):
            break
        left, at = text[a:b] + left, a
    lead = text[start:first] if start < first and not _tells(left + " " + right) else ""
    for q in figures:
        if start <= q.start < first:
            lead = lead.replace(q.surface, " ")
    names = names_of(left + right) or names_of(lead)
    for a, b in reversed([span for span in clauses if span[1] <= start]):
        if names:
            break
        names = names_of(text[a:b])
    periods = [p for p in periods_of(text) if not _is_base(text, p, figure)]
    before = [p for p in periods if p.end <= figure.start]
    behind = [p for p in periods if _BRACKETED.fullmatch(text[figure.end : p.start])]
    if not before and not behind and len(figures) == 1 and not content_of(undated(text[: figure.start])):
        behind = [p for p in periods if p.start >= figure.end]  # a figure alone, and then what it is of
    return Said(text, lead, left, right, names, behind[0] if behind else before[-1] if before else None)


def periods_of(text: str, reference: date | None = None) -> list[Period]:
    """Return the periods of a text; 前一年 behind a dated one is the year before that."""
    found: list[Period] = []
    for period in find_periods(text, reference=reference):
        dated = [p.first for p in found if p.first and not p.relative]
        if dated and _BEFORE_IT.fullmatch(period.surface):
            year = dated[-1].year - 1
            period = replace(period, first=date(year, 1, 1), last=date(year, 12, 31), relative=False)
        found.append(period)
    return found


def _is_base(text: str, period: Period, figure: Quantity) -> bool:
    """Whether a figure is only counted from a period: 比2022年增长3%, 2022年的2倍; not the 5亿元 of 比2022年的5亿元."""
    between = text[period.end : figure.start] if period.end <= figure.start else "x"
    if figure.kind is Kind.MULTIPLE and _OF_BASE.fullmatch(between):
        return True
    return bool(_AGAINST.search(text[: period.start])) and not _OWN.fullmatch(between)


def _tells(text: str) -> bool:
    """Whether words beside a figure say what it is: a noun or a change, not just 更正为 or 到."""
    return any(tag[0] in "nj" and len(word) > 1 for word, tag in tagged(undated(text))) or bool(changes(text))


def role_of(said: Said) -> str:
    """Return which end of 由5亿元更正为6亿元 a figure is, "" where it is neither."""
    return "to" if _FROM.search(said.lead) else "from" if _FROM.search(said.left) and _TO.search(said.right) else ""


def sentence_at(text: str, place: int) -> str:
    """Return the sentence that a place is in."""
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, place)), default=0)
    end = _SENTENCE_END.search(text, place)
    return text[start : end.start() if end else len(text)]
