"""A computed result → the words before its formula, and the short answer."""

import re
from collections.abc import Sequence

from index.types import FigureRow, Kind, Qualifier, Quantity, Statement
from qa.formula import Uncomputable, evaluate, squeezed, vague
from qa.operands import only_period
from qa.plans import AGAINST_TARGET, Needs, Operand, Operation, Plan

_SURE = 0.6
_HENCE = re.compile("^(?:由此|据此|照此|以此)(?:可以?)?(?:推算|推断|推出|计算|算出|估算|看)?出?[，,]?")
_FASTER = ("快", "慢")
_ORDINALS = "零一二三四五六七八九十"


def headline(
    plan: Plan, figures: Sequence[Quantity], rows: Sequence[FigureRow], result: str, formula: str, sure: float
) -> tuple[str, str]:
    """Return the words before the formula, and the short answer."""
    names = [called(o) for o in plan.operands]
    ahead = [r.quantity.qualifier in (Qualifier.ESTIMATED, Qualifier.PLANNED) for r in rows]
    future = any(ahead) or any(r.statement is not Statement.RESULT for r in rows)
    if plan.label == AGAINST_TARGET:
        future = rows[-1].quantity.qualifier is Qualifier.ESTIMATED  # a target is a plan, what was reached is none
    rounded = plan.rough and "≈" in formula
    value = ("预计" if future else "约" if rounded or any(vague(q) for q in figures) else "") + result
    more, less = plan.words
    if plan.words == _FASTER and figures[0].kind is Kind.DURATION:
        more, less = less, more  # what takes fewer minutes is faster
    match plan.operation:
        case Operation.COMPARISON:
            values = [evaluate(squeezed(q.surface)).value for q in figures]
            if len(values) == 2 and values[0] == values[1]:
                return "两者相同", "相同"
            winner = names[foremost(plan, figures)]
            if plan.place > 1:
                return f"{winner}第{_ORDINALS[plan.place]}{plan.label}", winner
            return f"{winner}{'最' if len(names) > 2 else ''}{plan.label}", winner
        case Operation.DIFFERENCE | Operation.GROWTH:
            growth = plan.operation is Operation.GROWTH
            names = [f"{plan.label}{name}" if name == "现在" else name for name in names]
            now, then = (1, 0) if growth else (0, 1)
            high, low = (evaluate(squeezed(figures[i].surface)).value for i in (now, then))
            word = more if high >= low else less
            expected = word == plan.verb if plan.verb else high >= low
            apart = not plan.verb and plan.operands[0].needs is Needs.AFTER  # 前后相差: whichever way it went
            said = value if expected or apart else f"{word}{value}"
            if not expected and plan.verb and sure < _SURE:
                raise Uncomputable("文档里的数与问题的说法相反，又不够确定，没有计算。")
            if plan.label == AGAINST_TARGET and high != low:
                return f"{names[1]}比{names[0]}{word}{value}", said
            if plan.label in plan.words and high != low:  # asked which of them, and by how much
                first, second = (names[now], names[then]) if high > low else (names[then], names[now])
                word = plan.words[plan.label == less]
                first, second = (first, second) if word == more else (second, first)
                short = value if re.search(r"\d", first) else f"{first}{word}{value}"
                return f"{first}比{second}{word}{value}", short
            if high == low:
                return f"{names[now]}与{names[then]}相同，相差{value}", value
            periods = only_period(names[now]) or names[now] in ("最新", "现在", "目前", "如今")
            if periods and (only_period(names[then]) or names[then] in ("上年", "去年")):
                return f"从{names[then]}到{names[now]}{word}{value}", said
            lead, shown = ("预计", value.removeprefix("预计")) if future else ("", value)
            than = "" if names[now] == names[then] else f"比{names[then]}"  # 家数从40家到64家: one name for both
            return f"{names[now]}{lead}{than}{word}{shown.replace('；', '，幅度')}", said
        case Operation.SUM:
            return f"{plan.label or '、'.join(names)}合计{value}", value
        case Operation.SHARE:
            return f"{names[0]}占{names[1]}的{value}", value
        case Operation.TIMES:
            return f"{names[0]}是{names[1]}的{value}", value
        case Operation.MEAN:
            return f"平均每{plan.per}{plan.label}{value}", value
        case Operation.YEARLY:
            return f"平均每年{value}", value
        case _:
            return f"{_HENCE.sub('', plan.label)}{value}", value


def foremost(plan: Plan, figures: Sequence[Quantity]) -> int:
    """Return which figure is the largest, or the smallest where that is asked for; or the next to it, as the plan says."""
    values = [evaluate(squeezed(q.surface)).value for q in figures]
    return values.index(sorted(values, reverse=plan.label != plan.words[1])[plan.place - 1])


def called(operand: Operand) -> str:
    """Return what an answer calls an operand."""
    return operand.label if len(operand.label) <= 30 else operand.label[:29] + "…"
