"""Sentences → figure rows: what a figure measures, of whom and of when, read off the words around it.

A sentence is cut into clauses. The noun phrase on the left of a figure, or for counts the one on its right, is what it
measures; the first noun phrase of the clause, or of a clause before, is of whom. Its period is the one stated in the
clause, else in an earlier clause or sentence of the paragraph, else that of the title (2023年度报告), else the
document's date. In a table the heads of row and column say all of this.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from index.clauses import Clause, clauses_of, dealt, dealt_name, dealt_period, is_between
from index.houses import house_of, own_house
from index.labelled import cell_of
from index.lasting import CLOSING, OPENING, changed_from, is_founding, is_within, lasting, told_in
from index.passages import sentences
from index.periods import find_periods
from index.phrases import (
    OF_CLASS,
    does,
    has_noun,
    is_entity,
    is_link,
    measure_of,
    names_body,
    of_change,
    of_share,
    owner_in,
    phrase_left,
    same_sum,
    taken_back,
    trim,
    without_change,
    without_periods,
    worth_end,
)
from index.quantities import find_quantities
from index.types import Basis, Document, FigureRow, Kind, Passage, Period, Quantity, Statement
from index.units import same_unit
from index.words import tagged

_ESTIMATE = re.compile(r"预计|预期|有望|估计|预测|测算|或将|将(?:达|超|突破|实现)")
_PLAN = re.compile(
    r"目标|计划(?!单列)|力争|规划(?!面积|范围|用地)|争取|拟(?=[^合态定议])|确保|要(?:达到|实现|建成|突破)|未来[\d一二三四五六七八九十两]+年|"
    r"将(?:建|打造|引进|培育|形成)"
)
_BY_THEN = re.compile(
    r"(?:力争|争取|确保|计划|目标|规划|要)[^。；]{0,60}$|到(?:20\d\d年|“?十[四五六]五”?末)[^。；]{0,60}$"
)
_AIMS = re.compile(r"(?:目标|计划|任务)(?:分别)?(?:是|为|：)[^，,。；;]*$")  # 目标是收入9亿元、项目35个
_WANTED = re.compile(
    r"(?<!已)(?<!已经)[能要想][^，,；;。]{0,16}(?:做到|[高升降缩]到|控制在)约?$"
)  # 能做的是把兑现率做到98%
_SAME_THING = re.compile(r"^[^有]*$|其中")  # 有2位… tells of others
_ITEM = re.compile(r"\s*(?:[-–—•·*●○■◆▪►]\s?|[（(]?[一二三四五六七八九十\d]{1,2}[)）.、．](?!\d)|[①-⑳])")
_LEADS = re.compile(r"[：:]\s*$")  # 主要目标如下：, what every item of the list under it is of
_AIMS_OF_LIST = re.compile(r"(?:目标|计划|任务|安排)(?:如下|是|为|包括|有)?[：:]\s*$")
_DONE = re.compile(r"已|目前|截至|了")
_OWN = re.compile(r"(?:的[^，,；;。\d]{0,8})?")  # what stands between a period and a figure that can be of no other
_TIMES = re.compile(r"(?:是|为|相当于|约为|达到?)([^，,；;。是]{1,30}?)的$")
_COMPARING = (Kind.MULTIPLE, Kind.RATIO, Kind.PERCENT)
_FROM = re.compile(r"[由从][^由从]{0,12}$")
_TO = re.compile(r"[^，。；\d]{0,8}?[一-鿿](?<![至到为])[至到为]")
_BESIDE = re.compile(r"\s*[（(]\s*")  # 38.5%（77人）
# What stands between a figure and the period in the brackets behind it: 33,700人（2008年）
_DATED = re.compile(r"\s?[（(]\s?(?:数据|统计)?(?:为|是|在)?\s?")
_NAMING = re.compile(r"[一-鿿]{2}")  # not the brackets of 天元股份(600123)报收于
_ONE = re.compile(r"一(?:个|家|种|位|名|项|条|座|所|件|次|场|份|款|部|批|套|本|组|张|类|支|系列|期|届|段|块|片|处|代)")
_HAN_COUNT = re.compile(r"[两三四五六七八九十][个家种位名项条座所]")
_COPULA = re.compile(r"(?<=[一-鿿]{2})(?:是|为)")
_ASKED = re.compile(r"(?:大概|大约|分别)?(?:是|为|达到?|有)?(?:多少|多大)钱?[？?]$")
_ASKING = ("？", "?")
_SPEAKER = re.compile(r"^[^：:，。]{1,12}[：:]")
_PART = re.compile(r"[^；;]+")
_WHOLE_YEAR = re.compile(r"全年(?!度?目标|计划)")
_REMEMBERED = 4
_OF_A_YEAR = re.compile("年[底末尾终]|季|半年|月")  # parts that the year told of before may be of
_MEAN = re.compile("[日月周年季]均$")
_TOPIC = re.compile(r"(?:从|就)?(?P<of>[^，,。；;]{2,14}?)(?:方面|来看|看)[，,]")
_BARE_YEAR = 4  # characters
_FROM_DAY = re.compile(r"[今去前明后]年")
_CELL = re.compile(r"\s*\|\s*")


class _Sentence(NamedTuple):
    """A sentence with all that was read in it; offsets count from its own start."""

    text: str
    plain: str  # the same without its periods, spaces in their place
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    clauses: tuple[Clause, ...]
    told: list[Period]  # periods that figures may be of


class _Reading(NamedTuple):
    """What was made of one figure."""

    measure: str
    subject: str
    period: Period | None
    basis: Basis
    comparison: str = ""
    around: str = ""
    owner: str = ""  # the body that its part of the sentence names


def figure_rows(document: Document, passages: Sequence[Passage]) -> list[tuple[int, FigureRow]]:
    """Return (position of the passage, row) for each figure of the document, in the order of the text."""
    rows: list[tuple[int, FigureRow]] = []
    context = _Context(document)
    for position, passage in enumerate(passages):
        for start, end in sentences(document.text, passage.start, passage.end):
            text = document.text[start:end]
            context.enter(passage, start, text)
            sentence = _read(text, context)
            if sentence is None:
                context.pass_by(text)
                continue
            read: list[tuple[Quantity, _Reading]] = []
            for quantity in sentence.quantities:
                reading = (
                    _table_cell(sentence, quantity, context)
                    or _row_cell(sentence, quantity, context)
                    or _clause_figure(sentence, quantity, context, read)
                )
                read.append((quantity, reading))
                rows.append((position, _row(passage, start, sentence, quantity, reading, context)))
            context.leave(sentence, read)
    return rows


class _Context:
    """What headings and earlier sentences leave to later ones.

    Most sentences state no figure, and most figures say themselves of whom and of when they are: periods and subjects
    of earlier sentences are read when a figure asks for them.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._section: tuple[str | None, str | None] = ("", "")
        self.house = ""  # that the speaker is of
        self._line = -1
        self._period: Period | None = None
        self._lead: Period | None = None  # of the line that leads in the list
        self.planned = False  # whether that line says that the list is of aims
        self._unread: list[str] = []  # sentences of the line that may name another period
        self._spoken: deque[tuple[Clause, ...]] = deque(
            maxlen=_REMEMBERED + 1
        )  # the sentences before, since the heading
        self._subject: str | None = None  # of those, once it was asked for
        self.measures: dict[Kind, str] = {}  # of the sentence before
        self.asked = ""  # what the question before asks for: 公司去年销售额是多少？
        self.frame: Period | None = None
        self.reference: date | None = None
        self.day: date | None = None  # on which it is written
        self.heads: tuple[str, ...] = ()

    def enter(self, passage: Passage, start: int, text: str) -> None:
        """Forget what does not reach beyond a line, a table or a section."""
        line = self._document.text.rfind("\n", 0, start)
        if line != self._line:
            self._lead_in(self._document.text[self._line + 1 : max(line, 0)], line + 1)
            self._line = line
            self._period = None
            self._unread.clear()
            if "|" not in text:
                self.heads = ()
            elif not self.heads:
                self.heads = tuple(_CELL.split(text))
        section = (passage.section, passage.speaker)
        if section != self._section:
            self._section = section
            self.house = house_of(self._document, passage.speaker)
            self._spoken.clear()
            self._subject = None
            # A notice of its own day among others is not of the year that the first of them reports on.
            whole = None if passage.section and passage.published != self._document.published else self._document.title
            self.frame = _frame(passage.section, passage.published) or _frame(whole, passage.published)
            # 年末 in a report on 2023 is the end of 2023, whenever it was printed.
            self.reference = self.frame.last if self.frame else passage.published
            self.day = passage.published

    def _lead_in(self, before: str, line: int) -> None:
        """Keep what the line before says of a list that begins here, as long as the list goes on."""
        if _LEADS.search(before):
            self._lead, self.planned = self.period, _AIMS_OF_LIST.search(before) is not None
        elif not _ITEM.match(self._document.text, line):
            self._lead, self.planned = None, False

    @property
    def period(self) -> Period | None:
        """The period told of last in the line, or where its list is led in."""
        while self._unread:
            text = self._unread.pop()
            if told := lasting(text, told_in(text, _periods(text, self)), self.day):
                self._unread.clear()
                self._period = told
        return self._period or self._lead

    @property
    def subject(self) -> str:
        """Of whom the sentences before speak."""
        if self._subject is None:
            named = (c.statement.subject for clauses in reversed(self._spoken) for c in clauses)
            self._subject = next((subject for subject in named if subject and is_entity(subject)), "")
        return self._subject

    @property
    def of_table(self) -> str:
        """Of whom a table is that names nobody: of them, or of the body that the title opens with."""
        return self.subject or owner_in(self._document.title or "")[0]

    def pass_by(self, text: str) -> None:
        """Keep what a sentence without figures leaves to the next."""
        self.measures = {}
        asked = _ASKED.search(text) if text.endswith(_ASKING) else None
        plain = without_periods(text, find_periods(text)) if asked else ""
        self.asked = phrase_left(_SPEAKER.sub("", plain[: asked.start()])) if asked else ""
        self._unread.append(text)
        self._spoken.append(())
        self._subject = None

    def leave(self, sentence: _Sentence, read: Sequence[tuple[Quantity, _Reading]]) -> None:
        """Keep what the next sentence may lean on."""
        self.measures = {quantity.kind: reading.measure for quantity, reading in read if reading.measure}
        self.asked = ""
        if told := lasting(sentence.text, sentence.told, self.day):
            before = self._period if not self._unread else self.period
            self._unread.clear()
            self._period = before if before and is_within(sentence.text, told, before) else told
        self._spoken.append(sentence.clauses)
        self._subject = None


def _frame(title: str | None, published: date | None) -> Period | None:
    """Return the period that a title says a text reports on; one that still ran when it appeared is only a name."""
    for period in find_periods(title or ""):
        if period.first and period.last and not period.relative:
            if published is None:
                return period if "年" in period.surface or len(period.surface) > _BARE_YEAR else None  # 2025低空论坛
            return period if period.last < published else None
    return None


def _periods(text: str, context: _Context) -> list[Period]:
    """Return the periods of a sentence: those that a writer says of his own day (去年) count from it, not from what he reports on."""
    told = context.period.last if _OF_A_YEAR.search(text) and context.period else None
    found = find_periods(text, reference=context.reference, told=told)
    if context.day is None or context.reference is None or context.day.year == context.reference.year:
        return found
    from_day = {(p.start, p.end): p for p in find_periods(text, reference=context.day)}
    return [from_day.get((p.start, p.end), p) if _FROM_DAY.match(p.surface) else p for p in found]


def _read(text: str, context: _Context) -> _Sentence | None:
    """Read a sentence; None if it states no figure."""
    stated = find_quantities(text)
    if not stated:
        return None
    periods = tuple(_periods(text, context))
    listed = _HAN_COUNT.search(text) is not None
    quantities = tuple(
        q
        for q in stated
        if (text[max(0, q.start - 1) : q.start] != "每" or q.kind is Kind.DURATION)  # 每10股派3元: so many to each
        and (
            listed or q.surface[0] != "一" or not _ONE.fullmatch(q.surface)
        )  # 一家企业: an article, unless counts are listed
        and not (periods and any(p.start <= q.start and q.end <= p.end for p in periods))
    )
    if not quantities:
        return None
    plain = without_periods(text, periods)
    return _Sentence(text, plain, quantities, periods, clauses_of(text, plain, quantities), told_in(text, periods))


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
    subject = next((head for head in plain if head != measure), context.of_table)
    basis = Basis.UNKNOWN if period is None else Basis.INHERITED if period is context.frame else Basis.STATED
    return _Reading(measure, subject, period, basis, around=sentence.text)


def _row_cell(sentence: _Sentence, quantity: Quantity, context: _Context) -> _Reading | None:
    """Read a figure by the heads that stand before it in a row written out; None outside such a row."""
    cell = cell_of(sentence.text, quantity, sentence.quantities, sentence.periods)
    if cell is None:
        return None
    period = cell.period or context.frame
    basis = Basis.UNKNOWN if period is None else Basis.STATED if cell.period else Basis.INHERITED
    return _Reading(cell.measure, cell.subject or context.of_table, period, basis, around=sentence.text)


_start_of = attrgetter("start")


def _clause_figure(
    sentence: _Sentence, quantity: Quantity, context: _Context, read: Sequence[tuple[Quantity, _Reading]]
) -> _Reading:
    text = sentence.text
    index = bisect_right(sentence.clauses, quantity.start, key=_start_of) - 1
    clause = sentence.clauses[index]
    beyond = worth_end(text, quantity.end) if quantity.kind is Kind.COUNT else 0
    behind = (q.start for q in sentence.quantities if max(quantity.end, beyond) <= q.start)
    right_edge = min(clause.end, next(behind, clause.end))
    measure, compared = _measure(sentence, quantity, index, right_edge, read)
    if context.asked and not has_noun(measure):
        measure = context.asked  # 3.2亿 of 我们做了3.2亿 is what was asked
    measure = measure or context.measures.get(quantity.kind, "")
    period, basis = _period(sentence, quantity, clause, context)
    owner = ""
    if group := dealt(text, quantity, sentence.quantities):
        number, figures, mark = group
        start = max((c.start for c in sentence.clauses if c.start <= mark), default=0)
        if named := dealt_period(sentence.periods, start, mark, len(figures), number):
            period, basis = named, Basis.STATED
        changed = _dealt_change(text, read, start, mark, figures, number)
        named, owner = changed or dealt_name(text, sentence.plain, start, mark, len(figures), number)
        told = sentence.plain[mark + 2 : figures[0].start]
        behind = "" if is_between(told) else of_share(told) or phrase_left(told)
        behind = behind if has_noun(behind) or of_share(told) else ""
        if behind and named and not changed and is_entity(named):
            named, owner = behind, named  # 甲公司和乙公司分别进出口5亿元、7亿元
        elif behind and not changed:
            named += behind
        measure = named or phrase_left(sentence.plain[start:mark]) or measure
    for earlier in sentence.clauses[index::-1]:
        subject = earlier.statement.subject
        if subject and subject not in measure:
            break
    else:
        subject = context.subject or own_house(text[: quantity.start], context.house)
    measure, named = _of_body(sentence, quantity, measure, read, context.measures.get(quantity.kind, ""))
    subject = owner or _counted_owner(sentence, quantity, measure, read) or named or subject
    # 由921.5亿元更正为927.3亿元: what was before is only what the new figure is compared with.
    turned = _FROM.search(text[clause.start : quantity.start]) and _TO.match(text[quantity.end : clause.end])
    return _Reading(
        measure,
        subject,
        period,
        basis,
        comparison=compared or (turned.group() if turned else "") or taken_back(text, quantity.end),
        around=text[clause.start : right_edge],
        owner=named,
    )


def _of_body(
    sentence: _Sentence, quantity: Quantity, measure: str, read: Sequence[tuple[Quantity, _Reading]], before: str
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
    part = max(text.rfind(mark, 0, quantity.start) for mark in "；;")
    near = [(q, r.owner) for q, r in read if q.start > part and r.owner]
    if not near:
        return measure, ""
    last, named = near[-1]
    said = any(last.end <= c.start <= quantity.start and c.statement.subject for c in sentence.clauses)
    return measure, "" if said else named


def _topic(sentence: _Sentence) -> str:
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


def _meant(quantity: Quantity, measure: str, read: Sequence[tuple[Quantity, _Reading]]) -> str:
    """Return the noun that a bare 日均 is of, "" if the figures before it tell of none: 客运量9亿人次，日均200万人次."""
    told = next((r.measure for q, r in reversed(read) if r.measure and q.unit == quantity.unit), "")
    words = tagged(without_change(told)) if told else []
    return words[-1][0] if words and words[-1][1].startswith(("n", "vn")) and words[-1][0] not in measure else ""


def _counted_owner(
    sentence: _Sentence, quantity: Quantity, measure: str, read: Sequence[tuple[Quantity, _Reading]]
) -> str:
    """Return the bodies whose figure this is, where a sentence counts several kinds of them, "" for none.

    高中4所，在校学生9860人；初中12所，在校学生1.54万人: the students of each are told behind it.
    """
    if "；" not in sentence.text and ";" not in sentence.text:
        return ""
    parts = [part.span() for part in _PART.finditer(sentence.text)]
    first = [next((q for q in sentence.quantities if a <= q.start < b), None) for a, b in parts]
    own = next((q for q, (a, b) in zip(first, parts, strict=True) if a <= quantity.start < b), None)
    alike = [q for q in first if q and own and q.unit == own.unit and own.kind is Kind.COUNT]
    if own is None or len(alike) < 2 or quantity.unit == own.unit:
        return ""
    counted = next((reading.measure for earlier, reading in read if earlier is own and not reading.subject), "")
    return "" if counted in measure or measure in counted else counted


def _dealt_change(
    text: str,
    read: Sequence[tuple[Quantity, _Reading]],
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


def _measure(
    sentence: _Sentence, quantity: Quantity, index: int, right_edge: int, read: Sequence[tuple[Quantity, _Reading]]
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
    told = next((r.measure for _, r in reversed(read) if r.measure), "")
    if multiple := _TIMES.search(ahead) if quantity.kind in _COMPARING else None:  # 强度12%，是平均水平的2.4倍
        owner = phrase_left(plain[left_edge : max(left_edge, clause.start + multiple.start())])
        return owner or told, multiple.group(1)
    if read and left_edge > clause.start and _TO.match(left):
        # 营业总收入由921.5亿元更正为927.3亿元: both measure the same.
        whole = _FROM.search(text[clause.start : read[-1][0].start])
        if whole:
            return _owner(plain[clause.start : clause.start + whole.start()]) or told, ""
    turned = _FROM.search(ahead) if _TO.match(text[quantity.end : clause.end]) else None
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
        return same if quantity.kind in _COMPARING else without_change(same), ""
    if not measure and index:
        naming = (c for c in reversed(sentence.clauses[:index]) if _NAMING.search(text[c.start : c.end]))
        other = next(naming, sentence.clauses[index - 1])
        if not any(other.start <= q.start < other.end for q, _ in read):
            named = without_change(phrase_left(_COPULA.split(plain[other.start : other.end])[0]))
            measure = named if has_noun(named) or does(named) else ""
    if quantity.kind is not Kind.COUNT and len(measure) < 3 and not has_noun(measure):
        # 其中一季度233.8亿元, 全年转正，达到536.7亿元
        kinds = (quantity.kind, *_COMPARING, Kind.PERCENTAGE_POINT)
        same = next((r.measure for q, r in reversed(read) if q.kind is quantity.kind and r.measure), "")
        changed = next((r.measure for q, r in reversed(read) if r.measure and q.kind in kinds), "")
        # 总投资9.8亿元，占地86亩: of another kind, so of another thing
        own = quantity.kind not in kinds[1:] and does(measure)
        measure = same or without_change(changed if own else told) or measure
    return measure, ""


def _alike(quantity: Quantity, earlier: Quantity) -> bool:
    """Whether a figure may say more of what an earlier one was of: 149名发帖人, 其中15人; 下降9.3%，为4310万部."""
    return quantity.kind is not Kind.COUNT or earlier.kind is not Kind.COUNT or same_unit(quantity.unit, earlier.unit)


def _is_class(text: str, quantity: Quantity) -> bool:
    """Whether a figure is part of a name: 20万吨级以上大型船舶."""
    return OF_CLASS.match(text, quantity.start) is not None


def _owner(before: str) -> str:
    """Return what changes from one figure to another: 占比 of 占比从32%升至45% is no link there."""
    return phrase_left(before) or trim(before)


def _around_aside(sentence: _Sentence, clause: Clause) -> slice:
    """Return where that is which stands before the brackets that a clause follows: 出口 of 出口（含整车）31万辆."""
    text, begin = sentence.text, clause.statement.start
    opening = max(text.rfind(mark, begin, clause.start) for mark in OPENING)
    if opening < 0:
        return slice(0, 0)
    edge = max((q.end for q in sentence.quantities if begin <= q.start < opening), default=begin)
    return slice(edge, opening)


def _period(sentence: _Sentence, quantity: Quantity, clause: Clause, context: _Context) -> tuple[Period | None, Basis]:
    told = sentence.told
    for period in sentence.periods:
        own = _OWN.fullmatch(sentence.text, period.end, quantity.start)
        if own and (quantity.kind not in _COMPARING or changed_from(sentence.text, period)):
            return period, Basis.STATED  # 比2022年的685.9亿元增长17.2%
        beside = _DATED.fullmatch(sentence.text, quantity.end, period.start)
        if beside and sentence.text.startswith(CLOSING, period.end):
            return period, Basis.STATED
    inside = [p for p in told if clause.start <= p.start and p.end <= clause.end]
    before = [p for p in inside if p.end <= quantity.start]
    if before or inside:
        return (before or inside)[-1], Basis.STATED
    earlier = [p for p in told if p.end <= clause.start and not is_founding(sentence.text, p)]
    since = earlier[-1].end if earlier else clause.start
    if _WHOLE_YEAR.search(sentence.plain[since : quantity.start]):
        return _whole_year(context, earlier[-1] if earlier else None), Basis.INHERITED
    if earlier:
        return earlier[-1], Basis.INHERITED
    if context.period and not (_is_ahead(context.period, context) and _DONE.search(sentence.text)):
        return context.period, Basis.INHERITED
    return context.frame, Basis.INHERITED if context.frame else Basis.UNKNOWN


def _is_ahead(period: Period, context: _Context) -> bool:
    """Whether a period told of is still to come: what is done is of another."""
    return bool(period.first and context.reference and period.first > context.reference)


def _whole_year(context: _Context, earlier: Period | None) -> Period | None:
    """Return the year that 全年 stands for: of the quarter or month told of before it, else that of the title."""
    near = earlier or context.frame or context.period
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
        quantity=_moved(quantity, offset),
        sentence_start=offset,
        sentence_end=offset + len(sentence.text),
        measure=reading.measure,
        subject=reading.subject,
        period=period.surface if period else "",
        first=first,
        last=last,
        basis=basis,
        statement=Statement.PLAN
        if context.planned
        else _statement(reading, sentence.text[: quantity.start], first, last, context.reference),
        comparison=reading.comparison,
        speaker=passage.speaker,
    )


def _moved(q: Quantity, by: int) -> Quantity:
    start, end = q.start + by, q.end + by  # `replace` would take three times as long
    exactness = (q.qualifier, q.qualifier_surface, q.low, q.high)
    return Quantity(start, end, q.surface, q.value, q.unit, q.kind, *exactness, q.currency)


def _statement(
    reading: _Reading, before: str, first: date | None, last: date | None, reference: date | None
) -> Statement:
    around = reading.around
    if _PLAN.search(around) or _AIMS.search(before) or _WANTED.search(before):
        return Statement.PLAN
    ahead = last is not None and (reference is None or last > reference)
    if ahead and _BY_THEN.search(before) and not _DONE.search(around):
        return Statement.PLAN  # 力争到2027年，甲达到3万吨，乙达到5亿元
    if _ESTIMATE.search(around) or (first and reference and first > reference):
        return Statement.ESTIMATE
    return Statement.RESULT
