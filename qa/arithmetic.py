"""Operands → a computed draft.

`combine` takes a plan and the best candidate for each of its operands; it returns a draft whose formula shows every
operand as its document writes it, or a Chinese sentence that says why nothing can be computed. The formula is written
here and read back by `qa.formula`, which alone does the sums, in Decimal.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, DivisionByZero, InvalidOperation

from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Basis, FigureRow, Kind, Period, Quantity
from index.words import fold
from qa.draft import Draft, Quote
from qa.events import date_of
from qa.evidence import Candidate
from qa.formula import WHOLE, Amount, Uncomputable, alike, evaluate, squeezed, vague, verify_formula, written
from qa.headlines import called, foremost, headline
from qa.operands import scale_of, without_period
from qa.picking import clause_before, falls, in_place, one_each, pick
from qa.plans import AGAINST_TARGET, Needs, Operation, Plan
from qa.statements import shorten
from qa.texts import SOURCE
from qa.types import Status
from qa.whose import is_body

__all__ = ["combine", "pick", "verify_formula"]

_SHARES = (Kind.PERCENT, Kind.RATIO)
_MISSING = "文档没有给出计算所需的数：{names}。"
# A figure said to be of the whole year, whatever quarter the sentence before it tells of.
_WHOLE_YEAR = re.compile(r"全年|年度")
_MOST = Decimal("1.01")
_SCALES = ("万亿", "亿", "万", "")


def combine(plan: Plan, operands: Sequence[Candidate | None]) -> Draft | str:
    """Return the computed draft, or the sentence that says what is missing or does not fit.

    Args:
        plan: what to compute.
        operands: the best candidate for each operand's question, in the plan's order; None where there is none.
    """
    if (
        plan.operands[0].needs is Needs.AFTER and plan.operation is Operation.GROWTH
    ):  # looked up first, reckoned with last
        plan, operands = replace(plan, operands=plan.operands[::-1]), operands[::-1]
    lost = [o.question.rstrip("？") for o, c in zip(plan.operands, operands, strict=True) if c is None]
    found = [c for c in operands if c is not None]
    if lost:
        return _MISSING.format(names="；".join(lost))
    try:
        draft = _between_dates(plan, found) if plan.operation is Operation.YEARS else _computed(plan, found)
    except Uncomputable as reason:
        return str(reason)
    except (DivisionByZero, InvalidOperation, OverflowError):
        return "除数是零，不能计算。"
    return draft if verify_formula(draft) else "这些数合不到一起，不能计算。"


def _computed(plan: Plan, found: Sequence[Candidate]) -> Draft:
    rows = [c.row for c in found if c.row]
    if len(rows) < len(found):
        names = "；".join(o.question.rstrip("？") for o, c in zip(plan.operands, found, strict=True) if c.row is None)
        raise Uncomputable(_MISSING.format(names=names))
    figures = [row.quantity for row in rows]
    if len({(r.document_id, r.quantity.start) for r in rows}) < len(rows):
        raise Uncomputable(f"文档只给出一个数：{rows[0].quantity.surface}，没有分开的数可以计算。")
    wrong = [
        operand.question.rstrip("？")
        for n, (operand, candidate) in enumerate(zip(plan.operands, found, strict=True))
        if not in_place(plan, operand, candidate, found[:n])
    ]
    if wrong:
        raise Uncomputable(_MISSING.format(names="；".join(wrong)))
    _same_time(plan, found, rows)
    _same_body(plan, rows)
    formula, result = _formula(plan, found, figures)
    if plan.operands[0].needs is Needs.EACH:
        # The question counts the bodies, their sentence names them.
        plan = replace(plan, label="、".join(one_each(found[0])))
    head, value = headline(plan, figures, rows, result, formula, min(c.probability for c in found))
    return _draft(found, head, value, formula)


def _draft(found: Sequence[Candidate], head: str, value: str, formula: str) -> Draft:
    quotes: list[Quote] = []
    markers: list[int] = []
    for candidate in found:
        quote = Quote(candidate.passage, candidate.start, candidate.end)
        if quote not in quotes:
            quotes.append(quote)
        markers.append(quotes.index(quote) + 1)
    marks = "".join(f"[{n}]" for n in dict.fromkeys(markers))
    lines = [f"{head}：{formula}{marks}。"]
    for number in dict.fromkeys(markers):
        candidate = next(c for c, m in zip(found, markers, strict=True) if m == number)
        lines.append(SOURCE.format(quote=shorten(candidate.sentence, _focus(found, markers, number)), marker=number))
    rows = tuple((c.row, m) for c, m in zip(found, markers, strict=True) if c.row)
    confidence = min(c.probability for c in found)
    return Draft(Status.ANSWERED, value, tuple(lines), tuple(quotes), rows, confidence, formula)


def _focus(found: Sequence[Candidate], markers: Sequence[int], number: int) -> tuple[int, int]:
    """Return the span of all operands that stand in one quote, in its sentence."""
    spans = [
        (c.row.quantity.start - c.start, c.row.quantity.end - c.start)
        for c, m in zip(found, markers, strict=True)
        if m == number and c.row
    ]
    if not spans:
        return 0, 1
    return min(a for a, _ in spans), max(b for _, b in spans)


# The formula


def _formula(plan: Plan, found: Sequence[Candidate], figures: Sequence[Quantity]) -> tuple[str, str]:
    """Return the formula and its result, both as written."""
    operation = plan.operation
    a, *rest = figures
    one, *others = (squeezed(q.surface) for q in figures)
    match operation:
        case Operation.COMPARISON:
            _must_be_alike(figures)
            best = foremost(plan, figures)
            if len(figures) == 2 and plan.place == 1:
                x, y = evaluate(one).value, evaluate(others[0]).value
                return f"{one} {'>' if x > y else '<' if x < y else '='} {others[0]}", ""
            surfaces = [one, *others]
            values = [evaluate(surface).value for surface in surfaces]
            if values.count(values[best]) > 1:
                raise Uncomputable("其中有相同的数，分不出先后。")
            sign = "<" if plan.label == plan.words[1] else ">"
            rest_of = [surface for n, surface in enumerate(surfaces) if n != best]
            ahead = sorted(values, reverse=sign == ">")[: plan.place - 1]
            pairs = [
                (surface, surfaces[best]) if evaluate(surface).value in ahead else (surfaces[best], surface)
                for surface in rest_of
            ]
            return "，".join(f"{one} {sign} {other}" for one, other in pairs), ""
        case Operation.SUM:
            _must_be_alike(figures)
            _must_be_parts(figures)
            return _equation(" + ".join((one, *others)), a, plan, figures)
        case Operation.DIFFERENCE | Operation.REST:
            if operation is Operation.REST and rest[0].kind in _SHARES and a.kind not in _SHARES:
                return _equation(f"{one} × ({WHOLE} − {others[0]})", a, plan, figures)
            _must_be_alike(figures)
            if operation is Operation.REST and found[0].start != found[1].start:
                _must_be_part(others[0], one)
            if len(others) > 1:
                return _equation(" − ".join((one, *others)), a, plan, figures)
            return _difference(one, others[0], plan, figures)
        case Operation.COMPLEMENT:
            _must_be_alike(figures)
            _must_be_parts(figures)
            return _equation(" − ".join((WHOLE, one, *others)), None, plan, figures, unit="%")
        case Operation.GROWTH:
            _must_be_alike(figures)
            if a.kind in _SHARES and plan.unit != "倍":
                return _difference(others[0], one, plan, figures)
            in_units = plan.gap and plan.unit != "%"
            first, gap = _difference(others[0], one, plan, figures, unit=plan.unit if in_units else "")
            second, result = _equation(
                f"{gap} ÷ {one}", None, plan, figures, unit=plan.unit if plan.unit == "倍" else "%"
            )
            return f"{first}，{second}", f"{gap}；{result}" if plan.gap else result
        case Operation.SHARE | Operation.TIMES:
            _must_be_alike(figures)
            if operation is Operation.SHARE:
                _must_be_part(one, others[0])
            return _equation(f"{one} ÷ {others[0]}", None, plan, figures, unit=plan.unit)
        case Operation.MEAN:
            per = find_quantities("10" + plan.per)
            loose = plan.per == "个" and rest[0].kind is Kind.COUNT  # 每个老师: people are counted in 人
            if not per or not (loose or alike(rest[0], per[0])):
                raise Uncomputable(f"“{others[0]}”不是以{plan.per}计的数，算不出平均数。")
            return _equation(f"{one} ÷ {others[0]}", a, plan, figures, per=rest[0].unit if loose else plan.per)
        case Operation.YEARLY:
            first, last = plan.years or (1, 1)
            return _equation(f"{one} ÷ ({last} − {first} + 1)", a, plan, figures, per="年")
        case Operation.PRODUCT:
            _must_be_share(rest[0])
            return _equation(f"{one} × {others[0]}", a, plan, figures)
        case Operation.WHOLE:
            _must_be_share(a)
            return _equation(f"{others[0]} ÷ {one}", rest[0], plan, figures)
        case Operation.UNGROWN:
            if rest[0].kind is Kind.MULTIPLE:
                return _equation(f"{one} ÷ {others[0]}", a, plan, figures)
            falling = falls(found[1])
            if rest[0].kind in _SHARES and a.kind not in _SHARES:
                return _equation(f"{one} ÷ (1 {'−' if falling else '+'} {others[0]})", a, plan, figures)
            _must_be_alike(figures)
            return _equation(f"{one} {'+' if falling else '−'} {others[0]}", a, plan, figures)
        case Operation.UNMULTIPLIED:
            if rest[0].kind is not Kind.MULTIPLE:
                raise Uncomputable("文档没有给出计算所需的倍数。")
            return _equation(f"{one} ÷ {others[0]}", a, plan, figures)
        case _:
            raise Uncomputable("这一步不能计算。")


def _must_be_part(part: str, whole: str) -> None:
    if evaluate(part).value > evaluate(whole).value:
        raise Uncomputable(f"文档里的“{part}”比“{whole}”大，不是它的一部分，不能计算。")


def _must_be_parts(figures: Sequence[Quantity]) -> None:
    """Shares of one whole do not come to more than it, give or take rounding."""
    if all(q.kind in _SHARES for q in figures) and sum(evaluate(squeezed(q.surface)).value for q in figures) > _MOST:
        raise Uncomputable("这些比例加起来超过百分之百，不是同一个整体的各部分，不能相加。")


def _must_be_share(figure: Quantity) -> None:
    if figure.kind not in _SHARES:
        raise Uncomputable("文档没有给出计算所需的比例。")


def _must_be_alike(figures: Sequence[Quantity]) -> None:
    first = figures[0]
    for other in figures[1:]:
        if first.currency and other.currency and first.currency != other.currency:
            raise Uncomputable(f"“{squeezed(first.surface)}”和“{squeezed(other.surface)}”币种不同，不能直接计算。")
        if not alike(first, other):
            raise Uncomputable(f"“{squeezed(first.surface)}”和“{squeezed(other.surface)}”单位不同，不能直接计算。")


def _difference(
    one: str, other: str, plan: Plan, figures: Sequence[Quantity], unit: str | None = None
) -> tuple[str, str]:
    """The larger less the smaller: a result never begins with a minus."""
    if evaluate(one).value < evaluate(other).value:
        one, other = other, one
    shares = figures[0].kind in _SHARES or figures[0].kind is Kind.PERCENTAGE_POINT
    return _equation(f"{one} − {other}", figures[0], plan, figures, unit="个百分点" if shares else unit)


def _equation(
    expression: str,
    like: Quantity | None,
    plan: Plan,
    figures: Sequence[Quantity],
    *,
    unit: str | None = None,
    per: str = "",
) -> tuple[str, str]:
    """Return `expression = result` and the result: in the unit asked for, else in that of the figure it is `like`."""
    amount = evaluate(expression)
    unit = plan.unit if unit is None else unit
    if unit == "个" and like is not None and like.kind is Kind.COUNT:
        unit = ""  # 几个人: 个 counts anything
    if like is not None and unit in _SCALES and unit and like.kind is Kind.MONEY:
        unit += like.unit  # 多少亿: of the money that its figures are
    if like is not None and (not unit or _same_but_for_scale(unit, like)):
        unit = _natural(amount, like, figures, per, exact="÷" not in expression)
    elif like is not None and unit != "个百分点":
        asked = find_quantities("10" + unit)
        if asked and not per and "/" in like.unit and alike(asked[0], replace(like, unit=like.unit.partition("/")[0])):
            per = like.unit.partition("/")[2]  # 亿元 asked, 亿元/平方公里 stated: the result is for each of them
        elif not asked or not alike(asked[0], like):
            raise Uncomputable(f"问的是{unit}，文档给出的是“{squeezed(like.surface)}”，单位不同。")
    result, exact = written(amount, unit, per, plan.places)
    unsure = any(vague(q) for q in figures)
    lead = f"每{per}" if per else ""
    return f"{expression} {'=' if exact and not unsure else '≈'} {lead}{result}", result


def _same_but_for_scale(unit: str, like: Quantity) -> bool:
    """Whether a figure is in the unit asked for, but in 万 or 亿 of it: 件 and 91.4万件."""
    return unit == like.unit and scale_of(like.surface) != ""


def _natural(amount: Amount, like: Quantity, figures: Sequence[Quantity], per: str, *, exact: bool) -> str:
    """Return the unit with the power in which the result reads well: that of its operands, a smaller one below 1."""
    if like.kind in _SHARES:
        return "%"
    scales = [scale_of(q.surface) for q in figures if q.kind is like.kind] if exact else [scale_of(like.surface)]
    at = max(_SCALES.index(scale) for scale in scales)
    while at < len(_SCALES) - 1:
        text, _ = written(amount, _SCALES[at] + like.unit, per)
        number = re.match(r"[\d.]+", text)
        if number and Decimal(number[0]) >= 1:
            break
        at += 1
    return _SCALES[at] + like.unit


# When


def _same_time(plan: Plan, found: Sequence[Candidate], rows: Sequence[FigureRow]) -> None:
    """Refuse figures of different times where the question does not ask for different ones."""
    asked = [tuple(p.surface for p in find_periods(o.question)) for o in plan.operands]
    if plan.operation is Operation.YEARLY or plan.label == AGAINST_TARGET:
        return
    spans = [
        (row.first, row.last)
        for row, candidate in zip(rows, found, strict=True)
        if row.first and row.last and row.basis in (Basis.STATED, Basis.INHERITED)
        if not _WHOLE_YEAR.search(clause_before(candidate.sentence[: max(row.quantity.start - candidate.start, 0)]))
    ]
    if len(spans) < len(rows):
        return
    lengths = [(last - first).days + 1 for first, last in spans]
    # A year's sum and a quarter's do not go together, whatever is asked; a count on a day goes with a year's.
    if max(lengths) > 1.7 * min(lengths) and min(lengths) > 31 and len(set(asked)) > 1:
        raise Uncomputable(_times(rows))
    if len(set(asked)) == 1:
        for first, last in spans[1:]:
            if first > spans[0][1] or last < spans[0][0]:
                raise Uncomputable(_times(rows))


def _same_body(plan: Plan, rows: Sequence[FigureRow]) -> None:
    """Refuse figures of different bodies where the question asks for different times alone."""
    asked = {without_period(operand.question) for operand in plan.operands}
    told = {row.subject.removesuffix("区") for row in rows if is_body(fold(row.subject))}
    if len(asked) == 1 and len(told) > 1 and plan.operands[0].needs is not Needs.EACH:
        stated = "；".join(f"{squeezed(row.quantity.surface)}（{row.subject}）" for row in rows)
        raise Uncomputable(f"这些数说的不是同一个单位，不能直接计算：{stated}。请在问题里写明问的是谁。")


def _times(rows: Sequence[FigureRow]) -> str:
    stated = "；".join(f"{squeezed(r.quantity.surface)}（{r.period}）" for r in rows)
    return f"这些数的统计期不同，不能直接计算：{stated}。"


_KNOWN = {"年": 366, "个月": 31, "天": 1}
"""How many days a date may span to be known to the year, the month, the day."""


def _length(period: Period) -> int:
    return (period.last - period.first).days + 1 if period.first and period.last else 1


def _fine(told: Sequence[Period]) -> str:
    """Return the unit that the time between two dates (多久) reads well in, none finer than they are known to."""
    days = [p.first for p in told if p.first]
    gap = abs((days[0] - days[-1]).days)
    for unit, most in (("天", 62), ("个月", 365 * 5)):
        if gap < most and max(map(_length, told)) <= _KNOWN[unit]:
            return unit
    return "年"


def _between_dates(plan: Plan, found: Sequence[Candidate]) -> Draft:
    """Return the draft for the time between two dates, the later less the earlier."""
    dates: list[tuple[date, str]] = []
    told: list[Period] = []
    for operand, candidate in zip(plan.operands, found, strict=True):
        period = date_of(operand, candidate)
        if period is None or period.first is None:
            raise Uncomputable(_MISSING.format(names=operand.question.rstrip("？")))
        told.append(period)
    unit = plan.unit or _fine(told)
    for period in told:
        day = period.first or date.min
        form = {"年": f"{day.year}年", "个月": f"{day.year}年{day.month}月"}
        if _length(period) > _KNOWN[unit]:
            raise Uncomputable(f"文档只说到“{period.surface}”，算不出相差多少{unit}。")
        dates.append((day, form.get(unit, f"{day.year}年{day.month}月{day.day}日")))
    (a, one), (b, other) = dates
    early, late = (other, one) if a >= b else (one, other)
    gap = {
        "年": abs(a.year - b.year),
        "个月": abs((a.year - b.year) * 12 + a.month - b.month),
        "天": abs((a - b).days),
    }[unit]
    formula = f"{late} − {early} = {gap}{unit}"
    names = [called(o) for o in plan.operands]
    word = "晚" if a > b else "早"
    asked = plan.label
    value = f"{gap}{unit}"
    if asked and (asked == "早") != (word == "早") and gap:
        value = word + value
    head = f"{names[0]}比{names[1]}{word}{gap}{unit}" if gap else f"{names[0]}与{names[1]}在同一时间"
    return _draft(found, head, value, formula)
