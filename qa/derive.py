"""A figure that no sentence states, but one relates to a figure that it does state → how to compute it.

174件，是2020年的1.8倍 gives that of 2020; 900人，其中有专业背景的占70% gives how many these are. In come the question and
its ranked evidence; out go a plan and its operands for `qa.arithmetic`, None where no sentence relates what is asked to
what it states.

It is for the questions whose words do not say what is to be computed. As the documents may state the figure elsewhere,
nothing is derived unless the question asks for an estimate, or its best answer is the very figure that the sentence
relates to another one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.types import Kind, Quantity
from index.words import fold, tagged
from qa.evidence import Candidate
from qa.formula import alike
from qa.operands import Asked, asked_after, period_in, without_period
from qa.phrases import ASK
from qa.plans import Needs, Operand, Operation, Plan
from qa.question import Question

_ESTIMATE = re.compile(
    r"大约|大概|约(?![束定谈会])|左右|估|推[算得出]|推断|[倒反逆]推|折[算合]|换算|算(?:一|下|出|起)|(?:按照?|依|照|根据|由此|据此|以此)[^，,]{0,24}[算计看]|照这|按这"
)
_BY_RELATION = re.compile(r"(?:按照?|依|照|根据|由|用|以)[^，,]{0,24}(?:占比|比例|比重|份额|倍数)[^，,]{0,4}[算推计看]")
_RELATION_ASKED = re.compile(r"几分之|几倍|多少倍|百分点|比例|比重|占比|占了?(?:多少|几|百分)|份额")
_BY_IT = re.compile(r"(?:按照?|照着?|依|根据|以)[^，,]{0,6}(?:比例|占比|比重|份额)(?:来?[算看推]算?)?")
_SHARES = (Kind.PERCENT, Kind.RATIO)
_NO_AMOUNT = (Kind.MULTIPLE, Kind.RANK, Kind.PERCENTAGE_POINT)
_CLAUSE = re.compile(r"[，,；;。！!？?：:]")
_STOP = re.compile(r"[。；;！!？?]")
_IS = re.compile(
    r"(?:就|则|约|大约|大概)*(?:是|为|相当于|达到?)了?(?P<base>[^，,。；是为]{2,16}?)的?(?:约|大约|近|接近)?$"
)
_TAKES = re.compile(
    r"占(?!地)(?:到|了|据|有)?(?P<base>[^，,。；占]{0,16}?)的?(?:比例|比重|份额|比)?(?:约|大约|近|将近|接近|超过?|达到?|为|是)*$"
)
_CHANGED = re.compile(
    r"(?:(?:同比|环比|[比较](?P<base>[^，,。；比较]{1,10}?)))?(?:时|相比)?(?:再|又|净|共|实际)*"
    r"(?:增长|增加|增|上升|提高|提升|上涨|涨|扩大|多|高|下降|减少|降低|降|回落|下滑|少|低)(?:出|了)?(?:约|近|超过?|达)?$"
)
_PRECEDING = re.compile(r"上一?[年届期次季]度?|去年|前一?[年届期次]|头一?年|(?:上年|去年)?同期")
_GENERIC = re.compile(
    r"^(?:平均|水平|整个|全部|所有|总[体数量]?|中国|全国|我国|整体|全[市省国区县园]|左右|的|量|数|值)$"
)
_DENIES = re.compile(r"没(?!收)|未(?![来必])|不(?![仅但只低少断同])|无(?!人机|线|限|偿|论|疑)|非(?![常洲遗])")
_EXCEPT = re.compile(rf"{_DENIES.pattern}|以外|之外|除(?![尘湿草])|其余|其[他它]|剩|余下|另外")
_COVERED, _NAMED, _SENTENCES = 0.6, 0.3, 3
_FAINT = 0.08
_BY_WORDS = (Operation.PRODUCT, Operation.REST)  # found by the words of the part, whatever the whole is called


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked: the clause that asks and what it asks for, and the figures that the other clauses give."""

    target: str
    label: str
    unit: Quantity | None
    asked: Asked
    given: tuple[Quantity, ...]
    estimate: bool
    related: bool
    """Whether the question says itself that it is to be reckoned by a share or a multiple."""


Derived = tuple[Plan, tuple[Candidate, ...]]


def derive(
    text: str, question: Question, evidence: Sequence[Candidate], answer: Callable[[], Candidate | None]
) -> Derived | None:
    """Return the plan and the operands for what is asked, None when it cannot be derived from one sentence.

    Args:
        text: the whole question.
        question: the same, understood.
        evidence: its candidates, ranked.
        answer: tells what it would be answered with, None when with nothing; asked only where a sentence relates figures.
    """
    wanted = _wanted(text)
    if wanted is None:
        return None
    for rows in _sentences(evidence):
        for plan, operands in _relations(wanted, question, rows):
            told = wanted.given and all(any(same_value(g, _figure(c)) for c in operands) for g in wanted.given)
            told = told or (wanted.related and not wanted.given)
            best = None if told else answer()
            if told or (_is_it(best, plan, operands) if best else wanted.estimate):
                return plan, tuple(replace(c, probability=max(c.probability, _sure(operands))) for c in operands)
    return None


def _sure(operands: Sequence[Candidate]) -> float:
    return max(c.probability for c in operands)


def _is_it(best: Candidate, plan: Plan, operands: Sequence[Candidate]) -> bool:
    """Whether the answer that the reader would give is an amount that the sentence relates, not the rate that relates it."""
    return any(
        o.needs in (Needs.AMOUNT, Needs.BASE) and best.row is not None and same_value(_figure(c), best.row.quantity)
        for o, c in zip(plan.operands, operands, strict=True)
    )


def _wanted(text: str) -> _Wanted | None:
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    asking = [clause for clause in clauses if ASK.search(clause)]
    ask = re.search(r"多少|(?<![好十哪无])几", asking[-1]) if asking else None
    if ask is None or _RELATION_ASKED.search(_BY_IT.sub("", asking[-1])):
        return None
    target = asking[-1].strip()
    asked = asked_after(target[target.rfind(ask[0]) + len(ask[0]) :])
    counted = find_quantities("10" + asked.unit) if asked.unit else []
    label = re.sub(
        r"(?:大约|大概|约|共|总共|一共|估计|推算|算下来|下来|又|应该?)*(?:是|有|为|达|能|会)*(?:大约|大概|约)?$",
        "",
        target[: ask.start()],
    )
    periods = find_periods(text)
    given = tuple(
        q for q in find_quantities(text.replace(target, "")) if not any(p.start <= q.start < p.end for p in periods)
    )
    return _Wanted(
        target,
        label.strip("那么则的， "),
        counted[0] if counted else None,
        asked,
        given,
        bool(_ESTIMATE.search(text)),
        _BY_RELATION.search(text) is not None,
    )


def _sentences(evidence: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Yield the figures of the first few sentences that hold one of the kind asked for, in the order of their text."""
    seen: list[tuple[str, int]] = []
    for candidate in evidence:
        key = candidate.passage.document_id, candidate.start
        if candidate.row is None or key in seen or (candidate.probability < _FAINT and seen):
            continue
        seen.append(key)
        if len(seen) > _SENTENCES:
            return
        rows = [c for c in evidence if c.row and (c.passage.document_id, c.start) == key]
        yield sorted({c.row.quantity.start: c for c in rows if c.row}.values(), key=_at)


def _at(candidate: Candidate) -> int:
    return candidate.row.quantity.start if candidate.row else 0


def _figure(candidate: Candidate) -> Quantity:
    if candidate.row is None:
        raise ValueError("a sentence without a figure is no operand")
    return candidate.row.quantity


def _suits(wanted: _Wanted, quantity: Quantity) -> bool:
    if quantity.kind in _NO_AMOUNT:
        return False
    if re.search("百分之|几成", wanted.target):
        return quantity.kind in _SHARES
    return alike(wanted.unit, quantity) if wanted.unit else True


def _relations(wanted: _Wanted, question: Question, rows: Sequence[Candidate]) -> Iterator[Derived]:
    """Yield what the sentence of some figures gives for the question."""
    for number, other in enumerate(rows):
        before = [c for c in rows[:number] if _suits(wanted, _figure(c))]
        if not before:
            continue
        amount = before[-1]
        if _STOP.search(_between(amount, other)):
            continue
        kind = _figure(other).kind
        if kind is Kind.MULTIPLE:
            found = _of_base(wanted, amount, other)
        elif kind in _SHARES and _figure(amount).kind not in _SHARES:
            found = _of_whole(wanted, amount, other) or _of_part(wanted, question, before, other, rows)
        else:
            continue
        if found and (found[0].operation in _BY_WORDS or wanted.given or wanted.related or _measured(wanted, amount)):
            yield found


def _measured(wanted: _Wanted, amount: Candidate) -> bool:
    """Whether the question asks for what an amount measures: 28% of growth is not 12% of effort."""
    words = _words(amount.row.measure) if amount.row else []
    said = sum(len(w) for w in words if w in fold(wanted.target))
    return said >= 0.5 * sum(map(len, words))


def _between(one: Candidate, other: Candidate) -> str:
    return one.sentence[_figure(one).end - one.start : _figure(other).start - one.start]


def _plan(operation: Operation, wanted: _Wanted, questions: Sequence[tuple[str, Needs]]) -> Plan:
    operands = tuple(Operand(text, text.rstrip("？"), needs) for text, needs in questions)
    unit = wanted.asked.unit
    return Plan(operation, operands, unit, label=wanted.label, rough=wanted.estimate)


def _own(candidate: Candidate) -> str:
    """Return a question for a figure as its sentence tells it."""
    row = candidate.row
    return f"{row.period}{row.subject}{row.measure}是多少？" if row else ""


def _of_base(wanted: _Wanted, amount: Candidate, multiple: Candidate) -> Derived | None:
    """28%，是示范区的4倍: that of 示范区."""
    found = _IS.search(_between(amount, multiple))
    if not found or not _names(wanted, found["base"], amount):
        return None
    questions = (_own(amount), Needs.AMOUNT), (f"是{found['base']}的几倍？", Needs.MULTIPLE)
    return _plan(Operation.UNMULTIPLIED, wanted, questions), (amount, multiple)


def _of_whole(wanted: _Wanted, amount: Candidate, share: Candidate) -> Derived | None:
    """4700辆，占全市公交车的50%: all of them."""
    found = _TAKES.search(_between(amount, share))
    if not found or not found["base"] or not _names(wanted, found["base"], amount):
        return None
    questions = (f"占{found['base']}百分之几？", Needs.RATE), (_own(amount), Needs.AMOUNT)
    return _plan(Operation.WHOLE, wanted, questions), (share, amount)


def _of_part(
    wanted: _Wanted, question: Question, before: Sequence[Candidate], share: Candidate, rows: Sequence[Candidate]
) -> Derived | None:
    """900人，其中有专业背景的占70%: how many these are."""
    part, behind = _clause_of(share, rows)
    text = fold(f"{part}{behind}")
    if _CHANGED.search(part) or re.search(r"[比较][^，。；]{1,8}$", part):
        return None
    if wanted.unit is None and not wanted.asked.thing:
        return None  # 国产化率是多少 asks for the rate itself
    taken, words = _TAKES.search(part), _words(text)
    for amount in reversed(before):
        sentence = amount.sentence
        end = _CLAUSE.search(sentence, _figure(amount).end - amount.start)
        lead = fold(sentence[: end.start() if end else len(sentence)])
        if taken and taken["base"] and not any(w in lead for w in _words(taken["base"])):
            continue
        own = _part_words(question, wanted.target, lead) or _part_words(question, question.text, lead)
        size = sum(map(len, own))
        told = sum(len(t) for t in own if t in text)
        named = sum(len(w) for w in words if any(w in t or t in w for t in own))
        if not size or told < _COVERED * size or named < _NAMED * sum(map(len, words)):
            continue
        denied = bool(_EXCEPT.search(wanted.target)) != bool(_DENIES.search(part))
        operation = Operation.REST if denied else Operation.PRODUCT
        questions = (_own(amount), Needs.BASE), (f"{part.strip('，,其中占为 ')}占百分之几？", Needs.RATE)
        return _plan(operation, wanted, questions), (amount, share)
    return None


def _part_words(question: Question, asked: str, lead: str) -> list[str]:
    """Return the words that tell the part asked for from the whole that a sentence leads in with, [] for hardly any."""
    told = (lead, fold(question.subject))
    own = [t for t in question.terms if t in fold(asked) and not t[0].isdigit() and not any(t in text for text in told)]
    units = {q.unit for q in find_quantities("10" + asked_after(re.split(r"多少|几", asked)[-1]).unit)}
    own = [t for t in own if t not in units]
    return own if sum(map(len, own)) > 1 else []


# Who is meant


def _clause_of(candidate: Candidate, rows: Sequence[Candidate]) -> tuple[str, str]:
    """Return the words of a figure's clause before it, from the figure before, and behind it up to the next mark."""
    start = _figure(candidate).start - candidate.start
    earlier = [_figure(c).end - candidate.start for c in rows if _figure(c).end <= _figure(candidate).start]
    lead = candidate.sentence[max(earlier, default=0) : start]
    # What directly follows the figure before belongs to that one.
    parts = re.split(r"[，,；;：:]", lead)
    behind = re.split(r"[，,；;。：:]", candidate.sentence[_figure(candidate).end - candidate.start :])[0]
    return "，".join(parts[1:]) if len(parts) > 1 else lead, behind


def _words(text: str) -> list[str]:
    """Return the content words of a phrase, folded; those that fit any whole are none."""
    return [
        fold(word) for word, tag in tagged(text) if len(word) > 1 and tag[0] in "nvjlasbi" and not _GENERIC.match(word)
    ]


def _names(wanted: _Wanted, base: str, amount: Candidate) -> bool:
    """Whether the question asks of the base of a relation, and not of what is related to it."""
    row, target = amount.row, fold(wanted.target)
    if row is None:
        return False
    if period_in(base):
        return _same_period(base, wanted) and all(w in target for w in _words(without_period(base)))
    if _PRECEDING.search(base):
        return _before(wanted, base, amount)
    words = _words(base)
    measure = fold(row.measure)
    if not words or not all(w in target for w in words) or all(w in measure for w in words):
        return False
    rest = target
    for word in words:
        rest = rest.replace(word, "\0")
    lead = fold(amount.sentence[: _figure(amount).start - amount.start])
    own = [w for w in _words(lead) if w not in measure and w not in words and w not in fold(base)]
    return not any(w in rest for w in own)


def _same_period(base: str, wanted: _Wanted) -> bool:
    asked = {(p.first, p.last) for p in find_periods(wanted.target) if p.first}
    return bool(asked) and asked == {(p.first, p.last) for p in find_periods(base) if p.first}


def _before(wanted: _Wanted, base: str, amount: Candidate) -> bool:
    """Whether the question asks for the time or turn before: in the words of the sentence, or as the year before its own."""
    row = amount.row
    if named := _PRECEDING.search(wanted.target):
        return bool(base) and named[0][:1] == base[:1] and named[0][-1] == base[-1]
    if period_in(base) and not _PRECEDING.fullmatch(base):
        return _same_period(base, wanted)
    asked = [p for p in find_periods(wanted.target) if p.first and p.last]
    if row is None or len(asked) != 1 or not (row.first and row.last) or (base and not _PRECEDING.fullmatch(base)):
        return False
    first, last = asked[0].first, asked[0].last
    return bool(
        first
        and last
        and (first.year + 1, first.month, last.month) == (row.first.year, row.first.month, row.last.month)
    )
