"""Questions that ask to compare or compute → what to look up and what to do with it.

A self-contained question comes in; out goes a `Plan`: the operation and one whole question for each figure that it needs,
or None when a single stated figure answers (营业总收入增长了多少, 一共有多少家企业). `qa.arithmetic` does the sum on the figures
found. Patterns are tried from the most to the least particular; the first that fits decides.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Kind
from index.words import tagged
from qa.operands import (
    Asked,
    amount,
    asked_after,
    joint,
    measure_in,
    only_period,
    period_in,
    preceding,
    subject_in,
    twin,
    without_period,
)


class Operation(StrEnum):
    """What is done with the operands, in their order."""

    DIFFERENCE = "difference"  # a − b
    GROWTH = "growth"  # (b − a) ÷ a, in percent
    SUM = "sum"  # a + b + …
    SHARE = "share"  # a ÷ b, in percent
    TIMES = "times"  # a ÷ b, 倍
    MEAN = "mean"  # a ÷ b, per unit of b
    YEARLY = "yearly"  # a ÷ the years of its period
    REST = "rest"  # whole − part
    PRODUCT = "product"  # whole × share
    WHOLE = "whole"  # part ÷ share
    UNGROWN = "ungrown"  # a ÷ (1 + growth)
    UNMULTIPLIED = "unmultiplied"  # a ÷ multiple
    COMPARISON = "comparison"  # which is larger
    YEARS = "years"  # between two dates


class Needs(StrEnum):
    """What kind of figure an operand must be."""

    AMOUNT = "amount"
    RATE = "rate"
    MULTIPLE = "multiple"
    DATE = "date"
    BEFORE = "before"  # what it changed from
    AFTER = "after"  # … and to, in the same sentence


@dataclass(frozen=True, slots=True)
class Operand:
    """One figure to look up: the whole question for it, and what the answer calls it.

    `stated` is the figure that the question itself gives for it: what is found must say the same.
    """

    question: str
    label: str
    needs: Needs = Needs.AMOUNT
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A computation.

    `unit` is the unit asked for with its power (万元), "" for that of the operands. `words` are the words for more and less
    in the question's own terms. `per` is the unit of the divisor of a mean with its power (万名). `years` are the first and
    last year of a yearly mean. `label` names the result of a one-sided computation. With `fallback` a stated figure is
    to be tried first, and the computation only when none is stated.
    """

    operation: Operation
    operands: tuple[Operand, ...]
    unit: str = ""
    words: tuple[str, str] = ("多", "少")
    per: str = ""
    years: tuple[int, int] | None = None
    label: str = ""
    fallback: bool = False
    rough: bool = False


_POLITE = re.compile(
    r"^(?:请问|请|麻烦|帮(?:我|忙)?|我?想(?:知道|问|了解)|算一?算|算一下|计算一?下?|一下|看看|你?知道|那么?(?!边|里|些|个)|[，, ])+"
)
_DEMAND = re.compile(
    r"[，,。？?（(]?(?:请|帮我|麻烦)?(?:算一?算|算一?下|计算一?下?|估算一?下?)(?:看|吧|出来)?[）)]?(?=$|[，,。？?])"
)
_CLOSE = re.compile(r"(?:[？?。.！!\s]|呢|呀|啊|吗|来着)+$")
_EACH_OF = re.compile(r"分别|各(?:是|有|自|为|占)|哪些")
_ROUGH = re.compile(r"大约|大概|约(?!束|定|谈|会)|左右|差不多")
_FILLER = r"(?:要|又|还|会|足足|总共|一共|共|大约|约|大概|究竟|到底|实际|同比|累计|总计|净|差不多)*"
_HOW_MANY = r"(?P<ask>百分之(?:多少|几)|多少个?百分点|几个?百分点|多少倍|几倍|几成|多少|几)(?P<rest>.*)"
_MORE = {
    "多": "少", "高": "低", "大": "小", "长": "短", "贵": "便宜", "重": "轻", "远": "近", "快": "慢", "增加": "减少",
    "增长": "下降", "提高": "下降", "提升": "下降", "上升": "下降", "扩大": "缩小", "领先": "落后", "高出": "低",
    "多出": "少", "超出": "少", "超": "少", "超过": "少", "净增": "减少", "新增": "减少", "增": "减", "涨": "跌",
    "上涨": "下跌", "延长": "缩短",
}  # fmt: skip
_LESS = {v: k for k, v in reversed(_MORE.items())} | {
    "降低": "提高", "下滑": "增长", "回落": "上升", "缩减": "增加", "压缩": "延长", "降": "升", "少": "多",
}  # fmt: skip
_TURNS = _MORE | _LESS
_VERB = r"(?P<verb>" + "|".join(sorted(_TURNS, key=len, reverse=True)) + r")(?:了|出|过)*"
_CHANGING = frozenset(w for w in _TURNS if len(w) == 2) - {"高出", "多出", "超出", "超过", "领先", "落后", "便宜"}
_BI = r"(?<![同环占对相百分])(?:比(?![例重如较赛率值对分])|较(?![为多少高大强好]))(?:于|起)?"
_NOUN_UNIT = r"家个名位项件人次场台辆套户所座只份笔亩间栋条种"

Recogniser = Callable[[str], Plan | None]


def plan(text: str) -> Plan | None:
    """Return what a self-contained question asks to compute, None when a stated figure answers it."""
    if len(text) > 200 or _EACH_OF.search(text):
        return None
    asked = _CLOSE.sub("", " ".join(text.split()))
    demanded = bool(_DEMAND.search(asked))
    asked = _POLITE.sub("", _CLOSE.sub("", _DEMAND.sub("", asked)))
    for recognise in _RECOGNISERS:
        found = recognise(asked)
        if found and len({o.question for o in found.operands}) == len(found.operands):
            rough = bool(_ROUGH.search(asked))
            return replace(found, fallback=found.fallback and not demanded, rough=rough)
    return None


# Two amounts apart


def _against(text: str) -> Plan | None:
    """A比B多多少; 与B相比，A多多少."""
    found = (
        re.match(rf"(?:与|和|跟|同|相较于?|较之?|比起)(?P<b>[^，,]+?)(?:相?比(?:较|起来)?|而言)?[，,](?P<a>.+?){_FILLER}{_VERB}{_HOW_MANY}$", text)
        or re.match(rf"(?P<a>.+?)[，,]?(?:与|和|跟|同)(?P<b>[^，,和与]+?)相比(?:较|起来)?[，,]?{_FILLER}{_VERB}{_HOW_MANY}$", text)
        or re.match(rf"(?P<a>.+?)[，,]?{_FILLER}{_BI}(?P<b>.+?)[，,]?{_FILLER}{_VERB}{_HOW_MANY}$", text)
    )  # fmt: skip
    if not found or not _stands_alone(text, found.end("a"), found.start("b")):
        return None
    a, b, verb = found["a"].strip("，, 的"), found["b"].strip("，, 的"), found["verb"]
    rate = found["ask"].startswith(("百分之", "几成")) or "百分点" in found["ask"] or "倍" in found["ask"]
    asked = Asked() if rate else asked_after(found["rest"])
    if not rate and not asked.unit and not asked.thing and found["rest"].strip("了"):
        return None
    if only_period(a) and not only_period(b) and period_in(b) and b.startswith(period_in(b)):
        # 2024年比2022年云湖的高企多多少: what is counted stands behind the second period
        a, b = a + b.removeprefix(period_in(b)), period_in(b)
    if not measure_in(a) and measure_in(b) and subject_in(b):
        # 青峦比云湖的收入高多少
        a, b = f"{a}的{measure_in(b)}", subject_in(b)
    b, stated = _stated(b)
    a, known = _stated(a)
    generic = re.fullmatch(r"(?P<of>.+?)的?(?:数|数字|数据|家数|数量|那个数|数目|数值)", b)
    if generic and not find_periods(generic["of"])[1:] and not measure_in(generic["of"]).endswith("数"):
        b = f"{generic['of']}的{measure_in(a) or a}"
    first = amount(a, asked)
    second = twin(first, b, asked)
    growth = verb in _CHANGING and not asked.unit and "百分点" not in found["ask"]
    operation = Operation.GROWTH if growth or (rate and "百分点" not in found["ask"]) else Operation.DIFFERENCE
    one, other = Operand(first, a, stated=known), Operand(second, b, stated=stated)
    # A growth rate over one year is as a rule stated; one over several years, or a difference, seldom.
    next_year = preceding(b) or _consecutive(first, second)
    words = (verb, _TURNS[verb]) if verb in _MORE else (_TURNS[verb], verb)
    operands = (other, one) if operation is Operation.GROWTH else (one, other)
    unit = (
        asked.unit if not rate else ("个百分点" if "百分点" in found["ask"] else "倍" if "倍" in found["ask"] else "%")
    )
    return Plan(operation, operands, unit, words, fallback=operation is Operation.GROWTH and next_year)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no word of the text reaches over both sides of what stands between: not the 比 of a name."""
    at = 0
    for word, _ in tagged(text):
        if start <= at < end and "比" in word and at + len(word) > end:
            return False
        at += len(word)
    return True


def _stated(phrase: str) -> tuple[str, str]:
    """Return a phrase without the figure that it gives, and that figure: 去年的18.6亿元 → (去年, 18.6亿元)."""
    periods = find_periods(phrase)
    for quantity in find_quantities(phrase):
        at_end = not phrase[quantity.end :].strip("，, 的")
        if at_end and quantity.start and not any(p.start <= quantity.start < p.end for p in periods):
            return phrase[: quantity.start].strip("，, 的是为有"), quantity.surface
    return phrase, ""


def _consecutive(one: str, other: str) -> bool:
    years = [re.search(r"((?:19|20)\d\d)年", text) for text in (one, other)]
    return all(years) and abs(int(years[0][1]) - int(years[1][1])) == 1  # type: ignore[index]


def _between(text: str) -> Plan | None:
    """A和B相差多少."""
    found = re.match(
        rf"(?P<head>.+?)(?:之间|两者|二者)?的?(?:相差|差距|差额|差值|之差|差)(?:是|为|有|了|大约|约|大概)*{_HOW_MANY}$",
        text,
    )
    if not found:
        return None
    asked = Asked() if "百分" in found["ask"] else asked_after(found["rest"])
    pairs = joint(found["head"], asked)
    if len(pairs) != 2 or asked.unit in ("年", "天", "个月"):
        return None
    unit = "个百分点" if "百分点" in found["ask"] else asked.unit
    return Plan(Operation.DIFFERENCE, _operands(pairs), unit)


def _operands(pairs: list[tuple[str, str]]) -> tuple[Operand, ...]:
    return tuple(Operand(question, label) for label, question in pairs)


def _larger(text: str) -> Plan | None:
    """A和B哪个收入高."""
    found = re.match(
        r"(?P<head>.+?)[，,]?(?:相比|比较|相比较)?[，,]?(?:谁|哪一?[个家边座方年])(?:的)?(?P<what>[^，,]*?)"
        rf"(?:更|最|比较|较)?(?P<verb>{'|'.join(_TURNS)})(?:一些|一点|些)?$",
        text,
    )
    if not found:
        return None
    what = found["what"].strip("的")
    asked = Asked(thing=what) if what and not measure_in(found["head"]) else Asked()
    if what.endswith(("额", "量", "率", "数", "收入", "面积", "强度", "产值", "利润")):
        pairs = joint(f"{found['head']}的{what}")
    else:
        pairs = joint(found["head"], asked)
    verb = found["verb"]
    words = (verb, _TURNS[verb]) if verb in _MORE else (_TURNS[verb], verb)
    if len(pairs) != 2:
        return None
    return Plan(Operation.COMPARISON, _operands(pairs), words=words, label=verb)


# Over time


def _over_time(text: str) -> Plan | None:
    """从2022年到2024年，X增长了多少."""
    year = r"(?:19|20)\d\d年?(?:\d{1,2}月份?|[一二三四]季度|[上下]半年)?[底末初]?"
    found = re.match(
        rf"(?P<x>.*?)从?(?P<p>{year})(?P<x2>[^，,0-9]*?)(?:增加|增长|提高|提升|上升|扩大|下降|减少|发展)?(?:到|至|[-—–~～])"
        rf"(?P<q>{year}|最新|现在|目前|如今)(?P<x3>.*?)[，,]?{_FILLER}{_VERB}{_HOW_MANY}$",
        text,
    )
    if not found:
        return None
    asked = Asked() if "百分" in found["ask"] or "倍" in found["ask"] else asked_after(found["rest"])
    first = found["p"] if re.search(r"[年月度底末初]$", found["p"]) else found["p"] + "年"
    last = found["q"] if not found["q"][-1].isdigit() else found["q"] + "年"
    last = "" if last in ("最新", "现在", "目前", "如今") else last
    tail = re.sub(r"^(?:这?[一二三四五六七八九十\d]+年(?:来|间|里)?|期间|之间|间|这?段时间)", "", found["x3"]).strip(
        "，,的"
    )
    what = "".join(part.strip("，,的") for part in (found["x2"], tail if not found["x2"].strip("，,的") else ""))
    whose = found["x"].strip("，,的在")
    names = [f"{whose}{period}{what}" for period in (first, last)]
    absolute = bool(asked.unit) or found["verb"] not in _CHANGING or "百分点" in found["ask"]
    operands = tuple(
        Operand(amount(name, asked), label or "最新") for name, label in zip(names, (first, last), strict=True)
    )
    verb = found["verb"]
    words = (verb, _TURNS[verb]) if verb in _MORE else (_TURNS[verb], verb)
    if absolute:
        unit = "个百分点" if "百分点" in found["ask"] else asked.unit
        return Plan(Operation.DIFFERENCE, operands[::-1], unit, words)
    return Plan(Operation.GROWTH, operands, "倍" if "倍" in found["ask"] else "%", words)


def _changed(text: str) -> Plan | None:
    """审批时限缩短了多少天: from what it was to what it became, both said in one sentence."""
    found = re.match(rf"(?P<what>[^比较从占]{{4,}}?)[，,]?{_FILLER}{_VERB}{_HOW_MANY}$", text)
    if not found or found["verb"] not in _CHANGING:
        return None
    asked = asked_after(found["rest"])
    if not asked.unit or asked.thing or not found["ask"].startswith(("多少", "几")) or "百分点" in found["ask"]:
        return None
    what, verb = found["what"].strip("，, 的"), found["verb"]
    operands = (
        Operand(f"{what}{verb}到多少{asked.unit}？", "现在", Needs.AFTER),
        Operand(f"{what}原来是多少{asked.unit}？", "原来", Needs.BEFORE),
    )
    words = (verb, _TURNS[verb]) if verb in _MORE else (_TURNS[verb], verb)
    return Plan(Operation.DIFFERENCE, operands, asked.unit, words, label=what, fallback=True)


def _years(text: str) -> Plan | None:
    """A比B晚几年; A和B相隔多少年; 从A到B用了几年."""
    ending = r"(?:几|多少)个?(?P<unit>年|天|月)"
    found = re.match(
        rf"(?P<a>.+?)[，,]?(?<![同环占对相])比(?P<b>.+?)(?P<verb>早|晚|迟)(?P<did>[^几多了]{{0,4}})了?{ending}$", text
    )
    verb = found["verb"] if found else ""
    if not found:
        found = re.match(
            rf"从?(?P<a>.+?)(?:到|至|和|与|跟|距离?)(?P<b>.+?)(?:之间)?[，,]?"
            rf"(?:相?隔|相差|差|间隔|经过|用|历时|花|过)了?{_FILLER}{ending}$",
            text,
        )
    if not found:
        return None
    a, b = found["a"].strip("，, 的"), found["b"].strip("，, 的")
    did = verb and found["did"]
    if did:
        a, b = a + did, b + did
    elif subject_in(b) and without_period(b).startswith(subject_in(b)) and without_period(a) == subject_in(a):
        a += without_period(b).removeprefix(subject_in(b)).strip("的")
    unit = {"月": "个月"}.get(found["unit"], found["unit"])
    operands = tuple(Operand(f"{x}是什么时候？", x, Needs.DATE) for x in (a, b))
    return Plan(Operation.YEARS, operands, unit, ("晚", "早"), label=verb, fallback=not verb)


# Sums and parts


def _together(text: str) -> Plan | None:
    """A和B一共多少."""
    found = re.match(
        r"(?P<head>.+?)[，,]?(?:(?:加|合|算)(?:起来|在一起|一起)|相加|之和|的?总和|一共|总共|合计|共计|总计|加总)"
        rf"(?P<has>占)?(?:有|是|为|达|达到|大约|约|大概|能)*{_HOW_MANY}$",
        text,
    )
    if not found:
        return None
    if found["has"]:
        asked = Asked()
        pairs = joint(found["head"], Asked(unit="", thing=""), ending="占")
        return Plan(Operation.SUM, _operands(pairs), "%") if len(pairs) > 1 else None
    asked = Asked() if "百分" in found["ask"] else asked_after(found["rest"])
    pairs = joint(found["head"], asked)
    return Plan(Operation.SUM, _operands(pairs), asked.unit) if len(pairs) > 1 else None


def _share(text: str) -> Plan | None:
    """A占B的几分之几."""
    asks = r"(?:比例|比重|份额|百分比|百分之|几成|几分之|多少|多大|几)"
    found = re.match(
        rf"(?P<a>.+?)(?:的)?[，,]?(?:能|会|所|约|大约|大概)*占(?!地|用|比|据)(?:了|到|去)?(?P<b>[^比百几多]+?)的?(?:多大)?(?={asks}){asks}.*$",
        text,
    )
    within = re.match(
        r"(?P<b>.+?)(?:里面|里头|当中|之中|其中|里|中(?!国|央|关|心|小|型)|内)[，,]?(?:有)?(?P<a>[^占，,]+?)的?(?:能|会|所|约|大约|大概)*"
        r"占(?:了|到|去|比|总数)?的?(?:比例|比重|份额|百分之|几成|几分之|多少|多大|是|为|几|$).*$",
        text,
    )
    if (within and within["a"].startswith("其")) or re.search(r"目标|计划|规划", text):
        return None
    if within and not found:
        b, a = within["b"].strip("，, "), within["a"].strip("，, ")
        whole, stated = _stated(b)
        part = f"{whole}中{a}"
        return Plan(
            Operation.SHARE,
            (Operand(amount(part), a), Operand(amount(whole), whole, stated=stated)),
            "%",
            fallback=True,
        )
    if not found:
        return None
    a, b = found["a"].strip("，, 的"), found["b"].strip("，, 的")
    return _quotient(Operation.SHARE, a, b, "%")


def _quotient(operation: Operation, a: str, b: str, unit: str) -> Plan | None:
    """A over B, each completed by what only the other one says."""
    b, stated = _stated(b)
    a, known = _stated(a)
    if subject_in(b) and measure_in(b) and not subject_in(a):
        # 2023年软件业占云湖营业收入的…: the part is a part of that body's income
        period = period_in(a) or period_in(b)
        bare = without_period(a)
        part = bare if measure_in(b)[-2:] in bare else f"{bare}的{measure_in(b)}"
        questions = amount(f"{period}{subject_in(b)}{part}"), amount(f"{period}{without_period(b)}")
    else:
        questions = amount(a), twin(amount(a), b)
    operands = Operand(questions[0], a, stated=known), Operand(questions[1], b, stated=stated)
    return Plan(operation, operands, unit, fallback=not (stated or known))


def _times(text: str) -> Plan | None:
    """A是B的几倍."""
    found = re.match(
        r"(?P<a>.+?)(?:是|为|相当于|等于|达到?|有)(?:了)?(?P<b>[^是为，,]+?)的?(?:大约|约|大概)?(?:几|多少)倍$", text
    )
    if found:
        return _quotient(Operation.TIMES, found["a"].strip("，, 的"), found["b"].strip("，, 的"), "倍")
    return None


def _rest(text: str) -> Plan | None:
    """大学科技园里非国家级的有几家; 除了A，其余有多少."""
    found = re.match(
        r"(?P<whole>.+?)(?:里面?|中|当中)?[，,]?(?:非(?!常|凡|洲)|不是|不属于|不算)(?P<part>[^，,]+?)的?(?:还?有|一共|共|是)*" + _HOW_MANY + "$",
        text,
    ) or re.match(
        r"(?P<whole>.+?)(?:里面?|中|当中)?[，,]?(?:除(?:了|去|开)?|扣除|去掉)(?P<part>[^，,]+?)(?:以外|之外|外)?[，,](?:其余|其他|剩下|剩余|余下|还)的?(?:还?有|一共|共|是|剩)*"
        + _HOW_MANY + "$",
        text,
    )  # fmt: skip
    if not found:
        return None
    asked = Asked() if "百分" in found["ask"] else asked_after(found["rest"])
    whole, part = found["whole"].strip("，, 的"), found["part"].strip("，, 的")
    bare = len(part) <= 4 and not re.search(r"[了过的]", part)
    named = f"{part}{whole}" if bare and not period_in(whole) else f"{whole}中{part}的"
    operands = Operand(amount(whole, asked), whole), Operand(amount(named, asked), part)
    return Plan(Operation.REST, operands, asked.unit, label=f"{whole}中除{part}外", fallback=True)


# Means


def _mean(text: str) -> Plan | None:
    """平均每家企业收入多少; 每万人专利多少件; 人均收入."""
    found = re.match(
        rf"(?P<head>.*?)(?P<mean>平均|均)?每一?(?P<power>[百千万])?(?P<unit>平方公里|平方米|公顷|[{_NOUN_UNIT}年])"
        rf"(?P<thing>.*?)(?P<has>平均|大概|大约|约|会|能|可|的|是|为|有|达)*(?P<ask>多少|几)(?P<rest>.*)$",
        text,
    )
    if not found or not (found["mean"] or found["power"] or "平均" in text or found["unit"] in "平方公里公顷"):
        return _per_head(text)
    asked = asked_after(found["rest"])
    head, thing = found["head"].strip("，, 的"), found["thing"].strip("，, 的")
    unit = found["unit"]
    if unit == "年":
        span = find_periods(head)
        if not span or not span[0].first or not span[0].last or span[0].last.year == span[0].first.year:
            return None
        what = Operand(amount(head + thing, asked), thing or head)
        years = span[0].first.year, span[0].last.year
        return Plan(Operation.YEARLY, (what,), asked.unit, years=years, fallback=True)
    counted, _, measure = _counted(thing)
    if not (measure or asked.thing):
        # 每项技术合同成交多少万元: the verb alone tells what is summed
        return None
    size = "面积" if unit in ("平方公里", "平方米", "公顷", "亩") else counted
    # 企业收入, 合同成交: a short word alone does not say of what
    both = Operand(amount(f"{head}{counted if len(measure) < 4 else ''}{measure}", asked), f"{counted}{measure}")
    divisor = Operand(amount(f"{head}{size}", Asked(unit)), size)
    return Plan(Operation.MEAN, (both, divisor), asked.unit, per=(found["power"] or "") + unit, fallback=True)


def _counted(thing: str) -> tuple[str, str, str]:
    """Divide 从业人员发明专利授权量 into those that are counted and what is measured of them."""
    before, mark, behind = thing.partition("平均")
    if mark:
        return before.strip("的"), mark, behind.strip("的")
    parts = re.match(
        r"(?P<who>.*?(?:企业|公司|机构|人员|员工|人才|园区?|合同|项目|学校|城市|居民|人口|单位|用地|土地|职工|教师|学生|户))(?P<what>.*)$",
        thing,
    )
    return (parts["who"], "", parts["what"].strip("的")) if parts else ("", "", thing)


def _per_head(text: str) -> Plan | None:
    found = re.match(
        r"(?P<head>.*?)人均(?P<what>[^，,]{2,}?)(?:大约|约|大概)?(?:是|为|有|达)*(?P<ask>多少|几)(?P<rest>.*)$", text
    )
    if not found:
        return None
    asked = asked_after(found["rest"])
    head = found["head"].strip("，, 的")
    operands = (
        Operand(amount(f"{head}{found['what']}", asked), found["what"]),
        Operand(amount(head, Asked("人")), "人数"),
    )
    return Plan(Operation.MEAN, operands, asked.unit, per="人", fallback=True)


# From the other end


def _backwards(text: str) -> Plan | None:
    """按2024年的收入和增速倒推，2023年收入是多少."""
    found = re.search(
        r"[（(]?(?:按照?|由|根据|依据|依|以|用|从)(?P<cue>[^，,。（）()]*?)(?:来|进行|去|可以?|能)*(?:倒推|反推|推算|倒算|反算|逆推|折算|推出|推得)[）)]?[，,]?",
        text,
    )
    if not found:
        return None
    cue, target = found["cue"], (text[: found.start()] + text[found.end() :]).strip("，, ")
    ask = re.search(r"(?:大约|约|大概)?(?:是|为|有)*(?:大约|约|大概)?(?:多少|几)(?P<rest>.*)$", target)
    if not ask:
        return None
    asked, what = asked_after(ask["rest"]), target[: ask.start()].strip("，, 的")
    if "倍" in cue:
        base = re.sub(r"(?:以?及|和|与|、)?(?:其|它的?)?(?:所?是.*)?(?:几|的)?倍数?.*$", "", cue).strip("的，, ")
        multiple = Operand(f"{base}是{subject_in(what) or what}的几倍？", "倍数", Needs.MULTIPLE)
        return Plan(Operation.UNMULTIPLIED, (Operand(amount(base, asked), base), multiple), asked.unit, label=what)
    if re.search(r"占比|比例|比重|份额|百分比", cue):
        part = re.sub(r"(?:总共|全部|一共|总计|总)(?=有|是|$)", "", what).strip("，, 的")
        share = Operand(f"{part}占百分之几？", "占比", Needs.RATE)
        whole = part != what
        first = Operand(amount(part, asked), part)
        return Plan(Operation.WHOLE if whole else Operation.PRODUCT, (first, share), asked.unit, label=what)
    then, now = re.search(r"((?:19|20)\d\d)年", what), re.search(r"((?:19|20)\d\d)年", cue)
    if not then:
        return None
    later = what.replace(then[0], now[0] if now else f"{int(then[1]) + 1}年", 1)
    rate = Operand(f"{later}增长了百分之几？", "增速", Needs.RATE)
    return Plan(Operation.UNGROWN, (Operand(amount(later, asked), later), rate), asked.unit, label=what)


def _premised(text: str) -> Plan | None:
    """A是B的6倍，那B是多少."""
    found = re.match(
        r"(?P<a>.+?)(?:是|为|相当于|等于)(?P<b>[^，,]+?)的(?P<n>[\d.一二三四五六七八九十两]+倍)(?:多|左右)?[，,](?:那么?|则)?(?P<target>.+)$",
        text,
    )
    ask = (
        re.search(r"(?:大约|约|大概)?(?:是|为|有)*(?:大约|约|大概)?(?:多少|几)(?P<rest>.*)$", found["target"])
        if found
        else None
    )
    if not found or not ask:
        return None
    a, b = found["a"], found["b"]
    asked, label = asked_after(ask["rest"]), found["target"][: ask.start()].strip("，, 的")
    multiple = Operand(f"{a}是{b}的几倍？", "倍数", Needs.MULTIPLE, stated=found["n"])
    return Plan(Operation.UNMULTIPLIED, (Operand(amount(a, asked), a), multiple), asked.unit, label=label)


def _portion(text: str) -> Plan | None:
    """预算里市级财政分担多少."""
    found = re.match(
        r"(?P<whole>.+?)(?:里面?|中|当中)[，,]?(?P<part>[^，,]+?)(?:要|应当?|应该|需要?|可以?|能)*"
        r"(?P<verb>分担|承担|负担|分摊|分得|分到|贡献|负责)(?:了)?(?:多少|几)(?P<rest>[^百%]*)$",
        text,
    )
    if not found:
        return None
    asked = asked_after(found["rest"])
    share = f"{without_period(found['whole'])}中{found['part']}{found['verb']}百分之几？"
    operands = Operand(amount(found["whole"], asked), found["whole"]), Operand(share, found["part"], Needs.RATE)
    return Plan(Operation.PRODUCT, operands, asked.unit, label=f"{found['part']}{found['verb']}", fallback=True)


_RECOGNISERS: tuple[Recogniser, ...] = (
    _backwards, _premised, _years, _over_time, _against, _between, _together, _times, _share, _mean, _portion, _rest, _larger, _changed,
)  # fmt: skip

_KINDS: dict[Needs, frozenset[Kind]] = {
    Needs.RATE: frozenset({Kind.PERCENT, Kind.RATIO, Kind.PERCENTAGE_POINT}),
    Needs.MULTIPLE: frozenset({Kind.MULTIPLE}),
}


def suits(needs: Needs, kind: Kind) -> bool:
    """Whether a figure of a kind can be an operand of what is needed."""
    if needs is Needs.AMOUNT:
        return kind not in (Kind.MULTIPLE, Kind.RANK)
    return kind in _KINDS.get(needs, frozenset())
