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

from index.clauses import Clause, clauses_of, dealt, dealt_ahead, dealt_name, dealt_period, is_between
from index.houses import house_of, own_house
from index.labelled import cell_of
from index.lasting import CLOSING, changed_from, is_founding, is_within, lasting, told_in
from index.measured import COMPARING, FROM, TO, Reading, Sentence, counted_owner, dealt_change, measured, of_body
from index.passages import sentences
from index.periods import find_periods
from index.phrases import (
    has_noun,
    is_entity,
    of_share,
    owner_in,
    phrase_left,
    taken_back,
    trim,
    without_periods,
    worth_end,
)
from index.quantities import find_quantities
from index.types import Basis, Document, FigureRow, Kind, Passage, Period, Quantity, Statement

_ESTIMATE = re.compile(r"预计|预期|有望|估计|预测|测算|或将|将(?:达|超|突破|实现)")
_PLAN = re.compile(
    r"目标|计划(?!单列)|力争|规划(?!面积|范围|用地)|争取|拟(?=[^合态定议])|确保|要(?:达到|实现|建成|突破)|未来[\d一二三四五六七八九十两]+年|"
    r"将(?:建|打造|引进|培育|形成)"
)
_CAPTION = re.compile(r"\s*附?表\s*[0-9一二三四五六七八九十]{1,3}(?![年月日个家张])")
_BY_THEN = re.compile(
    r"(?:力争|争取|确保|计划|目标|规划|要)[^。；]{0,60}$|到(?:20\d\d年|“?十[四五六]五”?末)[^。；]{0,60}$"
)
_AIMS = re.compile(r"(?:目标|计划|任务)(?:分别)?(?:是|为|：)[^，,。；;]*$")  # 目标是收入9亿元、项目35个
_WANTED = re.compile(
    r"[能要想](?<!已[能要想])(?<!已经[能要想])[^，,；;。]{0,16}(?:做到|[高升降缩]到|控制在)约?$"
)  # 能做的是把兑现率做到98%
_WANTED_REACH = 24  # the longest match of `_WANTED`, and some
_ITEM = re.compile(r"\s*(?:[-–—•·*●○■◆▪►]\s?|[（(]?[一二三四五六七八九十\d]{1,2}[)）.、．](?!\d)|[①-⑳])")
_LEADS = re.compile(r"[：:]\s*$")  # 主要目标如下：, what every item of the list under it is of
_AIMS_OF_LIST = re.compile(r"(?:目标|计划|任务|安排)(?:如下|是|为|包括|有)?[：:]\s*$")
_DONE = re.compile(r"已|目前|截至|了")
_OWN = re.compile(r"(?:的[^，,；;。\d]{0,8})?")  # what stands between a period and a figure that can be of no other
# What stands between a figure and the period in the brackets behind it: 33,700人（2008年）
_DATED = re.compile(r"\s?[（(]\s?(?:数据|统计)?(?:为|是|在)?\s?")
_ONE = re.compile(r"一(?:个|家|种|位|名|项|条|座|所|件|次|场|份|款|部|批|套|本|组|张|类|支|系列|期|届|段|块|片|处|代)")
_HAN_COUNT = re.compile(r"[两三四五六七八九十][个家种位名项条座所]")
_ASKED = re.compile(r"(?:大概|大约|分别)?(?:是|为|达到?|有)?(?:多少|多大)钱?[？?]$")
_ASKING = ("？", "?")
_SPEAKER = re.compile(r"^[^：:，。]{1,12}[：:]")
_WHOLE_YEAR = re.compile(r"全年(?!度?的?(?:目标|计划|预算|预期|任务|指标))")
_REMEMBERED = 4
_OF_A_YEAR = re.compile("年[底末尾终]|季|半年|月")  # parts that the year told of before may be of
_BARE_YEAR = 4  # characters
_FROM_DAY = re.compile(r"(?:截至|截止到?|到|至)?[今去前明后]年")
_GIVEN = re.compile(r"的?(?P<what>[一-鿿]{2,8})(?=[，,；;。！!\n]|$)")  # 500万元、100万元资助
_CELL = re.compile(r"\s*\|\s*")


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
            read: list[tuple[Quantity, Reading]] = []
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
        self.caption = ""  # of the table, or of the section

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
            self.caption = passage.section or ""
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
        if _CAPTION.match(text):
            self.caption = text
        asked = _ASKED.search(text) if text.endswith(_ASKING) else None
        plain = without_periods(text, find_periods(text)) if asked else ""
        self.asked = phrase_left(_SPEAKER.sub("", plain[: asked.start()])) if asked else ""
        self._unread.append(text)
        self._spoken.append(())
        self._subject = None

    def leave(self, sentence: Sentence, read: Sequence[tuple[Quantity, Reading]]) -> None:
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
    if not any(_FROM_DAY.match(p.surface) for p in found):
        return found
    from_day = {(p.start, p.end): p for p in find_periods(text, reference=context.day)}
    return [from_day.get((p.start, p.end), p) if _FROM_DAY.match(p.surface) else p for p in found]


def _read(text: str, context: _Context) -> Sentence | None:
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
    return Sentence(text, plain, quantities, periods, clauses_of(text, plain, quantities), told_in(text, periods))


def _table_cell(sentence: Sentence, quantity: Quantity, context: _Context) -> Reading | None:
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
    return Reading(measure, subject, period, basis, around=sentence.text)


def _row_cell(sentence: Sentence, quantity: Quantity, context: _Context) -> Reading | None:
    """Read a figure by the heads that stand before it in a row written out; None outside such a row."""
    cell = cell_of(sentence.text, quantity, sentence.quantities, sentence.periods, context.caption)
    if cell is None:
        return None
    period = cell.period or context.frame
    basis = Basis.UNKNOWN if period is None else Basis.STATED if cell.period else Basis.INHERITED
    return Reading(cell.measure, cell.subject or context.of_table, period, basis, around=sentence.text)


_start_of = attrgetter("start")


def _clause_figure(
    sentence: Sentence, quantity: Quantity, context: _Context, read: Sequence[tuple[Quantity, Reading]]
) -> Reading:
    text = sentence.text
    index = bisect_right(sentence.clauses, quantity.start, key=_start_of) - 1
    clause = sentence.clauses[index]
    beyond = worth_end(text, quantity.end) if quantity.kind is Kind.COUNT else 0
    behind = (q.start for q in sentence.quantities if max(quantity.end, beyond) <= q.start)
    right_edge = min(clause.end, next(behind, clause.end))
    measure, compared = measured(sentence, quantity, index, right_edge, read)
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
        changed = dealt_change(text, read, start, mark, figures, number)
        named, owner = changed or dealt_name(text, sentence.plain, start, mark, len(figures), number)
        told = sentence.plain[mark + 2 : figures[0].start]
        behind = "" if is_between(told) else of_share(told) or phrase_left(told)
        behind = behind if has_noun(behind) or of_share(told) else ""
        if behind and named and not changed and is_entity(named):
            named, owner = behind, named  # 甲公司和乙公司分别进出口5亿元、7亿元
        elif behind and not changed:
            named += behind
        if not named and not owner and mark == start and (ahead := dealt_ahead(text, start, figures, number)):
            given = _GIVEN.match(text, figures[-1].end)
            named = ahead + given["what"] if given else ""
        measure = named or phrase_left(sentence.plain[start:mark]) or measure
    for earlier in sentence.clauses[index::-1]:
        subject = earlier.statement.subject
        if subject and subject not in measure:
            break
    else:
        subject = context.subject or own_house(text[: quantity.start], context.house)
    measure, named = of_body(sentence, quantity, measure, read, context.measures.get(quantity.kind, ""))
    subject = owner or counted_owner(sentence, quantity, measure, read) or named or subject
    if subject == measure and quantity.kind is Kind.COUNT:
        subject = ""  # 40家甲村产业园: they are counted
    # 由921.5亿元更正为927.3亿元: what was before is only what the new figure is compared with.
    turned = FROM.search(text[clause.start : quantity.start]) and TO.match(text[quantity.end : clause.end])
    return Reading(
        measure,
        subject,
        period,
        basis,
        comparison=compared or (turned.group() if turned else "") or taken_back(text, quantity.end),
        around=text[clause.start : right_edge],
        owner=named,
    )


def _period(sentence: Sentence, quantity: Quantity, clause: Clause, context: _Context) -> tuple[Period | None, Basis]:
    told = sentence.told
    for period in sentence.periods:
        if period.end > quantity.start:
            beside = _DATED.fullmatch(sentence.text, quantity.end, period.start)
            if beside and sentence.text.startswith(CLOSING, period.end):
                return period, Basis.STATED
        else:
            own = _OWN.fullmatch(sentence.text, period.end, quantity.start)
            if own and (quantity.kind not in COMPARING or changed_from(sentence.text, period)):
                return period, Basis.STATED  # 比2022年的685.9亿元增长17.2%
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
    passage: Passage, offset: int, sentence: Sentence, quantity: Quantity, reading: Reading, context: _Context
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
    reading: Reading, before: str, first: date | None, last: date | None, reference: date | None
) -> Statement:
    around = reading.around
    if _PLAN.search(around) or _AIMS.search(before) or _WANTED.search(before, max(0, len(before) - _WANTED_REACH)):
        return Statement.PLAN
    ahead = last is not None and (reference is None or last > reference)
    if ahead and _BY_THEN.search(before) and not _DONE.search(around):
        return Statement.PLAN  # 力争到2027年，甲达到3万吨，乙达到5亿元
    if _ESTIMATE.search(around) or (first and reference and first > reference):
        return Statement.ESTIMATE
    return Statement.RESULT
