"""Questions that spell the computation out (成交额除以项数, 全院减去本部) → plans.

In comes a question's text without its mark, the note in brackets with it; out goes a plan, None when nothing is spelled
out.
"""

import re

from qa.differences import HOW_MANY
from qa.operands import Asked, amount, asked_after, measure_in, period_in, subject_in, twin, without_period
from qa.plans import Operand, Operation, Plan
from qa.quotients import mean

_SIGN = r"(?P<sign>除以|减去|减掉|减|扣除|加上|加|÷|−|＋|\+)"
_NOTE = re.compile(rf"[（(](?:用|即|也就是|就是|等于)?(?P<a>[^（）()]+?){_SIGN}(?P<b>[^（）()]+)[）)]")
_INLINE = re.compile(
    rf"(?:用|拿|把)?(?P<a>.+?)(?:除以|减去|减掉|加上)(?P<b>.+?)[，,]?(?:之后|后)?(?:等于|得|是|有|为|还剩|剩)*{HOW_MANY}$"
)
_OPERATIONS = {"减": Operation.DIFFERENCE, "扣": Operation.DIFFERENCE, "−": Operation.DIFFERENCE}


def spelled(text: str) -> Plan | None:
    """东院区有多少张床位（全院减去本部）; 收入减去支出是多少."""
    note = _NOTE.search(text)
    if note is None:
        return _inline(text)
    main = (text[: note.start()] + text[note.end() :]).rstrip("？?，, ")
    a, b = note["a"].strip("，, 的"), note["b"].strip("，, 的")
    if note["sign"] in ("除以", "÷"):
        named = main if a in main else re.sub(r"(?=平均|每|人均)", a, main, count=1)
        return mean(named)
    ask = re.search(HOW_MANY + "$", main)
    if not ask:
        return None
    asked = asked_after(ask["rest"])
    operands = tuple(Operand(_completed(main, x, asked), x) for x in (a, b))
    operation = _OPERATIONS.get(note["sign"][0], Operation.SUM)
    return Plan(operation, operands, asked.unit)


def _completed(main: str, phrase: str, asked: Asked) -> str:
    """Return the question for an operand with the period, the body and the measure that the main question alone names."""
    period = "" if period_in(phrase) else period_in(main)
    body = subject_in(main)
    if measure_in(phrase):
        whose = "" if subject_in(phrase) or body in phrase else body
        return amount(f"{period}{whose}{phrase}", asked)
    return f"{main.replace(body, phrase, 1)}？" if body else twin(f"{main}？", phrase, asked)


def _inline(text: str) -> Plan | None:
    found = _INLINE.match(text)
    if not found:
        return None
    asked = asked_after(found["rest"])
    a, b = found["a"].strip("，, 的"), found["b"].strip("，, 的")
    sign = text[found.end("a") : found.start("b")]
    if "除" in sign:
        return None
    first = amount(a, asked)
    period = "" if period_in(b) else period_in(a)
    second = (
        twin(first, b, asked)
        if not measure_in(b)
        else amount(f"{period}{'' if subject_in(b) else subject_in(a)}{without_period(b)}", asked)
    )
    operation = Operation.SUM if sign == "加上" else Operation.DIFFERENCE
    return Plan(operation, (Operand(first, a), Operand(second, b)), asked.unit)
