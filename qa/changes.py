"""Questions for what changed over time, for the distance to a target, and for the time between two events → plans.

Each function takes the question's text without its mark and returns a plan, None when the question is not of its kind.
"""

import re
from dataclasses import replace

from index.words import tagged
from qa.differences import CHANGING, FILLER, HOW_MANY, LATEST, VERB, VERBS, WORDS, only_figure, since_given, words_for
from qa.operands import (
    Asked,
    amount,
    asked_after,
    figure_of,
    only_period,
    period_in,
    subject_in,
    without_figure,
    without_period,
)
from qa.phrases import PLACE_ENDING
from qa.plans import AGAINST_TARGET, Needs, Operand, Operation, Plan

_LATEST = ("最新", "现在", "目前", "如今")
_NOW = r"(?:最新|现在|目前|如今|眼下|后来|今天|当前|最近)(?:公布|统计|发布)?的?(?:数字|数据|数目|家数|个数|人数|数量|数|情况|水平)?"
_GROWN = r"(?:增加|增长|提高|提升|上升|扩大|扩|下降|减少|发展|壮大|变化?|上涨|涨|升|降|一路|一直|逐步)*"
_SINCE = (
    re.compile(
        rf"(?P<x>.*?)(?:从|由)(?P<p>[^到至，,]+?){_GROWN}(?:到|至)了?(?P<q>{_NOW})(?P<y>[^，,]*?)[，,]?{FILLER}{VERB}{HOW_MANY}$"
    ),
    re.compile(
        rf"(?P<x>.*?)(?:从|由)(?P<p>[^到至，,]+?){_GROWN}(?:到|至)了?(?P<q>[^，,]*\d[^，,]*?)(?P<y>)[，,]{FILLER}{VERB}{HOW_MANY}$"
    ),
    re.compile(
        rf"(?:从|由)(?P<p>[^到至，,]*\d[^到至，,]*?){_GROWN}(?:到|至)了?(?P<q>[^，,]*\d[^，,]*?)[，,](?P<x>[^，,]*?)(?P<y>){FILLER}{VERB}{HOW_MANY}$"
    ),
    re.compile(
        rf"(?:从|由)(?P<p>[^到至，,]+?){_GROWN}(?:到|至)了?(?P<q>{_NOW})[，,](?P<x>[^，,]*?)(?P<y>){FILLER}{VERB}{HOW_MANY}$"
    ),
    re.compile(
        rf"(?P<x>)(?P<p>.+?)[，,]?(?:和|跟|与|同|较|比)(?:起)?(?P<q>{_NOW})(?P<y>)(?:相?比)?(?:较|起来)?[，,]?{FILLER}{VERB}{HOW_MANY}$"
    ),
)


def since(text: str) -> Plan | None:
    """特色产业园从40家发展到现在的数，增加了几家: a figure that the question gives, and the latest one."""
    found = next((m for pattern in _SINCE if (m := pattern.match(text))), None)
    plan = _since(found) if found else None
    if found and plan and found["ask"].startswith(("百分之", "几成")):  # 增长了百分之几
        return replace(plan, operation=Operation.GROWTH, operands=plan.operands[::-1], unit="%")
    return plan


def _since(found: re.Match[str]) -> Plan | None:
    before, given = (found["p"], "") if not only_figure(found["p"]) else ("", only_figure(found["p"]))
    if not given:
        before, given = without_figure(found["p"])
    asked = asked_after(found["rest"])
    what = f"{found['x']}{found['y']}".strip("，, 的")
    if not given:
        return None
    then = f"{before}{what}".strip("，, 的")
    later, reached = without_figure(found["q"])
    if reached:
        return since_given(f"{later}{what}", then, given, asked, found["verb"], reached) if what else None
    if only_period(found["q"]) and what:
        return since_given(f"{found['q']}{what}", then, given, asked, found["verb"])
    if not re.fullmatch(_NOW, found["q"]):
        return None
    now = without_period(what) or re.sub(r"^.*[上中里](?:说|讲|称|提到|公布|披露)的?", "", without_period(before))
    return since_given(f"{LATEST}{now}", then, given, asked, found["verb"]) if then and now else None


_GOAL = r"(?P<t>[^，,]*?(?:目标|计划|指标|要求|预期))(?:值|数)?"
_TO_TARGET = (
    re.compile(
        rf"(?P<a>[^标划]+?)(?:距离?|离|跟|和|与|同|(?<!占)[比较](?![重例率值]))(?:于|起)?{_GOAL}(?:之间)?(?:的?差[距额])?(?:相比)?[，,]?"
        rf"(?:还|仅|只|尚)*(?P<short>相?差|缺|欠|短|(?<=还)有|(?<=差[距额])[是为有])?(?P<verb>{VERBS})?(?:了|出|过)*{HOW_MANY}$"
    ),
    re.compile(
        rf"(?P<a>[^标划]+?)[，,]?(?:若|如果|如|想|要|为了)*(?:达到|达成|实现|完成){_GOAL}[，,]?(?:还|仍|尚)?"
        rf"(?:(?P<short>差|缺|欠)|(?:需要?|要|得|应|须)?(?P<verb>{VERBS}))(?:了|出|过)*{HOW_MANY}$"
    ),
)


def to_target(text: str) -> Plan | None:
    """外籍人才离目标还差多少人."""
    text = re.sub(r"还?(?:有|存在)(?:多大|多少)的?差距$", "还差多少", text)
    found = next((m for pattern in _TO_TARGET if (m := pattern.match(text))), None)
    if not found or not (found["short"] or found["verb"]):
        return None
    points = "百分点" in found["ask"]
    asked = Asked() if "百分" in found["ask"] else asked_after(found["rest"])
    what = re.sub(r"^从(?P<of>.+)(?:来?看|来说|算)$", r"\g<of>", found["a"].strip("，, 的"))
    target, given = figure_of(re.sub(r"(?<=[元%])(?=目标|指标)", "的", found["t"].strip("，, 的")))
    # 还需提高: what it is short of, not what it is more by
    found_verb = "" if found.re is _TO_TARGET[1] else found["verb"] or ""
    words = words_for(found_verb or "少")
    said = words[WORDS[found_verb].index(found_verb)] if found_verb else words[1]
    operands = (
        Operand(amount(f"{what}的{target}", asked), target, stated=given),
        Operand(amount(f"{what}实际", asked), what, Needs.BESIDE),
    )
    # Less than the target: the target is more.
    words = words[1], words[0]
    return Plan(
        Operation.DIFFERENCE,
        operands,
        "个百分点" if points else asked.unit,
        words,
        verb=said,
        label=AGAINST_TARGET,
        fallback=True,
    )


def over_time(text: str) -> Plan | None:
    """从2022年到2024年，X增长了多少."""
    year = r"(?:(?:19|20)\d\d年?|大?前年|去年|上年|今年)(?:\d{1,2}月份?|[一二三四]季度|[上下]半年)?[底末初]?"
    found = re.match(
        rf"(?P<x>.*?)从?(?P<p>{year})(?P<x2>[^，,0-9]*?)(?:增加|增长|提高|提升|上升|扩大|下降|减少|发展)?(?:到|至|[-—–~～])"
        rf"(?P<q>{year}|最新|现在|目前|如今)(?P<x3>.*?)[，,]?{FILLER}{VERB}{HOW_MANY}$",
        text,
    )
    if not found or re.search(r"年均|平均每年|每年平?均|年平均", text):
        return None
    asked = Asked() if "百分" in found["ask"] or "倍" in found["ask"] else asked_after(found["rest"])
    first = found["p"] if re.search(r"[年月度底末初]$", found["p"]) else found["p"] + "年"
    last = found["q"] if not found["q"][-1].isdigit() else found["q"] + "年"
    tail = re.sub(r"^(?:这?[一二三四五六七八九十\d]+年(?:来|间|里)?|期间|之间|间|这?段时间)", "", found["x3"]).strip(
        "，,的"
    )
    what = "".join(part.strip("，,的") for part in (found["x2"], tail if not found["x2"].strip("，,的") else ""))
    whose = found["x"].strip("，,的在")
    # A count of a month, as against the latest: the one told in that month.
    told = [f"{p}报道" if p.endswith("月") and q in _LATEST else p for p, q in ((first, last), (last, first))]
    names = [f"{whose}{period}{what}" for period in told]
    rate = re.match(r"百分之|[几多少]+倍|几成", found["ask"])
    absolute = bool(asked.unit) or (found["verb"] not in CHANGING and not rate) or "百分点" in found["ask"]
    operands = tuple(Operand(amount(name, asked), label) for name, label in zip(names, (first, last), strict=True))
    verb = found["verb"]
    words = words_for(verb)
    said = words[WORDS[verb].index(verb)]
    if absolute:
        unit = "个百分点" if "百分点" in found["ask"] else asked.unit
        turned = _turned(f"{whose}{what}", first, last, verb, unit, words)
        return Plan(Operation.DIFFERENCE, operands[::-1], unit, words, verb=said, instead=turned)
    return Plan(Operation.GROWTH, operands, "倍" if "倍" in found["ask"] else "%", words, verb=said)


def _turned(what: str, first: str, last: str, verb: str, unit: str, words: tuple[str, str]) -> Plan:
    """Return the plan for a change from one time to another that one sentence tells: 由2019年的9.2天缩短到6.8天."""
    measured = "" if unit == "个百分点" else unit
    operands = (
        Operand(f"{what}{verb}到多少{measured}？", last, Needs.AFTER),
        Operand(f"{first}{what}原来是多少{measured}？", first, Needs.BEFORE),
    )
    said = words[WORDS[verb].index(verb)]
    return Plan(Operation.DIFFERENCE, operands, unit, words, verb=said, base=last)


_BEFORE_AND_AFTER = re.compile(
    r"(?:[，,]?前后(?:一比|相比|对比|比较)?[，,]?(?:相?差|变化?|少|省)|[，,]?(?:省|变化))(?:出来|下来|出|下|了|掉)*(?=(?:多少|几))"
)
_BY_SHARE = re.compile("(?P<up>[增涨升])?(?:[降跌缩减])?幅度?(?:大?约|[是有为达到])*(?=百分之|多少$|多大$)")


def changed(text: str) -> Plan | None:
    """审批时限缩短了多少天: from what it was to what it became, both said in one sentence."""
    text = _BEFORE_AND_AFTER.sub("减少了", text)  # which way it went the figures tell
    if by := _BY_SHARE.search(text):
        text = f"{text[: by.start()]}{'增长' if by['up'] else '下降'}了百分之几"
    found = re.match(
        rf"(?P<what>[^比较占]{{4,}}?)[，,]?{FILLER}(?P<verb>{VERBS})(?P<did>了|出|过|掉)*{HOW_MANY}$", text
    )
    if found and "从" in found["what"] and period_in(found["what"]):
        return None  # 从2020年到…: of two times, not of one sentence
    if not found or (found["verb"] not in CHANGING and not found["did"]):
        return None
    if found["ask"].startswith(("百分之", "几成")):
        return _rate(found["what"].strip("，, 的"), found["verb"])
    points = "百分点" in found["ask"]
    asked = Asked() if points else asked_after(found["rest"])
    if not (asked.unit or points) or asked.thing or not found["ask"].startswith(("多少", "几")) or "倍" in found["ask"]:
        return None
    what, verb = found["what"].strip("，, 的"), found["verb"]
    unit = "" if points else asked.unit
    operands = (
        Operand(f"{what}{verb}到多少{unit}？", "现在", Needs.AFTER),
        Operand(f"{what}原来是多少{unit}？", "原来", Needs.BEFORE),
    )
    words = words_for(verb)
    said = words[WORDS[verb].index(verb)]
    asks = "个百分点" if points else unit
    usual = verb in CHANGING
    return Plan(
        Operation.DIFFERENCE, operands, asks, words, label=what, verb=said, fallback=True, tentative=not usual or points
    )


def _rate(what: str, verb: str) -> Plan:
    """Return the plan for a rate of change that no sentence states, from what it was to what it became."""
    operands = (
        Operand(f"{what}原来是多少？", "原来", Needs.BEFORE),
        Operand(f"{what}{verb}到多少？", "现在", Needs.AFTER),
    )
    words = words_for(verb)
    said = words[WORDS[verb].index(verb)]
    return Plan(Operation.GROWTH, operands, "%", words, verb=said, label=what, fallback=True, tentative=True)


_AGO = r"(?:(?:几|多少)个?(?P<unit>年|天|月)|(?:多久|多长时间))(?:的?时间)?"
_APART = (
    re.compile(
        rf"(?P<x>)(?P<a>[^，,]+?)(?:之后|以后|后)[，,]?(?:又|再|还)?(?:相?隔|过|用|经过|时隔|花)了?{FILLER}{_AGO}(?:才|后|之后|[，,])*(?P<b>[^，,几多]{{2,}})$"
    ),
    re.compile(
        r"(?P<x>)(?P<a>.+?)[，,]?(?<![同环占对相])比(?P<b>.+?)(?P<verb>早|晚|迟)了?(?:几|多少)个?(?P<unit>年|天|月)(?P<did>[^几多，,]{2,})$"
    ),
    re.compile(
        rf"(?P<x>)(?P<a>.+?)[，,]?(?<![同环占对相])比(?P<b>.+?)(?P<verb>早|晚|迟)(?P<did>[^几多了]{{0,4}})了?{_AGO}$"
    ),
    re.compile(
        rf"(?P<x>)(?P<a>[^，,]+)[，,](?P<b>[^，,]+)[，,](?:这|那)?(?:两者?|二者|个|中间|之间|前后|年份|时间|日期)*(?:相?差|相?隔)了?{FILLER}{_AGO}$"
    ),
    re.compile(
        r"(?P<x>[^，,]*?)从(?P<a>[^，,]+?)(?:到|至|距离?)(?P<b>[^，,]+?)[，,]?(?:之间|中间|前后|一共|总共)*"
        rf"(?:相?隔|相差|差|间隔|经过|用|历时|花|过|经历|耗时)了?{FILLER}{_AGO}$"
    ),
    re.compile(
        rf"(?P<x>)从?(?P<a>.+?)(?:到|至|和|与|跟|距离?)(?P<b>.+?)(?:之间)?[，,]?"
        rf"(?:相?隔|相差|差|间隔|经过|用|历时|花|过)了?{FILLER}{_AGO}$"
    ),
)


def years_between(text: str) -> Plan | None:
    """A比B晚几年; A和B相隔多少年; 从A到B用了几年."""
    found = next((m for pattern in _APART if (m := pattern.match(text))), None)
    if not found:
        return None
    named = found.groupdict("")
    verb, did = named.get("verb", ""), named.get("did", "")
    a, b = (_without_order(f"{found['x']}{found[key]}".strip("，, 的")) for key in ("a", "b"))
    if topic := _topic(b):
        a, b = topic + a, topic + b.rpartition("，")[0]
    if did:
        a, b = a + did, b + did
    elif subject_in(a) == a and subject_in(b) and b.startswith(subject_in(b)):
        a += b.removeprefix(subject_in(b))
    elif subject_in(b) == b and subject_in(a) and a.startswith(subject_in(a)):
        b += a.removeprefix(subject_in(a))
    elif (whose := _whose(a)) and not _whose(b) and not subject_in(b):
        b = whose + b
    unit = {"月": "个月"}.get(named["unit"], named["unit"])
    operands = tuple(Operand(f"{x}是什么时候？", x, Needs.DATE) for x in (a, b))
    return Plan(
        Operation.YEARS, operands, unit, ("晚", "早"), label=verb, fallback=not verb, tentative=not verb and not unit
    )


def _topic(event: str) -> str:
    """Return the name that stands behind two events for both: 从开工到投产，甲园隔了几个月."""
    _, mark, last = event.rpartition("，")
    return last if mark and (subject_in(last) == last or PLACE_ENDING.search(last)) else ""


def _whose(event: str) -> str:
    """Return the name of a place or body that an event begins with, "" for none."""
    at = 0
    for word, tag in tagged(event):
        if tag.startswith("v") and at:
            break
        at += len(word)
        if at < len(event) and len(event[:at]) > 2 and PLACE_ENDING.search(event[:at]):
            return event[:at]
    return ""


def _without_order(event: str) -> str:
    """Return an event without the word that only sets it before or behind another: 西安先成立 → 西安成立."""
    return "".join(word for word, _ in tagged(event) if word not in ("先", "后", "再", "才", "先是", "后来"))
