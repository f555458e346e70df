"""Questions for sums, shares, multiples, means and what follows from them → plans.

Each function takes the question's text without its mark and returns a plan, None when the question is not of its kind.
"""

import re

from index.periods import find_periods
from index.quantities import find_quantities
from index.words import tagged
from qa.differences import HOW_MANY, operands_of
from qa.operands import (
    Asked,
    amount,
    asked_after,
    figure_of,
    joint,
    measure_in,
    period_in,
    subject_in,
    twin,
    ungrouped,
    without_figure,
    without_period,
)
from qa.plans import Needs, Operand, Operation, Plan

_NOUN_UNIT = r"家个名位项件人次场台辆套户所座只份笔亩间栋条种期届批轮趟艘架支"


# Sums and parts

_ALL = re.compile(
    r"(?P<n>[两二三四五六七八九]|\d)(?:个|家|大|座)?(?P<what>(?:产业|科技|高新)?园区?|(?:高新|开发|新)区|城市|企业|公司|集团|省|市|县|区)(?=[\u3400-\u9fff]|(?:19|20)\d\d|$)"
)
_SHARE_NOUN = re.compile(r"的?所?(?:占的?(?:比例|比重|份额|比)|比例|比重|份额)$")


def together(text: str) -> Plan | None:
    """A和B一共多少."""
    found = re.match(
        r"(?P<head>.+?)[，,]?(?:(?:加|合|算)(?:起来|在一起|一起|到一起|一块儿?)|相加|之和|的?总和|加总|(?P<total>一共|总共|合计|共计|总计))"
        rf"[，,]?(?P<frame>[^，,]*?)(?P<has>占)?(?:有|是|为|达|达到|大约|约|大概|能)*{HOW_MANY}$",
        text,
    )
    if not found:
        return None
    head = found["head"]
    shares_named = _SHARE_NOUN.search(head)  # IT、BT、CT三个领域占比
    head = ungrouped(head[: shares_named.start()] if shares_named else head)
    if frame := found["frame"].strip("，, 的"):
        if not (period_in(frame) or subject_in(frame)):
            return None
        head = f"{frame}{head}"  # 医师和护士加起来2023年甲医院有多少人
    if found["has"] or shares_named:
        asked = Asked()
        pairs = joint(head, ending="占")
        shares = tuple(Operand(question, label, Needs.RATE) for label, question in pairs)
        return Plan(Operation.SUM, shares, "%") if len(pairs) > 1 else None
    asked = Asked() if "百分" in found["ask"] else asked_after(found["rest"])
    pairs = joint(head, asked)
    if not pairs and (all_of := _ALL.search(found["head"])):
        return _all(all_of, found["head"], asked)
    if len(pairs) < 2:
        return None
    # What there is in all may well be stated; what two amounts add up to seldom is.
    return Plan(Operation.SUM, operands_of(pairs), asked.unit, fallback=bool(found["total"]))


def _all(found: re.Match[str], head: str, asked: Asked) -> Plan | None:
    """三个园区的收入加在一起: of whom is left to the one sentence that states it for that many bodies."""
    count = "两二三四五六七八九".find(found["n"])
    count = int(found["n"]) if count < 0 else max(2, count + 1)
    if count < 2:
        return None
    rest = (head[: found.start()] + head[found.end() :]).strip("，, 的")
    each = Operand(amount(f"各{found['what']}{rest}", asked), found[0], Needs.EACH)
    return Plan(Operation.SUM, (each,) * count, asked.unit, label=found[0])


def share_of(text: str) -> Plan | None:
    """A占B的几分之几."""
    asks = r"(?:比例|比重|份额|百分比|百分之|几成|几分之|多少|多大|几)"
    found = re.match(
        rf"(?P<a>.+?)(?:的)?[，,]?(?:能|会|所|约|大约|大概)*占(?!地|用|比|据)(?:了|到|去)?(?P<b>[^比百几多了到去][^比百几多]*?)的?(?:多大)?(?={asks}){asks}.*$",
        text,
    )
    within = re.match(
        r"(?P<b>.+?)(?:里面|里头|当中|之中|其中|里|中(?!国(?!家)|央|关|心|小|型)|内)[，,]?(?:有)?(?P<a>[^占，,]+?)的?(?:能|会|所|约|大约|大概)*"
        r"(?:占(?:了|到|去|比|总数)?的?|的(?=比例|比重|份额))(?:大约|大概|差不多|约)*(?:比例|比重|份额|百分之|几成|几分之|多少|多大|是|为|几|$).*$",
        text,
    )
    if (within and within["a"].startswith("其")) or re.search(r"目标|计划|规划", text):
        return None
    first = re.match(
        r"(?P<b>.+?)(?:里面|里头|当中|之中|其中|里|中(?!国(?!家)|央|关|心|小|型)|内)[，,]?有(?:(?:多大|多少|多高)的?(?:比例|比重|份额)|百分之[几多]少?|几成)的?(?:是|为|属于|已经?)?(?P<a>[^，,]{2,})$",
        text,
    )
    within = within or first
    inside = re.match(r"(?P<a>.+?)在(?P<b>[^，,]+?)(?:里面?|中|当中|之中|内)所?占(?:比|了|的)*.*$", text)
    if inside and not found:
        within = inside
    counted = re.match(
        r"(?P<b>[^，,]*?(?:一?共|总[共计]|合计)?有?\d[^，,]*)[，,](?:其中)?(?P<a>[^，,]{2,}?)的?(?:所|约|大约|大概)*占(?:了|到|比)?(?:大约|大概|约)?"
        r"(?:的?(?:比例|比重|份额)|百分之|几成|几分之|多少|多大|是|为|几|$).*$",
        text,
    )
    if counted and (not found or not found["b"].strip("的")) and without_figure(counted["b"])[1]:
        within, found = counted, None
    if within and not found:
        b, a = within["b"].strip("，, "), within["a"].strip("，, 的")
        whole, stated = figure_of(b)
        whole = re.sub(r"(?:一?共|总[共计]|合计)有?$|(?<=.)(?:里面?|当中|之中|中|内)$", "", whole)
        part = f"{whole}中{a}"
        return Plan(
            Operation.SHARE,
            (Operand(amount(part), a), Operand(amount(whole), whole, stated=stated)),
            "%",
            fallback=True,
        )
    if not found:
        return None
    thing = re.match(r"的?多少(?P<rest>.+)", text[found.end("b") :])
    if thing and asked_after(thing["rest"]).unit:
        return None  # 应占盈利多少亿元 asks for no share
    a, b = found["a"].strip("，, 的"), found["b"].strip("，, 的")
    return _quotient(Operation.SHARE, a, b, "%")


def _quotient(operation: Operation, a: str, b: str, unit: str) -> Plan | None:
    """A over B, each completed by what only the other one says."""
    a, b = (re.sub(r"(?:大约|大概|差不多|约)$", "", x).strip("，, 的") for x in (a, b))
    b, stated = without_figure(b)
    a, known = without_figure(a)
    if stated and not measure_in(b) and measure_in(a):
        # 甲园高新企业收入占全园90亿元的…: the whole is the one of that amount
        body = subject_in(a)
        whole = f"{period_in(a)}{'' if body in b else body}{b}"
        last = [word for word, _ in tagged(measure_in(a))][-1]
        return Plan(
            operation,
            (Operand(amount(a), a, stated=known), Operand(amount(f"{whole}的{last}"), b, stated=stated)),
            unit,
        )
    if subject_in(b) and measure_in(b) and not subject_in(a):
        # 2023年软件业占甲园营业收入的…: the part is a part of that body's income
        period = period_in(a) or period_in(b)
        bare = without_period(a)
        part = bare if measure_in(b)[-2:] in bare else f"{bare}的{measure_in(b)}"
        questions = amount(f"{period}{subject_in(b)}{part}"), amount(f"{period}{without_period(b)}")
    else:
        questions = amount(a), twin(amount(a), b)
    operands = Operand(questions[0], a, stated=known), Operand(questions[1], b, stated=stated)
    return Plan(operation, operands, unit, fallback=not (stated or known))


def times_of(text: str) -> Plan | None:
    """A是B的几倍."""
    found = re.match(
        r"(?P<a>.+?)(?:是|为|相当于|等于|达到?|有)(?:了)?(?P<b>[^是为，,]+?)的?(?:大约|约|大概)?(?:几|多少)倍$", text
    )
    if found:
        return _quotient(Operation.TIMES, found["a"].strip("，, 的"), found["b"].strip("，, 的"), "倍")
    return None


# Means


def mean(text: str) -> Plan | None:
    """平均每家企业收入多少; 平均一项多少万元; 每万人专利多少件; 平均一个班多少学生; 人均收入."""
    found = re.match(
        r"(?P<head>.*?)(?P<mean>平均(?:下来)?|均)?(?:每一?|(?<=均)一|(?<=下来)一)(?P<power>[百千万])?"
        rf"(?P<unit>平方公里|平方米|公顷|单(?![位元独项])|[{_NOUN_UNIT}年])"
        rf"(?P<thing>.*?)(?P<has>平均|大概|大约|约|会|能|可|的|是|为|有|达|要|值|花|卖|合)*(?P<ask>多少|多[大高](?=金额|价)|几)(?P<rest>.*)$",
        text,
    )
    if not found or not (found["mean"] or found["power"] or "平均" in text or found["unit"] in "平方公里公顷"):
        return _per_head(text)
    asked = asked_after(found["rest"])
    head = re.sub(r"(?:平均)?[为给向替对][^，,]{0,0}$|平均$", "", found["head"].strip("，, 的"))
    thing, unit = found["thing"].strip("，, 的"), found["unit"]
    if unit == "年":
        span = find_periods(head)
        if not span or not span[0].first or not span[0].last or span[0].last.year == span[0].first.year:
            return None
        what = Operand(amount(head + thing, asked), thing or head)
        years = span[0].first.year, span[0].last.year
        return Plan(Operation.YEARLY, (what,), asked.unit, years=years, fallback=True)
    head, given = _given_in(head, unit)
    if asked.thing and thing and unit in "个名位":
        return _each(head, _without_verb(thing), unit, asked)
    counted, _, measure = _counted(thing)
    if found["rest"].strip("？?") in ("钱", "金额", "价钱"):
        asked, measure = Asked("元"), measure or "金额"  # 平均一项值多少钱
    if not (measure or asked.thing) and not (asked.unit and head and not thing):
        # 每项技术合同成交多少万元: the verb alone tells what is summed
        return None
    size = "面积" if unit in ("平方公里", "平方米", "公顷", "亩") else counted
    # 企业收入, 合同成交: a short word alone does not say of what
    both = Operand(
        amount(f"{head}{counted if len(measure) < 4 else ''}{measure}", asked), f"{counted}{measure}" or head
    )
    divisor = Operand(amount(f"{head}{size}", Asked(unit)), size or f"{unit}数", stated=given)
    per = (found["power"] or "") + unit
    return Plan(Operation.MEAN, (both, divisor), asked.unit, per=per, fallback=not given)


def _given_in(head: str, unit: str) -> tuple[str, str]:
    """Return what a mean is of without the count that it gives, and that: 10单产品 → (产品, 10单)."""
    bare, given = figure_of(head)
    told = find_quantities(given)
    return (bare, given) if told and told[0].unit == unit else without_figure(head)


def _each(head: str, counted: str, unit: str, asked: Asked) -> Plan | None:
    """平均一个老师带几个学生: things of one sort for each of another."""
    if not counted:
        return None
    many = Operand(amount(head, Asked("", asked.thing)), asked.thing)
    divisor = Operand(amount(head, Asked(unit, counted)), counted, also=(amount(head, Asked("", counted)),))
    return Plan(Operation.MEAN, (many, divisor), "", per=unit, label=counted, fallback=True)


def _without_verb(text: str) -> str:
    """Return a noun without the verb behind it: 老师带 → 老师."""
    words = tagged(text)
    while len(words) > 1 and (words[-1][1].startswith(("v", "p")) or words[-1][0] in ("要", "有")):
        words = words[:-1]
    return "".join(word for word, _ in words).strip("的，, ")


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


_SIZED = {"亩": "面积"}
_STAFF = ("从业人员", "职工", "员工")


def _per_head(text: str) -> Plan | None:
    """人均营业收入多少; 户均收入; 平均亩产多少公斤."""
    found = re.match(
        r"(?P<head>.*?)(?:平均)?(?:(?P<unit>[人户亩店班校件项台单])均(?P<what>[^，,]{2,}?)|(?P<field>亩)产)"
        r"(?:大约|约|大概)?(?:是|为|有|达)*(?P<ask>多少|几)(?P<rest>.*)$",
        text,
    )
    if not found:
        return None
    asked = asked_after(found["rest"])
    unit, what = (found["unit"], found["what"]) if found["unit"] else (found["field"], "产量")
    head, given = _given_in(found["head"].strip("，, 的"), unit)
    counted = _SIZED.get(unit, "")
    staff = tuple(amount(f"{head}{who}", Asked(unit)) for who in _STAFF) if unit == "人" else ()
    operands = (
        Operand(amount(f"{head}{what}", asked), what),
        Operand(amount(f"{head}{counted}", Asked(unit)), f"{unit}数", stated=given, also=staff),
    )
    return Plan(Operation.MEAN, operands, asked.unit, per=unit, fallback=True)
