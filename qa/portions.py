"""Questions for a part of a whole that is told by the other part or by a share → plans.

What is not so (没有入库的还剩多少件), what lies beyond (A、B之外的占百分之几), what a share comes to (折算下来是多少人), what
one of several bears. Each function takes the question's text without its mark and returns a plan, None when the question
is not of its kind.
"""

import re
from dataclasses import replace
from itertools import accumulate

from index.quantities import find_quantities
from index.types import Kind
from index.words import tagged
from qa.differences import FILLER, HOW_MANY
from qa.operands import (
    Asked,
    amount,
    asked_after,
    conjuncts,
    period_first,
    period_in,
    subject_in,
    ungrouped,
    without_period,
)
from qa.plans import Needs, Operand, Operation, Plan

_IN = r"(?:里面?|里头|里边|当中|之中|其中|中(?![国央关心小型学间试等])|内(?![部外容]))"
_LEFT = r"(?:还|又|总共|一共|共|总计|剩下|剩余|剩|余下|有|是|占|约|大约|大概|差不多)*"
# What is said not to be so; a word that only sounds like it (未来, 非常) or sets a bound (不低于) says nothing of the kind.
_NEGATION = (
    r"(?:但|却|而)?(?:是|还|尚|并|都|也|仍)*(?:没有(?!多少|几)|没(?![想有料])|未(?![来必成知])|不(?:是|属于|算)"
    r"|不(?![低高少多超足到断同仅得能会可要良动锈限等止过及大小含变包知清明下])|非(?![常凡洲典遗]))"
)
_NOT = re.compile(rf"(?P<whole>.+?)(?P<within>{_IN})?[，,]?(?P<not>{_NEGATION})(?P<part>[^，,]+?){_LEFT}{HOW_MANY}$")
_EXCEPT = (
    re.compile(
        rf"(?P<whole>.+?){_IN}?[，,]?(?:把|将)(?P<part>[^，,]+?)(?:都|全|统统|一起|先)*"
        rf"(?:去掉|刨[去掉除]|扣[掉除]|除[去掉]|剔除|抛开|排除|拿掉|撇开|不算|减[去掉])了?[，,]?"
        rf"(?:(?:还|就|会)*(?:剩下?|余下?)|其余|其他|其它)的?(?:其他|其它|别的|另外)?(?P<whole3>)[^占是有多几，,]{{0,6}}?{_LEFT}{HOW_MANY}$"
    ),
    re.compile(
        rf"(?P<whole>.*?){_IN}?[，,]?(?:除(?:了|去|开)?|扣除|去掉|刨去|不算)(?P<part>[^，,]+?)(?:以外|之外|外)?[，,]"
        rf"(?P<whole2>[^，,]*?)(?:其余|其他|其它|剩下|剩余|余下|还)的?(?P<whole3>[^，,]*?){_LEFT}{HOW_MANY}$"
    ),
    re.compile(
        rf"(?P<whole>.+?){_IN}[，,]?(?:除(?:了|去|开)?)?(?P<part>[^，,]+?)(?:以外|之外)的?"
        rf"(?:其余|其他|其它|剩下|剩余|余下)?的?(?P<whole3>[^，,]*?){_LEFT}{HOW_MANY}$"
    ),
    re.compile(
        rf"(?P<whole>.+?){_IN}?[，,]?(?:扣[掉除去]|减[去掉]|刨[去掉除]|去掉|剔除|除[去掉])(?P<part>[^，,]+?)(?:[之以]?后)?[，,]?"
        rf"(?:(?:还|就|会)*(?:剩下?|余下?)的?|还有)(?P<whole3>){_LEFT}{HOW_MANY}$"
    ),
)
_DOING = re.compile(r"^(?:做|搞|从事|属于|来自)(?=.{2,}的$)|的$")  # 做IT的: those that the share of IT is of
_SHARE_ASKED = re.compile(r"百分之|几成|几分之")
# What a share comes to in things: said so, or only roughly.
_CONVERTED = re.compile(
    r"[，,]?(?:折算|折合|换算|合算)(?:下来|起来|出来|成)?|[，,]?算下来|[，,（(]?按(?:照)?(?:这个|该|此)?(?:占比|比例|比重)(?:来|去)?"
    r"(?:估算|计算|折算|推算|算)?[）)]?[，,]?"
)
_IN_THINGS = re.compile(
    r"[，,]?(?:折|换|合)(?:算|合)?成?(?:为|成)?(?:具体|实际)?的?(?P<thing>[人件家个户项辆套台]|金额|绝对)数?量?(?:值|额)?(?:大概|大约|约|是|有|为)*多少(?:[人件家个户项辆套台元])?$"
)
_ROUGHLY = re.compile(r"大约|大概|约(?![束定谈会])|估计|估算")
_CURRENCY = re.compile(r"人民币|[美欧日港韩]元|英镑|汇率")


_OF_OTHERS = re.compile(rf"(?P<part>[^，,]{{2,}}?)(?:以外|之外)的(?P<thing>[^，,占]{{2,}}?){_LEFT}{HOW_MANY}$")
_ASKED_FIRST = re.compile(
    rf"(?P<whole>.+?{_IN})[，,]?(?:还|又)?(?:有|剩下?)?(?P<many>(?:多少|几)[^没未不]{{0,3}}?)(?P<part>(?:还|尚)?(?:没有?|未|不是)[^，,]+)$"
)


def beyond(text: str) -> Plan | None:
    """除了A，其余有多少; A、B之外的还占百分之几."""
    found = next((m for pattern in _EXCEPT if (m := pattern.match(text))), None)
    if not found:
        other = _OF_OTHERS.match(text)
        body = subject_in(other["part"]) if other else ""
        if not other or not body or body == other["part"] or _SHARE_ASKED.search(other["ask"]):
            return None
        # 甲学校住宿生以外的学生: the body named before the part has them all
        asked, whole = asked_after(other["rest"]), f"{body}{other['thing']}"
        operands = Operand(amount(whole, asked), whole), Operand(amount(other["part"], asked), other["part"])
        return Plan(Operation.REST, operands, asked.unit, label=f"{whole}中除{other['part']}外", fallback=True)
    share = _SHARE_ASKED.search(found["ask"]) or (not found["rest"] and text.endswith(f"占{found['ask']}"))
    asked = Asked() if share else asked_after(found["rest"])
    named = found.groupdict("")
    whole = "".join(named.get(key, "") for key in ("whole", "whole2", "whole3")).strip("，, 的")
    part = found["part"].strip("，, 的")
    if not whole:
        return None
    return _complement(whole, part) if share else _rest(whole, part, asked)


def negated(text: str) -> Plan | None:
    """大学科技园里非国家级的有几家; 没有卖到省外的有多少亿元."""
    if turned := _ASKED_FIRST.match(text):
        # 专利里还有多少件没入库
        text = f"{turned['whole']}{turned['part']}的有{turned['many']}"
    plan = _negated(text)
    if plan is None or plan.operation is not Operation.REST:
        return plan
    # Of the others the documents may only tell what share they are.
    whole, part = plan.operands
    asks = re.sub(r"(?:有|是)多少[^多少]*$", "占百分之几？", part.question)
    shared = Operand(whole.question, whole.label, Needs.BASE), Operand(asks, part.label, Needs.RATE)
    return replace(plan, instead=replace(plan, operands=shared))


def _negated(text: str) -> Plan | None:
    found = _NOT.match(text)
    if not found or find_quantities(found["part"]):
        return None
    share = bool(_SHARE_ASKED.search(found["ask"]))
    asked = Asked() if share else asked_after(found["rest"])
    whole = re.sub(rf"{_IN}$|有$", "", period_first(found["whole"].strip("，, ")).strip("，, 的")).strip("，, 的")
    part, _, thing = found["part"].rpartition("的") if "的" in found["part"] else (found["part"], "", "")
    part, thing = part.strip("，, "), thing.strip("，, ")
    if found["not"].endswith("没有") and part and not tagged(part)[0][1].startswith(("v", "p", "d")):
        part = f"有{part}"  # 没有专业背景的: the others have it
    verbal = not re.search(r"非|不是|不属于|不算", found["not"])
    if not part or not whole or (verbal and not thing and "的" not in found["part"] and not found["within"]):
        return None  # 不开放多少天 asks for what is not, not for a rest
    if share:
        return _complement(whole + thing, part)
    denied = (
        re.sub(r"^[但却而]?是?|有$", "", found["not"])
        if part.startswith("有")
        else re.sub(r"^[但却而]?是?", "", found["not"])
    )
    if thing:
        joined = whole if whole.endswith(thing) else whole + thing
        link = "的" if verbal else ""
        operands = Operand(amount(joined, asked), joined), Operand(amount(f"{whole}{part}{link}{thing}", asked), part)
        return Plan(Operation.REST, operands, asked.unit, label=f"{joined}中{denied}{part}的", fallback=True)
    if verbal:
        # 专利盘点过但没入库的: what was done to all of them stands before
        words = tagged(whole)
        done = len(words) > 2 and words[-1][0] in ("过", "了")
        topic = "".join(word for word, _ in words[:-2]) if done else f"{whole}中"
        operands = Operand(amount(whole, asked), whole), Operand(amount(f"{topic}{part}的", asked), part)
        link = "而" if done else "中"
        return Plan(Operation.REST, operands, asked.unit, label=f"{whole}{link}{denied}{part}的", fallback=True)
    return _rest(whole, part, asked)


def _rest(whole: str, part: str, asked: Asked) -> Plan:
    bare = len(part) <= 4 and not re.search(r"[了过的]", part)
    named = f"{part}{whole}" if bare and not period_in(whole) and not subject_in(whole) else f"{whole}中{part}的"
    operands = Operand(amount(whole, asked), whole), Operand(amount(named, asked), part)
    return Plan(Operation.REST, operands, asked.unit, label=f"{whole}中除{part}外", fallback=True)


def _complement(whole: str, part: str) -> Plan:
    """What is left of all when the shares of the named parts are taken off."""
    names = [_DOING.sub("", _DOING.sub("", name)) for name in conjuncts(ungrouped(part)) or [ungrouped(part)]]
    shares = tuple(Operand(f"{whole}中{name}占百分之几？", name, Needs.RATE) for name in names)
    return Plan(Operation.COMPLEMENT, shares, "%", label=f"{whole}中除{part}外占", fallback=True)


def converted(text: str) -> Plan | None:
    """四级手术折算下来有多少台: the share that is stated, of what it is a share of."""
    if _CURRENCY.search(text):
        return None
    bare = _CONVERTED.sub("", _IN_THINGS.sub(_counted, text))
    within = _within(bare)
    rough = within and _ROUGHLY.search(bare, within.end())
    if bare == text and not rough:
        return None
    found = re.match(rf"(?P<what>.+?)[，,]?(?:{_LEFT}|{FILLER}){HOW_MANY}$", _ROUGHLY.sub("", bare))
    if not found or found["ask"] not in ("多少", "几", "多少个"):
        return None
    asked = asked_after(found["rest"])
    if not asked.unit and not asked.thing:
        return None
    what = re.sub(rf"{_IN}[，,]|[，,]", "中" if within else "", found["what"]).strip("，, 的")
    what, given = _without_share(what)
    if find_quantities(without_period(what)):
        return None  # 3吨折合多少斤
    share = Operand(f"{what}{asked.thing}占百分之几？", what, Needs.RATE, stated=given)
    base = Operand(amount(what, asked), "总数", Needs.BASE)
    return Plan(Operation.PRODUCT, (base, share), asked.unit, label=what, fallback=True, tentative=True)


def _without_share(what: str) -> tuple[str, str]:
    """Return a phrase without the share that it says its things are, and that share: 有背景的占七成 → 有背景的."""
    shares = [q for q in find_quantities(what) if q.kind in (Kind.PERCENT, Kind.RATIO)]
    if len(shares) != 1:
        return what, ""
    before = re.sub(r"(?:所?占比?|比[例重])(?:了|到|达|是|为|有|约)*$", "", what[: shares[0].start].rstrip("，, "))
    return (before + what[shares[0].end :]).strip("，, 的"), shares[0].surface


def _counted(found: re.Match[str]) -> str:
    """Return 折成人数是多少 as it is asked otherwise: 折合多少人."""
    return f"折合多少{found['thing'] if len(found['thing']) == 1 else '元'}"


def _within(text: str) -> re.Match[str] | None:
    """Return the first word that says inside of what (园区内); the 内 of 国内 and the 中 of 中秋 are part of a word."""
    ends = {0, *accumulate(len(word) for word, _ in tagged(text))}
    return next((m for m in re.finditer(_IN, text) if m.start() in ends and m.end() in ends), None)


def portion(text: str) -> Plan | None:
    """预算里市级财政分担多少."""
    found = re.match(
        rf"(?P<whole>.+?){_IN}[，,]?(?P<part>[^，,]+?)(?:要|应当?|应该|需要?|可以?|能)*"
        r"(?P<verb>分担|承担|负担|分摊|分得|分到|贡献|负责)(?:了)?(?:多少|几)(?P<rest>[^百%]*)$",
        text,
    )
    if not found:
        return None
    asked = asked_after(found["rest"])
    share = f"{without_period(found['whole'])}中{found['part']}{found['verb']}百分之几？"
    operands = Operand(amount(found["whole"], asked), found["whole"]), Operand(share, found["part"], Needs.RATE)
    return Plan(Operation.PRODUCT, operands, asked.unit, label=f"{found['part']}{found['verb']}", fallback=True)
