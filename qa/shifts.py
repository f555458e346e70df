"""Questions for what a change came to, in words of saving and difference, or for its size and its rate together → plans.

What became what stands in one sentence (从200天压缩到60天). Each function takes the question's text without its mark and
returns a plan, None when the question is not of its kind.
"""

import re
from dataclasses import replace

from index.quantities import find_quantities
from index.types import Kind
from qa.differences import FILLER, HOW_MANY, WORDS, words_for
from qa.operands import asked_after, period_in
from qa.plans import Needs, Operand, Operation, Plan

_AGO = r"(?:以前|原来|原先|过去|从前|之前|先前|早先|早年|老办法)"
_SAVED = r"(?:节省|节约|省|少(?:用|花|等|跑|交|耗)?|快|砍|缩|压)"
_APART = r"(?:相差|差|变化|变)"
_MOVED = (
    re.compile(rf"(?P<what>.{{2,}}?)(?:的)?(?:前后|先后|前前后后|一前一后)(?:一比|相比|对比|比较)?[，,]?[^，,]{{0,4}}?(?P<verb>{_APART})了?{FILLER}{HOW_MANY}$"),
    re.compile(rf"(?P<what>.{{2,}}?)[，,]?(?:又|则|也|能|可|可以|就)*{FILLER}(?P<verb>{_SAVED}|变化?)(?:出来?|下来?|掉|去|了)+{FILLER}{HOW_MANY}$"),
    re.compile(rf"(?P<what>.{{2,}}?)(?:要|得)?[比较]{_AGO}[，,]?(?:又|能|可以|就)*{FILLER}(?P<verb>{_SAVED})(?:出来?|下来?|掉|去|了)*{FILLER}{HOW_MANY}$"),
)  # fmt: skip
_THAN_BEFORE = re.compile(rf"(?:我们|咱们)?[^，,的]{{0,1}}得?[比较]{_AGO}[^，,]*|我们|咱们")
_RATE_TOO = re.compile(
    r"^(?P<change>.+?(?:多少|几)[^，,、？?]*)[，,、？?](?:同时|那么?|以及|又|折算|折合|相当于|也就是|即)*"
    r"(?:(?:增|降|涨|跌|减|缩|升|压缩|增加|增长|减少|下降|变化|变动|缩短)(?:幅度?|率|速|比例|了)(?:又|大约|约|大概|是|为|有|达到?|多少)*(?:百分之(?:多少|几)|几成|多少|多大)"
    r"|(?:幅度|比例)(?:又|大约|约|大概|是|为|有|达到?)*(?:百分之(?:多少|几)|几成|多少|多大)|百分之(?:多少|几))$"
)


def moved(text: str) -> Plan | None:
    """审批时限前后相差多少天; 办证省出来多少天: from what it was to what it became, both said in one sentence."""
    found = next((m for pattern in _MOVED if (m := pattern.match(text))), None)
    asked = asked_after(found["rest"]) if found else None
    if not found or not asked or not asked.unit or asked.thing or found["ask"] not in ("多少", "几"):
        return None
    what = _THAN_BEFORE.sub("", found["what"]).strip("，, 的")
    counted = find_quantities("10" + asked.unit)
    if len(what) < 2 or period_in(what) or re.search("[和与跟比]", what) or not counted:
        return None  # of two times or two things, not of one change
    lasting = counted[0].kind is Kind.DURATION
    apart = re.fullmatch(_APART, found["verb"]) is not None
    verb = "缩短" if lasting else "变化" if apart else "减少"
    operands = (
        Operand(f"{what}{verb}到多少{asked.unit}？", "现在", Needs.AFTER),
        Operand(f"{what}原来是多少{asked.unit}？", "原来", Needs.BEFORE),
    )
    words = words_for(verb) if verb in WORDS else words_for("增加")
    return Plan(
        Operation.DIFFERENCE,
        operands,
        asked.unit,
        words,
        label=what,
        verb="" if apart else words[1],
        fallback=True,
        tentative=True,
    )


def split_rate(text: str) -> str:
    """Return the question for a change that is asked for with its rate (增加了几家，增幅百分之几), "" for any other."""
    found = _RATE_TOO.match(text)
    return found["change"] if found else ""


def with_rate(change: Plan | None) -> Plan | None:
    """Return the plan for a change and its rate from the plan for the change, None where that is no change."""
    if change is None or len(change.operands) != 2 or "百分" in change.unit or not change.verb:
        return None
    if change.operation is Operation.GROWTH:
        return replace(change, unit="%", gap=True, instead=None)
    if change.operation is not Operation.DIFFERENCE:
        return None
    ends = change.operands[0].needs is Needs.AFTER  # what it became tells which sentence is meant
    operands = change.operands if ends else change.operands[::-1]
    return replace(change, operation=Operation.GROWTH, operands=operands, gap=True, instead=None)
