"""Questions for sums, shares, multiples, means and what follows from them → plans.

Each function takes the question's text without its mark and returns a plan, None when the question is not of its kind.
"""

import re

from index.periods import find_periods
from index.words import tagged
from qa.differences import HOW_MANY, operands_of, without_figure
from qa.operands import Asked, amount, asked_after, joint, measure_in, period_in, subject_in, twin, without_period
from qa.plans import Needs, Operand, Operation, Plan

_WITHIN = r"(?P<whole>.+?)(?:里面?|中|当中)?[，,]?"
_NOT = re.compile(
    _WITHIN + r"(?:非(?!常|凡|洲)|不是|不属于|不算)(?P<part>[^，,]+?)的?(?:还?有|一共|共|是)*" + HOW_MANY + "$"
)
_EXCEPT = re.compile(
    r"(?P<whole>.*?)(?:里面?|中|当中)?[，,]?(?:除(?:了|去|开)?|扣除|去掉)(?P<part>[^，,]+?)(?:以外|之外|外)?[，,]"
    r"(?P<whole2>[^，,]*?)(?:其余|其他|剩下|剩余|余下|还)的?(?P<whole3>[^，,]*?)(?:还?有|一共|共|是|剩)*"
    + HOW_MANY
    + "$"
)
_NOUN_UNIT = r"家个名位项件人次场台辆套户所座只份笔亩间栋条种"


# Sums and parts

_ALL = re.compile(
    r"(?P<n>[两二三四五六七八九]|\d)(?:个|家|大|座)?(?P<what>(?:产业|科技|高新)?园区?|(?:高新|开发|新)区|城市|企业|公司|集团|省|市|县|区)(?=的|(?:19|20)\d\d|去年|今年|$)"
)
_ROUGH = re.compile(r"大约|大概|约(?!束|定|谈|会)|左右|估算|推算|估计|折合|算下来")


def together(text: str) -> Plan | None:
    """A和B一共多少."""
    found = re.match(
        r"(?P<head>.+?)[，,]?(?:(?:加|合|算)(?:起来|在一起|一起)|相加|之和|的?总和|加总|(?P<total>一共|总共|合计|共计|总计))"
        rf"(?P<has>占)?(?:有|是|为|达|达到|大约|约|大概|能)*{HOW_MANY}$",
        text,
    )
    if not found:
        return None
    if found["has"]:
        asked = Asked()
        pairs = joint(found["head"], ending="占")
        shares = tuple(Operand(question, label, Needs.RATE) for label, question in pairs)
        return Plan(Operation.SUM, shares, "%") if len(pairs) > 1 else None
    asked = Asked() if "百分" in found["ask"] else asked_after(found["rest"])
    pairs = joint(found["head"], asked)
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
    inside = re.match(r"(?P<a>.+?)在(?P<b>[^，,]+?)(?:里面?|中|当中|之中|内)所?占(?:比|了|的)*.*$", text)
    if inside and not found:
        within = inside
    if within and not found:
        b, a = within["b"].strip("，, "), within["a"].strip("，, ")
        whole, stated = without_figure(b)
        part = f"{whole}中{a}"
        return Plan(
            Operation.SHARE,
            (Operand(amount(part), a), Operand(amount(whole), whole, stated=stated)),
            "%",
            fallback=True,
        )
    if not found:
        return None
    counted = re.match(r"的?多少(?P<rest>.+)", text[found.end("b") :])
    if counted and asked_after(counted["rest"]).unit:
        return None  # 应占盈利多少亿元 asks for no share
    a, b = found["a"].strip("，, 的"), found["b"].strip("，, 的")
    return _quotient(Operation.SHARE, a, b, "%")


def _quotient(operation: Operation, a: str, b: str, unit: str) -> Plan | None:
    """A over B, each completed by what only the other one says."""
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


def rest_of(text: str) -> Plan | None:
    """大学科技园里非国家级的有几家; 除了A，其余有多少."""
    found = _NOT.match(text) or _EXCEPT.match(text)
    if not found:
        return None
    asked = Asked() if "百分" in found["ask"] else asked_after(found["rest"])
    named = found.groupdict("")
    whole = "".join(named.get(key, "") for key in ("whole", "whole2", "whole3")).strip("，, 的")
    part = found["part"].strip("，, 的")
    if not whole:
        return None
    bare = len(part) <= 4 and not re.search(r"[了过的]", part)
    named = f"{part}{whole}" if bare and not period_in(whole) and not subject_in(whole) else f"{whole}中{part}的"
    operands = Operand(amount(whole, asked), whole), Operand(amount(named, asked), part)
    return Plan(Operation.REST, operands, asked.unit, label=f"{whole}中除{part}外", fallback=True)


# Means


def mean(text: str) -> Plan | None:
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


def backwards(text: str) -> Plan | None:
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
        share = Operand(f"{part}{asked.thing}占百分之几？", "占比", Needs.RATE)
        whole = part != what
        total = Operand(amount(part, asked), part)
        return Plan(Operation.WHOLE, (share, total), asked.unit, label=what) if whole else None
    then, now = re.search(r"((?:19|20)\d\d)年", what), re.search(r"((?:19|20)\d\d)年", cue)
    if not then:
        return None
    later = what.replace(then[0], now[0] if now else f"{int(then[1]) + 1}年", 1)
    rate = Operand(f"{later}增长了百分之几？", "增速", Needs.CHANGE)
    return Plan(Operation.UNGROWN, (Operand(amount(later, asked), later), rate), asked.unit, label=what)


def derived_mean(text: str) -> Plan | None:
    """2020年每万人专利大约多少件: an established mean, which is related to other years rather than computed."""
    established = re.search(r"每[百千万]|年均|平均每年", text)
    explicit = re.search(r"(?:19|20)\d\d年?(?:到|至|[-—–~～])", text)
    return derived(text) if established and not explicit else None


def derived(text: str) -> Plan | None:
    """2020年的专利大约多少件: stated, or from a later figure that is said to be so many times as large."""
    found = re.match(
        rf"(?P<what>[^，,]{{4,}}?)(?:大约|约|大概|估计|估算|折合|算下来|推算|[，,])*(?:是|为|有|达)*{HOW_MANY}$", text
    )
    periods = find_periods(text)
    if not found or not _ROUGH.search(text) or len(periods) != 1 or not periods[0].first or not periods[0].last:
        return None
    if periods[0].relative or (periods[0].last - periods[0].first).days < 360:
        return None
    asked = asked_after(found["rest"])
    what = _ROUGH.sub("", found["what"]).strip("，, 的")
    later = without_period(what)
    if "百分" in found["ask"] or "倍" in found["ask"] or not later:
        return None
    base = periods[0].surface
    tie = Operand(f"{later}是以前的多少倍？", "变化", Needs.CHANGE)
    operands = Operand(amount(later, asked), later), tie
    return Plan(Operation.UNGROWN, operands, asked.unit, label=what, base=base, fallback=True)


def premised(text: str) -> Plan | None:
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


def portion(text: str) -> Plan | None:
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
